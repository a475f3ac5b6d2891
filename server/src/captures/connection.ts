/** A mail connection of a capture, written down as a transcript: who said what, and when. `smtp/dialects/capture.ts` reads it. */

import { type Address, printAddress } from '../sets/addresses.ts';
import { BY_KEYS, GAP } from '../smtp/dialects/capture.ts';
import { textOf } from '../smtp/octets.ts';
import { isCommand, replyForm, verbOf } from '../smtp/protocol.ts';
import { itemAt } from '../text/at.ts';
import type { Room } from './room.ts';
import type { Segment } from './segment.ts';
import { type Receiver, Stream } from './stream.ts';

/** What is kept of a line, and of a connection. */
const LONGEST_LINE = 1 << 16;
const LONGEST = 1 << 20;
/** Lines of the body of a message that are kept; of the others those that are longer than each before them, which a limit could take. */
const MOST_OF_A_BODY = 200;
const LF = 10;
const CR = 13;
const DOT = 46;

export interface End {
  readonly address: Address;
  readonly port: number;
}

/** Seconds since 1970, or as a tool printed it; undefined where the file does not tell. */
export type Time = number | string | undefined;

export class Connection {
  /** How many connections began before it. */
  readonly order: number;
  readonly client: End;
  readonly server: End;
  /** Both sides have ended, or one has reset it. */
  over = false;
  private readonly room: Room;
  private readonly rows: string[] = [];
  private size = 0;
  private readonly ours: Side;
  private readonly theirs: Side;
  /** It was seen to begin. */
  private begun = false;
  /** Lines of the client before anything that tells what they are. */
  private untold = 0;
  private firstCommand: string | undefined;
  private firstReply: string | undefined;
  private readonly message = new Message();

  constructor(client: End, server: End, order: number, room: Room) {
    this.client = client;
    this.server = server;
    this.order = order;
    this.room = room;
    const listener = (name: Side['name']): Listener => ({
      line: (time, line, said) => this.line(name, time, line, said),
      note: (time, text) => this.note(time, text),
      passesOver: (line) => this.isFull() || (name === 'client' && this.message.passesOver(line)),
    });
    this.ours = new Side('client', room, listener('client'));
    this.theirs = new Side('server', room, listener('server'));
  }

  add(segment: Segment, fromClient: boolean, time: Time): void {
    const [side, other] = fromClient ? [this.ours, this.theirs] : [this.theirs, this.ours];
    side.time = time;
    const { sequence, octets, length, syn, fin, rst, acknowledged } = segment;
    if (acknowledged !== undefined) other.stream.acknowledged(acknowledged, other);
    if (syn) {
      this.begun = true;
      side.stream.begin(sequence + 1);
    } else if (length > 0) side.stream.add(sequence, octets, length, side);
    if (fin || rst) {
      side.finish(true);
      side.over = true;
      this.note(time, `${rst ? 'reset' : 'closed'} by the ${side.name}`);
    }
    this.over = rst || (this.ours.over && this.theirs.over);
  }

  /** Whether anything was said. */
  get isSpoken(): boolean {
    return this.ours.spoken || this.theirs.spoken;
  }

  /** Whether what was said is mail, wherever it was said: FTP and others greet as SMTP does. */
  get isMail(): boolean {
    const { firstCommand, firstReply } = this;
    if (firstCommand === undefined) return false;
    const verb = verbOf(firstCommand.slice(0, 80)).verb;
    return /^(?:EHLO|HELO|MAIL|NOOP|X{4,})$/.test(verb) && (firstReply === undefined || replyForm(firstReply) !== undefined);
  }

  /** Nothing more comes. */
  finish(): void {
    this.ours.finish(false);
    this.theirs.finish(false);
    for (const note of this.message.end()) this.note(this.ours.time, note);
  }

  text(): string {
    return [`# capture: tcp ${printed(this.client)} -> ${printed(this.server)}`, ...this.rows].join('\n');
  }

  /** It is not kept: what it took is free again. */
  forget(): void {
    this.room.giveText(this.size);
  }

  private line(name: Side['name'], time: Time, line: string, { end, byKeys }: Wired): void {
    const isTyped = byKeys && name === 'client' && this.message.isOver;
    if (name === 'server') {
      this.firstReply ??= line;
      if (line.startsWith('354')) this.message.begin();
    } else {
      if (!this.begun && this.firstReply === undefined && this.firstCommand === undefined && !isCommand(line)) {
        this.untold++;
        return;
      }
      this.firstCommand ??= line;
      for (const note of this.message.line(line)) this.note(time, note);
    }
    if (this.untold > 0) {
      const lines = `${this.untold} ${this.untold === 1 ? 'line' : 'lines'}`;
      this.untold = 0;
      this.note(time, `the beginning is ${GAP}; what the client said before this, ${lines}, is not shown`);
    }
    if (isTyped) this.note(time, BY_KEYS);
    this.write(time, `${name === 'client' ? 'C' : 'S'}: ${escaped(line)}${END_MARKS[end]}`);
  }

  private note(time: Time, text: string): void {
    this.write(time, `= ${text}`);
  }

  private isFull(): boolean {
    return this.size > LONGEST || !this.room.hasTextLeft;
  }

  private write(time: Time, row: string): void {
    if (this.size > LONGEST) return;
    const stamp = stamped(time);
    const whole = stamp === '' ? row : `${stamp} ${row}`;
    if (!this.room.takeText(whole.length + 1)) return;
    this.size += whole.length + 1;
    this.rows.push(this.size > LONGEST ? '= the rest of this connection is not shown' : whole);
  }
}

/** How a line was on the wire. */
interface Wired {
  /** '': it has none, and the connection ended. */
  readonly end: '\r\n' | '\n' | '';
  /** Its first segment held one octet. */
  readonly byKeys: boolean;
}

const END_MARKS: Readonly<Record<Wired['end'], string>> = { '\r\n': '', '\n': '\\n', '': '\\c' };

/** What of a message is kept. */
class Message {
  private in: 'command' | 'header' | 'body' = 'command';
  private lines = 0;
  private longest = 0;
  private left = 0;

  /** The client sends commands. */
  get isOver(): boolean {
    return this.in === 'command';
  }

  begin(): void {
    this.in = 'header';
    this.lines = this.longest = 0;
  }

  /** @param line of the client, without its end. @returns notes to be written before it */
  line(line: string): readonly string[] {
    if (this.in === 'command') return [];
    if (line === '.') this.in = 'command';
    else if (line === '') this.in = 'body';
    return this.end();
  }

  /** Whether a line, without its end, is only counted. */
  passesOver(line: Uint8Array): boolean {
    if (this.in !== 'body' || (line.length === 1 && line[0] === DOT)) return false;
    if (this.lines >= MOST_OF_A_BODY && line.length <= this.longest) {
      this.left++;
      return true;
    }
    this.lines++;
    this.longest = Math.max(this.longest, line.length);
    return false;
  }

  /** @returns what is to be said of the lines that were only counted */
  end(): readonly string[] {
    const { left } = this;
    this.left = 0;
    if (left === 0) return [];
    return [`${left} ${left === 1 ? 'line' : 'lines'} of the message ${left === 1 ? 'is' : 'are'} not shown`];
  }
}

interface Listener {
  /** @param line without its end */
  line(time: Time, line: string, said: Wired): void;
  note(time: Time, text: string): void;
  /** Whether a line is of no use; asked for each before it is made a text. */
  passesOver(line: Uint8Array): boolean;
}

/** One side's octets to lines. */
class Side implements Receiver {
  readonly name: 'client' | 'server';
  readonly stream: Stream;
  time: Time;
  over = false;
  spoken = false;
  private readonly room: Room;
  private readonly listener: Listener;
  private held: Uint8Array[] = [];
  private length = 0;
  private byKeys = false;
  private encrypted = false;

  constructor(name: 'client' | 'server', room: Room, listener: Listener) {
    this.name = name;
    this.room = room;
    this.listener = listener;
    this.stream = new Stream(room);
  }

  take(octets: Uint8Array): void {
    this.spoken = true;
    if (this.encrypted) return;
    if (this.length === 0 && isTlsRecord(octets)) {
      this.encrypted = true;
      this.listener.note(this.time, `TLS begins: what the ${this.name} says in it is not read`);
      return;
    }
    if (this.length === 0) this.byKeys = octets.length === 1 && octets[0] !== CR && octets[0] !== LF;
    let from = 0;
    for (;;) {
      const lf = octets.indexOf(LF, from);
      if (lf < 0) break;
      this.end(octets.subarray(from, lf), 'here');
      this.byKeys = false;
      from = lf + 1;
    }
    if (from < octets.length) this.hold(octets.subarray(from));
  }

  lose(count: number): void {
    if (this.encrypted) return;
    this.end(NOTHING, 'lost');
    this.listener.note(this.time, `${count} octets of the ${this.name} are ${GAP}`);
  }

  /** What has come without a line end. @param closed no more can have come */
  finish(closed: boolean): void {
    this.stream.end(this);
    this.end(NOTHING, closed ? 'none' : 'lost');
  }

  private hold(octets: Uint8Array): void {
    this.length += octets.length;
    const room = LONGEST_LINE - (this.length - octets.length);
    const kept = octets.slice(0, Math.max(0, room));
    if (kept.length > 0 && this.room.hold(kept.length)) this.held.push(kept);
  }

  /** @param last of the line, before its line feed, which is `here`, was `lost`, or never came */
  private end(last: Uint8Array, feed: 'here' | 'lost' | 'none'): void {
    if (this.length === 0 && last.length === 0 && feed !== 'here') return;
    const held = this.held.length === 0 ? last : joined([...this.held, last]);
    for (const part of this.held) this.room.letGo(part.length);
    if (this.length > 0) {
      this.held = [];
      this.length = 0;
    }
    const crlf = feed === 'here' && held.at(-1) === CR;
    const line = held.subarray(0, Math.min(LONGEST_LINE, crlf ? held.length - 1 : held.length));
    // Of a line whose end is lost nothing tells that it had another than usual.
    const end = crlf || feed === 'lost' ? '\r\n' : feed === 'here' ? '\n' : '';
    if (!this.listener.passesOver(line)) this.listener.line(this.time, textOf(line), { end, byKeys: this.byKeys });
  }
}

const NOTHING = new Uint8Array(0);

function joined(parts: readonly Uint8Array[]): Uint8Array {
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
  return octets.length > 2 && itemAt(octets, 0) >= 20 && itemAt(octets, 0) <= 23 && octets[1] === 3;
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

function printed({ address, port }: End): string {
  const text = printAddress(address);
  return `${text.includes(':') ? `[${text}]` : text}:${port}`;
}

/** `2026-11-22 01:44:56.123456`, UTC; what a tool printed stays as it is. */
function stamped(time: Time): string {
  if (typeof time !== 'number') return time ?? '';
  const seconds = Math.floor(time);
  const micro = Math.min(999_999, Math.round((time - seconds) * 1e6));
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(micro).padStart(6, '0')}`;
}
