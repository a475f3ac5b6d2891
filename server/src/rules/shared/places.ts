/** Where findings stand: ranges of statements and words. */
import type { Statement, Word } from '../../asa/model.ts';
import { type Range, rangeOn } from '../../text/lines.ts';

/** The command as typed, without prompt and indentation. */
export function rangeOf({ line, words }: Statement): Range {
  return rangeOn(line, words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

/** From the first of the words to the last. */
export function rangeOfWords({ line }: Statement, words: readonly Word[]): Range {
  return rangeOn(line, words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

/** The command as text, blanks evened out: `inspect esmtp GENTLE`. */
export function textOf({ words }: Statement): string {
  return words.map((word) => word.text).join(' ');
}
