/**
 * A log that is too big to be held: bytes go in chunk by chunk, groups of records come out. What is kept is one line and the groups. Lines,
 * columns and records are those that an editor sees: the recogniser is the same one.
 */
import { itemAt } from '../../text/at.ts';
import { Lines } from '../../text/lines.ts';
import { BEGINNING, LONGEST, mayGoOn } from './folded.ts';
import { type RecordGroup, RecordGroups } from './groups.ts';
import { LiteralSearch } from './literal-search.ts';
import { LONGEST_LINE, recognise, recogniseOn, telling } from './records.ts';

const LF = 10;
const CR = 13;

/** Enough bytes for `LONGEST_LINE` UTF-16 units: three for each, and a byte-order mark. */
const KEPT = (LONGEST_LINE + 1) * 3;

const search = new LiteralSearch([...telling, BEGINNING]);

export class LogScan {
  private readonly groups = new RecordGroups();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Begins with the line that the last chunk ended in; kept and reused, so that a long log makes no garbage. */
  private buffer = new Uint8Array(1 << 16);
  /** How many bytes of that line are in the buffer. */
  private rest = 0;
  /** That line is longer than `KEPT`, and the end of it is being passed over. */
  private overlong = false;
  /** The number of the line that `rest` is the beginning of, from 0. */
  private line = 0;

  /** @param line the number of the first line: what is read may be the rest of a longer log */
  constructor(line = 0) {
    this.line = line;
  }

  /** @param chunk UTF-8, cut anywhere; it may be reused by the caller afterwards */
  feed(chunk: Uint8Array): void {
    const from = this.overlong ? firstLineEnd(chunk, 0, chunk.length) : 0;
    if (this.overlong && from === chunk.length) return;
    const size = this.append(chunk.subarray(from));
    this.keep(this.scan(afterLastLine(this.buffer, size), size, size - KEPT), size);
  }

  /** After the last chunk. @returns the groups, in the order of their first lines */
  end(): RecordGroup[] {
    this.scan(this.rest, this.rest, Number.POSITIVE_INFINITY);
    this.rest = 0;
    return this.groups.all();
  }

  /** The groups of the whole lines so far, in the order of their first lines. */
  soFar(): RecordGroup[] {
    return this.groups.all();
  }

  /** Goes up when there is something worth telling that was not there before. */
  get news(): number {
    return this.groups.news;
  }

  /** How many lines were read, as editors count: what follows the last line end is a line, even if it is empty. */
  get lines(): number {
    return this.line + 1;
  }

  /** @returns how many bytes are in the buffer now */
  private append(chunk: Uint8Array): number {
    const size = this.rest + chunk.length;
    if (size > this.buffer.length) {
      const larger = new Uint8Array(size * 2);
      larger.set(this.buffer.subarray(0, this.rest));
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.rest);
    return size;
  }

  /** What follows the last line end is the beginning of the next line. */
  private keep(end: number, size: number): void {
    // A CR that may become a line end has to stay, however long the line is.
    const ended = this.buffer[size - 1] === CR;
    const tail = size - end;
    this.overlong = tail > KEPT && !ended;
    this.buffer.copyWithin(0, end, end + Math.min(tail, KEPT));
    this.rest = Math.min(tail, KEPT);
    if (tail > KEPT && ended) this.buffer[this.rest++] = CR;
  }

  /**
   * @param end of the buffer's whole lines; @param size of all that is in it
   * @param kept lines that begin before this place cannot wait for those that follow
   * @returns where the lines begin that wait, of a report that may go on in the next ones; `end` where none do
   */
  private scan(end: number, size: number, kept: number): number {
    const bytes = this.buffer;
    let counted = 0;
    for (let at = search.next(bytes, 0, end); at >= 0; ) {
      const start = startOfLine(bytes, at);
      const stop = firstLineEnd(bytes, at, end);
      this.line += lineEnds(bytes, counted, start);
      counted = start;
      const text = this.textOf(start, Math.min(stop, start + KEPT));
      let record = recognise(text, this.line);
      if (record === undefined && mayGoOn(text)) {
        const behind = afterLines(bytes, start, end, LONGEST + 1);
        if (behind === undefined && start >= kept) return start;
        record = recogniseOn(Lines.read(this.textOf(start, behind ?? size)), 0);
      }
      if (record !== undefined) this.groups.add({ ...record, line: this.line });
      at = search.next(bytes, stop, end);
    }
    this.line += lineEnds(bytes, counted, end);
    return end;
  }

  private textOf(start: number, stop: number): string {
    const text = this.decoder.decode(this.buffer.subarray(start, stop));
    // Editors do not count the byte-order mark of a file.
    return this.line === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}

/** Where the first line end stands from `from` on; `end` when there is none before it. */
function firstLineEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== LF && bytes[i] !== CR) i++;
  return i;
}

/** Behind so many lines; undefined where fewer are ended. */
function afterLines(bytes: Uint8Array, start: number, end: number, count: number): number | undefined {
  let at = start;
  for (let line = 0; line < count; line++) {
    const stop = firstLineEnd(bytes, at, end);
    if (stop === end) return undefined;
    at = bytes[stop] === CR && bytes[stop + 1] === LF ? stop + 2 : stop + 1;
  }
  return at;
}

/** Where the line begins that holds the byte at `at`. */
function startOfLine(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--;
  return start;
}

/** Behind the last line end before `size`. A CR at the very end is none yet: an LF may follow in the next chunk. */
function afterLastLine(bytes: Uint8Array, size: number): number {
  return startOfLine(bytes, bytes[size - 1] === CR ? size - 1 : size);
}

/** How many line ends there are from `from` to `to`: LF, CR LF, or a lone CR. Neither place is inside a CR LF. */
function lineEnds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const byte = itemAt(bytes, i);
    if (byte > CR) continue;
    if (byte === LF || (byte === CR && (i + 1 === to || bytes[i + 1] !== LF))) count++;
  }
  return count;
}
