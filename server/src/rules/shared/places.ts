/** Statements in words. */
import type { Statement } from '../../asa/model.ts';

/** The command as text, blanks evened out: `inspect esmtp GENTLE`. */
export function textOf({ words }: Statement): string {
  return words.map((word) => word.text).join(' ');
}
