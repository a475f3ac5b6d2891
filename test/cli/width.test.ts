import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutTo, printable, show, wrap } from '../../server/src/cli/width.ts';

describe('text on a terminal', () => {
  it('lets nothing through that moves the cursor or turns the direction of writing', () => {
    expect(printable('a\u001b[2J\u0007\u009b\u202eb\r\n')).toBe('a␛[2J␇��b␍␊');
  });

  it.each([
    ['::error ::owned.asa', '�:error ::owned.asa'],
    [' ::stop-commands::x', ' �:stop-commands::x'],
    ['a##vso[task.complete]b', 'a�#vso[task.complete]b'],
    ['##[error]x', '�#[error]x'],
    // No commands: an address, a heading.
    ['::1 is ::ffff:192.0.2.1', '::1 is ::ffff:192.0.2.1'],
    ['## a', '## a'],
  ])('lets nothing through that commands a pipeline: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('gives each UTF-16 unit its column, never going back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (line) => {
        const { cells, columns } = show(line);
        expect(columns).toHaveLength(line.length + 1);
        for (let i = 1; i < columns.length; i++) expect(columns[i]!).toBeGreaterThanOrEqual(columns[i - 1]!);
        expect(columns.at(-1)).toBe(cells.reduce((sum, { width }) => sum + width, 0));
      }),
    );
  });

  it('cuts what is too wide, between characters, and leaves the rest whole', () => {
    expect(cutTo('東京の防火壁', 6)).toBe('東京…');
    expect(cutTo('fw👩‍💻tokyo', 5)).toBe('fw👩‍💻…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }).map(printable), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const cut = cutTo(text, width);
        expect(stringWidth(cut)).toBeLessThanOrEqual(width);
        if (stringWidth(text) <= width) expect(cut).toBe(text);
        else expect(cut.endsWith('…') && text.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  it('wraps at blanks and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z東]{1,12}$/), { minLength: 1 }), fc.integer({ min: 10, max: 60 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ').split(' ')).toEqual(words);
        for (const line of lines) expect(stringWidth(line) <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });
});
