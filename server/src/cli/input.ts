/** Inputs as bytes: read only as far as needed to know what they are, whole up to a limit, as a stream beyond. */

import { lastOf } from '../text/at.ts';
import type { Terminal } from './terminal.ts';

export interface Input {
  /** As results name it. */
  readonly path: string;
  /** The person named this very input, so that passing it over must be said. */
  readonly named: boolean;
  open(): AsyncIterable<Buffer>;
  /** It can be opened a second time, which a pipe cannot. */
  readonly again: boolean;
}

/** Standard input; a person who types it is told how it ends. */
export function standardInput({ stdin, stderr }: Terminal): AsyncIterable<Buffer> {
  if (stdin.isTTY) stderr.write('esmtp-lens: paste the text, then press Ctrl+D on a line of its own\n');
  return stdin;
}

export interface Taken {
  readonly chunks: readonly Buffer[];
  /** Nothing is left to read. */
  readonly ended: boolean;
}

/** Copies chunks until there are `size` bytes or more, or the input ends. */
export async function take(reader: AsyncIterator<Buffer>, size: number): Promise<Taken> {
  const chunks: Buffer[] = [];
  for (let length = 0; length < size; length += lastOf(chunks).length) {
    const next = await reader.next();
    if (next.done) return { chunks, ended: true };
    chunks.push(Buffer.from(next.value));
  }
  return { chunks, ended: false };
}

/** What was taken, then the rest. */
export async function* resume(taken: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* taken;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const LF = 10;
const CR = 13;
/** What is kept of a line: more than a screen shows. */
const LONGEST = 8192;

/** The first whole lines of a stream that is too long to be held. */
export class Beginning {
  private readonly size: number;
  private readonly chunks: Buffer[] = [];
  private length = 0;

  /** @param size at most so many bytes */
  constructor(size: number) {
    this.size = size;
  }

  /** @param chunk may be reused by the caller afterwards */
  feed(chunk: Buffer): void {
    if (this.length >= this.size) return;
    const kept = Buffer.from(chunk.subarray(0, this.size - this.length));
    this.chunks.push(kept);
    this.length += kept.length;
  }

  /** All of them up to the last line end, without it; what there is where no line ends. */
  bytes(): Buffer {
    const all = Buffer.concat(this.chunks);
    const end = Math.max(all.lastIndexOf(LF), all.lastIndexOf(CR));
    return end < 0 ? all : all.subarray(0, all[end] === LF && all[end - 1] === CR ? end - 1 : end);
  }
}

/** The texts of some lines of a stream, which is read no further than the last of them. Lines end with LF, CR LF or CR, as everywhere. */
export async function pickLines(chunks: AsyncIterable<Buffer>, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const picked = new Map<number, string>();
  const last = Math.max(-1, ...wanted);
  let line = 0;
  let begun: Buffer[] = [];
  let afterCr = false;
  const finish = () => {
    if (wanted.has(line)) picked.set(line, Buffer.concat(begun).subarray(0, LONGEST).toString());
    begun = [];
    line++;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let i = 0; i < chunk.length && line <= last; i++) {
      const byte = chunk[i];
      if (byte !== LF && byte !== CR) {
        afterCr = false;
        continue;
      }
      const secondHalf = byte === LF && afterCr;
      afterCr = byte === CR;
      if (!secondHalf) {
        if (wanted.has(line)) begun.push(chunk.subarray(start, i));
        finish();
      }
      start = i + 1;
    }
    if (line > last) return picked;
    if (wanted.has(line)) begun.push(Buffer.from(chunk.subarray(start)));
  }
  finish();
  return picked;
}
