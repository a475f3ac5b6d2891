/** Sizes on the wire. SMTP counts octets; a transcript is text, so characters are counted as UTF-8. */
import { itemAt } from '../text/at.ts';

/** An octet that is no UTF-8 is carried as a lone surrogate, U+DC80 for 0x80, so that it can be told from a character (as PEP 383 does). */
const CARRIED = 0xdc00;

/**
 * The character that begins at an octet of a tool's dump or of escaped text.
 * @returns one or two UTF-16 units, and how many octets they take
 */
export function characterAt(values: readonly number[], at: number): { readonly text: string; readonly length: number } {
  const first = itemAt(values, at);
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 1;
  let code = length === 1 ? first : first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = values[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return { text: carried(first), length: 1 };
    code = code * 64 + (next & 0x3f);
  }
  const surrogate = code >= 0xd800 && code < 0xe000;
  if (code > 0x10ffff || surrogate || (length === 1 && first >= 0x80)) return { text: carried(first), length: 1 };
  return { text: String.fromCodePoint(code), length };
}

function carried(octet: number): string {
  return String.fromCharCode(CARRIED + octet);
}

/** Octets of a text in UTF-8, without a line end. A lone surrogate counts as the three octets of U+FFFD, a carried octet as one. */
export function octets(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) count++;
    else if (code < 0x800) count += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count += 4;
      i++;
    } else if (code >= CARRIED + 0x80 && code <= CARRIED + 0xff) count++;
    else count += 3;
  }
  return count;
}

const encoder = new TextEncoder();

/** Writes a text as octets where it is ASCII alone, as nearly all of SMTP is. @returns whether it is */
export function writeAscii(text: string, into: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return false;
    into[at] = code;
  }
  return true;
}

/** The octets of a text in UTF-8, without a line end; a carried octet is itself again. */
export function octetsOf(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character.length === 1 && code >= CARRIED + 0x80 && code <= CARRIED + 0xff) bytes.push(code - CARRIED);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The inverse of `octetsOf`: UTF-8, and what is none carried octet by octet. */
export function textOf(octets: Uint8Array): string {
  try {
    return decoder.decode(octets);
  } catch {
    const values = Array.from(octets);
    let text = '';
    for (let at = 0; at < values.length; ) {
      const next = characterAt(values, at);
      text += next.text;
      at += next.length;
    }
    return text;
  }
}
