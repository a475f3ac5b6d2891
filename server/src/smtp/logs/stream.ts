/**
 * A log that is too big to be held: bytes go in chunk by chunk, groups of records come out. What is kept is one line and the groups. Lines,
 * columns and records are those that an editor sees: the recogniser is the same one.
 */
import { type RecordGroup, RecordGroups } from './groups.ts';
import { LiteralSearch } from './literal-search.ts';
import { LONGEST_LINE, recognise, triggers } from './records.ts';

const LF = 10;
const CR = 13;

/** Enough bytes for `LONGEST_LINE` UTF-16 units: three for each, and a byte-order mark. */
const KEPT = (LONGEST_LINE + 1) * 3;

const search = new LiteralSearch(triggers);

export class LogScan {
  readonly #groups = new RecordGroups();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The beginning of the line that the last chunk ended in. */
  #rest: Uint8Array = new Uint8Array(0);
  /** That line is longer than `KEPT`, and the end of it is being passed over. */
  #overlong = false;
  /** The number of the line that `#rest` is the beginning of, from 0. */
  #line = 0;

  /** @param chunk UTF-8, cut anywhere; it may be reused by the caller afterwards */
  feed(chunk: Uint8Array): void {
    const from = this.#overlong ? firstLineEnd(chunk) : 0;
    if (this.#overlong && from === chunk.length) return;
    const bytes = concat(this.#rest, chunk.subarray(from));
    const end = afterLastLine(bytes);
    this.#scan(bytes, end);
    this.#keep(bytes.subarray(end));
  }

  /** After the last chunk. @returns the groups, in the order of their first lines */
  end(): RecordGroup[] {
    this.#scan(this.#rest, this.#rest.length);
    this.#rest = new Uint8Array(0);
    return this.#groups.all();
  }

  /** How many lines were read, as editors count: what follows the last line end is a line, even if it is empty. */
  get lines(): number {
    return this.#line + 1;
  }

  #keep(tail: Uint8Array): void {
    // A CR that may become a line end has to stay, however long the line is.
    const ended = tail.at(-1) === CR;
    this.#overlong = tail.length > KEPT && !ended;
    this.#rest = tail.length > KEPT && ended ? concat(tail.subarray(0, KEPT), Uint8Array.of(CR)) : tail.slice(0, KEPT);
  }

  /** @param end of `bytes`, or behind a line end; `bytes` begins with a line */
  #scan(bytes: Uint8Array, end: number): void {
    let counted = 0;
    for (let at = search.next(bytes, 0, end); at >= 0; ) {
      const start = startOfLine(bytes, at);
      const stop = Math.min(at + firstLineEnd(bytes.subarray(at, end)), end);
      this.#line += lineEnds(bytes.subarray(counted, start));
      counted = start;
      this.#readLine(bytes.subarray(start, Math.min(stop, start + KEPT)));
      at = search.next(bytes, stop, end);
    }
    this.#line += lineEnds(bytes.subarray(counted, end));
  }

  #readLine(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes);
    // Editors do not count the byte-order mark of a file.
    const record = recognise(this.#line === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text, this.#line);
    if (record !== undefined) this.#groups.add(record);
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Where the first line end stands; the length when there is none. */
function firstLineEnd(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length && bytes[i] !== LF && bytes[i] !== CR) i++;
  return i;
}

/** Where the line begins that holds the byte at `at`. */
function startOfLine(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--;
  return start;
}

/** Behind the last line end. A CR at the very end is none yet: an LF may follow in the next chunk. */
function afterLastLine(bytes: Uint8Array): number {
  const end = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
  return startOfLine(bytes, end);
}

/** How many line ends: LF, CR LF, or a lone CR. */
function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let i = bytes.indexOf(LF); i >= 0; i = bytes.indexOf(LF, i + 1)) count++;
  for (let i = bytes.indexOf(CR); i >= 0; i = bytes.indexOf(CR, i + 1)) if (bytes[i + 1] !== LF) count++;
  return count;
}
