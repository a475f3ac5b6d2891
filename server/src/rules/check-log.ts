/** The rules over a log that was streamed: the same rules and messages as over one that is open in an editor. */
import type { RecordGroup } from '../smtp/logs/groups.ts';
import { DEFAULT_OPTIONS, settle, toFinding } from './check.ts';
import type { Finding } from './finding.ts';
import type { CheckOptions } from './rule.ts';
import { transcriptRules } from './transcript-rules.ts';

/**
 * @param groups what `LogScan.end()` gives
 * @returns the findings in document order; a group's place is that of its first line
 */
export function checkLog(groups: readonly RecordGroup[], options: CheckOptions = DEFAULT_OPTIONS): Finding[] {
  const findings = transcriptRules.flatMap((rule) => [...(rule.checkLog?.(groups) ?? [])].map((report) => toFinding(rule, report)));
  return settle(findings, undefined, options);
}
