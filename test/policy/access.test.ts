/** Whether the access rules of a file let a flow in, and by which line. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { accessOf } from '../../server/src/policy/access.ts';
import { parseFlow } from '../../server/src/policy/verdict.ts';
import { Lines } from '../../server/src/text/lines.ts';

const INTERFACES = `interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
`;
const NEW = `ASA Version 9.1(5)\n${INTERFACES}object network MAIL\n host 192.168.1.10\n nat (inside,outside) static 203.0.113.10\n`;
const OLD = `ASA Version 8.2(5)\n${INTERFACES}static (inside,outside) 203.0.113.10 192.168.1.10 netmask 255.255.255.255\n`;
const PIX = `PIX Version 6.3(5)
nameif ethernet0 outside security0
nameif ethernet1 inside security100
ip address outside 203.0.113.2 255.255.255.0
ip address inside 192.168.1.254 255.255.255.0
static (inside,outside) 203.0.113.10 192.168.1.10 netmask 255.255.255.255 0 0
`;
const END = ': end\n';
const INBOUND = 'tcp 198.51.100.9 -> 203.0.113.10:25 on outside';
const OUTBOUND = 'tcp 192.168.1.10 -> 198.51.100.9:25 on inside';
const DENY_REAL = 'access-list OUT extended deny tcp any host 192.168.1.10 eq smtp\naccess-list OUT extended permit ip any any\n';
const PERMIT_MAPPED = 'access-list OUT extended permit tcp any host 203.0.113.10 eq smtp\n';
const ON_OUTSIDE = 'access-group OUT in interface outside\n';

function ask(text: string, written = INBOUND) {
  const { contexts, lines } = readConfiguration(Lines.read(text));
  const flow = parseFlow(written);
  const { permitted, statement, reason } = accessOf(contexts[0]!, flow, [flow.ingress!]);
  return { permitted, line: statement && lines.text(lines.lineOf(statement)).trim(), reason };
}

describe('the word of the device about a flow that it let in', () => {
  const traced = (action: string, address = '203.0.113.10') =>
    `${NEW}${DENY_REAL}${ON_OUTSIDE}packet-tracer input outside tcp 198.51.100.9 40000 ${address} 25
Phase: 1
Type: ACCESS-LIST
Result: ALLOW
Config:
Additional Information:
Result:
input-interface: outside
Action: ${action}
`;
  test.each<[string, string, true | false, RegExp]>([
    ['comes before what the lists say', traced('allow'), true, /^Action: allow$/],
    ['is no word where it was dropped', traced('drop'), false, /^access-list OUT extended deny/],
    ['is no word about another', traced('allow', '203.0.113.11'), false, /^access-list OUT extended deny/],
  ])('%s', (_, text, permitted, line) => {
    expect(ask(text)).toMatchObject({ permitted, line: expect.stringMatching(line) });
  });
});

describe('the access rules that a flow meets', () => {
  test.each<[string, string, true | false | 'unknown', RegExp]>([
    ['from 8.3 on they name real addresses', NEW + DENY_REAL + ON_OUTSIDE, false, /deny tcp any host 192\.168\.1\.10/],
    ['before 8.3 those of the interface', OLD + DENY_REAL + ON_OUTSIDE, true, /permit ip any any/],
    ['before 8.3, the published address', OLD + PERMIT_MAPPED + ON_OUTSIDE, true, /permit tcp any host 203/],
    ['from 8.3 on, the published address lets nothing in', NEW + PERMIT_MAPPED + ON_OUTSIDE, false, /^access-group OUT/],
    ['the global rules', `${NEW}${DENY_REAL}access-group OUT global\n`, false, /deny tcp/],
    [
      'those of the interface first, then the global ones',
      `${NEW}access-list IN extended permit tcp any any eq 80\n${DENY_REAL}access-group IN in interface outside\naccess-group OUT global\n`,
      false,
      /deny tcp/,
    ],
    [
      'those of the interface by which it leaves',
      `${NEW}access-list ALL extended permit ip any any\n${DENY_REAL}access-group ALL in interface outside\naccess-group OUT out interface inside\n`,
      false,
      /deny tcp/,
    ],
    ['a list that is not in the file', NEW + ON_OUTSIDE, 'unknown', /^access-group OUT/],
    [
      'a user that the file cannot tell',
      `${NEW}access-list OUT extended permit tcp user A any any eq smtp\n${ON_OUTSIDE}`,
      'unknown',
      /user A/,
    ],
    ['conduit: the published address', `${PIX}conduit permit tcp host 203.0.113.10 eq smtp any\n`, true, /^conduit permit/],
    ['conduit: a mask and a name for the port', `${PIX}conduit permit tcp 203.0.113.0 255.255.255.0 eq 25 any\n`, true, /^conduit permit/],
    [
      'conduit: the first line that takes the flow',
      `${PIX}conduit deny tcp any eq smtp 198.51.100.0 255.255.255.0\nconduit permit ip any any\n`,
      false,
      /^conduit deny/,
    ],
    [
      'conduit: a line that cannot be read',
      `${PIX}conduit permit tcp host 203.0.113.10 eq smtp host NOBODY\n`,
      'unknown',
      /^conduit permit/,
    ],
    [
      'conduit without the other interface in the file',
      `${PIX.replace(/(?:nameif|ip address).*inside.*\n/g, '')}conduit permit tcp host 203.0.113.10 eq smtp any\n`,
      'unknown',
      /^conduit permit/,
    ],
    [
      'an access-list comes before conduit',
      `${PIX}conduit deny ip any any\naccess-list OUT permit tcp any host 203.0.113.10 eq smtp\n${ON_OUTSIDE}`,
      true,
      /^access-list OUT permit/,
    ],
  ])('%s', (_, text, permitted, line) => {
    expect(ask(text)).toMatchObject({ permitted, line: expect.stringMatching(line) });
  });

  test.each<[string, string, string, true | false | 'unknown', RegExp]>([
    ['to a higher level', NEW + END, INBOUND, false, /^nothing gets from outside \(security level 0\) to inside \(100\).*documented/],
    ['to a lower level', NEW + END, OUTBOUND, true, /^what goes from inside \(security level 100\) to outside \(0\) needs no access rule/],
    ['before 8.3', OLD + END, INBOUND, false, /^nothing gets from outside/],
    ['a list on another interface', `${NEW}${DENY_REAL}access-group OUT in interface inside\n${END}`, INBOUND, false, /^nothing gets/],
    [
      'a list for the device itself',
      `${NEW}${DENY_REAL}access-group OUT in interface outside control-plane\n${END}`,
      INBOUND,
      false,
      /^nothing gets/,
    ],
    ['equal levels', NEW.replace('level 100', 'level 0') + END, OUTBOUND, false, /does not pass without same-security-traffic/],
    [
      'equal levels that may talk',
      `${NEW.replace('level 100', 'level 0')}same-security-traffic permit inter-interface\n${END}`,
      OUTBOUND,
      true,
      /passes by same-security-traffic/,
    ],
    [
      'FWSM, from inside too',
      `${NEW.replace('ASA Version 9.1(5)', 'FWSM Version 4.1(5)')}${END}`,
      OUTBOUND,
      false,
      /FWSM drops what enters there/,
    ],
    [
      'a part of a configuration',
      NEW,
      INBOUND,
      'unknown',
      /^none in this file is applied where the flow enters; nothing gets from outside/,
    ],
    ['a part of a configuration, outbound', NEW, OUTBOUND, 'unknown', /^none in this file is applied/],
    ['FTD has rules of its own', NEW.replace('ASA Version 9.1(5)', 'NGFW Version 6.6.1') + END, INBOUND, 'unknown', /^not looked at/],
    ['an interface that the file does not show', `ASA Version 9.1(5)\n${END}`, INBOUND, 'unknown', /^not looked at/],
    ['no conduit that permits it', `${PIX}conduit permit tcp host 203.0.113.11 eq smtp any\n`, INBOUND, false, /^no `conduit` permits it/],
    [
      'a conduit, and nothing that leads to a host',
      `${PIX.replace(/static .*\n/g, '')}conduit permit tcp host 203.0.113.10 eq smtp any\n`,
      INBOUND,
      'unknown',
      /^`conduit` is in force, but no `static`/,
    ],
    ['conduit taken back', `${PIX}conduit permit ip any any\nno conduit permit ip any any\n${END}`, INBOUND, false, /^nothing gets/],
    ['conduit says nothing of what goes out', `${PIX}conduit deny ip any any\n${END}`, OUTBOUND, true, /needs no access rule/],
    ['no conduit from 7.0 on', `${NEW}conduit permit ip any any\n${END}`, INBOUND, false, /^nothing gets/],
    [
      'an outbound list',
      `${PIX}outbound 10 deny 0 0 25 tcp\napply (inside) 10 outgoing_src\n${END}`,
      OUTBOUND,
      'unknown',
      /^an `outbound` list/,
    ],
    [
      'an outbound list, inbound',
      `${PIX}outbound 10 deny 0 0 25 tcp\napply (inside) 10 outgoing_src\n${END}`,
      INBOUND,
      false,
      /^nothing gets/,
    ],
  ])('without an access-list: %s', (_, text, flow, permitted, reason) => {
    expect(ask(text, flow)).toMatchObject({ permitted, reason: expect.stringMatching(reason) });
  });
});
