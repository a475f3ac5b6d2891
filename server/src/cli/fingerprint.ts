/** What a finding is known by when lines above it come and go: its rule, the text of its line, and which of several alike it is. */
import { createHash } from 'node:crypto';
import type { CheckedFile } from '../answers/check.ts';
import type { Finding } from '../rules/finding.ts';

/** The text of the finding's line, blanks trimmed. */
export function lineOf({ textOf }: Pick<CheckedFile, 'textOf'>, finding: Finding): string {
  return (textOf(finding.range.start.line) ?? '').trim();
}

/** One for each finding of the file, in order. */
export function fingerprints(file: CheckedFile): string[] {
  const seen = new Map<string, number>();
  return file.findings.map((finding) => {
    const key = `${finding.rule}\n${lineOf(file, finding)}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return createHash('sha256').update(`${key}\n${nth}`).digest('hex').slice(0, 32);
  });
}
