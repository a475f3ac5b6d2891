/** What is proven for a report and a light bulb, what is only named, and that finding hazards costs what is read. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { codeActions, resolveAction } from '../../server/src/features/code-actions.ts';
import { offersFor, proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { Effort, FOR_A_REPORT } from '../../server/src/remedies/effort.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { isRefusal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { open } from '../support/cursor.ts';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const address = (network: string, index: number) => `${network}.${index >> 8}.${index & 255}`;

const INTERFACES = ['outside', 'inside'].flatMap((name, index) => [
  `interface Ethernet0/${index}`,
  ` nameif ${name}`,
  ` security-level ${index * 100}`,
  ` ip address 10.255.${index}.1 255.255.255.0`,
]);
const INSPECTS = [
  'class-map inspection_default',
  ' match default-inspection-traffic',
  'policy-map global_policy',
  ' class inspection_default',
  '  inspect esmtp',
  'service-policy global_policy global',
];

/** Published mail hosts: a static translation and an entry for each. */
const published = (count: number) =>
  [
    'ASA Version 8.2(5)',
    ...INTERFACES,
    ...times(count, (i) => `static (inside,outside) ${address('198.18', i)} ${address('10.7', i)} netmask 255.255.255.255`),
    ...times(count, (i) => `access-list from_outside extended permit tcp any host ${address('198.18', i)} eq smtp`),
    'access-group from_outside in interface outside',
    ...INSPECTS,
    '',
  ].join('\n');

/** Tunnels: hosts that are not translated to networks, which are nested. */
const tunnels = (count: number) =>
  [
    'ASA Version 9.6(2)',
    ...INTERFACES,
    ...times(count, (i) => [`object-group network far_${i}`, ` network-object 172.${i >> 8}.${i & 255}.0 255.255.255.0`]).flat(),
    ...times(count, (i) => [`object network near_${i}`, ` host ${address('10.8', i)}`]).flat(),
    ...times(
      count,
      (i) => `nat (inside,outside) source static near_${i} near_${i} destination static far_${i} far_${i} no-proxy-arp route-lookup`,
    ),
    ...INSPECTS,
    '',
  ].join('\n');

const guards = (count: number) => ['PIX Version 6.3(4)', ...times(count, (i) => `fixup protocol smtp ${i + 1}`), ''].join('\n');

const undefinedNames = (count: number) =>
  ['ASA Version 9.6(2)', ...INTERFACES, ...times(count, (i) => `access-group gone_${i} in interface zone_${i}`), ...INSPECTS, ''].join(
    '\n',
  );

describe('finding hazards takes time with what is read', () => {
  test.each([
    { what: 'fixups', text: guards, count: 500 },
    { what: 'names of interfaces that no line defines', text: undefinedNames, count: 500 },
    { what: 'tunnels', text: tunnels, count: 250 },
  ])(
    '$what',
    ({ text, count }) => {
      const cost = (n: number) =>
        Math.min(
          ...times(3, () => {
            const configuration = readConfiguration(Lines.read(text(n)));
            return cpuMilliseconds(() => void checkConfiguration(configuration));
          }),
        );
      cost(count);
      const [once, four] = [cost(count), cost(count * 4)];
      // Four times as much; of a square it would be sixteen times.
      expect(four).toBeLessThan(once * 10 + 20);
    },
    60_000,
  );
});

/** Hosts that are exempt in both directions from a class that inspects all other mail. */
const exempt = (count: number) =>
  [
    'ASA Version 9.6(2)',
    ...INTERFACES,
    ...times(count, (i) => [
      `access-list mail extended deny tcp any host ${address('10.9', i)} eq smtp`,
      `access-list mail extended deny tcp host ${address('10.9', i)} any eq smtp`,
    ]).flat(),
    'access-list mail extended permit tcp any any eq smtp',
    'class-map mail',
    ' match access-list mail',
    'policy-map global_policy',
    ' class mail',
    '  inspect esmtp',
    'service-policy global_policy global',
    '',
  ].join('\n');

/** The same, of hosts that are translated. */
const translated = (count: number) =>
  [
    'ASA Version 9.6(2)',
    ...times(count, (i) => [
      `object network real_${i}`,
      ` host ${address('10.9', i)}`,
      `object network shown_${i}`,
      ` host ${address('198.18', i)}`,
    ]).flat(),
    ...times(count, (i) => `nat (inside,outside) source static real_${i} shown_${i}`),
    exempt(count).replace('ASA Version 9.6(2)\n', ''),
  ].join('\n');

describe('a proof takes time with what is compared', () => {
  test.each([
    { what: 'exempt hosts', text: exempt, count: 250 },
    { what: 'exempt hosts that are translated', text: translated, count: 100 },
    { what: 'fixups', text: guards, count: 150 },
  ])(
    '$what',
    ({ text, count }) => {
      const cost = (n: number) =>
        Math.min(
          ...times(2, () => {
            const configuration = readConfiguration(Lines.read(text(n)));
            return cpuMilliseconds(() => expect(isRefusal(disableInspection(configuration, configuration.contexts[0]!))).toBe(false));
          }),
        );
      cost(count);
      const [once, four] = [cost(count), cost(count * 4)];
      // Four times as much; of a square it would be sixteen times.
      expect(four).toBeLessThan(once * 10 + 20);
    },
    120_000,
  );
});

describe('of a small file', () => {
  const configuration = readConfiguration(Lines.read(published(3)));

  test('everything is proven, as it is for who asks for one remedy', () => {
    for (const finding of checkConfiguration(configuration)) {
      const effort = new Effort(FOR_A_REPORT);
      const named = offersFor(configuration, finding).map((offer) => effort.proposal(configuration, offer));
      expect(named).not.toContain('unproven');
      expect(named.filter((it) => it !== undefined)).toEqual(proposalsFor(configuration, finding));
    }
  });
});

describe('of a large file', () => {
  const document = open(published(1000), 'cisco-asa');
  const line = document.lines.toString().split('\n').indexOf('  inspect esmtp');
  const range = { start: { line, character: 3 }, end: { line, character: 3 } };

  test('a client that does not ask again is offered what is proven only', () => {
    const actions = codeActions(document, range, [], undefined);
    expect(actions.filter(({ edit, command, data }) => edit === undefined && command === undefined && data !== undefined)).toEqual([]);
    expect(actions.some(({ title }) => title.startsWith('Exempt'))).toBe(false);
  });

  test('a client that asks for the chosen action gets names, and then the proven edit', () => {
    const actions = codeActions(document, range, [], undefined, true);
    const exempt = actions.find(({ title }) => title.startsWith('Exempt 198.18.0.0'))!;
    expect(exempt.edit).toBeUndefined();
    const { edit, title } = resolveAction(document, exempt);
    expect(title).toBe(exempt.title);
    expect(JSON.stringify(edit)).toContain('198.18.0.0');
  }, 60_000);

  test('an action of a text that has changed since is refused in words', () => {
    const [named] = codeActions(document, range, [], undefined, true).filter(({ data }) => data !== undefined);
    const other = open(published(1), 'cisco-asa');
    expect(() => resolveAction(other, named!)).toThrow('No edit could be shown to do this and nothing else');
  });
});
