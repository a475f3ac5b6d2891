/**
 * The next person cannot tell whether the hazard is still accepted.
 *
 * ## What the mail administrator sees
 * Nothing; the finding that the comment silences is not shown.
 *
 * ## What the firewall administrator sees
 * A comment `esmtp-lens: ignore[rule-name]` with nothing behind the bracket.
 *
 * ## What causes it
 * The reason was left out. The comment works all the same.
 *
 * ```asa bad
 * ! esmtp-lens: ignore[fixup-smtp]
 * fixup protocol smtp 25
 * ```
 *
 * ```asa good
 * ! esmtp-lens: ignore[fixup-smtp] no mail passes here, change 4711
 * fixup protocol smtp 25
 * ```
 *
 * ## Remedy
 * Write the reason behind the bracket. Nothing on the device changes: comments are not part of its configuration.
 *
 * ## How to verify
 * Check the file again: this finding is gone.
 *
 * ## Sources
 * - Our own comment syntax; see `esmtp-lens check --help`.
 */
import type { CommentRule } from './rule.ts';

export const rule: CommentRule = {
  name: 'suppression-without-reason',
  language: 'any',
  severity: 'hint',
  summary: 'An ignore comment does not say why.',
  advice: 'Write the reason behind the bracket',
};

export const message = 'This comment does not say why the hazard is accepted.';
