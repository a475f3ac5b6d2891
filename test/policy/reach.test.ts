/** A comparison of what an edit can reach finds what a comparison of everything finds, under both readings of the documents. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { settingsKey } from '../../server/src/asa/settings.ts';
import { READINGS } from '../../server/src/facts/readings.ts';
import { type ChangedFlows, changedUnder, type Difference, difference } from '../../server/src/policy/difference.ts';
import type { Verdict } from '../../server/src/policy/flow.ts';
import { printSet } from '../../server/src/sets/addresses.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { interfacePolicies } from '../support/shapes.ts';
import { configurationText } from './configurations.ts';

/** Lines that say how flows are seen and where they leave: an edit of one changes verdicts far from it. */
const GROUND = /^ ?(?:nat|static|global|route|nameif|ip address|host|subnet|interface|access-list EXEMPT)\b/;

/** One edit of the kinds that remedies and people make: a line goes, comes twice, changes its place, a word, or its first word. */
const edited = fc
  .tuple(
    configurationText,
    fc.constantFrom('remove', 'repeat', 'move', 'port', 'action', 'host', 'no', 'append'),
    fc.nat(),
    fc.nat(),
    fc.boolean(),
  )
  .map(([text, kind, place, other, isGround]) => {
    const lines = text.split('\n').slice(0, -1);
    const numbers = [...lines.keys()].filter((number) => !isGround || GROUND.test(lines[number]!));
    const at = numbers[place % numbers.length] ?? 0;
    const line = lines[at]!;
    switch (kind) {
      case 'remove':
        return [text, lines.toSpliced(at, 1)] as const;
      case 'repeat':
        return [text, lines.toSpliced(other % lines.length, 0, line)] as const;
      case 'move':
        return [text, lines.toSpliced(at, 1).toSpliced(other % lines.length, 0, line)] as const;
      case 'port':
        return [text, lines.with(at, line.replace(/\b(25|80|587|2525)\b/, `${[25, 80, 587, 2525][other % 4]}`))] as const;
      case 'action':
        return [
          text,
          lines.with(
            at,
            line.replace(/permit|deny/, (word) => (word === 'permit' ? 'deny' : 'permit')),
          ),
        ] as const;
      case 'host':
        return [text, lines.with(at, line.replace(/(192\.0\.2|198\.51\.100)\.\d+/, `192.0.2.${1 + (other % 3)}`))] as const;
      case 'no':
        return [text, lines.with(at, line.replace(/^ */, '$&no '))] as const;
      default:
        return [text, [...lines, `access-list LIST${other % 3} extended deny tcp any host 192.0.2.1 eq 25`]] as const;
    }
  });

function told({ inspected, settings, candidates }: Omit<Verdict, 'readings'>) {
  return [inspected, settingsKey(settings), [...new Set(candidates.map((each) => settingsKey(each.settings)))].sort()];
}

function flowsOf({ changed }: Difference, under: (flows: ChangedFlows) => ChangedFlows | undefined) {
  return changed
    .flatMap((flows) => under(flows) ?? [])
    .map(({ source, destination, ingress, sourcePorts, ports, before, after }) => ({
      flows: [printSet(source), printSet(destination), ingress, sourcePorts, ports],
      before: told(before),
      after: told(after),
    }));
}

const everything = () => true;

test('what an edit reaches is all that it changes', () => {
  let spared = 0;
  const runs = 120;
  fc.assert(
    fc.property(edited, ([text, lines]) => {
      const configuration = readConfiguration(Lines.read(text));
      // Read again as a proof reads it: what the edit leaves alone are the same objects.
      const whole = { start: { line: 0, character: 0 }, end: { line: configuration.lines.count, character: 0 } };
      const again = readConfiguration(configuration.lines.edit([{ range: whole, newText: `${lines.join('\n')}\n` }]), configuration);
      const [before, after] = [configuration.contexts[0]!, again.contexts[0]!];
      const [near, all] = [difference(before, after), difference(before, after, undefined, everything)];
      expect(near.flowsChecked).toBeLessThanOrEqual(all.flowsChecked);
      expect(near.flowsChecked).toBeGreaterThanOrEqual(near.changed.length);
      if (near.flowsChecked < all.flowsChecked) spared++;
      expect(flowsOf(near, (flows) => flows)).toEqual(flowsOf(all, (flows) => flows));
      for (const reading of READINGS) {
        const under = (flows: ChangedFlows) => changedUnder(flows, reading);
        expect(flowsOf(near, under)).toEqual(flowsOf(all, under));
      }
    }),
    { numRuns: runs },
  );
  // Most edits concern few flows, or none.
  expect(spared).toBeGreaterThan(runs / 2);
}, 300_000);

describe('what is compared', () => {
  const compared = (text: string, from: string, to: string) => {
    const configuration = readConfiguration(Lines.read(text));
    const at = text.slice(0, text.indexOf(from)).split('\n').length - 1;
    const line = configuration.lines.text(at);
    const range = { start: { line: at, character: 0 }, end: { line: at, character: line.length } };
    const again = readConfiguration(configuration.lines.edit([{ range, newText: line.replace(from.trimStart(), to) }]), configuration);
    return difference(configuration.contexts[0]!, again.contexts[0]!);
  };

  test('nothing where a line changes that decides nothing', () => {
    const text = interfacePolicies(3);
    expect(compared(text, ' ip address 10.255.1.1 255.255.255.0', 'ip address 10.255.1.1 255.255.255.0 standby 10.255.1.2')).toEqual({
      flowsChecked: 0,
      changed: [],
    });
  });

  test('one port where the port of a fixup goes', () => {
    const text = 'PIX Version 6.3(4)\nfixup protocol smtp 25\nfixup protocol smtp 26\nfixup protocol smtp 27\n';
    const { flowsChecked, changed } = compared(text, 'fixup protocol smtp 26', '');
    expect(flowsChecked).toBe(1);
    expect(changed.map(({ ports }) => ports)).toEqual([[[26, 26]]]);
  });
});
