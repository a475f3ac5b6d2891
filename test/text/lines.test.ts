import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Line, Lines, type Range } from '../../server/src/text/lines.ts';

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

function written({ text, eol }: Line) {
  return { text, eol };
}

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
        expect(changed.all.map(written)).toEqual(Lines.read(expected).all.map(written));
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps the untouched lines themselves', () => {
    const lines = Lines.read('one\ntwo\nthree\n');
    const changed = lines.change([{ range: { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } }, text: 'x\ny' }]);
    expect(changed.toString()).toBe('one\ntx\nyo\nthree\n');
    expect(changed.all.get(0)).toBe(lines.all.get(0));
    expect(changed.all.get(3)).toBe(lines.all.get(2));
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

describe('the place of a line', () => {
  function expectPlaces(lines: Lines): void {
    for (const [number, line] of lines.all.entries()) expect(lines.lineOf(line)).toBe(number);
  }

  test('is told by every state of a document that holds the line, after any changes', () => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), lines: fc.nat(3), text });
    fc.assert(
      fc.property(text, fc.array(change, { maxLength: 30 }), (source, changes) => {
        const states = [Lines.read(source)];
        for (const { at, lines: taken, text: put } of changes) {
          const last = states.at(-1)!;
          const line = Math.floor(at * last.count);
          states.push(last.change([{ range: { start: { line, character: 0 }, end: { line: line + taken, character: 0 } }, text: put }]));
        }
        for (const state of states) expectPlaces(state);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['below', 'above'])('is told where a thousand lines are written, each %s the one before', (side) => {
    let lines = Lines.read('first\nlast\n');
    for (let i = 1; i <= 1000; i++) {
      const at = { line: side === 'below' ? i : 1, character: 0 };
      lines = lines.change([{ range: { start: at, end: at }, text: `${i}\n` }]);
    }
    expectPlaces(lines);
    expect(lines.text(0) + lines.text(1001)).toBe('firstlast');
  });

  test('is that of the lines that are shown in another way', () => {
    const lines = Lines.read('a\nb\nc\n');
    const shown = lines.map((line) => new Line(line.text.toUpperCase(), line.eol, 0));
    const at = { line: 1, character: 0 };
    const changed = shown.change([{ range: { start: at, end: at }, text: 'x\n' }]);
    expect(changed.toString()).toBe('A\nx\nB\nC\n');
    expect(lines.all.map((line) => changed.lineOf(line))).toEqual([0, 2, 3, 4]);
  });
});
