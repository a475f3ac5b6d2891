/** A mail connection of a capture, written down as a transcript: who said what, and when. `smtp/dialects/capture.ts` reads it. */
import { textOf } from '../smtp/octets.ts';
import type { Segment } from './segment.ts';
import { type Receiver, Stream } from './stream.ts';

/** What is kept of a line, and of a connection. */
const LONGEST_LINE = 1 << 16;
const LONGEST = 1 << 20;
const LF = 10;
const CR = 13;

export interface Ends {
  readonly client: string;
  readonly server: string;
}

export class Connection {
  /** How many connections began before it. */
  readonly order: number;
  /** Both sides have ended, or one has reset it. */
  over = false;
  private readonly ends: Ends;
  private readonly rows: string[] = [];
  private size = 0;
  private readonly client: Side;
  private readonly server: Side;

  constructor(ends: Ends, order: number) {
    this.ends = ends;
    this.order = order;
    const write = (row: string) => this.write(row);
    const isFull = () => this.size > LONGEST;
    this.client = new Side('C', write, isFull);
    this.server = new Side('S', write, isFull);
  }

  add(segment: Segment, fromClient: boolean, time: string): void {
    const [side, other] = fromClient ? [this.client, this.server] : [this.server, this.client];
    side.time = time;
    const { sequence, octets, length, syn, fin, rst, acknowledged } = segment;
    if (acknowledged !== undefined) other.stream.acknowledged(acknowledged, other);
    if (syn) side.stream.begin(sequence + 1);
    else if (length > 0) side.stream.add(sequence, octets, length, side);
    if (fin || rst) {
      side.finish();
      side.over = true;
      this.write(`${time} = ${rst ? 'reset' : 'closed'} by the ${fromClient ? 'client' : 'server'}`);
    }
    this.over = rst || (this.client.over && this.server.over);
  }

  /** Whether anything was said. */
  get isSpoken(): boolean {
    return this.client.spoken || this.server.spoken;
  }

  text(): string {
    this.client.finish();
    this.server.finish();
    const { client, server } = this.ends;
    return [`# capture: tcp ${client} -> ${server}`, ...this.rows].join('\n');
  }

  private write(row: string): void {
    if (this.size > LONGEST) return;
    this.size += row.length + 1;
    this.rows.push(this.size > LONGEST ? '= the rest of this connection is not shown' : row);
  }
}

/** One side's octets to lines. */
class Side implements Receiver {
  readonly stream = new Stream();
  time = '';
  over = false;
  spoken = false;
  private readonly name: 'C' | 'S';
  private readonly write: (row: string) => void;
  private readonly isFull: () => boolean;
  private line: Uint8Array[] = [];
  private length = 0;
  private encrypted = 0;

  /** @param isFull true when nothing more is kept */
  constructor(name: 'C' | 'S', write: (row: string) => void, isFull: () => boolean) {
    this.name = name;
    this.write = write;
    this.isFull = isFull;
  }

  take(octets: Uint8Array): void {
    this.spoken = true;
    if (this.encrypted > 0 || (this.length === 0 && isTlsRecord(octets))) {
      if (this.encrypted === 0)
        this.write(`${this.time} = TLS begins: what the ${this.name === 'C' ? 'client' : 'server'} says in it is not read`);
      this.encrypted += octets.length;
      return;
    }
    let from = 0;
    for (;;) {
      const lf = octets.indexOf(LF, from);
      if (lf < 0) break;
      this.hold(octets.subarray(from, lf));
      this.end('\n');
      from = lf + 1;
    }
    this.hold(octets.subarray(from));
  }

  lose(count: number): void {
    if (this.encrypted > 0) return;
    if (this.length > 0) this.end('');
    this.write(`${this.time} = ${count} octets of the ${this.name === 'C' ? 'client' : 'server'} are not in the capture`);
  }

  /** What has come without a line end. */
  finish(): void {
    this.stream.end(this);
    if (this.length > 0) this.end('');
  }

  private hold(octets: Uint8Array): void {
    if (octets.length === 0) return;
    if (this.length < LONGEST_LINE) this.line.push(octets.slice(0, LONGEST_LINE - this.length));
    this.length += octets.length;
  }

  private end(end: '\n' | ''): void {
    const held = joined(this.line);
    this.line = [];
    this.length = 0;
    if (this.isFull()) return;
    const crlf = end === '\n' && held.at(-1) === CR;
    const text = escaped(textOf(crlf ? held.subarray(0, -1) : held));
    const mark = end === '\n' && !crlf ? '\\n' : '';
    this.write(`${this.time} ${this.name}: ${text}${mark}`.trimStart());
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A TLS record begins with its type (20 to 23) and the version's major number, 3. */
function isTlsRecord(octets: Uint8Array): boolean {
  return octets.length > 2 && octets[0]! >= 20 && octets[0]! <= 23 && octets[1] === 3;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
const UNSEEN = /[\\\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00a0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]|[ \t]$/gu;

/** A line of text in which every octet can be told: what does not show is written as `\x1b`, a backslash twice. */
function escaped(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === '\\') return '\\\\';
    const code = character.charCodeAt(0);
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00)}`;
    return Array.from(encoder.encode(character), (octet) => `\\x${hex(octet)}`).join('');
  });
}

const encoder = new TextEncoder();

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
