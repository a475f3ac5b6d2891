/** What `check` found, as plain data: what every output format renders. */
import type { LanguageId } from '../features/document.ts';
import type { Words } from '../remedies/remedy.ts';
import { type Finding, SEVERITIES, type Severity } from '../rules/finding.ts';
import type { Problem } from './files.ts';
import type { LineText } from './frame.ts';
import type { FailOn } from './settings.ts';
import type { Style } from './terminal.ts';

/** The name of standard input, where no other is given. */
export const STDIN = '<stdin>';

export interface CheckedFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly findings: readonly Finding[];
  /** How much of a transcript was read for sessions, where not all of it was: so many lines, from the first on. Log lines are read to the end. */
  readonly sessionsIn: { readonly lines: number; readonly of: number } | undefined;
  readonly textOf: LineText;
  /** What can be done about a finding. */
  readonly remedies: (finding: Finding) => readonly NamedRemedy[];
}

/** A remedy by its name: a report shows no edit. */
export interface NamedRemedy extends Words {
  /** Whether it was shown to do what its title says, and only that; where the file is too large for it, `remedy` proves what is asked for. */
  readonly proven: boolean;
}

/** @param lines so many lines were read for sessions, of so many */
export function sessionsIn(lines: number, of: number): CheckedFile['sessionsIn'] {
  return lines < of ? { lines, of } : undefined;
}

/** What a person must know who reads that nothing was found in a file, or how often; undefined where all was read. */
export function unreadIn({ sessionsIn }: Pick<CheckedFile, 'sessionsIn'>): string | undefined {
  if (sessionsIn === undefined) return undefined;
  const [lines, all] = [sessionsIn.lines, sessionsIn.of].map((count) => count.toLocaleString('en-US'));
  return `sessions were looked for in the first ${lines} of ${all} lines only; log lines were read to the end`;
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
}

/** Renders a report; one file for each. */
export type Format = (report: Report, style: Style) => string;

export type Counts = Readonly<Record<Severity, number>>;

export function countsOf(files: readonly CheckedFile[]): Counts {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** True for a finding that makes the exit code 1. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/** `1 file`, `2 files` */
export function plural(count: number, word: string, words = `${word}s`): string {
  return `${count} ${count === 1 ? word : words}`;
}
