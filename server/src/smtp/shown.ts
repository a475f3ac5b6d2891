/**
 * A line as it shows on a screen: without the escape sequences that colour it, with one kind of blank, and none behind it. A browser's copy
 * has no-break spaces where the page kept blanks apart, and characters without a width where it may break a line; a terminal's has blanks
 * up to its edge.
 */
import { itemAt } from '../text/at.ts';
import type { Piece } from './model.ts';

/** A line as it shows, and what was taken off to get there. */
export interface Shown {
  readonly text: string;
  /** In order. */
  readonly cuts: readonly Cut[];
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

/** Takes off how the source of a page ends its lines: PHPMailer's output for browsers, a form that keeps its line ends so, the rows of a table. */
export function withoutBreaks(texts: string[]): void {
  for (let from = 0; from < texts.length; ) {
    let to = from;
    let broken = 0;
    for (; to < texts.length && (texts[to] === '' || breakOf(itemAt(texts, to)) > 0); to++) if (texts[to] !== '') broken++;
    if (broken >= BREAKS) {
      for (let line = from; line < to; line++) {
        const text = itemAt(texts, line);
        texts[line] = text.slice(0, endOfVisible(text.slice(0, text.length - breakOf(text))));
      }
    }
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
