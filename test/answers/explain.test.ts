/** What `explain` says without a flow: every port where mail is inspected, and whether mail from outside gets in at all. */
import { expect, test } from 'vitest';
import { explainAll, pictureAnswer } from '../../server/src/answers/explain.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const NETWORK = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 192.0.2.1 255.255.255.0
route outside 0.0.0.0 0.0.0.0 198.51.100.254
object network MAIL
 host 192.0.2.25
 nat (inside,outside) static 198.51.100.25
`;

const POLICY = `policy-map P
 class C
  inspect esmtp
service-policy P global
`;

function asked(text: string) {
  const configuration = readConfiguration(Lines.read(text));
  return pictureAnswer(explainAll(configuration.contexts[0]!, configuration));
}

test.each([
  ['eq 587', ['tcp/25: not inspected', 'tcp/587: inspected from anywhere to anywhere']],
  ['eq smtp', ['tcp/25: inspected from anywhere to anywhere']],
  ['range 25 587', ['tcp/25: inspected from anywhere to anywhere', 'tcp/587: inspected from anywhere to anywhere']],
])('each port of mail that is inspected: %s', (port, summary) => {
  expect(asked(`${NETWORK}class-map C\n match port tcp ${port}\n${POLICY}`).summary).toEqual(summary);
});

test.each([
  ['access-list OUT extended deny tcp any host 192.0.2.25 eq smtp', { permitted: false, line: 14, reason: 'deny in access-list OUT' }],
  ['access-list OUT extended permit tcp any host 192.0.2.25 eq smtp', { permitted: true, line: 14, reason: 'permit in access-list OUT' }],
])('whether mail from outside gets in: %s', (ace, access) => {
  const text = `${NETWORK}${ace}\naccess-group OUT in interface outside\nclass-map C\n match port tcp eq smtp\n${POLICY}`;
  expect(asked(text).access).toEqual([{ flow: 'tcp 203.0.113.9 -> 198.51.100.25:25', ...access }]);
});

test('where the file does not tell it, nothing is said', () => {
  expect(asked(`${NETWORK}class-map C\n match port tcp eq smtp\n${POLICY}`).access).toEqual([]);
});
