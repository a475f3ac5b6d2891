import { expect, test } from 'vitest';
import { listed } from '../../server/src/text/listed.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('%j in a sentence', (words, text) => {
  expect(listed(words, 'or')).toBe(text);
});
