/** Quoted configurations: what counts as a quote mark, and that it is taken off alike however the text came to be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unquoted } from '../../server/src/asa/quoting.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { checkConfiguration } from '../../server/src/rules/check.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { configurationText } from './generate.ts';
import { plain } from './plain.ts';

/** What was taken off each line. */
const marksOf = (text: string) => {
  const lines = Lines.read(text);
  return unquoted(lines).all.map((line, number) => lines.text(number).slice(0, line.text.lastIndexOf('\f') + 1));
};

describe('quote marks', () => {
  test.each([
    ['two lines that are all there is', '> class-map X\n>  match any\n', ['> ', '> ', '']],
    ['without a blank', '>class-map X\n> match any\n>\n>exit', ['>', '>', '>', '>']],
    ['twice quoted', '>> class-map X\n>>  match any\n>>\n>> exit', ['>> ', '>> ', '>>', '>> ']],
    ['quoted again', '> > class-map X\n> >  match any', ['> > ', '> > ']],
    ['a bar', '| class-map X\n|  match any\n| exit\nThanks', ['| ', '| ', '| ', '']],
    ['a stretch below a letter, blank lines in it', 'Hello,\n\n> a b\n\n> c d\n> e f\n\nBye', ['', '', '> ', '', '> ', '> ', '', '']],
    ['a line or two among others are none', '> class-map X\n> match any\nhostname fw', ['', '', '']],
    ['an EXEC prompt', 'fw> show version\nfw> enable\nfw# show run', ['', '', '']],
    ['the bare prompt of FTD', '> show version\n> show running-config\n> exit\n', ['', '', '', '']],
    ['nothing said', '>\n>\n>\n', ['', '', '', '']],
  ])('%s', (_, text, marks) => expect(marksOf(text)).toEqual(marks));
});

const quoted = (text: string, mark: string) =>
  Lines.read(text)
    .all.map(({ text: line, eol }) => (line === '' && eol === '' ? '' : mark + line + eol))
    .join('');

describe('a quoted configuration', () => {
  test('has the findings of the one that is not, further to the right', () => {
    fc.assert(
      fc.property(configurationText, fc.constantFrom('> ', '>', '>> ', '| '), (text, mark) => {
        const found = (source: string, by: number) =>
          checkConfiguration(readConfiguration(Lines.read(source))).map(({ rule, range: { start }, message }) => [
            rule,
            start.line,
            start.character + by,
            message,
          ]);
        // Blanks that begin every line are the mark's.
        fc.pre(/^\S/.test(text) && text.trim().includes('\n'));
        expect(found(quoted(text, mark), 0)).toEqual(found(text, mark.length));
      }),
      { numRuns: 50 },
    );
  });

  test('is read alike when marks come and go', () => {
    const place = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), text: fc.constantFrom('> ', '', '\n', 'x', '| ') });
    fc.assert(
      fc.property(configurationText, fc.array(place, { minLength: 1, maxLength: 6 }), (text, edits) => {
        let lines = Lines.read(quoted(text, '> '));
        let configuration = readConfiguration(lines);
        for (const { at, text: typed } of edits) {
          const line = Math.floor(at * lines.count);
          // What is typed takes the place of the mark.
          lines = lines.change([{ range: { start: { line, character: 0 }, end: { line, character: 2 } }, text: typed }]);
          configuration = readConfiguration(lines, configuration);
        }
        expect(plain(configuration)).toEqual(plain(readConfiguration(Lines.read(lines.toString()))));
      }),
      { numRuns: 100 },
    );
  });

  test('a comment silences in it', () => {
    const text =
      '> policy-map global_policy\n>  class inspection_default\n> ! esmtp-lens: ignore[inspection-hides-starttls] reason: known\n>   inspect esmtp\n';
    expect(checkConfiguration(readConfiguration(Lines.read(text))).filter(({ rule }) => rule === 'inspection-hides-starttls')).toEqual([]);
  });
});
