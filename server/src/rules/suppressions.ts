/**
 * Comments that silence a finding: `! esmtp-lens: ignore[rule-name] reason` silences the next line that is not such a comment,
 * `ignore-file[rule-name]` the whole file. Any comment sign may stand in front (`!`, `:`, `#`, `;`, `//`), for transcripts know none.
 */
import { itemAt } from '../text/at.ts';
import { type Line, type Lines, type Range, rangeOn } from '../text/lines.ts';
import { ourCommentIn } from '../text/our-comments.ts';
import { those } from '../text/sequence.ts';
import type { Finding } from './finding.ts';

export interface Suppression {
  /** '' where the comment names none, which is no way to silence anything. */
  readonly rule: string;
  /** '' when none was given. */
  readonly reason: string;
  /** The line it silences; undefined for the whole file. */
  readonly line: number | undefined;
  /** Its rule name, in the comment; where it names none, all that it says. */
  readonly range: Range;
  /** The whole comment line. */
  readonly comment: Range;
}

/** Without brackets it names no rule; it is read nevertheless, so that a person learns why it does nothing. */
const SAYS = /^\s*ignore(-file)?(?:\[([^\]]*)\]|(?![\w-]))\s*(.*)$/i;

/** The comment line that silences `rule` on the line after it, to be inserted above that line with the same indentation. */
export function suppressionComment(rule: string, language: 'cisco-asa' | 'smtp-transcript', indentation: string): string {
  return `${indentation}${language === 'cisco-asa' ? '!' : '#'} esmtp-lens: ignore[${rule}] reason: `;
}

/** True for a line that is a suppression; a transcript's dialects pass over it. */
export function isSuppression(text: string): boolean {
  const comment = ourCommentIn(text);
  return comment !== undefined && SAYS.test(comment.says);
}

const ourComments = those('our comments', ({ text }: Line) => ourCommentIn(text) !== undefined);

export function readSuppressions(lines: Lines): Suppression[] {
  const found: Suppression[] = [];
  for (const each of ourComments(lines, lines.all)) {
    const line = lines.lineOf(each);
    const { text } = each;
    const comment = ourCommentIn(text);
    const match = comment && SAYS.exec(comment.says);
    if (!match) continue;
    const wholeFile = match[1] !== undefined;
    const names = match[2] ?? '';
    let target = line + 1;
    while (isSuppression(lines.text(target))) target++;
    const told = rangeOn(line, comment.start, text.trimEnd().length);
    let at = text.indexOf('[') + 1;
    for (const name of namesIn(names)) {
      const start = at + (name.length - name.trimStart().length);
      const rule = name.trim();
      found.push({
        rule,
        reason: itemAt(match, 3)
          .replace(/^reason:\s*/, '')
          .trim(),
        line: wholeFile ? undefined : target,
        range: rule === '' ? told : rangeOn(line, start, start + rule.length),
        comment: rangeOn(line, 0, text.length),
      });
      at += name.length + 1;
    }
  }
  return found;
}

/** The parts between the commas, as they stand there. A comma too many is no name. */
function namesIn(text: string): string[] {
  return text.replace(/[,\s]+$/, '').split(',');
}

/** Splits findings into those that stay and the suppressions that silenced nothing. */
export function suppress<F extends Finding>(
  findings: readonly F[],
  suppressions: readonly Suppression[],
): { readonly kept: readonly F[]; readonly unused: readonly Suppression[] } {
  if (suppressions.length === 0) return { kept: findings, unused: [] };
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const by = suppressions.filter((s) => s.rule === finding.rule && (s.line === undefined || s.line === finding.range.start.line));
    for (const suppression of by) used.add(suppression);
    return by.length === 0;
  });
  return { kept, unused: suppressions.filter((s) => !used.has(s)) };
}
