/** What a reply says by itself, whatever it answers. */
import type { Keyword, Reply, ReplyLine, Utterance } from './model.ts';
import { enhancedIn, isKeyword, MASKED_GREETING, MASKED_LINE, replyForm } from './protocol.ts';

/** The form of a line as a reply; undefined where it is none. */
export function formOf({ text, implied }: Utterance) {
  return implied === undefined ? replyForm(text) : { ...implied, text, textAt: 0 };
}

export function isMaskedGreeting(text: string): boolean {
  const form = replyForm(text);
  return form?.code === 220 && MASKED_GREETING.test(form.text);
}

export function isTlsGoAhead(text: string): boolean {
  return /^2\.\d\.\d\b|\bTLS\b/i.test(text) && !/\bE?SMTP\b/i.test(text);
}

export function enhancedOf(code: number, lines: readonly ReplyLine[]): string | undefined {
  for (const { text } of lines) {
    const enhanced = enhancedIn(code, text);
    if (enhanced !== undefined) return enhanced;
  }
  return undefined;
}

export function soleVerbs({ code, lines }: Reply): readonly string[] | undefined {
  if (code === 354) return ['DATA', 'BDAT'];
  if (code === 221) return ['QUIT'];
  if (code === 334 || code === 235 || code === 535) return ['AUTH', '', 'X-EXPS'];
  return code === 250 && lines.length > 2 ? ['EHLO', 'LHLO', 'HELP'] : undefined;
}

/** True for a reply that is an EHLO reply by what it says, though no command is in the file. */
export function isOffer({ code, lines }: Reply, whole: boolean): boolean {
  if (code !== 250 || (whole && isAlone(lines))) return false;
  return lines.some(({ text }) => isKeywordText(text) || MASKED_LINE.test(text));
}

/** One line that is all of its reply; one with a hyphen is a line of a page that shows no more of it. */
function isAlone([first, ...others]: Reply['lines']): boolean {
  return others.length === 0 && first.separator !== '-' && first.utterance.implied === undefined;
}

function isKeywordText(text: string): boolean {
  return isKeyword(/^[\w-]*/.exec(text)?.[0] ?? '');
}

/**
 * The keyword lines of an EHLO reply. Its first line greets; not so where a transcript begins within the reply, or where the
 * tool prints its last line only.
 */
export function keywordsOf({ lines }: Reply, commanded: boolean, whole: boolean): readonly Keyword[] {
  const [first] = lines;
  // A tool that prints last lines only can still print whole replies elsewhere: inside TLS, in a dump.
  const greets = (whole || lines.length > 1) && !(!commanded && (isKeywordText(first.text) || /^X+[A-Z]\s*$/.test(first.text)));
  return lines.slice(greets ? 1 : 0).map((line, i, all) => {
    // A backslash at the end is a document's line break, as vendors' pages print it.
    const words = line.text
      .replace(/\\\s*$/, '')
      .split(/[ \t]+/)
      .filter((word) => word !== '');
    return { line, name: (words[0] ?? '').toUpperCase(), parameters: words.slice(1), last: i === all.length - 1 && line.separator !== '-' };
  });
}
