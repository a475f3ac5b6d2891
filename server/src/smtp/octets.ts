/** Sizes on the wire. SMTP counts octets; a transcript is text, so characters are counted as UTF-8. */

/** Octets of a text in UTF-8, without a line end. A lone surrogate counts as the three octets of U+FFFD. */
export function octets(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) count++;
    else if (code < 0x800) count += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count += 4;
      i++;
    } else count += 3;
  }
  return count;
}
