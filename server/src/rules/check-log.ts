/** The rules over a log that was streamed: the same rules and messages as over one that is open in an editor. */
import type { Configuration } from '../asa/model.ts';
import type { RecordGroup } from '../smtp/logs/groups.ts';
import type { Transcript } from '../smtp/model.ts';
import { DEFAULT_OPTIONS, foundIn, settle, toFinding, toldOnce } from './check.ts';
import type { Finding } from './finding.ts';
import type { CheckOptions } from './rule.ts';
import { tellRepeatedOnce } from './shared/repeated.ts';
import { transcriptRules } from './transcript-rules.ts';

/**
 * @param groups what `LogScan.end()` gives
 * @param beginning the first lines of the same log: what is told of the sessions printed in them
 * @param configuration of a firewall, printed in the same lines
 * @returns the findings in document order; a group's place is that of its first line
 */
export function checkLog(
  groups: readonly RecordGroup[],
  options: CheckOptions = DEFAULT_OPTIONS,
  beginning?: Transcript,
  configuration?: Configuration,
): Finding[] {
  // Its log lines are in the groups already.
  const sessions = beginning && { ...beginning, records: [] };
  const findings = transcriptRules.flatMap((rule) =>
    [...(sessions === undefined ? [] : rule.check(sessions)), ...(rule.checkLog?.(groups) ?? [])].map((report) => toFinding(rule, report)),
  );
  if (configuration === undefined) return tellRepeatedOnce(settle(findings, beginning?.lines, options), beginning?.linesRead);
  return toldOnce(settle([...findings, ...foundIn(configuration)], beginning?.lines, options), beginning?.linesRead);
}
