import { expect, test } from 'vitest';
import { type Analysed, Analysis, memo, part, partsBy } from '../../server/src/text/analysis.ts';

interface State extends Analysed {
  readonly text: string;
}

const first = (text: string): State => ({ text, analysis: new Analysis() });
const next = (text: string, { analysis }: State): State => ({ text, analysis: new Analysis(analysis) });

test('a part is made once for a state, when it is first asked for; the next state makes its own', () => {
  const made: string[] = [];
  const length = part('length', ({ text }: State) => {
    made.push(text);
    return text.length;
  });
  const one = first('one');
  expect([length(one), length(one)]).toEqual([3, 3]);
  const three = next('three', one);
  expect([length(three), length(one)]).toEqual([5, 3]);
  expect(made).toEqual(['one', 'three']);
});

test('what a part throws is not kept', () => {
  let fails = true;
  const unsure = part('unsure', (_: State) => {
    if (fails) throw new Error('not yet');
    return 'now';
  });
  const state = first('');
  expect(() => unsure(state)).toThrow('not yet');
  fails = false;
  expect(unsure(state)).toBe('now');
});

test('parts by a thing are made once for each of them, undefined included', () => {
  const made: string[] = [];
  const place = partsBy('place', ({ text }: State, letter: string): number | undefined => {
    made.push(letter);
    return text.includes(letter) ? text.indexOf(letter) : undefined;
  });
  const state = first('abc');
  expect(['b', 'x', 'b', 'x'].map((letter) => place(state, letter))).toEqual([1, undefined, 1, undefined]);
  expect(made).toEqual(['b', 'x']);
});

test('a memo of a thing is shared by all states of a document, whichever of them asks first, and by no other document', () => {
  const thing = {};
  let made = 0;
  const number = memo('number', (_: object) => ++made);
  const before = first('before');
  const after = next('after', before);
  expect([number(after, thing), number(before, thing), number(next('supposed', before), thing)]).toEqual([1, 1, 1]);
  expect(number(first('another'), thing)).toBe(2);
});

test('what is made from the same objects is taken over, from a state of which nobody asked as well; what comes out equal stays the same object', () => {
  const key = { name: 'doubled' };
  const doubled = ({ analysis }: State, from: readonly number[]) =>
    analysis.get<readonly number[]>(key, [from], (before) => {
      const now = from.map((each) => each * 2);
      return before?.join() === now.join() ? before : now;
    });
  const numbers = [1, 2];
  const one = first('');
  const made = doubled(one, numbers);
  expect(doubled(next('', next('', one)), numbers)).toBe(made);
  expect(doubled(next('', one), [1, 2])).toBe(made);
  expect(doubled(next('', one), [3])).toEqual([6]);
});

test('an analysis tells what asked for what', () => {
  const letters = memo('letters', (each: { text: string }) => each.text.length);
  const inner = part('inner', (of: State) => letters(of, of));
  const each = partsBy('each', (of: State, by: number) => inner(of) * by);
  const outer = part('outer', (of: State) => each(of, 2) + each(of, 3));
  const state = first('abc');
  expect(outer(state)).toBe(15);
  expect([...state.analysis.asked]).toEqual([
    ['each', ['inner']],
    ['inner', ['letters']],
    ['letters', []],
    ['outer', ['each']],
  ]);
});
