/**
 * ## What the mail administrator sees
 * The message may be lost or tried again; which of the two is not documented.
 *
 * ## What the firewall administrator sees
 * Syslog 108006, `Detected ESMTP size violation ...; declared size is: N, actual size is N`. Its level is 7, so it is often not logged at all.
 *
 * ## What causes it
 * The sender wrote `MAIL FROM:<...> SIZE=N` and sent more: it counted before it added headers, or the text grew when line ends and encodings were changed.
 *
 * ```smtp bad
 * %ASA-7-108006: Detected ESMTP size violation from outside:203.0.113.9/36459 to inside:198.51.100.25/25; declared size is: 1000, actual size is 2000
 * ```
 *
 * ```smtp good
 * %ASA-6-108007: TLS started on ESMTP session between client outside:203.0.113.9/36459 and server inside:198.51.100.25/25
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - SYS 108006 (documented).
 * - RFC 1870 (documented): the SIZE parameter is an estimate; a server may refuse what turns out to be longer.
 */
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'size-violation',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A message was longer than the size that its sender had declared, and the firewall took note.',
  advice: 'If mail is missing, let the sender declare the right SIZE, or none',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'asa-108006') continue;
    const { declared, actual } = group.first.fields;
    yield reportOf(
      group,
      `A message was longer than its SIZE parameter said (${declared} declared, ${actual} sent). The firewall reports it; whether it also ends the session is not documented.`,
      { confidence: 'likely' },
    );
  }
}
