/** The JSON that other programs build on. Lines and columns count from 1, columns in UTF-16 units; the end column is exclusive. */
import { type Finding, inFull } from '../../rules/finding.ts';
import type { Range } from '../../text/lines.ts';
import { type CheckedFile, countsOf, type Format } from '../report.ts';

export const json: Format = ({ files }) =>
  toJson({
    version: 1,
    files: files.map((file) => ({
      path: file.path,
      language: file.language,
      sessionsIn: file.sessionsIn,
      findings: file.findings.map((finding) => toFinding(file, finding)),
    })),
    summary: { files: files.length, ...countsOf(files) },
  });

function toFinding(file: CheckedFile, finding: Finding) {
  const { rule, severity, confidence, advice, range, related } = finding;
  return {
    rule,
    severity,
    confidence,
    message: inFull(finding),
    advice,
    ...place(range),
    related: related.map((other) => ({ path: file.path, ...point(other.range), message: other.message })),
    remedies: file.remedies(finding).map(({ id, title, proven }) => ({ id, title, ...(!proven && { proven }) })),
  };
}

export function place(range: Range) {
  return { ...point(range), endLine: range.end.line + 1, endColumn: range.end.character + 1 };
}

function point({ start }: Range) {
  return { line: start.line + 1, column: start.character + 1 };
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
