/** Positions as programs are told them: lines and columns count from 1, columns in UTF-16 units; the end column is exclusive. */
import type { Range } from '../text/lines.ts';

export function place(range: Range) {
  return { ...point(range), endLine: range.end.line + 1, endColumn: range.end.character + 1 };
}

export function point({ start }: Range) {
  return { line: start.line + 1, column: start.character + 1 };
}
