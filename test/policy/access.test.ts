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
const PIX = 'PIX Version 6.3(5)\nnameif ethernet0 outside security0\nip address outside 203.0.113.2 255.255.255.0\n';
const DENY_REAL = 'access-list OUT extended deny tcp any host 192.168.1.10 eq smtp\naccess-list OUT extended permit ip any any\n';
const PERMIT_MAPPED = 'access-list OUT extended permit tcp any host 203.0.113.10 eq smtp\n';
const ON_OUTSIDE = 'access-group OUT in interface outside\n';

function ask(text: string) {
  const { contexts, lines, statements } = readConfiguration(Lines.read(text));
  const flow = parseFlow('tcp 198.51.100.9 -> 203.0.113.10:25 on outside');
  const { permitted, statement, reason } = accessOf(contexts[0]!, flow, ['outside'], statements);
  return { permitted, line: statement && lines.text(statement.line).trim(), reason };
}

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
    ['conduit', `${PIX}conduit permit tcp host 203.0.113.10 eq smtp any\n`, 'unknown', /^conduit/],
    ['outbound', `${PIX}outbound 10 deny 0 0 25 tcp\napply (inside) 10 outgoing_src\n`, 'unknown', /^outbound/],
  ])('%s', (_, text, permitted, line) => {
    expect(ask(text)).toMatchObject({ permitted, line: expect.stringMatching(line) });
  });

  test.each([
    ['none at all', NEW],
    ['one on another interface', `${NEW}${DENY_REAL}access-group OUT in interface inside\n`],
  ])('%s: not looked at', (_, text) => {
    expect(ask(text)).toEqual({ permitted: 'unknown', line: undefined, reason: 'not looked at: none applied where the flow enters' });
  });
});
