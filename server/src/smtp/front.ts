/**
 * What stands in front of a tool's line because somebody handled the text: mail quoting (`> `), line numbers, the words of a log, a time
 * stamp, indentation. It is taken off before a dialect looks at the line, and a masked line that was broken is put together (`wrapped.ts`).
 */
import { itemAt } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import type { Event, Piece } from './model.ts';
import { type Fronts, frontsOf } from './runs.ts';
import { inDocument, type Shown, shown, withoutBreaks } from './shown.ts';
import { gapBetween, MOST_RESTS, mayGoOn } from './wrapped.ts';

/** A line as a dialect sees it. Columns are those of the line as it shows (`shown.ts`). */
export interface Row {
  readonly line: number;
  /** The whole line. */
  readonly full: string;
  /** The column behind all of it but indentation. */
  readonly start: number;
  /** Without front, time and indentation. */
  readonly text: string;
  /** The column where `text` begins. */
  readonly column: number;
  /** Blanks and tabs just before `text`. */
  readonly indent: string;
  /** How many blanks and tabs stand before the line, or before its time where it has one. */
  readonly margin: number;
  /** The time as printed, without its brackets. */
  readonly time: string | undefined;
}

/** A line that was broken. */
interface Broken {
  readonly full: string;
  /** Each part behind the first: where it stands, and from which column on in the whole. */
  readonly rests: readonly { readonly line: number; readonly column: number; readonly from: number; readonly length: number }[];
}

/** The lines of a document as dialects see them. */
export class Front {
  private readonly texts: readonly string[];
  /** What was taken off, of the lines that show otherwise than they stand. */
  private readonly cuts = new Map<number, Shown['cuts']>();
  private readonly fronts: Fronts;
  /** Lines that were broken, whole, and where the rest of each stands. */
  private readonly broken = new Map<number, Broken>();
  private readonly rests = new Set<number>();

  /** @param speaks tells whether a server speaks, or a tool shows itself, in what stands from a column of a line on */
  constructor(lines: Lines, count: number, speaks: (line: number, text: string, column: number) => boolean) {
    const opened = new Set<number>();
    const texts = Array.from({ length: count }, (_, line) => {
      const { text, cuts, opened: isOpened = false } = shown(lines.text(line));
      if (cuts.length > 0) this.cuts.set(line, cuts);
      if (isOpened) opened.add(line);
      return text;
    });
    withoutBreaks(texts, (line) => opened.has(line));
    this.texts = texts;
    const text = (line: number) => this.text(line);
    this.fronts = frontsOf({ text, speaks: (line, column) => speaks(line, text(line), column) }, count);
    for (let line = 1; line < count; line++) this.putTogether(line);
  }

  /** True for a line that is read with one above it. */
  isRest(line: number): boolean {
    return this.rests.has(line);
  }

  /** True for a line that is read with one below it. */
  isBroken(line: number): boolean {
    return this.broken.has(line);
  }

  private putTogether(line: number): void {
    if (!mayGoOn(this.text(line))) return;
    const { text, column } = this.row(line);
    let above = line - 1;
    while (this.rests.has(above)) above--;
    const rests = this.broken.get(above)?.rests ?? [];
    if (rests.length === MOST_RESTS) return;
    const upper = this.row(above);
    const gap = gapBetween(upper.text, text, line + 1 < this.texts.length ? this.row(line + 1).text : '');
    if (gap === undefined) return;
    const from = upper.full.length + gap.length;
    this.broken.set(above, { full: upper.full + gap + text, rests: [...rests, { line, column, from, length: text.length }] });
    this.rests.add(line);
  }

  /** The line as it shows; empty beyond what is read. */
  text(line: number): string {
    return this.texts[line] ?? '';
  }

  start(line: number): number {
    return itemAt(this.fronts.starts, line);
  }

  row(line: number): Row {
    const full = this.rests.has(line) ? '' : (this.broken.get(line)?.full ?? this.text(line));
    const { starts, timeStarts, timeEnds } = this.fronts;
    const start = itemAt(starts, line);
    const time = itemAt(timeEnds, line) > 0 ? full.slice(itemAt(timeStarts, line), itemAt(timeEnds, line)) : undefined;
    let column = start;
    while (isBlank(full, column)) column++;
    const margin =
      time === undefined
        ? column - start
        : blanksBefore(full, itemAt(timeStarts, line) - (full[itemAt(timeStarts, line) - 1] === '[' ? 1 : 0));
    return { line, full, start, text: full.slice(column), column, indent: full.slice(start, column), margin, time };
  }

  /** What was heard, with its places in the document where they are those of lines as they show. */
  placed(event: Event): Event {
    if (event.kind === 'note' || event.pieces.every(({ line }) => !this.cuts.has(line) && !this.broken.has(line))) return event;
    const pieces = event.pieces.flatMap((piece) => this.parted(piece));
    return { ...event, pieces: pieces.flatMap((piece) => inDocument(piece, this.cuts.get(piece.line) ?? [])) };
  }

  /** A piece of a broken line, on each line that has a part of it. */
  private parted(piece: Piece): readonly Piece[] {
    const broken = this.broken.get(piece.line);
    if (broken === undefined) return [piece];
    const own = this.text(piece.line).length;
    const parts = [{ line: piece.line, column: 0, from: 0, length: own }, ...broken.rests];
    return parts.flatMap(({ line, column, from, length }) => {
      const start = Math.max(piece.column, from);
      const end = Math.min(piece.column + piece.length, from + length);
      return end > start ? [{ at: piece.at + start - piece.column, line, column: column + start - from, length: end - start }] : [];
    });
  }
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

function blanksBefore(text: string, end: number): number {
  let from = end;
  while (isBlank(text, from - 1)) from--;
  return end - from;
}
