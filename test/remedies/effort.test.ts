/** What is proven for a report and a light bulb, what is only named, and that finding hazards costs what is read. */
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { codeActions, resolveAction } from '../../server/src/features/code-actions.ts';
import { difference } from '../../server/src/policy/difference.ts';
import { TooLarge, Work } from '../../server/src/policy/work.ts';
import { offersFor, proposalsFor } from '../../server/src/remedies/catalogue.ts';
import { Effort, FOR_A_REPORT, TOO_LARGE, unlessTooLarge } from '../../server/src/remedies/effort.ts';
import { disableInspection } from '../../server/src/remedies/no-inspect-esmtp.ts';
import { isRefusal } from '../../server/src/remedies/remedy.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { plain } from '../bench/documents.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { open } from '../support/cursor.ts';
import {
  exempt,
  guards,
  halfExempt,
  interfacePolicies,
  large,
  pairs,
  published,
  times,
  translated,
  tunnels,
  undefinedNames,
} from '../support/shapes.ts';

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

test('naming the remedies of thousands of fixups takes time with their number', () => {
  const cost = (n: number) =>
    Math.min(
      ...times(4, () => {
        const configuration = readConfiguration(Lines.read(guards(n)));
        const findings = checkConfiguration(configuration).filter(({ rule }) => rule === 'fixup-smtp');
        return cpuMilliseconds(() => expect(findings.flatMap((finding) => offersFor(configuration, finding))).toHaveLength(n));
      }),
    );
  cost(2000);
  // Four times as much; of a square it would be sixteen times.
  const [once, four] = [cost(2000), cost(8000)];
  expect(four).toBeLessThan(once * 10 + 20);
});

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
          ...times(4, () => {
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

describe('what one edit reaches is what its proof takes time with', () => {
  /** One of so many fixups goes. */
  const compared = (count: number) => {
    const configuration = readConfiguration(Lines.read(guards(count)));
    const finding = checkConfiguration(configuration).find(({ range }) => range.start.line === count >> 1)!;
    return offersFor(configuration, finding)[0]!.proven()!.proof!.flowsChecked;
  };

  test('one fixup of ten or of a thousand: the flows to one port', () => {
    expect([compared(10), compared(1000)]).toEqual([1, 1]);
  });

  test('one interface of three or of thirty', () => {
    const reached = (count: number) => {
      const text = interfacePolicies(count);
      const before = readConfiguration(Lines.read(text));
      const at = text.split('\n').indexOf('policy-map policy_1') + 2;
      const range = { start: { line: at, character: 0 }, end: { line: at + 1, character: 0 } };
      const after = readConfiguration(before.lines.edit([{ range, newText: '' }]), before);
      return difference(before.contexts[0]!, after.contexts[0]!).flowsChecked;
    };
    // Flows enter at each interface and may leave by the one whose policy changed; of those that meet it nowhere, none is compared.
    expect(reached(30)).toBeLessThan(reached(3) * 20);
  });
});

describe('a comparison that costs too much', () => {
  const [before, after] = [guards(40), guards(39)].map((text) => readConfiguration(Lines.read(text)).contexts[0]!);
  const within = (steps: number) => difference(before!, after!, undefined, () => true, new Work(steps));

  test('is given up, whatever the machine', () => {
    expect(within(10_000).changed.length).toBe(1);
    expect(() => within(20)).toThrow(TooLarge);
  });

  test('is refused in words to a person who asked, and is named only in a menu', () => {
    const ask = () => {
      throw new TooLarge();
    };
    expect(unlessTooLarge(ask)).toEqual({ refused: TOO_LARGE });
    const configuration = readConfiguration(Lines.read(guards(1)));
    const [offer] = checkConfiguration(configuration).flatMap((finding) => offersFor(configuration, finding));
    expect(new Effort(FOR_A_REPORT).proposal(configuration, { ...offer!, proven: ask })).toBe('unproven');
  });
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

test('of a small configuration in a long output everything is proven: what is around it costs next to nothing', () => {
  const around = times(6000, (index) => `   ${index} blocks of ${index * 7} in use, of one CPU`).join('\n');
  const text = `fw# show tech-support\n${around}\nfw# show running-config\n: Saved\n${published(0)}: end\nfw# show blocks\n${around}\n`;
  const configuration = readConfiguration(Lines.read(text));
  const effort = new Effort(FOR_A_REPORT);
  const named = checkConfiguration(configuration).flatMap((finding) =>
    offersFor(configuration, finding).map((offer) => effort.proposal(configuration, offer)),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named).not.toContain('unproven');
  const document = open(text, 'cisco-asa');
  const line = text.split('\n').indexOf('  inspect esmtp');
  const actions = codeActions(document, { start: { line, character: 3 }, end: { line, character: 3 } }, [], ['quickfix'], true);
  expect(actions.filter(({ data }) => data !== undefined)).toEqual([]);
});

test('an exemption of thousands of hosts is named in a report, that of some is proven, and so is that of one among thousands', () => {
  const told = (hosts: number) => {
    const configuration = readConfiguration(Lines.read(plain(hosts * 7)));
    const [finding] = checkConfiguration(configuration);
    const effort = new Effort(FOR_A_REPORT);
    return offersFor(configuration, finding!)
      .slice(0, 2)
      .map((offer) => effort.proposal(configuration, offer) === 'unproven');
  };
  expect({ some: told(100), thousands: told(2000) }).toEqual({ some: [false, false], thousands: [true, false] });
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
    const exempt = actions.find(({ title }) => title.startsWith('Exempt '))!;
    expect(exempt.edit).toBeUndefined();
    const { edit, title } = resolveAction(document, exempt);
    expect(title).toBe(exempt.title);
    expect(JSON.stringify(edit)).toContain('198.18.0.0');
  });

  test('an action of a text that has changed since is refused in words', () => {
    const [named] = codeActions(document, range, [], undefined, true).filter(({ data }) => data !== undefined);
    const other = open(published(1), 'cisco-asa');
    expect(() => resolveAction(other, named!)).toThrow('No edit could be shown to do this and nothing else');
  });
});

describe('a light bulb on a line with a finding, once the findings are there', () => {
  /** Whatever the machine: what reading 4,000 lines takes, about 60 ms of a core that has nothing else to do. */
  const unit = () => cpuMilliseconds(() => void readConfiguration(Lines.read(large(4000))).contexts[0]?.accessLists);

  test.each([
    ['interface policies', interfacePolicies(64)],
    ['exempt hosts, one way', halfExempt(1000)],
    ['pairs', pairs(1000)],
    ['published hosts', published(1000)],
    ['fixups', guards(4000)],
    ['a large firewall', large(40_000)],
  ])(
    '%s: less than reading 80,000 lines',
    (_, text) => {
      unit();
      const document = open(text, 'cisco-asa');
      const lines = [...new Set(document.findings.map(({ range }) => range.start.line))];
      expect(lines).not.toEqual([]);
      const most = Math.ceil(lines.length / 4);
      const asked = lines.filter((_, index) => index % most === 0);
      const costs = asked.map((line) => {
        const range = { start: { line, character: 0 }, end: { line, character: 200 } };
        return cpuMilliseconds(() => expect(codeActions(document, range, [], ['quickfix'], true)).not.toEqual([]));
      });
      expect(Math.max(...costs)).toBeLessThan(20 * Math.max(unit(), unit(), unit()));
    },
    180_000,
  );
});
