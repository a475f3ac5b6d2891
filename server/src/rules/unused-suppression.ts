/**
 * The hazard it was written for is gone, or the rule's name is not one of ours.
 *
 * ## What the mail administrator sees
 * Nothing. The comment only hides what may come back one day without anybody noticing.
 *
 * ## What the firewall administrator sees
 * A comment `esmtp-lens: ignore[...]` that is greyed out in the editor.
 *
 * ## What causes it
 * The line below was mended, the comment stayed; or the name between the brackets is misspelled, or the brackets are missing.
 *
 * ```asa bad
 * ! esmtp-lens: ignore[fixup-smtp] the old relay needs it
 * hostname gateway
 * ```
 *
 * ```asa good
 * hostname gateway
 * ```
 *
 * ## Remedy
 * Remove the comment. Nothing on the device changes: comments are not part of its configuration.
 *
 * ## How to verify
 * Check the file again: the findings are the same as before, without this one.
 *
 * ## Sources
 * - Our own comment syntax; see `esmtp-lens check --help`.
 */
import type { CommentRule } from './rule.ts';
import type { Suppression } from './suppressions.ts';

export const rule: CommentRule = {
  name: 'unused-suppression',
  language: 'any',
  severity: 'hint',
  summary: 'An ignore comment silences nothing.',
  advice: 'Remove it, or write the name of the rule that it is for: `ignore[rule-name] reason`',
};

/** @param known whether the name in the comment is a rule of ours */
export function message({ rule: name, line }: Suppression, known: boolean): string {
  if (name === '') return 'This comment names no rule, so it silences nothing.';
  if (!known) return `There is no rule named "${name}", so this comment silences nothing.`;
  return `This comment silences nothing: ${name} finds nothing ${line === undefined ? 'in this file' : 'on the next line'}.`;
}
