/** Folding: the block of each mode, runs of one access-list's entries, free text (banners, certificates). */

import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { Statement } from '../../asa/model.ts';
import type { ConfigurationDocument } from '../document.ts';

export function foldingRanges({ configuration: { statements }, lines }: ConfigurationDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let run: { first: number; last: number; name: string } | undefined;
  const endRun = () => {
    if (run !== undefined && run.last - run.first >= 2) ranges.push({ startLine: run.first, endLine: run.last });
    run = undefined;
  };
  for (const [index, statement] of statements.entries()) {
    const line = lines.lineOf(statement);
    const last = lastOf(statement);
    if (last !== statement) ranges.push({ startLine: line, endLine: lines.lineOf(last) });
    const name = statement.command === 'access-list' ? statement.words[statement.head + 1]?.text : undefined;
    if (name === undefined || run?.name !== name) endRun();
    if (name !== undefined) run = { first: run?.first ?? line, last: line, name };
    const below = statements.get(index + 1);
    const next = below === undefined ? lines.count : lines.lineOf(below);
    const text = endOfFreeText(line + 1, next, (at) => lines.text(at));
    if (text > line + 1) ranges.push({ startLine: line, endLine: text, kind: FoldingRangeKind.Region });
  }
  endRun();
  return ranges;
}

function lastOf(statement: Statement): Statement {
  let last = statement;
  while (last.children.length > 0) last = last.children.at(-1) ?? last;
  return last;
}

/** The last line before `end` that belongs to the free text which begins at `start`; comments and blank lines end it. */
function endOfFreeText(start: number, end: number, textOf: (line: number) => string): number {
  let line = start;
  while (line < end && !/^\s*([!:]|$)/.test(textOf(line))) line++;
  return line - 1;
}
