import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { frame, type Mark } from '../../server/src/cli/frame.ts';
import { rangeOn } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const style = (width = 80) => ({ colors: pc.createColors(false), prose: width, width });
const primary = (line: number, start: number, end: number): Mark => ({ range: rangeOn(line, start, end), label: '', primary: true });
const related = (line: number, start: number, end: number, label: string): Mark => ({
  range: rangeOn(line, start, end),
  label,
  primary: false,
});
const shown = (lines: readonly string[], marks: readonly Mark[], width?: number) =>
  frame(
    (line) => lines[line],
    marks,
    style(width),
    (text) => text,
  ).join('\n');

describe('a code frame', () => {
  it('marks the exact columns, related places in document order, and says what is left out', () => {
    const lines = ['policy-map global_policy', ' class inspection_default', '  inspect esmtp', '!', 'service-policy global_policy global'];
    const marks = [primary(2, 2, 15), related(4, 0, 35, 'applied here'), related(1, 7, 25, 'takes tcp/25')];
    expect(shown(lines, marks)).toBe(
      [
        '2 |  class inspection_default',
        '  |        ------------------ takes tcp/25',
        '3 |   inspect esmtp',
        '  |   ^^^^^^^^^^^^^',
        '  :',
        '5 | service-policy global_policy global',
        '  | ----------------------------------- applied here',
      ].join('\n'),
    );
  });

  it.each([
    ['tabs', '\tinspect\tesmtp', 9, 14, '1 |         inspect esmtp', '  |                 ^^^^^'],
    ['wide characters', '250-東京 XXXX', 7, 11, '1 | 250-東京 XXXX', '  |          ^^^^'],
    ['emoji and combining marks', '👩‍💻e\u0301 X', 8, 9, '1 | 👩‍💻e\u0301 X', '  |     ^'],
    ['control characters', '\u001b[31mX', 5, 6, '1 | ␛[31mX', '  |      ^'],
    ['a place behind the last character', 'EHLO', 4, 4, '1 | EHLO', '  |     ^'],
  ])('puts carets under the columns that a terminal shows: %s', (_, line, start, end, row, carets) => {
    expect(shown([line], [primary(0, start, end)])).toBe(`${row}\n${carets}`);
  });

  it('never writes beyond the width, and shows the mark of a long line', () => {
    const line = `${'x'.repeat(300)}MARK${'y'.repeat(300)}`;
    const rows = shown([line], [primary(0, 300, 304)], 60).split('\n');
    for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(60);
    const at = rows[1]!.indexOf('^');
    expect(rows[0]!.slice(at, at + 4)).toBe('MARK');
    expect(rows[0]).toMatch(/^1 \| …x+MARKy+…$/);
  });

  it('does not lay out megabytes to show a window of them', () => {
    const line = `${'東'.repeat(2_000_000)}MARK${'y'.repeat(1_000_000)}`;
    let rows: string[] = [];
    const cost = cpuMilliseconds(() => {
      rows = shown([line], [primary(0, 2_000_000, 2_000_004)], 60).split('\n');
    });
    expect(cost).toBeLessThan(2000);
    expect(rows[0]).toContain('東MARKy');
    expect(stringWidth(rows[0]!.slice(0, rows[0]!.indexOf('MARK')))).toBe(rows[1]!.indexOf('^'));
  });

  it('wraps a label that does not fit beside its mark', () => {
    const rows = shown(
      ['class-map mail'],
      [related(0, 10, 14, 'this class takes every connection to the mail host, whatever its port')],
      50,
    ).split('\n');
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(50);
  });

  it('leaves out lines that are not at hand', () => {
    expect(shown([], [primary(7, 0, 3)])).toBe('');
  });
});
