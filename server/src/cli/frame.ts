/** A code frame: lines of a file with their numbers, and marks under the exact columns. */
import { itemAt, lastOf } from '../text/at.ts';
import type { Range } from '../text/lines.ts';
import type { Style } from './terminal.ts';
import { prose, type Shown, show, widthOf } from './width.ts';

export interface Mark {
  readonly range: Range;
  readonly label: string;
  readonly primary: boolean;
}

/** The text of a line; undefined where it is not at hand. */
export type LineText = (line: number) => string | undefined;

/** @param paint colours the primary mark */
export function frame(textOf: LineText, marks: readonly Mark[], style: Style, paint: (text: string) => string): string[] {
  const lines = [...new Set(marks.map(({ range }) => range.start.line))].sort((a, b) => a - b);
  const gutter = String(lastOf(lines) + 1).length;
  const { dim } = style.colors;
  const out: string[] = [];
  let last: number | undefined;
  for (const line of lines) {
    const text = textOf(line);
    if (text === undefined) continue;
    if (last !== undefined && line > last + 1) out.push(dim(`${' '.repeat(gutter)} :`));
    last = line;
    const here = marks.filter(({ range }) => range.start.line === line).sort((a, b) => Number(b.primary) - Number(a.primary));
    out.push(...numbered(line, text, here, gutter, style, paint));
  }
  return out;
}

/** No more of a line is laid out than this: some files have lines of megabytes. UTF-16 units. */
const LONGEST = 4096;
/** Room for the window around a mark that stands far to the right. */
const LEAD = 20;

function numbered(
  line: number,
  text: string,
  marks: readonly Mark[],
  gutter: number,
  style: Style,
  paint: (text: string) => string,
): string[] {
  const { dim } = style.colors;
  const room = style.width - gutter - 3;
  const skipped = text.length > LONGEST ? Math.max(0, itemAt(marks, 0).range.start.character - LONGEST / 2) : 0;
  const shown = show(text.slice(skipped, skipped + LONGEST));
  const [start] = columnsOf(itemAt(marks, 0).range, skipped, shown);
  const total = lastOf(shown.columns);
  // The window is full: it begins before the mark, and no later than it must to reach the end of the line.
  const from = total > room && start > room - LEAD ? Math.max(0, Math.min(start - LEAD, total - room)) : 0;
  const out = [`${dim(`${String(line + 1).padStart(gutter)} |`)} ${cut(shown, from, from + room)}`.trimEnd()];
  const margin = dim(`${' '.repeat(gutter)} |`);
  for (const { range, label, primary } of marks) {
    const [first, end] = columnsOf(range, skipped, shown);
    const indent = Math.max(0, first - from);
    const length = Math.max(1, Math.min(end, from + room) - first);
    const color = primary ? paint : style.colors.cyan;
    const mark = (primary ? '^' : '-').repeat(length);
    if (label === '') {
      out.push(`${margin} ${' '.repeat(indent)}${color(mark)}`);
      continue;
    }
    const free = room - indent - length - 1;
    const beside = prose(label, free);
    if (beside.length === 1 && widthOf(itemAt(beside, 0)) <= free) {
      out.push(`${margin} ${' '.repeat(indent)}${color(`${mark} ${itemAt(beside, 0)}`)}`);
      continue;
    }
    const below = Math.min(indent, Math.floor(room / 3));
    out.push(`${margin} ${' '.repeat(indent)}${color(mark)}`);
    for (const row of prose(label, room - below)) out.push(`${margin} ${' '.repeat(below)}${color(row)}`);
  }
  return out;
}

/** Screen columns of a range, `skipped` units into the line; of one that runs over several lines, the part on its first line. */
function columnsOf({ start, end }: Range, skipped: number, { columns }: Shown): [number, number] {
  const last = columns.length - 1;
  const at = (character: number) => itemAt(columns, Math.min(Math.max(0, character - skipped), last));
  return [at(start.character), end.line > start.line ? itemAt(columns, last) : at(end.character)];
}

/** The part of a line between two screen columns, with a sign where something was cut off. */
function cut({ cells, columns }: Shown, from: number, to: number): string {
  if (from === 0 && lastOf(columns) <= to) return cells.map(({ text }) => text).join('');
  let column = 0;
  let text = '';
  for (const cell of cells) {
    const next = column + cell.width;
    if (column >= from && next <= to) text += (column === from && from > 0) || next === to ? '…'.padEnd(cell.width) : cell.text;
    else if (column < from && next > from) text += '…'.padEnd(next - from);
    column = next;
  }
  return text;
}
