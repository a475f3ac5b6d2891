/** Any text is checked: no rule throws, and each place that a finding names lies in the text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTranscript } from '../../server/src/rules/check.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

const folder = join(import.meta.dirname, '../fixtures/rules');
const known = [
  ...new Set(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((file) => /\.(smtp|log)$/.test(file))
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')),
  ),
];

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);
const text = fc.tuple(fc.array(line, { maxLength: 60 }), fc.constantFrom('\n', '\r\n', '\r')).map(([lines, eol]) => lines.join(eol));

test('findings of any text lie in it, and say something', () => {
  fc.assert(
    fc.property(text, (content) => {
      const lines = Lines.read(content);
      for (const { rule, range, related, message } of checkTranscript(readTranscript(lines))) {
        expect(message, rule).toMatch(/^[A-Z"0-9].*[.)]$/s);
        expect(message, rule).not.toMatch(/undefined|NaN|\[object/);
        for (const { start, end } of [range, ...related.map((other) => other.range)]) {
          expect(start.line <= end.line && end.line < lines.count, rule).toBe(true);
          expect(start.character <= lines.text(start.line).length && end.character <= lines.text(end.line).length, rule).toBe(true);
          expect(start.line < end.line || start.character <= end.character, rule).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('line ends do not change what is found', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...known), { maxLength: 60 }), (content) => {
      const found = (eol: string) =>
        checkTranscript(readTranscript(Lines.read(content.join(eol)))).map(({ rule, range, message }) => ({ rule, range, message }));
      expect(found('\r\n')).toEqual(found('\n'));
    }),
    { numRuns: 150 },
  );
});
