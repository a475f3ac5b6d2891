/**
 * A line as it shows on a screen: without the escape sequences that colour it, with one kind of blank, and none behind it. A browser's copy
 * has no-break spaces where the page kept blanks apart, and characters without a width where it may break a line; a terminal's has blanks
 * up to its edge. What a container or a journal keeps as a string of JSON, and the source of a page, show as what they are read as.
 */
import { itemAt } from '../text/at.ts';
import { undo } from './escapes.ts';
import type { Piece } from './model.ts';
import { isCommand, replyForm } from './protocol.ts';

/** A line as it shows, and what was taken off to get there. */
export interface Shown {
  readonly text: string;
  /** In order. */
  readonly cuts: readonly Cut[];
  /** Marks of a page stood in front of it: those at its end belong to them. */
  readonly opened?: boolean;
}

/** `length` UTF-16 units stand in the document just before column `at` of the line as it shows. */
interface Cut {
  readonly at: number;
  readonly length: number;
}

/** No-break space, narrow no-break space, figure space: one UTF-16 unit each, as a blank. */
const BLANKS = /[\u00a0\u202f\u2007]/g;
const HIDDEN = '\\u200b\\u200c\\u200d\\u2060\\ufeff';
const UNUSUAL = new RegExp(`[\\x1b\\u00a0\\u202f\\u2007${HIDDEN}]`);
/** ECMA-48: a control sequence, an operating system command up to its end, or a short sequence. Bounded, for any text can follow an ESC. */
const ESCAPE = String.raw`\x1b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,400}(?:\x07|\x1b\\)|[()*+#%][0-9A-Za-z@]|[0-9=>A-Zc-z])`;
const UNSEEN = new RegExp(`${ESCAPE}|[${HIDDEN}]`, 'g');

const NO_CUTS: readonly Cut[] = [];

/** The line as it shows: without control sequences, odd blanks, and what ends it unseen. */
export function shown(line: string): Shown {
  return stringOfJson(line) ?? sourceOfPage(line) ?? printed(line);
}

/** Where loggers keep what a program printed: Docker, journald, pino and Cloud Logging, Logstash. The last character opens the string. */
const LOGGED = /^\{.{0,2000}?"(?:log|MESSAGE|msg|textPayload|message)": ?"/s;
/** Longer ones are no line of a session. */
const LONGEST = 8000;

/** The line in a record of JSON; undefined for a record that has several, which are read together, or none. */
function stringOfJson(line: string): Shown | undefined {
  if (!line.startsWith('{"') || line.length > LONGEST) return undefined;
  const opening = LOGGED.exec(line)?.[0].length;
  if (opening === undefined) return undefined;
  const { characters, columns } = undo(line, opening - 1);
  const written = characters.join('').replace(/\r?\n$/, '');
  return written.includes('\n') ? undefined : within(printed(written), columns);
}

/** Marks of a page that can stand in front of a line, and what is written in the place of signs that mean something in a page. */
const OPENING = /^[ \t]{0,40}(?:<(?:blockquote|br|code|div|li|p|pre|samp|span|td|th|tr|tt)(?: [^<>]{0,200})?\/?>[ \t]{0,4}){1,6}/i;
const ENTITIES = /&(lt|gt|amp|quot|#39|nbsp);/g;
const CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", nbsp: ' ' };
/** An arrow or a quoting mark in front, or the brackets of an address. */
const WRITTEN_AS_ENTITY = /^[ \t]{0,40}[-=~*]{0,3}(?:&nbsp;)?&[lg]t;|^[^&]{0,200}\b(?:FROM|TO): ?&lt;/i;

/** The line of a page's source that holds a line of a session; undefined for any other. */
function sourceOfPage(line: string): Shown | undefined {
  const marks = line.includes('<') ? (OPENING.exec(line)?.[0].length ?? 0) : 0;
  const rest = line.slice(marks);
  const written = line.includes('&') && WRITTEN_AS_ENTITY.test(rest);
  const said = rest.slice(0, rest.length - breakOf(rest));
  const opened = marks > 0 && (written || isCommand(said) || replyForm(said) !== undefined);
  if (!opened && !written) return undefined;
  let text = '';
  const columns: number[] = [];
  const keep = (part: string, at: number) => {
    text += part;
    for (let i = 0; i < part.length; i++) columns.push(at + i);
  };
  let from = opened ? marks : 0;
  for (const { 0: entity, 1: name = '', index } of written ? line.matchAll(ENTITIES) : []) {
    if (index < from) continue;
    keep(line.slice(from, index), from);
    keep(CHARACTERS[name] ?? '', index);
    from = index + entity.length;
  }
  keep(line.slice(from), from);
  return { ...within(printed(text), columns), opened };
}

/** A part of a line, as it shows, in the whole. @param columns where each character of the part stands in the whole */
function within({ text, cuts }: Shown, columns: readonly number[]): Shown {
  const whole: Cut[] = [];
  let behind = 0;
  let next = 0;
  let skipped = 0;
  for (let at = 0; at < text.length; at++) {
    for (let cut = cuts[next]; cut !== undefined && cut.at <= at; cut = cuts[next]) {
      skipped += cut.length;
      next++;
    }
    const column = itemAt(columns, at + skipped);
    if (column > behind) whole.push({ at, length: column - behind });
    behind = column + 1;
  }
  return { text, cuts: whole };
}

function printed(line: string): Shown {
  if (!UNUSUAL.test(line)) return { text: line.slice(0, endOfVisible(line)), cuts: NO_CUTS };
  const text = line.replace(BLANKS, ' ');
  const end = endOfVisible(text);
  const cuts: Cut[] = [];
  let kept = '';
  let from = 0;
  let visible = false;
  for (const { index, 0: unseen } of text.matchAll(UNSEEN)) {
    const before = text.slice(from, index);
    visible ||= endOfVisible(before) > 0;
    // What has no width may belong to the message; before and behind the line, it belongs to whoever copied it.
    if (visible && index < end && !unseen.startsWith('\x1b')) continue;
    kept += before;
    from = index + unseen.length;
    cuts.push({ at: kept.length, length: unseen.length });
  }
  const all = kept + text.slice(from);
  return { text: all.slice(0, endOfVisible(all)), cuts };
}

/** Lines one after another that end in a line break of HTML show how a page was copied; fewer can be a message's own. */
const BREAKS = 3;
/** So far below a line that marks of a page opened, what ends a line is the page's. */
const OPENED_ABOVE = 100;

/**
 * Takes off how the source of a page ends its lines: PHPMailer's output for browsers, a form that keeps its line ends so, the rows of a table.
 * @param isOpened marks of a page stood in front of the line
 */
export function withoutBreaks(texts: string[], isOpened: (line: number) => boolean): void {
  let opened = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < texts.length; ) {
    let to = from;
    let broken = 0;
    for (; to < texts.length && (texts[to] === '' || breakOf(itemAt(texts, to)) > 0); to++) {
      if (texts[to] !== '') broken++;
      if (isOpened(to)) opened = to;
    }
    if (broken >= BREAKS || (broken > 0 && opened >= from - OPENED_ABOVE)) {
      for (let line = from; line < to; line++) {
        const text = itemAt(texts, line);
        texts[line] = text.slice(0, endOfVisible(text.slice(0, text.length - breakOf(text))));
      }
    }
    if (to < texts.length && isOpened(to)) opened = to;
    from = to + 1;
  }
}

/** The length of the line break at the end of a line, or of the bar that closes a row of a table; 0 without one. */
function breakOf(text: string): number {
  if (text.endsWith('>')) return /(?:<br ?\/?>|<\/(?:code|div|li|p|pre|span|td|tr)>){1,3}$/i.exec(text.slice(-24))?.[0].length ?? 0;
  return text.endsWith('|') && text.startsWith('|') ? (/(?<=[^|])\|{1,2}$/.exec(text.slice(-3))?.[0].length ?? 0) : 0;
}

function endOfVisible(text: string): number {
  let end = text.length;
  while (end > 0 && isUnseen(text.charCodeAt(end - 1))) end--;
  return end;
}

function isUnseen(code: number): boolean {
  return code === 32 || code === 9 || (code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff;
}

/** Where pieces of a line as it shows stand in the document. A piece is parted where something was taken off inside it. */
export function inDocument(piece: Piece, cuts: readonly Cut[]): readonly Piece[] {
  const { line, column, length } = piece;
  const parts: Piece[] = [];
  let shift = 0;
  let from = column;
  const part = (to: number) => parts.push({ at: piece.at + from - column, line, column: from + shift, length: to - from });
  for (const cut of cuts) {
    if (cut.at >= column + length && cut.at > column) break;
    if (cut.at > from) {
      part(cut.at);
      from = cut.at;
    }
    shift += cut.length;
  }
  part(column + length);
  return parts;
}
