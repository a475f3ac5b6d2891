/** A line of a configuration as it is quoted to a person, and where a value comes from. */

import { cite } from '../facts/fact.ts';
import { itemAt } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import type { Statement } from './model.ts';
import { withoutSecrets } from './secrets.ts';
import type { Told } from './settings.ts';

type Source = Pick<Told<unknown>, 'statement' | 'fact'>;

/** A line of the file, as it is written, without its indentation and prompt. */
export function textOf(lines: Lines, statement: Statement): string {
  return withoutSecrets(lines.text(lines.lineOf(statement)))
    .slice(itemAt(statement.words, 0).start)
    .trim();
}

/** Where a value comes from: `line 12`, the fact about the version, or why there is none. */
export function sourceOf(lines: Lines, { statement, fact }: Source): string {
  if (statement !== undefined) return `line ${lines.lineOf(statement) + 1}`;
  if (fact === undefined) return 'not known';
  return fact.sources.length === 0 && fact.remark !== undefined ? fact.remark : `default, ${cite(fact)}`;
}

/**
 * The same with the text of the line: `line 31: inspect esmtp`.
 *
 * @param by the line that brings in what stands in no line of its own: `line 31: inspect esmtp; default, documented: CG9`
 */
export function causeInWords(lines: Lines, cause: Source, by?: Statement): string {
  const source = sourceOf(lines, cause);
  const line = cause.statement ?? by;
  if (line === undefined) return source;
  const words = `line ${lines.lineOf(line) + 1}: ${textOf(lines, line)}`;
  return cause.statement === undefined ? `${words}; ${source}` : words;
}
