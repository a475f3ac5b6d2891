/** A Code Quality report, as GitLab shows it beside the lines of a merge request: https://docs.gitlab.com/ci/testing/code_quality/ */

import { createHash } from 'node:crypto';
import type { CheckedFile } from '../../answers/check.ts';
import { inFull, type Severity } from '../../rules/finding.ts';
import { itemAt } from '../../text/at.ts';
import { inPlainWords } from '../../text/markup.ts';
import type { Problem } from '../files.ts';
import { fingerprints } from '../fingerprint.ts';
import { type Format, unreadIn } from '../report.ts';
import { toJson } from './json.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' };

export const gitlab: Format = ({ files, problems }) => toJson([...files.flatMap(issues), ...problems.map(unreadable)]);

function issues(file: CheckedFile) {
  const prints = fingerprints(file);
  const found = file.findings.map((finding, index) => {
    const { start, end } = finding.range;
    const lines = { begin: start.line + 1, end: end.line + 1 };
    return issue(file.path, lines, finding.rule, SEVERITIES[finding.severity], inPlainWords(inFull(finding)), itemAt(prints, index));
  });
  const unread = unreadIn(file);
  return unread === undefined ? found : [...found, issue(file.path, { begin: 1 }, 'read', 'info', unread, 'unread')];
}

function unreadable({ path, message }: Problem) {
  return issue(path, { begin: 1 }, 'read', 'blocker', message, 'unreadable');
}

/** @param print what tells it from the others of the file; the report needs what tells it from all */
function issue(path: string, lines: { begin: number; end?: number }, rule: string, severity: string, description: string, print: string) {
  const fingerprint = createHash('sha256').update(`${path}\n${print}`).digest('hex').slice(0, 32);
  return { description, check_name: rule, fingerprint, severity, location: { path, lines } };
}
