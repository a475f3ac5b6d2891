/**
 * Bytes to text and back. What is not Unicode is read as Latin-1, byte for byte, so that writing an edited file changes nothing but the
 * edit, whatever the bytes mean.
 */

import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { sure } from '../text/at.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
  /** A byte-order mark stood in front; it is not part of the text. */
  readonly mark: boolean;
}

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

export function decode(bytes: Buffer): Decoded {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) {
    const [encoding, mark] = marked;
    const decoded = { text: textOf(bytes.subarray(mark.length), encoding), encoding, mark: true };
    if (sameBytes(bytes, decoded)) return decoded;
  }
  const encoding = isUtf8(bytes) ? 'utf-8' : 'latin1';
  return { text: textOf(bytes, encoding), encoding, mark: false };
}

/** The bytes of an edited text, in the encoding it was read in. */
export function encode({ text, encoding, mark }: Decoded): Buffer {
  const prefix = mark ? sure(MARKS.find(([name]) => name === encoding))[1] : [];
  return Buffer.concat([Buffer.from(prefix), bytesOf(text, encoding)]);
}

function sameBytes(bytes: Buffer, decoded: Decoded): boolean {
  return encode(decoded).equals(bytes);
}

function textOf(bytes: Buffer, encoding: Encoding): string {
  if (encoding !== 'utf-16be') return bytes.toString(encoding);
  return swapped(bytes).toString('utf-16le');
}

function bytesOf(text: string, encoding: Encoding): Buffer {
  if (encoding !== 'utf-16be') return Buffer.from(text, encoding);
  return swapped(Buffer.from(text, 'utf-16le'));
}

function swapped(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16();
}

/** A stream of UTF-16 as UTF-8; any other stream as it is. */
export async function* toUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let begun = false;
  for await (const chunk of chunks) {
    if (!begun) {
      const encoding = MARKS.find(([, mark]) => mark.every((byte, index) => chunk[index] === byte))?.[0];
      if (encoding?.startsWith('utf-16')) decoder = new TextDecoder(encoding);
      begun = true;
    }
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
}

/** Bytes that no terminal prints (not tab, line ends, form feed, backspace, escape), in the first 8 KiB. */
const HEAD = 8192;
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/**
 * True for what is not text: an image, an archive, a program. A few stray control bytes are let through, for terminal captures have them
 * (telnet sends CR NUL).
 */
export function isBinary(bytes: Buffer): boolean {
  const head = bytes.subarray(0, HEAD);
  if (MARKS.some(([, mark]) => mark.every((byte, index) => head[index] === byte))) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls++;
  }
  return controls > head.length / 20;
}

/** The beginning of a compound file ([MS-CFB] 2.2), as Outlook (`.msg`) and older Office programs write them. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** True for a message that Outlook saved as `.msg`, and for what else is held so. */
export function isOutlookMessage(bytes: Buffer): boolean {
  return COMPOUND_FILE.every((byte, index) => bytes[index] === byte);
}

/** Why what `isBinary` cannot be read, and what to give instead where that can be told: the end of a sentence. */
export function whyNotText(bytes: Buffer): string {
  return isOutlookMessage(bytes)
    ? 'an Outlook message (.msg) or another Office file, which is binary: save the message as text (.txt) or as .eml, and give that'
    : 'binary, not text';
}
