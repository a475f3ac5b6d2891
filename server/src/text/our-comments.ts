/**
 * Comments to this program, `! esmtp-lens: ...`, in either language: any comment sign may stand in front (`!`, `:`, `#`, `;`, `//`), for
 * transcripts know none.
 */

const COMMENT = /^[\s!:#;/]*esmtp-lens:/i;

/** True for a line that speaks to this program: no heading of a person's, and nothing that anybody said. */
export function isOurComment(text: string): boolean {
  return COMMENT.test(text);
}
