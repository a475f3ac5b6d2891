/**
 * What stands in front of a tool's line because somebody handled the text: a byte order mark, mail quoting (`> `), line
 * numbers, a time stamp, indentation. It is taken off before a dialect looks at the line. Quoting and numbering are told
 * by the lines around, for `>` and numbers mean something else on a line by itself.
 */
import type { Lines } from '../text/lines.ts';

/** A line as a dialect sees it. */
export interface Row {
  readonly line: number;
  /** The whole line. */
  readonly full: string;
  /** The column behind mark, quoting and number. */
  readonly start: number;
  /** Without front, time and indentation. */
  readonly text: string;
  /** The column where `text` begins. */
  readonly column: number;
  /** Blanks and tabs just before `text`. */
  readonly indent: string;
  /** The time as printed, without its brackets. */
  readonly time: string | undefined;
}

const TIME =
  /^[ \t]*(?:\[?(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?|\[?(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)\]?|((?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: \d{4})?)|(\d{1,2}\/\d{1,2}\/\d{2,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?))(?=[ \t:|-])(?:[ \t]?[:|-](?=[ \t]))?/;
const NUMBER = /^([ \t]*)(\d{1,7})([:.)|\]]?)(?=[ \t]|$)[ \t]?/;
const QUOTES = /^[ \t]*(?:>[ \t]?)+/;
/** A server's line behind the marks that tools put in front of it. */
const QUOTED_REPLY = /^(?:[<>*=~-]{1,3}[ \t]{0,2}["']?|\w{1,10}: b?['"]?|[\w ]{1,20}: {0,2})?[2-5]\d\d[ -]/;
const QUOTED_ROW = 200;

/** Columns where the lines begin once byte order mark, quoting and numbering are taken off. */
export function startsOf(lines: Lines, count: number): Uint32Array {
  const starts = new Uint32Array(count);
  if (count > 0 && lines.text(0).charCodeAt(0) === 0xfeff) starts[0] = 1;
  for (let i = 0; i < count; ) {
    const end = quotedRun(lines, i, count, starts) ?? numberedRun(lines, i, count, starts);
    i = end ?? i + 1;
  }
  return starts;
}

/** A line as a dialect sees it; `start` from `startsOf`. */
export function rowOf(full: string, line: number, start: number): Row {
  let column = start;
  let time: string | undefined;
  // Most lines have no time stamp: a digit, a bracket or a capital must come first.
  const found = TIME.exec(column === 0 ? full.slice(0, 60) : full.slice(column, column + 60));
  if (found !== null && column + found[0].length <= full.length) {
    time = found[1] ?? found[2] ?? found[3] ?? found[4];
    column += found[0].length;
  }
  const blanks = column;
  while (column < full.length && isBlank(full.charCodeAt(column))) column++;
  return { line, full, start, text: full.slice(column), column, indent: full.slice(blanks, column), time };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0;
}

function firstOf(text: string): number {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return text.charCodeAt(at);
}

/** Mail quoting: lines that all begin with `>` and among which a server speaks. Returns the line after the run. */
function quotedRun(lines: Lines, from: number, count: number, starts: Uint32Array): number | undefined {
  if (firstOf(lines.text(from)) !== 62) return undefined;
  let depth = Number.POSITIVE_INFINITY;
  let to = from;
  for (; to < count && firstOf(lines.text(to)) === 62; to++) {
    const marks = QUOTES.exec(lines.text(to).slice(0, QUOTED_ROW))![0];
    // A line with nothing but marks may be an empty line that lost its blank.
    if (marks.length < lines.text(to).length) depth = Math.min(depth, marks.split('>').length - 1);
  }
  if (depth === Number.POSITIVE_INFINITY) return to;
  for (let levels = 1; levels <= depth; levels++) {
    for (let line = from; line < to; line++) {
      const text = lines.text(line).slice(0, QUOTED_ROW);
      if (QUOTED_REPLY.test(text.slice(afterQuotes(text, levels)).trimStart())) {
        for (let each = from; each < to; each++) starts[each] = afterQuotes(lines.text(each), levels);
        return to;
      }
    }
  }
  return to;
}

function afterQuotes(text: string, levels: number): number {
  let at = 0;
  for (let level = 0; level < levels; level++) {
    let next = at;
    while (next < text.length && isBlank(text.charCodeAt(next))) next++;
    if (text.charCodeAt(next) !== 62) return at;
    at = next + 1;
    if (text.charCodeAt(at) === 32) at++;
  }
  return at;
}

/** Line numbers: three lines or more that count up by one. Returns the line after the run. */
function numberedRun(lines: Lines, from: number, count: number, starts: Uint32Array): number | undefined {
  const first = firstOf(lines.text(from));
  if (first < 48 || first > 57) return undefined;
  const found = NUMBER.exec(lines.text(from).slice(0, 40));
  if (found === null) return undefined;
  let number = Number(found[2]);
  let to = from;
  const widths: number[] = [];
  for (; to < count; to++, number++) {
    const next = NUMBER.exec(lines.text(to).slice(0, 40));
    if (next === null || Number(next[2]) !== number || next[3] !== found[3]) break;
    widths.push(next[0].length);
  }
  if (widths.length < 3) return undefined;
  for (let i = 0; i < widths.length; i++) starts[from + i] = widths[i]!;
  return to;
}
