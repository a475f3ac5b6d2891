/** What holds for any text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, placeOf, type Reply, type Transcript, type Utterance } from '../../server/src/smtp/model.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { read, said } from './print.ts';

const folder = join(import.meta.dirname, '../fixtures/dialects');
const fixtures = readdirSync(folder)
  .filter((name) => /\.(?:smtp|log|eml)$/.test(name))
  .map((name) => readFileSync(join(folder, name), 'utf8'));
/** Lines of all dialects, so that random texts are near to real ones. */
const pool = [...new Set(fixtures.flatMap((text) => text.split(/\r\n|\r|\n/)))];

/** What handled text has: quoting, deep indentation, odd blanks, characters without width, colours, times, numbers. */
const handled = fc.constantFrom(
  ...['>', '> ', '>> ', '\u00a0', '\u00a0> ', '\u202f', '\u200b', '\ufeff', '\x1b[32m', '\x1b[0m', '\x1b]0;a', '\x1b', '\t', '  '],
  ...[' '.repeat(250), `${' '.repeat(250)}> `, '05:10:00 ', 'Nov 22 05:10:00 web1 a[1]: ', '1: ', '2: ', '3: ', '12:', 'app-1  | '],
);
/** A line with some of it in front, inside and behind. */
const handledLine = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(handled, { maxLength: 3 }), line, fc.nat(), fc.array(handled, { maxLength: 2 }), fc.array(handled, { maxLength: 2 }))
    .map(([front, text, at, inside, behind]) => {
      const middle = text === '' ? 0 : at % text.length;
      return [...front, text.slice(0, middle), ...inside, text.slice(middle), ...behind].join('');
    });

const plainLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...pool, '220 mx.example.com ESMTP', 'EHLO x', '250-mx', '250 XXXXXXXA', 'DATA', '354 go', '.', ''),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...pool).chain((line) => fc.nat(line.length).map((at) => line.slice(at))) },
);
const anyLine = fc.oneof({ weight: 3, arbitrary: plainLine }, { weight: 1, arbitrary: handledLine(plainLine) });
const anyEol = fc.constantFrom('\n', '\r\n', '\r');
const anyText = fc.oneof(
  fc.array(fc.tuple(anyLine, anyEol), { maxLength: 60 }).map((lines) => lines.map(([line, eol]) => line + eol).join('')),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => new TextDecoder().decode(bytes)),
);

function utterances({ sessions }: Transcript): Utterance[] {
  return sessions.flatMap(({ events }) =>
    events.flatMap((event: Command | Reply | Utterance | { kind: 'note' }) => {
      if (event.kind === 'note') return [];
      if (event.kind === 'command') return [event.utterance];
      return event.kind === 'reply' ? event.lines.map(({ utterance }) => utterance) : [event];
    }),
  );
}

test('any text is read, and all that was said stands where it is told to stand', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const transcript = read(text);
      for (const said of utterances(transcript)) {
        expect(said.pieces.length).toBeGreaterThan(0);
        for (const { at, line, column, length } of said.pieces) {
          expect(line).toBeLessThan(transcript.lines.count);
          expect(column + length).toBeLessThanOrEqual(transcript.lines.text(line).length);
          expect(at + length).toBeLessThanOrEqual(said.text.length);
        }
        const [piece] = said.pieces;
        const row = transcript.lines.text(piece!.line);
        const undone = row.includes('\\') || /^[\s>]*\[?(?:0x)?[0-9a-f]{4}/i.test(row);
        if (said.pieces.length === 1 && piece!.length === said.text.length && !undone) {
          const there = transcript.lines.slice(placeOf(said)).replace(/[\u00a0\u2007\u202f]/g, ' ');
          // A secret stands there in plain, and is told in asterisks of its length.
          expect(there.replace(/./gs, (character, at) => (said.text[at] === '*' ? '*' : character))).toBe(said.text);
        }
      }
      for (const { first, last, region } of transcript.sessions) {
        expect(first).toBeLessThanOrEqual(last);
        expect(region.first).toBeLessThanOrEqual(region.last);
      }
    }),
    { numRuns: 1500 },
  );
});

test('what is understood does not depend on the line ends', () => {
  const meaning = (text: string) => read(text).sessions.map((session) => [session.region.dialect, session.first, said(session)]);
  const noCr = fc.array(
    anyLine.map((line) => line.replace(/[\r\n]/g, '')),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(noCr, (lines) => {
      const lf = meaning(`${lines.join('\n')}\n`);
      expect(meaning(`${lines.join('\r\n')}\r\n`)).toEqual(lf);
      expect(meaning(`${lines.join('\r')}\r`)).toEqual(lf);
    }),
    { numRuns: 400 },
  );
  for (const text of fixtures) {
    const lines = text.split(/\r\n|\r|\n/);
    expect(meaning(lines.join('\r\n'))).toEqual(meaning(lines.join('\n')));
  }
});

test('a text that was edited is understood as one that is read afresh', () => {
  fc.assert(
    fc.property(anyText, anyLine, fc.nat(), fc.nat(6), (text, inserted, where, removed) => {
      const before = Lines.read(text);
      readTranscript(before);
      const start = { line: where % before.count, character: 0 };
      const edited = before.change([{ range: { start, end: { line: start.line + removed, character: 0 } }, text: inserted }]);
      const fresh = Lines.read(edited.toString());
      expect(readTranscript(edited).sessions.map(said)).toEqual(readTranscript(fresh).sessions.map(said));
    }),
    { numRuns: 300 },
  );
});
