/** Nothing to judge is not "not inspected": what a text must hold before its silence says anything. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { partition } from '../../server/src/policy/partition.ts';
import { explainFlow, parseFlow } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';

const FLOW = 'tcp 203.0.113.9 -> 192.168.1.1:25';
const INTERFACE = 'interface GigabitEthernet0/0\n nameif outside\n ip address 198.51.100.1 255.255.255.0\n';
const COUNTED =
  'fw# show service-policy inspect esmtp\nGlobal policy:\n  Service-policy: P\n    Class-map: class-default\n      Inspect: esmtp _default_esmtp_map, packet 4512, lock fail 0, drop 12, reset-drop 0\n';
const OTHER = 'policy-map P\n class class-default\n  inspect dns\nservice-policy P global\n';
const POLICY = 'class-map A\n match any\npolicy-map P\n class A\n  inspect esmtp\n';

function ask(text: string) {
  const context = readConfiguration(Lines.read(text)).contexts[0]!;
  const { inspected, reason } = explainFlow(context, parseFlow(FLOW));
  return { inspected, reason, picture: [...new Set(partition(context).map(({ verdict }) => verdict.inspected))] };
}

describe('unknown, with the reason and what to give instead', () => {
  test.each<[string, string, RegExp]>([
    ['an empty file', '', /no line of a firewall configuration.*show running-config/],
    ['prose', 'hello world\nthis is a letter about mail\n', /no line of a firewall configuration/],
    [
      'one line of an access-list',
      'access-list A extended permit tcp any host 192.168.1.1 eq smtp\n',
      /part of a configuration.*service-policy/,
    ],
    ['a policy that nothing applies', POLICY, /part of a configuration/],
    ['a head that breaks off before the policies', `ASA Version 9.1(5)\nhostname fw\n${INTERFACE}`, /part of a configuration/],
    ['the same of FTD', `NGFW Version 7.0.1\nhostname fw\n${INTERFACE}`, /part of a configuration/],
    [
      'output of show access-list',
      'fw# show access-list\naccess-list A; 1 elements; name hash: 0x1\naccess-list A line 1 extended permit ip any any (hitcnt=1) 0x2\n',
      /no line of a firewall configuration.*show running-config/,
    ],
    [
      'what the device says of one other flow',
      'fw# show service-policy flow tcp host 203.0.113.8 host 192.168.1.2 eq 25\n\nGlobal policy:\n  Service-policy: P\n    Class-map: C\n      Match: any\n      Action:\n        Input flow:  inspect esmtp\n',
      /output about policies.*show running-config/,
    ],
    [
      'counters alone',
      COUNTED,
      /output about policies.*show running-config.*line 5: the device counts 4512 packets of mail.*tells no flows apart/,
    ],
    [
      'the system execution space',
      `: Saved\nASA Version 9.1(5) <system>\nhostname fw\nadmin-context admin\ncontext admin\n  config-url disk0:/admin.cfg\n: end\n`,
      /system execution space.*changeto context/,
    ],
    [
      'the system execution space, pasted in part',
      'admin-context admin\ncontext CUST\n  config-url disk0:/cust.cfg\n',
      /system execution space/,
    ],
    [
      'a configuration that inspects no mail, and a device that counts some',
      `${OTHER}${COUNTED}`,
      /line 9: the device counts.*no policy.*another time or not whole/,
    ],
  ])('%s', (_, text, why) => {
    expect(ask(text)).toEqual({ inspected: 'unknown', reason: expect.stringMatching(why), picture: ['unknown'] });
  });
});

describe('a configuration that is complete and applies none is not inspected', () => {
  test.each([
    ['saved, to its end', `: Saved\nASA Version 9.1(5)\nhostname fw\n${INTERFACE}: end\n`],
    ['version, interfaces and policies', `ASA Version 9.1(5)\nhostname fw\n${INTERFACE}${POLICY}`],
    ['a context of several', `: Saved\nASA Version 9.1(5) <context>\nhostname c1\n${INTERFACE}: end\n`],
    ['PIX without the fixup', ': Saved\nPIX Version 6.3(5)\nnameif ethernet0 outside security0\nno fixup protocol smtp 25\n: end\n'],
    [
      'a policy that inspects no mail any more since the device counted it',
      `${OTHER.replace('dns', 'esmtp')}${COUNTED}fw(config)# policy-map P\nfw(config-pmap)# class class-default\nfw(config-pmap-c)# no inspect esmtp\n`,
    ],
    ['a policy without an inspection', 'policy-map P\n class class-default\n  set connection conn-max 9\nservice-policy P global\n'],
  ])('%s', (_, text) => {
    expect(ask(text)).toEqual({ inspected: false, reason: undefined, picture: [false] });
  });
});
