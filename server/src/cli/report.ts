/** What `check` found, as plain data: what every output format renders. */
import type { CheckedFile } from '../answers/check.ts';
import type { FailOn } from '../answers/settings.ts';
import type { Shard } from '../answers/types.ts';
import { nothingTold } from '../policy/unjudged.ts';
import { SEVERITIES, type Severity } from '../rules/finding.ts';
import type { Problem } from './files.ts';
import type { Style } from './terminal.ts';

/** The name of standard input, where no other is given. */
export const STDIN = '<stdin>';

/** What a person must know who reads that nothing was found in a file, or how often; undefined where all was read. */
export function unreadIn({ sessionsIn }: Pick<CheckedFile, 'sessionsIn'>): string | undefined {
  if (sessionsIn === undefined) return undefined;
  const [lines, all] = [sessionsIn.lines, sessionsIn.of].map((count) => count.toLocaleString('en-US'));
  return `sessions were looked for in the first ${lines} of ${all} lines only; log lines were read to the end`;
}

/**
 * What a person must know who reads that nothing was found in a file that does not tell whether mail is inspected; undefined of another, and
 * where something was found, be it known to a baseline.
 */
export function unjudgedIn({ unjudged, findings, known = 0 }: Pick<CheckedFile, 'unjudged' | 'findings' | 'known'>): string | undefined {
  if (unjudged === undefined || findings.length + known > 0) return undefined;
  return nothingTold(unjudged);
}

export interface Report {
  readonly files: readonly CheckedFile[];
  /** Inputs that could not be checked. */
  readonly problems: readonly Problem[];
  /** Findings that a baseline holds, and that are therefore not listed. */
  readonly known: number;
  /** What `--fix` wrote. */
  readonly fixed: { readonly files: number; readonly places: number } | undefined;
  readonly failOn: FailOn;
  /** Which part of a run it is. */
  readonly shard: Shard | undefined;
}

/** Renders a report; one file for each. */
export type Format = (report: Report, style: Style) => string;

/** True for a finding that makes the exit code 1. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/** `1 file`, `2 files` */
export function plural(count: number, word: string, words = `${word}s`): string {
  return `${count} ${count === 1 ? word : words}`;
}
