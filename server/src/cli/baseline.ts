/**
 * A baseline: the findings that are known and accepted for now, so that only new ones fail. A JSON file for the repository; a finding is known
 * by its file, its rule and the text of its line, not by the line's number.
 */

import { dirname, relative, resolve, sep } from 'node:path';
import type { CheckedFile } from '../answers/check.ts';
import { grouped } from '../text/grouped.ts';
import { isRecord } from '../text/unknown.ts';
import { Failure } from './exit.ts';
import { readSmall } from './files.ts';
import { lineOf } from './fingerprint.ts';
import { toJson } from './formats/json.ts';
import { writeReport } from './write.ts';

interface KnownFinding {
  /** Relative to the baseline's folder, with `/`. */
  readonly path: string;
  readonly rule: string;
  /** The text of the line, blanks trimmed. */
  readonly text: string;
  readonly count: number;
}

interface Baseline {
  readonly version: 1;
  readonly findings: readonly KnownFinding[];
}

/** The findings of a baseline, taken out of one file after the other. */
export class KnownFindings {
  /** How many were taken out. */
  known = 0;
  private readonly baseline: string;
  private readonly cwd: string;
  private readonly entries: ReadonlyMap<string, readonly KnownFinding[]>;
  /** Of the files that were looked at: how often each finding is still to come. */
  private readonly left = new Map<string, number>();

  private constructor(baseline: string, cwd: string, entries: readonly KnownFinding[]) {
    this.baseline = baseline;
    this.cwd = cwd;
    this.entries = new Map(grouped(entries, ({ path }) => path).map((group) => [group[0].path, group]));
  }

  /** @throws Failure when it cannot be read, or is none */
  static async read(baseline: string, cwd: string): Promise<KnownFindings> {
    return new KnownFindings(baseline, cwd, await read(baseline, cwd));
  }

  /** The file without the findings that are known. */
  without(file: CheckedFile): CheckedFile {
    const path = pathFrom(this.baseline, file.path, this.cwd);
    for (const entry of this.entries.get(path) ?? []) this.left.set(keyOf(entry), entry.count);
    const findings = file.findings.filter((finding) => {
      const key = keyOf({ path, rule: finding.rule, text: lineOf(file, finding) });
      const count = this.left.get(key) ?? 0;
      if (count === 0) return true;
      this.left.set(key, count - 1);
      return false;
    });
    const known = file.findings.length - findings.length;
    this.known += known;
    return { ...file, findings, known };
  }

  /** How many are gone from the files that were looked at. */
  get gone(): number {
    return [...this.left.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** Writes all findings as known. @returns how many */
export async function writeBaseline(files: readonly CheckedFile[], baseline: string, cwd: string): Promise<number> {
  const counts = new Map<string, { entry: Omit<KnownFinding, 'count'>; count: number }>();
  for (const file of files) {
    for (const finding of file.findings) {
      const entry = { path: pathFrom(baseline, file.path, cwd), rule: finding.rule, text: lineOf(file, finding) };
      const key = keyOf(entry);
      counts.set(key, { entry, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  const findings = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { entry, count }]) => ({ ...entry, count }));
  await writeReport(baseline, cwd, toJson({ version: 1, findings } satisfies Baseline));
  return findings.reduce((sum, { count }) => sum + count, 0);
}

async function read(baseline: string, cwd: string): Promise<readonly KnownFinding[]> {
  const text = await readSmall(baseline, cwd);
  try {
    const told: unknown = JSON.parse(text);
    const { version, findings } = isRecord(told) ? told : {};
    if (version === 1 && Array.isArray(findings) && findings.every(isKnownFinding)) return findings;
  } catch {
    // Told below, together with JSON that is no baseline.
  }
  throw new Failure(`${baseline}: not a baseline; write one with --update-baseline`);
}

function isKnownFinding(value: unknown): value is KnownFinding {
  if (!isRecord(value)) return false;
  return ['path', 'rule', 'text'].every((part) => typeof value[part] === 'string') && Number.isInteger(value['count']);
}

function keyOf({ path, rule, text }: Omit<KnownFinding, 'count'>): string {
  return JSON.stringify([path, rule, text]);
}

function pathFrom(baseline: string, path: string, cwd: string): string {
  return relative(dirname(resolve(cwd, baseline)), resolve(cwd, path)).replaceAll(sep, '/');
}
