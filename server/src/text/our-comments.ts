/**
 * Comments to this program, `! esmtp-lens: ...`, in either language: any comment sign may stand in front (`!`, `:`, `#`, `;`, `//`), for
 * transcripts know none.
 */

const COMMENT = /^[\s!:#;/]*esmtp-lens:/i;
const NAME = 'esmtp-lens:';

export interface OurComment {
  /** Where `esmtp-lens:` begins, and where what it says does: columns from 0. */
  readonly start: number;
  readonly at: number;
  readonly says: string;
}

/** What a line says to this program: no heading of a person's, and nothing that anybody said. Undefined for any other line. */
export function ourCommentIn(text: string): OurComment | undefined {
  const found = COMMENT.exec(text);
  if (found === null) return undefined;
  const at = found[0].length;
  return { start: at - NAME.length, at, says: text.slice(at) };
}
