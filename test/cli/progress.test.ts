import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Progress, paceOf } from '../../server/src/cli/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function progressOn(isTTY: boolean) {
  const written: string[] = [];
  return { written, progress: new Progress({ isTTY, columns: 20, write: (text) => written.push(String(text)) }) };
}

it('says nothing of short work', () => {
  const { progress, written } = progressOn(true);
  progress.show('checking fw.asa');
  progress.clear();
  expect(written).toEqual([]);
});

it('says what is done, not too often, in one line that is wiped in the end', () => {
  const { progress, written } = progressOn(true);
  vi.advanceTimersByTime(600);
  progress.show('checking big.log: 100 MB');
  progress.show('checking big.log: 101 MB');
  vi.advanceTimersByTime(150);
  progress.show('checking big.log: 200 MB');
  progress.clear();
  expect(written).toEqual(['\r\u001b[Kchecking big.log: 1', '\r\u001b[Kchecking big.log: 2', '\r\u001b[K']);
});

it('says nothing when nobody watches', () => {
  const { progress, written } = progressOn(false);
  vi.advanceTimersByTime(600);
  progress.show('checking fw.asa');
  progress.clear();
  expect(written).toEqual([]);
});

it('says of many files how fast they come and how long it will take', () => {
  const { progress, written } = progressOn(true);
  vi.advanceTimersByTime(2000);
  progress.count('x', 500, 1000);
  expect(written).toEqual(['\r\u001b[Kx: 500 of 1,000 fil']);
});

it.each([
  [0, 10, 0, '0 of 10 files'],
  [0, 10, 5, '0 of 10 files'],
  [1, 10, 0, '1 of 10 files'],
  [1, 10, 2, '1 of 10 files, 0.5 a second, 18 s left'],
  [4000, 10_000, 10, '4,000 of 10,000 files, 400 a second, 15 s left'],
  [10_000, 10_000, 10, '10,000 of 10,000 files, 1,000 a second, 1 s left'],
  [100, 21_000, 1, '100 of 21,000 files, 100 a second, 3 min 29 s left'],
  [10, 100_000, 1, '10 of 100,000 files, 10 a second, 2 h 46 min left'],
])('%i of %i after %i s: %s', (done, of, seconds, said) => {
  expect(paceOf(done, of, seconds)).toBe(said);
});
