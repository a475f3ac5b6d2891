/** A configuration is a value: what is read of the next states of a document takes nothing from it, and changes nothing in it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Configuration } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { configurationText, edits } from './generate.ts';
import { plain } from './plain.ts';

const KEPT = 50;

/** Everything that is told of a configuration; a finding's subject is a thing of the model, which is looked at whole. */
function told(configuration: Configuration): unknown {
  return {
    model: plain(configuration),
    findings: checkConfiguration(configuration).map(({ subject, ...rest }) => ({ ...rest, about: subject?.kind })),
  };
}

it('every earlier state still says what a fresh read of its text says, whichever states are read from whichever', () => {
  fc.assert(
    fc.property(configurationText, fc.array(fc.tuple(fc.nat(), edits), { minLength: 1, maxLength: KEPT }), (text, steps) => {
      const states = [readConfiguration(Lines.read(text))];
      for (const [from, changes] of steps) {
        // Not always from the newest: undo, a proof, a rename read another way on from an earlier one.
        let state = states[from % states.length]!;
        for (const { at, lines: taken, text: put } of changes) {
          const line = Math.floor(at * state.lines.count);
          const range = { start: { line, character: 0 }, end: { line: line + taken, character: 0 } };
          state = readConfiguration(state.lines.change([{ range, text: put }]), state);
        }
        states.push(state);
      }
      for (const state of states) expect(told(state)).toEqual(told(readConfiguration(Lines.read(state.lines.toString()))));
    }),
    { numRuns: 12 },
  );
});

it('what two lines down is put in changes nothing above, and not what the state before says', () => {
  const first = readConfiguration(Lines.read('hostname a\nclass-map C\n match any\nhostname a\n'));
  const [, map] = first.statements;
  const at = { line: 2, character: 0 };
  const second = readConfiguration(first.lines.change([{ range: { start: at, end: at }, text: ' match port tcp eq smtp\n' }]), first);
  expect(map!.children.map((child) => first.lines.lineOf(child))).toEqual([2]);
  expect(first.contexts[0]!.classMaps.get('C')!.matches).toHaveLength(1);
  expect(second.contexts[0]!.classMaps.get('C')!.matches).toHaveLength(2);
  expect(first.lines.lineOf(first.statements.get(3)!)).toBe(3);
  expect(second.lines.lineOf(first.statements.get(3)!)).toBe(4);
});
