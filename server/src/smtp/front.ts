/**
 * What stands in front of a tool's line because somebody handled the text: mail quoting (`> `), line numbers, the words of a log, a time
 * stamp, indentation. It is taken off before a dialect looks at the line.
 */
import { itemAt } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import type { Event } from './model.ts';
import { type Fronts, frontsOf } from './runs.ts';
import { inDocument, type Shown, shown, withoutBreaks } from './shown.ts';

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

/** The lines of a document as dialects see them. */
export class Front {
  private readonly texts: readonly string[];
  /** What was taken off, of the lines that show otherwise than they stand. */
  private readonly cuts = new Map<number, Shown['cuts']>();
  private readonly fronts: Fronts;

  /** @param speaks tells whether a server speaks, or a tool shows itself, in what stands from a column of a line on */
  constructor(lines: Lines, count: number, speaks: (line: number, text: string, column: number) => boolean) {
    const texts = Array.from({ length: count }, (_, line) => {
      const { text, cuts } = shown(lines.text(line));
      if (cuts.length > 0) this.cuts.set(line, cuts);
      return text;
    });
    withoutBreaks(texts);
    this.texts = texts;
    const text = (line: number) => this.text(line);
    this.fronts = frontsOf({ text, speaks: (line, column) => speaks(line, text(line), column) }, count);
  }

  /** The line as it shows; empty beyond what is read. */
  text(line: number): string {
    return this.texts[line] ?? '';
  }

  start(line: number): number {
    return itemAt(this.fronts.starts, line);
  }

  row(line: number): Row {
    const full = this.text(line);
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
    if (event.kind === 'note' || event.pieces.every(({ line }) => !this.cuts.has(line))) return event;
    return { ...event, pieces: event.pieces.flatMap((piece) => inDocument(piece, this.cuts.get(piece.line) ?? [])) };
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
