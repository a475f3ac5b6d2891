/**
 * A page, a ticket, a thread holds both languages. A document is read whole by the reader of its own language; what that reader did not
 * understand and what is clearly of the other language is read by the other one. That one is given the same lines with all else left empty,
 * so that every place it tells is a place of the document, and no line is read for two findings.
 */

import type { Configuration } from '../asa/model.ts';
import { isCommand } from '../asa/read.ts';
import { belonging, isClassMapByAddress } from '../asa/recognition.ts';
import { layout } from '../asa/words.ts';
import { recognise } from '../smtp/logs/records.ts';
import type { Transcript } from '../smtp/model.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import { firstFrom } from '../text/in-order.ts';
import { type Eol, Line, type Lines, unchanged } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import { utterancesOf } from './transcript/walk.ts';

/** What shows that a line may be of one language, told by the line alone. */
type Sign = (text: string) => boolean;

/** The lines of a document that have the sign, in order: kept, so that an edit costs what it touches. */
export interface Signs {
  readonly lines: Lines;
  /** What the reader of the document's own language made of each line; undefined where the sign is told by the line alone. */
  readonly items: Sequence<unknown> | undefined;
  readonly at: readonly { readonly line: number }[];
}

/** @param previous the signs of an earlier state of the same document: lines that are the same objects are not looked at again */
export function signsIn(lines: Lines, sign: Sign, previous?: Signs): Signs {
  return signsOn(lines, undefined, (line) => sign(lines.text(line)), previous);
}

/** What is no command, and looks like a part of a session or of a log; `previous` as above. */
export function spokenIn(configuration: Configuration, previous?: Signs): Signs {
  const { lines, reading } = configuration;
  return signsOn(lines, reading.layers.items, (line) => !isCommand(configuration, line) && isSpoken(lines.text(line)), previous);
}

function signsOn(lines: Lines, items: Signs['items'], isSign: (line: number) => boolean, previous: Signs | undefined): Signs {
  const on = (from: number, to: number) => {
    const found: { line: number }[] = [];
    for (let line = from; line < to; line++) if (isSign(line)) found.push({ line });
    return found;
  };
  if (previous === undefined) return { lines, items, at: on(0, lines.count) };
  const same = unchanged(previous.lines, lines);
  const before = Math.min(same.before, items === undefined ? same.before : sure(previous.items).sameBefore(items));
  const most = Math.min(same.behind, Math.min(previous.lines.count, lines.count) - before);
  const behind = items === undefined ? most : sure(previous.items).sameBehind(items, most);
  const shift = lines.count - previous.lines.count;
  const tail = previous.at.slice(firstFrom(previous.at, previous.lines.count - behind));
  const moved = shift === 0 ? tail : tail.map(({ line }) => ({ line: line + shift }));
  return { lines, items, at: previous.at.slice(0, firstFrom(previous.at, before)).concat(on(before, lines.count - behind), moved) };
}

/** A line of a log that reports something, or one in which a reply of SMTP may stand, whatever is in front of it. */
function isSpoken(text: string): boolean {
  return REPLY.test(text) || recognise(text, 0) !== undefined;
}

const REPLY = /(?:^|[^\w.:])[2-5][0-5]\d[ *-]\S|smtp-commands: /;

/** Marks of quoting of mail and of tickets. */
const MARKS = /^(?:[>|] ?)*/;
/** More of a line tells nothing more. */
const HEAD = 240;

function bare(text: string): string {
  const said = text.slice(0, HEAD).replace(MARKS, '');
  return said.slice(layout(said).start).trimEnd();
}

/** A line as firewalls are configured with, or as they print their counters. */
export const configurationSign: Sign = (text) => belonging(bare(text)) !== undefined;

/** So many other lines may stand between two lines of one stretch of a configuration: remarks, comments, commands that have no sign. */
const GAP = 8;

/**
 * What a transcript does not understand and is plainly a firewall's.
 * @returns its lines, all others empty; undefined where there is none
 */
export function configurationBeside(transcript: Transcript, { at }: Signs): Lines | undefined {
  if (at.length === 0) return undefined;
  const { lines } = transcript;
  const said = linesSaid(transcript);
  const shown = new Uint8Array(lines.count);
  let any = false;
  // Without one of these a stretch is taken for nobody's.
  const isOurs = (line: number) => {
    const text = bare(lines.text(line));
    return belonging(text) === 'own' || (line > 0 && isClassMapByAddress(bare(lines.text(line - 1)), text));
  };
  const take = (stretch: readonly number[]) => {
    if (!stretch.some(isOurs)) return;
    any = true;
    let end = lastOf(stretch) + 1;
    // What is indented below the last of them belongs to it.
    while (/^[ \t]+\S/.test(lines.text(end)) && said[end] === 0) end++;
    for (let line = itemAt(stretch, 0); line < end; line++) shown[line] = said[line] === 0 ? 1 : 0;
  };
  let stretch: number[] = [];
  for (const { line } of at) {
    if (said[line] !== 0) continue;
    if (stretch.length > 0 && line - lastOf(stretch) > GAP + 1) {
      take(stretch);
      stretch = [];
    }
    stretch.push(line);
  }
  if (stretch.length > 0) take(stretch);
  return any ? lines.map((line, number) => (shown[number] === 1 ? line : EMPTY[line.eol])) : undefined;
}

/**
 * What a configuration does not understand, if anything in it looks like a session or a log (`spokenIn`).
 * @returns the lines, those of commands empty; undefined where there is none
 */
export function transcriptBeside(configuration: Configuration, { at }: Signs): Lines | undefined {
  if (at.length === 0) return undefined;
  return configuration.lines.map((line, number) => (isCommand(configuration, number) ? EMPTY[line.eol] : line));
}

/** 1 for each line on which a session or a log says something. */
export function linesSaid({ lines, sessions, records }: Transcript): Uint8Array {
  const said = new Uint8Array(lines.count);
  for (const { line } of records) said[line] = 1;
  for (const { events, notes } of sessions) {
    for (const { line } of notes) said[line] = 1;
    for (const event of events) for (const { pieces } of utterancesOf(event)) for (const { line } of pieces) said[line] = 1;
  }
  return said;
}

/** One object for each line end, so that lines that stay empty are the same from one state of a document to the next. */
const EMPTY: Readonly<Record<Eol, Line>> = {
  '\n': new Line('', '\n', 0),
  '\r\n': new Line('', '\r\n', 0),
  '\r': new Line('', '\r', 0),
  '': new Line('', '', 0),
};
