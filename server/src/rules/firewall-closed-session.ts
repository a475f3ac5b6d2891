/**
 * ## What the mail administrator sees
 * The session ends at MAIL or RCPT without a reply; mail to or from this address never passes.
 *
 * ## What the firewall administrator sees
 * Syslog 108003, `Terminating ESMTP connection; malicious pattern detected in the mail address`.
 *
 * ## What causes it
 * A `|` in the address of MAIL or RCPT, as a rule: the inspection takes it for an attempt to run a program. It cannot be configured.
 *
 * ```smtp bad
 * %ASA-2-108003: Terminating ESMTP connection; malicious pattern detected in the mail address from outside:203.0.113.9/36459 to inside:198.51.100.25/25. Mail Address:alice|bob@example.com
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
 * - SYS 108003, TAC 117801 (documented).
 */
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { mailSessions, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'firewall-closed-session',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The firewall closed a mail session because of a pattern in a mail address.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or do without that address',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'asa-108003') continue;
    yield reportOf(
      group,
      `The firewall closed ${mailSessions(group)} because of a pattern in a mail address, a "|" as a rule. That cannot be configured; only an exemption helps.`,
    );
  }
}
