import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Progress } from '../../server/src/cli/progress.ts';

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
