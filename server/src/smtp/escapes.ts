/** Texts that a program writes as a quoted string of its language, undone: `b'250-SIZE\r\n'`, `"\u003c-  250 ok"`. */
import { itemAt } from '../text/at.ts';
import { characterAt } from './octets.ts';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', e: '\x1b', a: '\x07', b: '\b', f: '\f', v: '\v', s: ' ' };

/** Characters of an undone string, each with the column where it is written. */
interface Undone {
  readonly characters: readonly string[];
  readonly columns: readonly number[];
  /** The column behind the closing quote, or of the end where none closes it. */
  readonly end: number;
}

/**
 * Undoes the escapes of Python, Ruby, JavaScript, C and AsyncOS (`\r`, `\x0d`, `\015`, `\u00f6`). `from` is the column of
 * the opening quote; the string ends with the same quote, or with the line.
 */
export function undo(full: string, from: number): Undone {
  const quote = full[from];
  const characters: string[] = [];
  const columns: number[] = [];
  let at = from + 1;
  while (at < full.length && full[at] !== quote) {
    const octets = octetsAt(full, at);
    if (octets.length > 0) {
      const { text, length } = characterAt(
        octets.map(({ value }) => value),
        0,
      );
      for (let unit = 0; unit < text.length; unit++) {
        characters.push(text.charAt(unit));
        columns.push(itemAt(octets, unit).column);
      }
      at = itemAt(octets, length - 1).end;
      continue;
    }
    const [character, length] = full[at] === '\\' ? undoOne(full, at) : [full.charAt(at), 1];
    characters.push(character);
    columns.push(at);
    at += length;
  }
  return { characters, columns, end: Math.min(at + 1, full.length) };
}

interface EscapedOctet {
  readonly value: number;
  readonly column: number;
  readonly end: number;
}

/** The octets beyond ASCII that are escaped from here on, at most as many as one character has: `\xc3\xb6`, `\303\266`. */
function octetsAt(full: string, from: number): EscapedOctet[] {
  const found: EscapedOctet[] = [];
  for (let at = from; found.length < 4 && full[at] === '\\'; ) {
    const written = /^\\(?:x([89a-fA-F][0-9a-fA-F])|([23][0-7]{2}))/.exec(full.slice(at, at + 4));
    if (written === null) break;
    const value = written[1] === undefined ? Number.parseInt(itemAt(written, 2), 8) : Number.parseInt(written[1], 16);
    found.push({ value, column: at, end: at + written[0].length });
    at += written[0].length;
  }
  return found;
}

function undoOne(full: string, at: number): [string, number] {
  const next = full[at + 1];
  if (next === undefined) return ['\\', 1];
  if (next === 'x' || next === 'u') {
    const digits = (next === 'x' ? /^[0-9a-fA-F]{2}/ : /^[0-9a-fA-F]{4}/).exec(full.slice(at + 2, at + 6));
    if (digits !== null) return [String.fromCharCode(Number.parseInt(digits[0], 16)), 2 + digits[0].length];
  }
  const octal = /^[0-7]{3}/.exec(full.slice(at + 1, at + 4));
  if (octal !== null) return [String.fromCharCode(Number.parseInt(octal[0], 8) & 0xff), 4];
  return [SIMPLE[next] ?? next, 2];
}
