/** Base64 (RFC 4648), read. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SEXTETS = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/**
 * By hand: `atob` is no part of JavaScript, and nothing below the doors asks for more than that.
 *
 * @returns one character for each octet, up to the first letter that is none of base64
 */
export function decoded(text: string): string {
  let octets = '';
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = SEXTETS.get(letter);
    if (value === undefined) break;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      octets += String.fromCharCode((bits >> held) & 0xff);
    }
  }
  return octets;
}
