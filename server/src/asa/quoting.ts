/**
 * Configurations come quoted, too: out of a mail (`> class-map X`), a ticket (`| class-map X`), as a unified diff (`+class-map X`), which is
 * read as what it leads to: its context and its `+` lines. The marks are read as form feeds: blanks that are no indentation, so that
 * every column stays what it is in the document.
 */

import { memos, part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import { Line, type Lines } from '../text/lines.ts';
import { those } from '../text/sequence.ts';
import { readCommand } from './grammar.ts';
import { wordsFrom } from './words.ts';

/** Fewer lines with a mark are quoted only where there is nothing else in the text. */
const ENOUGH = 3;

/** The lines with form feeds in the place of quote marks; the same object where none is quoted. */
export const unquoted = part('lines without marks of quoting', (lines: Lines): Lines => {
  const widths = diffWidths(lines) ?? quotedWidths(lines);
  return widths.size === 0 ? lines : lines.map((line, number) => withoutMark(lines, line, widths.get(number) ?? 0));
});

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const DIFF_HEADING =
  /^(?:diff |index [\da-f]+\.\.|--- |\+\+\+ |Index: |={20,}$|(?:new|deleted|old) (?:file )?mode |(?:similarity|rename|copy) )/;

const hunks = those('hunks of a diff', ({ text }: Line) => HUNK.test(text));
const signed = those('lines with a mark of quoting', ({ text }: Line) => signOf(text) !== undefined);

/** The first line of the first hunk, where the text is a unified diff: whoever edits it breaks the counts of its hunks. */
export function firstHunk(lines: Lines): number | undefined {
  const [first] = hunks(lines, lines.all);
  return first && lines.lineOf(first);
}

/** The marks of a unified diff, and the whole of the lines that are not in what it leads to; undefined where the text is none. */
function diffWidths(lines: Lines): ReadonlyMap<number, number> | undefined {
  if (firstHunk(lines) === undefined) return undefined;
  const widths = new Map<number, number>();
  let old = 0;
  let now = 0;
  for (const [number, { text }] of lines.all.entries()) {
    const hunk = HUNK.exec(text);
    const sign = text[0] ?? ' ';
    if (hunk !== null) {
      old = Number(hunk[1] ?? 1);
      now = Number(hunk[2] ?? 1);
    } else if (old + now <= 0) {
      if (DIFF_HEADING.test(text)) widths.set(number, text.length);
    } else if (sign === '-' || sign === '\\') {
      if (sign === '-') old--;
      widths.set(number, text.length);
    } else {
      now--;
      if (sign !== '+') old--;
      // Editors and mails strip the blank of an empty line.
      if (sign === '+' || sign === ' ') widths.set(number, Math.min(1, text.length));
    }
  }
  return widths;
}

/** How far the mark of each quoted line reaches. */
function quotedWidths(lines: Lines): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  // Asked with every key that is typed; most documents hold no mark at all.
  if (signed(lines, lines.all).length === 0) return widths;
  let written = 0;
  const stretches: number[][] = [];
  let open: number[] | undefined;
  for (const [number, { text }] of lines.all.entries()) {
    const sign = signOf(text);
    if (sign === undefined && text.trim() === '') continue;
    written++;
    if (sign === undefined) open = undefined;
    else if (open !== undefined && signOf(lines.text(itemAt(open, 0))) === sign) open.push(number);
    else {
      open = [number];
      stretches.push(open);
    }
  }
  for (const stretch of stretches) {
    if (stretch.length < ENOUGH && stretch.length < written) continue;
    const width = markOf(stretch.map((line) => lines.text(line)));
    for (const line of stretch) widths.set(line, Math.min(width, lines.text(line).length));
  }
  return widths;
}

function signOf(text: string): '>' | '|' | undefined {
  const first = text[0];
  return first === '>' || first === '|' ? first : undefined;
}

/** The width of the mark that all the lines begin with; 0 where they are commands typed at the bare prompt of FTD (`> show version`). */
function markOf(texts: readonly string[]): number {
  const said = texts.filter((text) => /[^>|\s]/.test(text));
  if (said.length === 0) return 0;
  let mark = sure(/^(?:[>|] ?)+/.exec(itemAt(said, 0)))[0];
  for (const text of said) while (!text.startsWith(mark)) mark = mark.slice(0, -1);
  return said.every((text) => isExec(text, mark.length)) ? 0 : mark.length;
}

function isExec(text: string, from: number): boolean {
  const { command, whole } = readCommand('exec', wordsFrom(text, from));
  return command !== undefined && whole;
}

/** One line shown in one way is one object, so that a reading of it can be kept. */
const shownLines = memos<Line, { readonly width: number; readonly line: Line }>('lines as they are shown');

function withoutMark(of: Lines, line: Line, width: number): Line {
  if (width === 0) return line;
  let shown = shownLines(of).get(line);
  if (shown?.width !== width) {
    shown = { width, line: new Line('\f'.repeat(width) + line.text.slice(width), line.eol, line.order) };
    shownLines(of).set(line, shown);
  }
  return shown.line;
}
