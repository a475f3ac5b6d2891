/** Edits on the lines of a configuration: what an administrator would have typed, with the file's own indentation, prompts and line ends. */

import type { Statement, Word } from '../asa/model.ts';
import { itemAt, lastOf } from '../text/at.ts';
import { firstWord } from '../text/first-word.ts';
import { comparePositions, type Lines, rangeOn, type TextEdit } from '../text/lines.ts';

/** Takes whole lines out. */
export function removeLines(lines: Lines, numbers: Iterable<number>): TextEdit[] {
  return [...new Set(numbers)].sort((a, b) => a - b).map((line) => removeLine(lines, line));
}

function removeLine(lines: Lines, line: number): TextEdit {
  const last = line === lines.count - 1;
  if (!last) return { range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } }, newText: '' };
  const end = { line, character: lines.text(line).length };
  const start = line === 0 ? { line: 0, character: 0 } : { line: line - 1, character: lines.text(line - 1).length };
  return { range: { start, end }, newText: '' };
}

/** Puts lines in below a line. */
export function insertBelow(lines: Lines, line: number, texts: readonly string[]): TextEdit[] {
  if (texts.length === 0) return [];
  const eol = lines.eol;
  if (line + 1 < lines.count) return [insertAbove(lines, line + 1, texts)].flat();
  const end = lines.text(line).length;
  return [{ range: rangeOn(line, end, end), newText: texts.map((text) => eol + text).join('') }];
}

/** Puts lines in above a line. */
export function insertAbove(lines: Lines, line: number, texts: readonly string[]): TextEdit[] {
  if (texts.length === 0) return [];
  return [{ range: rangeOn(line, 0, 0), newText: texts.map((text) => text + lines.eol).join('') }];
}

/** The words from the first to the last become `newText`. */
export function replaceWords(lines: Lines, { order }: Statement, first: Word, last: Word, newText: string): TextEdit {
  return { range: lines.rangeOf({ order, start: first.start, end: last.end }), newText };
}

/** The command of a statement becomes another; prompt and indentation stay. */
export function replaceCommand(lines: Lines, statement: Statement, newText: string): TextEdit {
  return replaceWords(lines, statement, itemAt(statement.words, 0), lastOf(statement.words), newText);
}

/** Takes words out, and the blanks before them. */
export function removeWords(lines: Lines, statement: Statement, first: Word, last: Word): TextEdit {
  const line = lines.lineOf(statement);
  const text = lines.text(line);
  let start = first.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return { range: rangeOn(line, start, last.end), newText: '' };
}

/** What stands before the command: indentation and prompt. A line beside it begins in the same way. */
export function prefixOf(lines: Lines, statement: Statement): string {
  const { indent, prompt, words } = statement;
  const text = lines.text(lines.lineOf(statement)).slice(0, words[0]?.start ?? 0);
  // Remains of `<--- More --->` are no indentation; quote marks are repeated.
  return prompt !== undefined || /^[>|\s]*$/.test(text) ? text : ' '.repeat(indent);
}

/** The prefix of a line one level below `parent`, whose mode's prompt is `mode` (`config-cmap`). */
export function prefixBelow(lines: Lines, parent: Statement, mode: string): string {
  const child = parent.children.find(({ prompt }) => (prompt === undefined) === (parent.prompt === undefined));
  if (child !== undefined) return prefixOf(lines, child);
  const prefix = prefixOf(lines, parent);
  return parent.prompt === undefined ? `${prefix} ` : withMode(prefix, mode);
}

/** A prompt as it is in another mode. */
export function withMode(prefix: string, mode: string): string {
  return prefix.replace(/\(config[^)]*\)/, `(${mode})`);
}

/** The modes that commands open, as prompts tell them. */
const OPENED: Readonly<Record<string, string>> = {
  'class-map': 'config-cmap',
  'policy-map': 'config-pmap',
  class: 'config-pmap-c',
  match: 'config-pmap-c',
  parameters: 'config-pmap-p',
};

/**
 * Lines indented by their mode, as they would stand beside a statement of global mode: in a pasted session each with the prompt of its
 * mode.
 */
export function writtenBeside(lines: Lines, model: Statement, body: readonly string[]): string[] {
  const prefix = prefixOf(lines, model);
  if (model.prompt === undefined) return body.map((line) => prefix + line);
  const openers: string[] = [];
  return body.map((line) => {
    const text = line.trimStart();
    const depth = line.length - text.length;
    openers[depth] = firstWord(text);
    return withMode(prefix, OPENED[openers[depth - 1] ?? ''] ?? 'config') + text;
  });
}

/** The last line of a statement's block. */
export function lastLineOf(lines: Lines, statement: Statement): number {
  let last = statement;
  while (last.children.length > 0) last = lastOf(last.children);
  return lines.lineOf(last);
}

/** In document order, with edits that touch one another joined, so that no editor can apply them in a wrong order. */
export function settleEdits(edits: readonly TextEdit[]): TextEdit[] {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort(
      (a, b) =>
        comparePositions(a.edit.range.start, b.edit.range.start) ||
        // What is put in at a place stands before what is taken out there.
        comparePositions(a.edit.range.end, b.edit.range.end) ||
        a.index - b.index,
    );
  const settled: TextEdit[] = [];
  for (const { edit } of sorted) {
    const last = settled.at(-1);
    if (last === undefined || comparePositions(last.range.end, edit.range.start) < 0) settled.push(edit);
    else {
      const end = comparePositions(last.range.end, edit.range.end) < 0 ? edit.range.end : last.range.end;
      settled[settled.length - 1] = { range: { start: last.range.start, end }, newText: last.newText + edit.newText };
    }
  }
  return settled;
}
