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
  ['range 587 588', ['tcp/25: not inspected', 'tcp/587-588: inspected from anywhere to anywhere']],
  ['eq 465', ['tcp/25: not inspected', 'tcp/465: inspected from anywhere to anywhere']],
  ['range 10024 10026', ['tcp/25: not inspected', 'tcp/10024-10026: inspected from anywhere to anywhere']],
  // What takes every port names none.
  [
    'gt 1',
    [
      'tcp/25: inspected from anywhere to anywhere',
      'tcp/587: inspected from anywhere to anywhere',
      'tcp/2525: inspected from anywhere to anywhere',
    ],
  ],
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

const told = ({ inspected, line, sparedBy, reason, source, destination }: Answer['classes'][number]) => ({
  inspected,
  ...(line === null ? {} : { line }),
  ...(sparedBy === undefined ? {} : { sparedBy }),
  ...(reason === undefined ? {} : { reason }),
  flows: `${source} -> ${destination}`,
});
type Answer = ReturnType<typeof asked>;

test('the line that inspects each port, and where no line does, what is missing for an inspection', () => {
  const { classes, others } = asked(`${NETWORK}class-map C\n match port tcp eq 587\n${POLICY}`);
  expect(classes.map(told)).toEqual([
    {
      inspected: false,
      reason: 'nothing that service-policy P global (line 19) applies inspects tcp/25 as mail',
      flows: 'any -> any',
    },
  ]);
  expect(others.map(({ port, classes: each }) => ({ port, classes: each.map(told) }))).toEqual([
    { port: 587, classes: [{ inspected: true, line: 18, flows: 'any -> any' }] },
  ]);
});

test.each([
  ['a whole configuration without policies', `: Saved\n${NETWORK}: end\n`, 'this file has no service-policy, so no policy is applied'],
  ['a PIX that names no fixup', ': Saved\nPIX Version 6.3(5)\n: end\n', 'no fixup of this file takes tcp/25 as mail'],
  [
    'a policy of another interface',
    `${NETWORK}interface GigabitEthernet0/2\n nameif dmz\n ip address 203.0.113.1 255.255.255.0\n${POLICY.replace('global', 'interface dmz').replace('esmtp', 'dns').replace('class C', 'class class-default')}`,
    'nothing that service-policy P interface dmz (line 20) applies inspects tcp/25 as mail',
  ],
])('what is missing: %s', (_, text, reason) => {
  expect(new Set(asked(text).classes.map((each) => each.reason))).toEqual(new Set([reason]));
});

test('a line that spares IPv4 is not what spares IPv6', () => {
  const list = 'access-list L extended deny tcp any host 192.0.2.25\naccess-list L extended permit tcp any4 any4\n';
  const { classes } = asked(`ASA Version 9.1(5)\n${list}class-map C\n match access-list L\n${POLICY}`);
  expect(classes.map(told)).toEqual([
    { inspected: true, line: 8, flows: 'any IPv4 address -> any IPv4 address except 192.0.2.25' },
    { inspected: false, sparedBy: 2, flows: 'any IPv4 address -> 192.0.2.25' },
    {
      inspected: false,
      reason: 'nothing that service-policy P global (line 9) applies inspects tcp/25 as mail',
      flows: 'any IPv6 address -> any IPv6 address',
    },
  ]);
});

test('more ports than a person reads are counted', () => {
  const list = Array.from({ length: 30 }, (_, i) => `access-list L extended permit tcp any any eq ${1000 + 2 * i}\n`).join('');
  const { summary, others } = asked(`ASA Version 9.1(5)\n${list}class-map C\n match access-list L\n${POLICY}`);
  expect(others).toHaveLength(20);
  expect(summary.at(-1)).toBe(
    'classes with an inspection of mail name 10 more ports or ranges of ports: ask about one of them with --flow',
  );
});
