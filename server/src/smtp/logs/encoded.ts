/**
 * A part of a message that is encoded in base64 (RFC 2045 6.8): the text of a delivery report as Exchange and forwarding programs write it. It is
 * told by its shape, so that a part that was copied without its header is read as well.
 */
import { decoded } from '../../text/base64.ts';
import type { Lines } from '../../text/lines.ts';

export interface EncodedPart {
  /** The line behind it. */
  readonly to: number;
  /** One character for each octet: what a log line is told by is ASCII. */
  readonly text: string;
  /** Where octets of it stand: on the line of the first of them, up to the last of them or to the end of that line. */
  placeOf(from: number, to: number): { readonly line: number; readonly start: number; readonly end: number };
}

/** Shorter, it is a word or a number; and no reason of a report would find room. */
const SHORTEST = 40;
const ENCODED = /^[A-Za-z0-9+/]{4,76}(?:={1,2})?$/;

/**
 * @param line which no encoded part goes through already
 * @returns what begins to be encoded on this line, with an empty text where it is none; undefined where nothing does
 */
export function encodedPart(lines: Lines, line: number): EncodedPart | undefined {
  const width = lines.text(line).length;
  if (width < SHORTEST || !isEncoded(lines, line)) return undefined;
  let text = decoded(lines.text(line));
  const readable = isText(text);
  let to = line + 1;
  // All lines but the last are of one length.
  for (let full = true; full && isEncoded(lines, to) && lines.text(to).length <= width; to++) {
    full = lines.text(to).length === width;
    if (readable) text += decoded(lines.text(to));
  }
  if (!readable) text = '';
  const column = (octet: number) => Math.floor(octet / 3) * 4;
  return {
    to,
    text,
    placeOf(from, until) {
      const row = Math.floor(column(from) / width);
      const on = line + row;
      const start = column(from) - row * width;
      const end = column(until - 1) + 4 - row * width;
      return { line: on, start, end: Math.min(end, lines.text(on).length) };
    },
  };
}

/** True for a line of base64, wherever it stands. */
export function isEncoded(lines: Lines, line: number): boolean {
  const text = lines.text(line);
  return text.length % 4 === 0 && ENCODED.test(text);
}

/** False for octets that no text has: an image, an archive. */
function isText(octets: string): boolean {
  return [...octets].every((octet) => octet >= ' ' || '\t\n\v\f\r\x1b'.includes(octet));
}
