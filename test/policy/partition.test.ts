import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { alike, difference } from '../../server/src/policy/difference.ts';
import type { Flow, FlowClass, Verdict } from '../../server/src/policy/flow.ts';
import { partition } from '../../server/src/policy/partition.ts';
import { openInterfaces, UNNAMED } from '../../server/src/policy/routing.ts';
import { explainFlow, printFlow } from '../../server/src/policy/verdict.ts';
import { contains, parseAddress, printSet } from '../../server/src/sets/addresses.ts';
import { includes } from '../../server/src/sets/intervals.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { configurationText, HOSTS, INTERFACES, PORTS, V6_HOSTS } from './configurations.ts';

function read(text: string): Context {
  return readConfiguration(Lines.read(text)).contexts[0]!;
}

function holds({ ingress, source, destination, sourcePorts }: Omit<FlowClass, 'verdict' | 'port'>, flow: Flow): boolean {
  return (
    (ingress.length === 0 || ingress.includes(flow.ingress!)) &&
    contains(source, parseAddress(flow.source)!) &&
    contains(destination, parseAddress(flow.destination)!) &&
    includes(sourcePorts, flow.sourcePort!)
  );
}

const address = fc.constantFrom(...HOSTS, ...HOSTS, ...V6_HOSTS, '192.0.2.77', '10.9.8.7', '255.255.255.255', '0.0.0.0', '::');
const flow = fc.record({
  protocol: fc.constant('tcp' as const),
  source: address,
  sourcePort: fc.constantFrom(1024, 4000, 4999, 5000, 65535, 25),
  destination: address,
  destinationPort: fc.constantFrom(...PORTS),
  ingress: fc.constantFrom(...INTERFACES),
});

/**
 * The flow as the classes of some configurations hold it: those that do not show all interfaces have classes for any other one. undefined
 * where none has: without any name, all flows are treated as one.
 */
function filed(contexts: readonly Context[], one: Flow): Flow | undefined {
  const names = new Set(contexts.flatMap(openInterfaces));
  if (names.size === 0 || names.has(one.ingress!)) return one;
  return names.has(UNNAMED) ? { ...one, ingress: UNNAMED } : undefined;
}

describe('the exact partition agrees with flow-by-flow evaluation', () => {
  test('on random configurations and flows', () => {
    fc.assert(
      fc.property(configurationText, fc.array(flow, { minLength: 80, maxLength: 80 }), (text, flows) => {
        const context = read(text);
        const pictures = new Map(PORTS.map((port) => [port, partition(context, port)]));
        for (const one of flows) {
          const asked = filed([context], one);
          if (asked === undefined) continue;
          const classes = pictures.get(one.destinationPort)!.filter((each) => holds(each, asked));
          expect(classes.length, `classes that hold ${printFlow(one)}`).toBe(1);
          expect({ flow: printFlow(one), ...told(context, classes[0]!.verdict) }).toEqual({
            flow: printFlow(one),
            ...told(context, explainFlow(context, one)),
          });
        }
      }),
      { numRuns: 120 },
    );
  });
});

/** What a verdict says, under each reading of the documents. */
function told({ lines }: Context, verdict: Verdict) {
  const under = (one: Omit<Verdict, 'readings'>) => ({ inspected: one.inspected, line: lineOf(lines, one) });
  return { ...under(verdict), readings: verdict.readings?.map((one) => ({ reading: one.reading, ...under(one) })) };
}

function lineOf(lines: Lines, { by }: Pick<FlowClass['verdict'], 'by'>): number | undefined {
  const statement = (by?.action ?? by?.fixup)?.statement;
  return statement && lines.lineOf(statement);
}

/** Two texts that have nothing to do with each other, or one with a line less than the other. */
const strangers = fc.tuple(configurationText, configurationText);
const neighbours = fc.tuple(configurationText, fc.nat()).map(([text, place]) => {
  const lines = text.split('\n');
  return [text, lines.toSpliced(place % lines.length, 1).join('\n')] as const;
});

describe('the exact difference agrees with flow-by-flow comparison', () => {
  test('on random pairs of configurations', () => {
    fc.assert(
      fc.property(fc.oneof(strangers, neighbours), fc.array(flow, { minLength: 30, maxLength: 30 }), ([a, b], flows) => {
        const [before, after] = [read(a), read(b)];
        const { changed } = difference(before, after);
        for (const one of flows) {
          const asked = filed([before, after], one);
          if (asked === undefined) continue;
          const [was, is] = [explainFlow(before, one), explainFlow(after, one)];
          const differs = !alike(was, is);
          const found = changed.filter((each) => includes(each.ports, one.destinationPort) && holds(each, asked));
          expect(found.length, printFlow(one)).toBe(differs ? 1 : 0);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('a configuration does not differ from itself', () => {
    fc.assert(
      fc.property(configurationText, (text) => {
        expect(difference(read(text), read(text)).changed).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

const EXEMPT = `ASA Version 9.1(5)
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 ip address 192.168.1.254 255.255.255.0
access-list MAIL extended deny tcp host 192.168.1.1 any eq smtp
access-list MAIL extended deny tcp any host 192.168.1.1 eq smtp
access-list MAIL extended permit tcp any any eq smtp
class-map MAIL
 match access-list MAIL
policy-map global_policy
 class MAIL
  inspect esmtp
service-policy global_policy global
`;

describe('classes are few and readable', () => {
  test('one exempt host', () => {
    const classes = partition(read(EXEMPT)).map(({ ingress, source, destination, verdict }) => [
      ingress.join(),
      printSet(source),
      printSet(destination),
      verdict.inspected,
    ]);
    expect(classes).toEqual([
      ['outside,inside', 'any except 192.168.1.1', 'any except 192.168.1.1', true],
      ['outside,inside', 'any except 192.168.1.1', '192.168.1.1', false],
      ['outside,inside', '192.168.1.1', 'any', false],
    ]);
  });

  test('another port than 25', () => {
    expect(partition(read(EXEMPT), 587).map(({ verdict }) => verdict.inspected)).toEqual([false]);
  });

  test('what an exemption changes, over all ports', () => {
    const before = read(EXEMPT.replace(/access-list MAIL extended deny.*\n/g, ''));
    const { changed, flowsChecked } = difference(before, read(EXEMPT));
    expect(flowsChecked).toBeGreaterThanOrEqual(6);
    expect(
      changed.map(({ source, destination, ports, before: was, after }) => [
        printSet(source),
        printSet(destination),
        ports,
        was.inspected,
        after.inspected,
      ]),
    ).toEqual([
      ['any except 192.168.1.1', '192.168.1.1', [[25, 25]], true, false],
      ['192.168.1.1', 'any', [[25, 25]], true, false],
    ]);
  });
});

test('a change at many ports is told once', () => {
  const [before, after] = [EXEMPT.replace('  inspect esmtp\n', ''), EXEMPT].map((text) => read(text.replaceAll(' eq smtp', '')));
  expect(difference(before!, after!).changed.map(({ ports }) => ports)).toEqual([[[0, 65535]]]);
});

describe('large access-lists', () => {
  const lines = (count: number, line: (host: string, i: number) => string) =>
    Array.from({ length: count }, (_, i) => `access-list MAIL extended ${line(`10.${i >> 8}.${i & 255}.1`, i)}\n`).join('');
  const PERMIT = 'access-list MAIL extended permit tcp any any eq smtp\n';
  const large = (acl: string) => read(EXEMPT.replace(/(access-list MAIL .*\n)+/, acl));

  test.each([
    ['2,000 destinations', lines(2000, (host) => `permit tcp any host ${host} eq smtp`)],
    [
      '1,000 hosts in both directions',
      lines(2000, (host, i) => (i % 2 ? `deny tcp host ${host} any eq smtp` : `deny tcp any host ${host} eq smtp`)) + PERMIT,
    ],
    ['2,000 pairs', lines(2000, (host, i) => `${i % 3 ? 'permit' : 'deny'} tcp host ${host} host 172.16.${i >> 8}.${i & 255} eq smtp`)],
    [
      '1,000 pairs behind 500 exempt hosts',
      lines(500, (host) => `deny tcp any host ${host} eq smtp`) +
        lines(1000, (host, i) => `${i % 3 ? 'permit' : 'deny'} tcp host 172.16.${i >> 8}.${i & 255} host ${host} eq smtp`) +
        PERMIT,
    ],
    [
      '2,000 overlapping networks',
      lines(2000, (_, i) => `${i % 2 ? 'permit' : 'deny'} tcp 10.0.0.0 255.${255 - (i % 200)}.0.0 10.${i % 256}.0.0 255.255.0.0 eq smtp`),
    ],
  ])('%s in a class map take less than a second', (_, acl) => {
    expect(
      fastest(
        () => large(acl),
        (context) => expect(partition(context).length).toBeGreaterThan(1),
      ),
    ).toBeLessThan(1000);
  });

  test('100,000 entries that no class map names cost nothing noticeable', () => {
    const other = lines(100_000, (host) => `permit tcp any host ${host} eq smtp`).replaceAll(' MAIL ', ' OTHER ');
    expect(
      fastest(
        () => read(EXEMPT + other),
        (context) => expect(partition(context).length).toBe(3),
      ),
    ).toBeLessThan(50);
  });
});

/** Milliseconds of processor time of the best of three runs: other work on the machine must not decide. */
function fastest(make: () => Context, run: (context: Context) => void): number {
  const times = [1, 2, 3].map(() => {
    const context = make();
    return cpuMilliseconds(() => run(context));
  });
  return Math.min(...times);
}
