/** Our sentences where nothing but plain text is shown. */
import { expect, test } from 'vitest';
import { inPlainWords } from '../../server/src/text/markup.ts';

test.each([
  ['no code', 'Nothing is masked.', 'Nothing is masked.'],
  ['a command', 'Write `no mask-banner` in this map.', 'Write "no mask-banner" in this map.'],
  ['several', '`log` keeps what `reset` loses', '"log" keeps what "reset" loses'],
  ['code with quotation marks', '`description "a b"` is text', `'description "a b"' is text`],
  ['a backtick of a file', 'hostname a`b', 'hostname a`b'],
  ['over two lines', 'a ` b\nc ` d', 'a ` b\nc ` d'],
])('%s', (_, text, want) => {
  expect(inPlainWords(text)).toBe(want);
});
