/** Sequences beside plain arrays: the same items after any changes, and every earlier sequence stays what it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Analysis } from '../../server/src/text/analysis.ts';
import { firstWhere } from '../../server/src/text/in-order.ts';
import { countOf, Sequence, those } from '../../server/src/text/sequence.ts';

const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const change = fc.record({ at: fc.nat(5000), out: fc.oneof(fc.nat(3), fc.nat(2000)), put: fc.oneof(fc.nat(3), fc.nat(1500)) });

test('after any changes it is what an array would be, and so is every one before', () => {
  fc.assert(
    fc.property(fc.nat(3000), fc.array(change, { maxLength: 12 }), (length, changes) => {
      let array = numbers(length);
      let sequence = Sequence.of(array);
      const states = [{ array, sequence }];
      for (const { at, out, put } of changes) {
        const from = Math.min(at, array.length);
        const by = numbers(put).map((each) => 1e6 + each);
        array = array.toSpliced(from, out, ...by);
        sequence = sequence.replaced(from, Math.min(from + out, sequence.length), by);
        states.push({ array, sequence });
      }
      for (const each of states) {
        expect([...each.sequence]).toEqual(each.array);
        expect(each.sequence.length).toBe(each.array.length);
        expect(each.sequence.chunks.every((chunk) => chunk.length > 0)).toBe(true);
        for (const index of [-1, 0, 1, 255, 256, length >> 1, each.array.length - 1, each.array.length]) {
          expect(each.sequence.get(index)).toBe(each.array[index]);
          expect(each.sequence.at(index)).toBe(each.array.at(index));
        }
      }
      const [last, before] = [states.at(-1)!, states.at(-2) ?? states.at(-1)!];
      const head = last.sequence.sameBefore(before.sequence);
      expect(head).toBe(
        firstWhere(numbers(Math.min(last.array.length, before.array.length)), (i) => !sameUpTo(last.array, before.array, i)),
      );
      const most = Math.min(last.array.length, before.array.length) - head;
      const tail = last.sequence.sameBehind(before.sequence, most);
      expect(last.array.slice(last.array.length - tail)).toEqual(before.array.slice(before.array.length - tail));
      expect(tail === most || last.array.at(-1 - tail) !== before.array.at(-1 - tail)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** Whether both have the same items up to an index, inclusive. */
const sameUpTo = (a: readonly number[], b: readonly number[], index: number) => {
  for (let i = 0; i <= index; i++) if (a[i] !== b[i]) return false;
  return true;
};

test('it answers as an array does', () => {
  const array = numbers(1000).map((each) => each % 300);
  const sequence = Sequence.of(array);
  const isSome = (each: number) => each % 7 === 3;
  expect(sequence.filter(isSome)).toEqual(array.filter(isSome));
  expect(sequence.map((each, index) => each * index)).toEqual(array.map((each, index) => each * index));
  expect(sequence.flatMap((each, index) => [each, index])).toEqual(array.flatMap((each, index) => [each, index]));
  expect([...sequence.entries()]).toEqual([...array.entries()]);
  for (const wanted of [0, 3, 299, 300, -1]) {
    const is = (each: number) => each === wanted;
    expect(sequence.indexOf(wanted)).toBe(array.indexOf(wanted));
    expect(sequence.find(is)).toBe(array.find(is));
    expect(sequence.findLast(is)).toBe(array.findLast(is));
    expect(sequence.findIndex(is)).toBe(array.findIndex(is));
    expect(sequence.findLastIndex(is)).toBe(array.findLastIndex(is));
    expect(sequence.some(is)).toBe(array.some(is));
    expect(sequence.every(is)).toBe(array.every(is));
  }
  for (const [from, to] of [
    [0, 0],
    [0, 1000],
    [250, 260],
    [-5, undefined],
    [10, -10],
    [999, 2000],
    [600, 20],
  ] as const)
    expect(sequence.slice(from, to)).toEqual(array.slice(from, to));
});

test('a change makes few chunks anew, and only those are looked at again', () => {
  const sequence = Sequence.of(numbers(100_000));
  const changed = sequence.replaced(50_000, 50_001, [-7]);
  const known = new Set(sequence.chunks);
  expect(changed.chunks.filter((chunk) => !known.has(chunk)).length).toBeLessThanOrEqual(2);
  let looks = 0;
  const of = { analysis: new Analysis() };
  const after = { analysis: new Analysis(of.analysis) };
  const negative = those('negative numbers', (each: number) => {
    looks++;
    return each < 0;
  });
  expect(negative(of, sequence)).toEqual([]);
  expect(looks).toBe(100_000);
  expect(negative(after, changed)).toEqual([-7]);
  expect(looks).toBeLessThan(101_000);
  const even = countOf('even numbers', (each: number) => each % 2 === 0);
  expect([even(of, sequence), even(after, changed)]).toEqual([50_000, 49_999]);
});

test('typing at one place does not crumble it', () => {
  let sequence = Sequence.of(numbers(10_000));
  for (let i = 0; i < 5000; i++) sequence = sequence.replaced(5000, 5000, [i]);
  for (let i = 0; i < 9000; i++) sequence = sequence.replaced(3000, 3001, []);
  expect(sequence.length).toBe(6000);
  expect(sequence.chunks.length).toBeLessThan(150);
});
