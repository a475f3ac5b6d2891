/** Where statements and names stand, without line numbers: `lines.rangeOf(span)` tells the range in any state of the document. */
import type { Span } from '../text/lines.ts';
import type { NameUse, Statement, Word } from './model.ts';

/** The command as typed, without prompt and indentation. */
export function spanOf(statement: Statement): Span {
  return spanOfWords(statement, statement.words);
}

/** From the first of the words to the last. */
export function spanOfWords({ order }: Statement, words: readonly Word[]): Span {
  return { order, start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

/** The name itself. */
export function spanOfName({ statement, word }: Pick<NameUse, 'statement' | 'word'>): Span {
  return spanOfWords(statement, [word]);
}

/** The order of names in a document. */
export function compareNames(a: Pick<NameUse, 'statement' | 'word'>, b: Pick<NameUse, 'statement' | 'word'>): number {
  return a.statement.order - b.statement.order || a.word.start - b.word.start;
}
