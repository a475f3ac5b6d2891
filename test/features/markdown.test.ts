/** Markdown as an editor without it shows it. */
import { expect, test } from 'vitest';
import { code, codeBlock, plain, plainText, sentence, table } from '../../server/src/features/markdown.ts';

test.each([
  ['a heading', '### ESMTP inspection', 'ESMTP inspection'],
  ['emphasis', '**EHLO**: *RFC 5321*', 'EHLO: RFC 5321'],
  ['a list', '- one\n- two', '- one\n- two'],
  ['a command', codeBlock('cisco-asa', ['match [not] <text>', ' * | `']), 'match [not] <text>\n * | `'],
  ['code', `takes ${code('a*b|c')} and ${code('a`b')}`, 'takes a*b|c and a`b'],
  ['a sentence', sentence('`no` takes *this* [back] | #'), 'no takes *this* [back] | #'],
  ['plain words', plain('\\ ` * _ { } [ ] < > # | ~'), '\\ ` * _ { } [ ] < > # | ~'],
  ['a table', table(['Setting', 'Value'], [['TLS', code('a|b')]]), 'Setting | Value\nTLS | a|b'],
])('%s', (_, markdown, want) => {
  expect(plainText(markdown)).toBe(want);
});
