/** Folding: the block of each mode, runs of one access-list's entries, free text (banners, certificates). */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { Statement } from '../../asa/model.ts';
import type { ConfigurationDocument } from '../document.ts';

export function foldingRanges({ configuration: { statements }, lines }: ConfigurationDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let run: { first: Statement; last: Statement; name: string } | undefined;
  const endRun = () => {
    if (run !== undefined && run.last.line - run.first.line >= 2) ranges.push({ startLine: run.first.line, endLine: run.last.line });
    run = undefined;
  };
  statements.forEach((statement, index) => {
    const last = lastOf(statement);
    if (last.line > statement.line) ranges.push({ startLine: statement.line, endLine: last.line });
    const name = statement.command === 'access-list' ? statement.words[statement.head + 1]?.text : undefined;
    if (name === undefined || run?.name !== name) endRun();
    if (name !== undefined) run = { first: run?.first ?? statement, last: statement, name };
    const next = statements[index + 1]?.line ?? lines.count;
    const text = endOfFreeText(statement.line + 1, next, (line) => lines.text(line));
    if (text > statement.line + 1) ranges.push({ startLine: statement.line, endLine: text, kind: FoldingRangeKind.Region });
  });
  endRun();
  return ranges;
}

function lastOf(statement: Statement): Statement {
  let last = statement;
  while (last.children.length > 0) last = last.children.at(-1)!;
  return last;
}

/** The last line before `end` that belongs to the free text which begins at `start`; comments and blank lines end it. */
function endOfFreeText(start: number, end: number, textOf: (line: number) => string): number {
  let line = start;
  while (line < end && !/^\s*([!:]|$)/.test(textOf(line))) line++;
  return line - 1;
}
