import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lines, type Range } from '../../server/src/text/lines.ts';

/** Texts in which line ends of every kind meet. */
const text = fc.array(fc.constantFrom('a', 'bc', ' ', '\r', '\n', '\r\n', 'ü', '😀')).map((parts) => parts.join(''));

describe('reading', () => {
  test.each([
    ['', [['', '']]],
    ['a', [['a', '']]],
    [
      'a\n',
      [
        ['a', '\n'],
        ['', ''],
      ],
    ],
    [
      'a\r\nb\rc\n\r',
      [
        ['a', '\r\n'],
        ['b', '\r'],
        ['c', '\n'],
        ['', '\r'],
        ['', ''],
      ],
    ],
    [
      '\r\r\n',
      [
        ['', '\r'],
        ['', '\r\n'],
        ['', ''],
      ],
    ],
  ])('%j', (source, lines) => {
    expect(Lines.read(source).all.map((line) => [line.text, line.eol])).toEqual(lines);
  });

  test('loses nothing', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(Lines.read(source).toString()).toBe(source);
      }),
    );
  });
});

describe('changing', () => {
  const position = fc.record({ line: fc.nat(8), character: fc.nat(8) });

  /** The same change on the plain string. */
  function onString(lines: Lines, range: Range, insert: string): string {
    const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    return lines.slice({ start: all.start, end: range.start }) + insert + lines.slice({ start: range.end, end: all.end });
  }

  test('equals a fresh read of the changed text', () => {
    fc.assert(
      fc.property(text, text, position, position, (source, insert, a, b) => {
        const lines = Lines.read(source);
        const ordered = a.line < b.line || (a.line === b.line && a.character <= b.character);
        const range = ordered ? { start: a, end: b } : { start: b, end: a };
        const changed = lines.change([{ range, text: insert }]);
        const expected = onString(lines, range, insert);
        expect(changed.toString()).toBe(expected);
        expect(changed.all).toEqual(Lines.read(expected).all);
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps the untouched lines themselves', () => {
    const lines = Lines.read('one\ntwo\nthree\n');
    const changed = lines.change([{ range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } }, text: 'x\ny' }]);
    expect(changed.toString()).toBe('one\ntx\nyo\nthree\n');
    expect(changed.all[0]).toBe(lines.all[0]);
    expect(changed.all[3]).toBe(lines.all[2]);
  });

  test('edits refer to the text before any of them; at one place they keep their order', () => {
    const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
    const edits = [
      { range: at(0, 1), newText: 'X' },
      { range: at(0, 1), newText: 'Y' },
      { range: at(1, 0), newText: 'Z' },
    ];
    expect(Lines.read('ab\ncd').edit(edits).toString()).toBe('aXYb\nZcd');
  });
});
