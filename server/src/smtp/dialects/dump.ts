/** Hex dumps: rows of bytes to protocol lines, each character with its place in the file. */
import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Piece, Speaker, Utterance } from '../model.ts';
import { characterAt } from '../octets.ts';
import { sayPieces, speakerOf } from './dialect.ts';

/** A byte of a dump and where it stands: in the ASCII column if the row has one, else its hex digits. */
export interface DumpByte {
  readonly value: number;
  readonly line: number;
  readonly column: number;
}

export interface DumpRow {
  readonly offset: number;
  readonly bytes: readonly DumpByte[];
}

const OFFSET = /^[ \t]*\[?(?:0x)?([0-9a-fA-F]{4,8})\]?(?:[ \t]*[:-])?[ \t]{1,3}(?=[0-9a-fA-F]{2})/;
const ROW_BYTES = 16;
/** Blanks between the hex digits and the ASCII column are at most what a row of one byte leaves open. */
const WIDEST_GAP = 64;

/** Reads a row of a dump as `hexdump -C`, `xxd`, OpenSSL, Wireshark, tcpdump, curl and Ncat print it; 16 bytes at most. */
export function dumpRow(row: Row): DumpRow | undefined {
  const found = OFFSET.exec(row.full.slice(row.start, row.start + 40));
  return found === null ? undefined : dumpBytes(row, row.start + found[0].length, Number.parseInt(itemAt(found, 1), 16));
}

/** Reads the hex digits that begin at a column, and the ASCII column behind them. */
export function dumpBytes(row: Row, column: number, offset: number): DumpRow | undefined {
  const { full, line } = row;
  const values: number[] = [];
  const columns: number[] = [];
  let at = column;
  while (values.length < ROW_BYTES) {
    const value = hexByte(full, at);
    if (value === undefined) break;
    values.push(value);
    columns.push(at);
    at += 2;
    const next = full[at];
    if (hexByte(full, at) !== undefined && values.length % 2 === 1) continue;
    if (next !== ' ' && next !== '-') break;
    const wide = values.length === 8 && full[at + 1] === ' ' && full[at + 2] !== ' ';
    if (values.length < ROW_BYTES && hexByte(full, at + (wide ? 2 : 1)) === undefined) break;
    if (values.length < ROW_BYTES) at += wide ? 2 : 1;
  }
  if (values.length === 0) return undefined;
  const text = textColumns(full, at, values);
  return { offset, bytes: values.map((value, i) => ({ value, line, column: text?.[i] ?? itemAt(columns, i) })) };
}

function hexByte(text: string, at: number): number | undefined {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? undefined : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The columns of the bytes in the ASCII column: the first place behind the digits where every printable byte stands as itself. */
function textColumns(full: string, from: number, values: readonly number[]): readonly number[] | undefined {
  for (let start = from; start <= Math.min(from + WIDEST_GAP, full.length); start++) {
    if (start > from && full[start - 1] !== ' ' && full[start - 1] !== '\t' && full[start - 1] !== '|') return undefined;
    for (const gap of [0, 1]) {
      const columnAt = (i: number) => start + i + (i >= 8 ? gap : 0);
      if (gap === 1 && values.length > 8 && full[start + 8] !== ' ' && full[start + 8] !== undefined) continue;
      if (values.every((value, i) => stands(full[columnAt(i)], value))) return values.map((_, i) => columnAt(i));
    }
  }
  return undefined;
}

function stands(shown: string | undefined, value: number): boolean {
  // Trailing blanks are lost easily, and some tools show a blank as a dot.
  if (value === 32) return shown === ' ' || shown === '.' || shown === undefined;
  if (value > 32 && value < 127) return shown === String.fromCharCode(value);
  return shown === undefined || shown === '.' || shown === ' ' || shown.charCodeAt(0) > 126;
}

/** Joins chunks of bytes to protocol lines. A line may be spread over rows and over chunks of the same direction. */
export interface Assembler {
  /** `key` names a direction; the speaker is told, or told by the first line of the direction. */
  readonly push: (row: Row, key: string, bytes: readonly DumpByte[], speaker?: Speaker) => readonly Utterance[];
  /** What has come without a line end. */
  readonly rest: () => readonly Utterance[];
}

interface Stream {
  row: Row;
  speaker: Speaker | undefined;
  encrypted: boolean;
  bytes: DumpByte[];
}

export function assembler(): Assembler {
  const streams = new Map<string, Stream>();

  function take(stream: Stream, bytes: readonly DumpByte[], wireEnd: Utterance['wireEnd']): Utterance | undefined {
    const { text, pieces } = decode(bytes);
    stream.speaker ??= speakerOf(text) ?? otherSide(streams, stream);
    if (pieces.length === 0) return sayPieces(stream.row, stream.speaker, '', [nowhere(stream.row)], { wireEnd });
    return sayPieces(stream.row, stream.speaker, text, pieces, { wireEnd });
  }

  return {
    push(row, key, bytes, speaker) {
      let stream = streams.get(key);
      if (stream === undefined) {
        stream = { row, speaker, encrypted: false, bytes: [] };
        streams.set(key, stream);
      }
      // A TLS record begins with its type (20 to 23) and the version's major number, 3.
      if (
        stream.bytes.length === 0 &&
        bytes.length > 1 &&
        itemAt(bytes, 0).value >= 20 &&
        itemAt(bytes, 0).value <= 23 &&
        itemAt(bytes, 1).value === 3
      ) {
        stream.encrypted = true;
      }
      if (stream.encrypted) return [];
      stream.row = row;
      stream.speaker = speaker ?? stream.speaker;
      const said: Utterance[] = [];
      for (const byte of bytes) {
        if (byte.value !== 10) {
          stream.bytes.push(byte);
          continue;
        }
        const crlf = stream.bytes[stream.bytes.length - 1]?.value === 13;
        const line = take(stream, crlf ? stream.bytes.slice(0, -1) : stream.bytes, crlf ? 'crlf' : 'lf');
        stream.bytes = [];
        if (line !== undefined) said.push(line);
      }
      return said;
    },
    rest() {
      const said: Utterance[] = [];
      for (const stream of streams.values()) {
        if (stream.bytes.length === 0) continue;
        const line = take(stream, stream.bytes, undefined);
        if (line !== undefined) said.push(line);
        stream.bytes = [];
      }
      return said;
    },
  };
}

function otherSide(streams: ReadonlyMap<string, Stream>, stream: Stream): Speaker {
  for (const other of streams.values()) {
    if (other !== stream && other.speaker !== undefined) return other.speaker === 'server' ? 'client' : 'server';
  }
  return 'client';
}

function nowhere(row: Row): Piece {
  return { at: 0, line: row.line, column: row.column, length: 0 };
}

/** Bytes as UTF-8. */
function decode(bytes: readonly DumpByte[]): { text: string; pieces: Piece[] } {
  const pieces: { at: number; line: number; column: number; length: number }[] = [];
  const values = bytes.map(({ value }) => value);
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const { line, column } = itemAt(bytes, i);
    const { text: character, length } = characterAt(values, i);
    const last = pieces[pieces.length - 1];
    if (last !== undefined && last.line === line && last.column + last.length === column && character.length === 1) last.length++;
    else pieces.push({ at: text.length, line, column, length: 1 });
    text += character;
    i += length;
  }
  return { text, pieces };
}
