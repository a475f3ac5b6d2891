/**
 * What a delivery report says in a field that is folded (RFC 5322 2.2.3), in a paragraph that is wrapped below the address it is about, or
 * in a line that quoted-printable broke (RFC 2045 6.7): `Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host` with the
 * host on the next line. Such lines are read as the one line they are.
 */
import { sure } from '../../text/at.ts';
import { firstWord } from '../../text/first-word.ts';
import type { Lines } from '../../text/lines.ts';

/** The field with the reason, and the paragraph that Postfix, qmail and others write for people; quoted or not. */
const BEGINS = /^(?:[>|] ?)*(?:["'“„(]?Diagnostic-Code:|<[^<>\s]{1,320}>(?: \([^()]{1,400}\))?: ?)/i;
const QUOTES = /^(?:[>|] ?)*/;
/** Quoted-printable breaks lines at 76 characters; words alone seldom end in `=` there. */
const SOFT_BREAK = /^.{50,80}=$/;

function isSoftlyBroken(text: string): boolean {
  return text.endsWith('=') && SOFT_BREAK.test(text);
}

/** Who copies a report from a page loses its indentation; a line that was folded or wrapped had no room for the next word in this width. */
const WRAPPED_BELOW = 66;
/** A longer line was not wrapped at all. */
const LONGEST_WRAPPED = 100;
/** What begins a line of its own in a report, and is never what a line goes on with. */
const BEGINS_ANEW = /^(?:[A-Z][A-Za-z]*(?:-[A-Za-z]+)*:|--|<)/;
/** No reason is longer, in lines. */
export const LONGEST = 24;

/** What the line with a reason has, whose end stands on the next one: to be searched for beside the reasons themselves. */
export const BEGINNING = 'Diagnostic-Code:';

/** True for a line that may go on in the next one. */
export function mayGoOn(text: string): boolean {
  return BEGINS.test(text) || isSoftlyBroken(text);
}

/** @returns the line with those it goes on in; undefined where it is whole by itself, or begins nothing that is folded */
export function unfolded(lines: Lines, line: number): { readonly text: string; readonly last: number } | undefined {
  const first = lines.text(line);
  if (isSoftlyBroken(first) && !goesOn(lines, line)) {
    let text = first.slice(0, -1);
    let last = line + 1;
    for (; last < line + LONGEST && isSoftlyBroken(lines.text(last)); last++) text += lines.text(last).slice(0, -1);
    return { text: decoded(text + lines.text(last)), last };
  }
  if (!BEGINS.test(first)) return undefined;
  let text = first;
  let last = line;
  while (last - line < LONGEST && (goesOn(lines, last + 1) || isWrapped(lines, last + 1))) {
    last++;
    const more = withoutQuotes(lines.text(last)).trim();
    // A soft break leaves no blank between the halves of a word.
    text = isSoftlyBroken(text.slice(-80)) ? text.slice(0, -1) + more : `${text} ${more}`;
  }
  return last === line ? undefined : { text: text.includes('=') ? decoded(text) : text, last };
}

/** The first line from which what is changed from `line` on could be read otherwise. */
export function beginOf(lines: Lines, line: number): number {
  let begin = line;
  for (let above = line - 1; above >= 0 && line - above <= LONGEST; above--) {
    if (BEGINS.test(lines.text(above)) || isSoftlyBroken(lines.text(above))) begin = above;
    else if (!goesOn(lines, above) && !isWrapped(lines, above)) break;
  }
  return begin;
}

/** True for a line that belongs to the one above it. */
function goesOn(lines: Lines, line: number): boolean {
  if (line > 0 && isSoftlyBroken(lines.text(line - 1))) return true;
  return /^[ \t]+\S/.test(withoutQuotes(lines.text(line)));
}

/** True for a line whose first word had no room behind the words of the line above it. */
function isWrapped(lines: Lines, line: number): boolean {
  const [above, text] = [lines.text(line - 1).trimEnd(), lines.text(line)];
  const width = above.length + 1 + firstWord(text).length;
  return text !== '' && !BEGINS_ANEW.test(text) && above.includes(' ') && width > WRAPPED_BELOW && above.length <= LONGEST_WRAPPED;
}

function withoutQuotes(text: string): string {
  const quotes = sure(QUOTES.exec(text))[0];
  return text.slice(quotes.trimEnd().length);
}

/** Octets of ASCII only: no more stands in what a log line is told by. */
function decoded(text: string): string {
  return text.replace(/=([2-7][0-9A-F])/g, (_, octet: string) => String.fromCharCode(Number.parseInt(octet, 16)));
}
