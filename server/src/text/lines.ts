/**
 * A document is lines. Positions are LSP's: zero-based line, zero-based character in UTF-16 code units. A line ends with
 * LF, CR LF or a lone CR, as LSP 3.17 (`EOL`) says, in the editor and on the command line alike.
 */
import { type Analysed, Analysis } from './analysis.ts';
import { sure } from './at.ts';
import { firstInOrder } from './in-order.ts';
import { Sequence } from './sequence.ts';

export type Eol = '\n' | '\r\n' | '\r' | '';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A change as `textDocument/didChange` tells it: without a range the whole text is replaced. */
export interface Change {
  readonly range?: Range;
  readonly text: string;
}

/**
 * What stands on a line. `order` is no line number: it is larger further down, and stays what it is in every state of the document that
 * holds the line, however many lines come and go above it. `Lines.lineOf` tells the number.
 */
export interface Placed {
  readonly order: number;
}

/** Words on one line, wherever the line stands: from the column `start` up to `end`, exclusive. `Lines.rangeOf` tells the range. */
export interface Span extends Placed {
  readonly start: number;
  readonly end: number;
}

/** One line. The same object stays in place over edits elsewhere, so that what is derived from a line can be kept with it. */
export class Line implements Placed {
  readonly text: string;
  readonly eol: Eol;
  readonly order: number;

  constructor(text: string, eol: Eol, order: number) {
    this.text = text;
    this.eol = eol;
    this.order = order;
  }
}

/** From one line to the next in a text that is read: room for lines that come between them. */
const SPACING = 2 ** 20;
/** Lines that stand closer than this are spread again, with those around them. Far above what a number of 2^46 can still tell apart. */
const CLOSEST = 2 ** -4;

/** The lines of a text; immutable. There is always at least one, and only the last has no line end. */
export class Lines implements Analysed {
  /** What is derived from them, here and in the rooms above. */
  readonly analysis: Analysis;
  readonly all: Sequence<Line>;
  /** The lines that `all` shows, for their order: the same ones, but in a text that was made by `map`. */
  private readonly placed: Sequence<Placed>;

  /** @param previous an earlier state of the document, or these lines before they were shown in another way */
  private constructor(all: Sequence<Line>, placed: Sequence<Placed> = all, previous?: Lines) {
    this.all = all;
    this.placed = placed;
    this.analysis = new Analysis(previous?.analysis);
  }

  /** Any string is read; nothing is lost: `Lines.read(s).toString() === s`. */
  static read(text: string): Lines {
    return new Lines(Sequence.of(split(text, 0, SPACING)));
  }

  /** The number of the line on which something stands; where that line is gone, of the one that is in its place. */
  lineOf({ order }: Placed): number {
    return firstInOrder(this.placed, order);
  }

  get count(): number {
    return this.all.length;
  }

  /** Where a span stands. */
  rangeOf(span: Span): Range {
    return rangeOn(this.lineOf(span), span.start, span.end);
  }

  /** The order of a line; beyond the end, that of nothing. */
  orderOf(line: number): number {
    return this.placed.get(line)?.order ?? Number.POSITIVE_INFINITY;
  }

  /** The text of a line without its line end; empty beyond the end of the document. */
  text(line: number): string {
    return this.all.get(line)?.text ?? '';
  }

  /** The first line end of the document: what an inserted line should end with. LF for a document of one line. */
  get eol(): Exclude<Eol, ''> {
    for (const line of this.all) {
      if (line.eol !== '') return line.eol;
    }
    return '\n';
  }

  /** The text between two positions; positions outside are moved to the nearest one inside. */
  slice(range: Range): string {
    const start = this.clamp(range.start);
    const end = this.clamp(range.end);
    if (start.line === end.line) return this.text(start.line).slice(start.character, end.character);
    const parts = [this.text(start.line).slice(start.character) + sure(this.all.get(start.line)).eol];
    for (const { text, eol } of this.all.slice(start.line + 1, end.line)) parts.push(text + eol);
    parts.push(this.text(end.line).slice(0, end.character));
    return parts.join('');
  }

  /** Applies changes one after another, as `textDocument/didChange` orders them. Untouched lines keep their identity. */
  change(changes: readonly Change[]): Lines {
    let lines: Lines = this;
    for (const { range, text } of changes) {
      lines = range === undefined ? Lines.read(text) : lines.replace(range, text);
    }
    return lines;
  }

  /** Applies edits that all refer to this text and do not overlap (LSP's `TextEdit[]`), in any order. */
  edit(edits: readonly TextEdit[]): Lines {
    // From the end to the start, so that earlier positions stay true; edits at one place keep the order they are given in.
    const order = edits.map((edit, index) => ({ edit, index }));
    order.sort((a, b) => comparePositions(b.edit.range.start, a.edit.range.start) || b.index - a.index);
    return this.change(order.map(({ edit }) => ({ range: edit.range, text: edit.newText })));
  }

  /** Each line shown in another way; line numbers stay. */
  map(show: (line: Line, number: number) => Line): Lines {
    return new Lines(Sequence.of(this.all.map(show)), this.placed, this);
  }

  toString(): string {
    return this.all.map((line) => line.text + line.eol).join('');
  }

  private clamp({ line, character }: Position): Position {
    if (line >= this.count) return { line: this.count - 1, character: this.text(this.count - 1).length };
    return { line: Math.max(0, line), character: Math.min(Math.max(0, character), this.text(line).length) };
  }

  private replace(range: Range, text: string): Lines {
    const start = this.clamp(range.start);
    const end = this.clamp(range.end);
    const last = sure(this.all.get(end.line));
    const before = this.text(start.line).slice(0, start.character);
    const after = last.text.slice(end.character) + last.eol;
    let first = start.line;
    let head = before;
    // A line that ended with a lone CR and now meets an LF becomes one line that ends with CR LF.
    if (head === '' && first > 0 && sure(this.all.get(first - 1)).eol === '\r' && (text === '' ? after : text).startsWith('\n')) {
      first--;
      head = `${sure(this.all.get(first)).text}\r`;
    }
    const joined: Written[] = split(head + text + after, 0, 0);
    // The line end of the last touched line makes `split` open an empty line that is the document's next one.
    if (last.eol !== '') joined.pop();
    return this.put(first, end.line + 1, joined);
  }

  /** Puts lines in the place of those from `first` up to `end`, exclusive. */
  private put(first: number, end: number, written: readonly Written[]): Lines {
    const { all, placed } = this;
    let from = first;
    let to = end;
    let lines = written;
    let room = this.room(from, to, lines.length);
    for (let more = 16; room.step < CLOSEST; more *= 2) {
      const above = Math.max(0, from - more);
      const below = Math.min(all.length, to + more);
      lines = [...all.slice(above, from), ...lines, ...all.slice(to, below)];
      [from, to] = [above, below];
      room = this.room(from, to, lines.length);
    }
    const { before, step } = room;
    const put = lines.map(({ text, eol }, index) => new Line(text, eol, before + step * (index + 1)));
    const now = all.replaced(from, to, put);
    return new Lines(now, placed === all ? now : placed.replaced(from, to, put), this);
  }

  /** How far apart so many lines would stand in the place of those from `first` up to `end`. */
  private room(first: number, end: number, count: number): { readonly before: number; readonly step: number } {
    const before = first === 0 ? 0 : sure(this.placed.get(first - 1)).order;
    const behind = this.placed.get(end)?.order;
    return { before, step: behind === undefined ? SPACING : (behind - before) / (count + 1) };
  }
}

/** How many lines at the beginning and at the end of two states of a document are the same objects; no line is counted twice. */
export function unchanged({ all: then }: Lines, { all: now }: Lines): { readonly before: number; readonly behind: number } {
  const before = then.sameBefore(now);
  return { before, behind: then.sameBehind(now, Math.min(then.length, now.length) - before) };
}

/** Document order. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** True where the position stands in the range; its end counts as inside, as an editor's cursor behind a word does. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** A range inside one line. */
export function rangeOn(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

/** A line that has no place yet. */
type Written = Pick<Line, 'text' | 'eol'>;

/** The lines of a text, the first behind the order `before`, each `step` behind the one above it. */
function split(text: string, before: number, step: number): Line[] {
  const lines: Line[] = [];
  let order = before;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 10 && c !== 13) continue;
    const crlf = c === 13 && text.charCodeAt(i + 1) === 10;
    order += step;
    lines.push(new Line(text.slice(start, i), c === 10 ? '\n' : crlf ? '\r\n' : '\r', order));
    if (crlf) i++;
    start = i + 1;
  }
  lines.push(new Line(text.slice(start), '', order + step));
  return lines;
}
