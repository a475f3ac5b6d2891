/** What an entry means is told from the text of a line as from its reading. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryMeaning, printedMeaning } from '../../server/src/asa/evaluation/entry-meaning.ts';
import { PORT_NAMES } from '../../server/src/asa/ports.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { maskLength, netmask } from '../../server/src/sets/address-text.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { times } from '../support/shapes.ts';

const HEAD = [
  'ASA Version 9.6(2)',
  'object-group network hosts',
  ' network-object host 192.0.2.1',
  'object-group service mail tcp',
  ' port-object eq smtp',
];
const listOf = (...lines: readonly string[]) =>
  readConfiguration(Lines.read([...HEAD, ...lines.map((line) => `access-list L ${line}`), ''].join('\n'))).contexts[0]!.accessLists.get(
    'L',
  )!;
const printed = (line: string) => printedMeaning(`access-list L ${line}`);

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const end = fc.oneof(
  fc.constant('any'),
  address.map((of) => `host ${of}`),
  fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([of, length]) => `${of} ${netmask(length)}`),
  fc.constantFrom('object one', 'object-group hosts', 'object-group mail', 'object any', 'object-group eq'),
);
const port = fc.oneof(fc.constantFrom(...PORT_NAMES.tcp.keys(), ...PORT_NAMES.udp.keys()), fc.integer({ min: 0, max: 700 }).map(String));
const ports = fc.oneof(
  fc.constant(''),
  fc.constant(''),
  fc.tuple(fc.constantFrom('eq', 'eq', 'lt', 'gt', 'neq'), port).map((words) => ` ${words.join(' ')}`),
  fc.tuple(port, port).map(([first, last]) => ` range ${first} ${last}`),
  fc.constant(' object-group mail'),
);
const entry = fc
  .tuple(
    fc.constantFrom('permit', 'deny'),
    fc.constantFrom('tcp', 'tcp', 'tcp', 'udp', 'udp', 'ip', '6', 'icmp'),
    end,
    ports,
    end,
    ports,
    fc.constantFrom('', ' log', ' inactive', ' log disable'),
  )
  .map(
    ([action, protocol, source, from, destination, to, options]) =>
      `extended ${action} ${protocol} ${source}${from} ${destination}${to}${options}`,
  );

describe('the meaning that the text of a line shows', () => {
  test('is that of the entry that is read from it', () => {
    let shown = 0;
    fc.assert(
      fc.property(entry, (line) => {
        const meaning = printed(line);
        if (meaning === undefined) return;
        shown++;
        const [ace, ...others] = listOf(line).entries;
        expect(others).toEqual([]);
        expect(entryMeaning(ace!, '', false)).toBe(meaning);
        expect(entryMeaning(ace!, '', true)).toBe(meaning);
      }),
      { numRuns: 2000 },
    );
    expect(shown).toBeGreaterThan(100);
  });

  test.each([
    ['extended permit tcp any host 192.0.2.1 eq smtp', 'permit tcp any host 192.0.2.1 eq smtp'],
    [
      'extended deny udp 10.0.0.0 255.0.0.0 range 1024 5000 object-group hosts eq syslog log',
      'deny udp 10.0.0.0 255.0.0.0 range 1024 5000 object-group hosts eq syslog',
    ],
    ['extended permit ip object one any', 'permit ip object one any'],
  ])('%s', (line, meaning) => {
    expect(printed(line)).toBe(meaning);
  });

  test.each([
    ['a port by number that has a name', 'extended permit tcp any any eq 25'],
    ['a name that no device prints', 'extended permit tcp any any eq http'],
    ['the mask of one host', 'extended permit tcp any 192.0.2.1 255.255.255.255 eq smtp'],
    ['the mask of everybody', 'extended permit tcp any 0.0.0.0 0.0.0.0 eq smtp'],
    ['an address that is none', 'extended permit tcp any host 192.0.2.256'],
    ['short words', 'extended perm tcp any host 192.0.2.1'],
    ['a line number', 'line 3 extended permit tcp any host 192.0.2.1'],
    ['an entry that is switched off', 'extended permit tcp any host 192.0.2.1 inactive'],
    ['a range of one', 'extended permit tcp any any range smtp smtp'],
  ])('is not shown by %s', (_, line) => {
    expect(printed(line)).toBeUndefined();
    expect(listOf(line).entries.length).toBe(1);
  });
});

test('lines that mean the same are one entry, however they are written, and whether anybody has read them or not', () => {
  const list = listOf(
    'extended permit tcp any host 192.0.2.1 eq smtp',
    'extended permit tcp any 192.0.2.1 255.255.255.255 eq 25 log',
    'extended permit tcp any host 192.0.2.1 range 25 25',
    'permit 6 any host 192.0.2.1 eq smtp inactive',
    'extended permit tcp any host 192.0.2.2 eq smtp',
  );
  expect(list.entries.map(({ inactive }) => inactive)).toEqual([true, false]);
});

test('the entries in some lines are those among all entries', () => {
  const lines = [
    'extended permit tcp any host 192.0.2.1 eq smtp',
    'remark eq smtp',
    'extended permit tcp any any eq https',
    'extended permit tcp any any eq foo smtp',
  ];
  const list = listOf(...lines);
  const some = [...list.entriesIn((text) => text.includes('smtp'))];
  expect(some.map((ace) => list.entries.indexOf(ace))).toEqual([0]);
  expect([list.unread.length, list.places]).toEqual([1, [1, 3]]);
});

test('a netmask is that of its length', () => {
  for (let length = 0; length <= 32; length++) expect(maskLength(netmask(length))).toBe(length);
});

test('of a long list of which a few lines are meant the others cost less than reading them', () => {
  const lines = times(5000, (i) => `extended permit tcp any host 10.0.${i >> 8}.${i & 255} eq ${i % 500 ? 'https' : 'smtp'}`);
  const cost = (ask: (list: ReturnType<typeof listOf>) => number) => {
    const list = listOf(...lines);
    return cpuMilliseconds(() => expect(ask(list)).toBeGreaterThan(0));
  };
  const some = () => cost((list) => [...list.entriesIn((text) => text.includes('smtp'))].length);
  const all = () => cost((list) => list.entries.length);
  some();
  all();
  expect(Math.min(some(), some(), some())).toBeLessThan(Math.min(all(), all(), all()));
}, 60_000);
