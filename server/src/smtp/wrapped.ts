/**
 * Lines that a mail program or a terminal broke because they were too long. A masked text is one long word: it stands alone on the line below its
 * code, or a part of it does. What nobody masked reads as well without its end.
 */

/** What a firewall leaves of a greeting, and how many asterisks at least stand in a row in it. */
const LEFT = /^[*20 ]*$/;
const ASTERISKS = '****';
const MASKED_KEYWORD = /^X{2,}[A-Z]$/;
/** A reply that has a code and nothing else, whatever stands in front of it. */
const LONE_GREETING = /(?:^|[^\w.:*-])220$/;
const LONE_KEYWORD = /(?:^|[^\w.:*-])250[ -]?$/;
/** So wide is what a terminal or a mail program breaks in the middle of a word. */
const NARROWEST = 60;
const GREETS = /(?:^|[^\w.:*-])220 /;
const CUT_KEYWORD = /(?:^|[^\w.:*-])250[ -]X{20,}$/;
const CUT_END = /^X*[A-Z]$/;
/** A server that repeats what it did not understand. */
const REFUSAL = /(?:^|[^\w.:*-])5[0-5]\d[ -]./;
const GOES_ON = /[\w:,]$/;
const REPEATED = /^(?:[a-z]{1,20}:? ){0,3}["'`<(]X{4,}(?: [^"'`<>()]{0,80})?["'`>)]\.?$/i;
/** A reply has at most 512 octets (RFC 5321, 4.5.3.1.5): more lines than these are no rest of one. */
export const MOST_RESTS = Math.ceil(512 / NARROWEST);
/** What proves, in the lines below, that asterisks are no ornament: a command or another reply. */
const SPOKEN = /\b(?:EHLO|HELO|QUIT)\b|(?:^|[^\w.:*-])[2-5][0-5]\d[ -]/i;

/** Quick, for most lines are none. */
export function mayGoOn(lower: string): boolean {
  return /[*X]|^\W*[A-Z]$/.test(lower);
}

/**
 * Whether a line is the rest of the one above it.
 *
 * @param upper, lower both as they show, without what stands in front of all lines and without blanks at their ends
 * @param below the line behind both
 * @returns what stood between them: the blank at which the line was broken, or nothing; undefined where the line stands for itself
 */
export function gapBetween(upper: string, lower: string, below: string): '' | ' ' | undefined {
  if (LONE_GREETING.test(upper)) return LEFT.test(lower) && lower.includes(ASTERISKS) && SPOKEN.test(below) ? ' ' : undefined;
  if (LONE_KEYWORD.test(upper)) return MASKED_KEYWORD.test(lower) ? (/[ -]$/.test(upper) ? '' : ' ') : undefined;
  if (upper.length >= NARROWEST && (isCutGreeting(upper, lower) || (CUT_END.test(lower) && CUT_KEYWORD.test(upper)))) return '';
  return REPEATED.test(lower) && GOES_ON.test(upper) && REFUSAL.test(upper) ? ' ' : undefined;
}

function isCutGreeting(upper: string, lower: string): boolean {
  if (!LEFT.test(lower) || !lower.includes('*')) return false;
  // From its end: of a long line that ends otherwise no more is looked at.
  let from = upper.length;
  while (from > 0 && '*20 '.includes(upper.charAt(from - 1))) from--;
  const end = upper.slice(Math.max(0, from - 1));
  const at = GREETS.exec(end);
  return at !== null && end.includes(ASTERISKS, at.index);
}
