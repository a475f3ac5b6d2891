/**
 * ## What the mail administrator sees
 * The recipient is refused (`501`, `553`), or a sender is not the one who sent.
 *
 * ## What the firewall administrator sees
 * Syslog 108002, `SMTP replaced STRING: out ADDRESS in ADDRESS data: STRING`.
 *
 * ## What causes it
 * The inspection holds a character in the address of MAIL or RCPT to be invalid and puts a blank in its place.
 *
 * ```smtp bad
 * %ASA-2-108002: SMTP replaced <: out 203.0.113.9 in 198.51.100.25 data: RCPT TO:<a<b@example.com>
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
 * - SYS 108002, TAC 117801 (documented).
 */
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'firewall-rewrote-address',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The firewall changed a character of a mail address to a blank.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or do without that address',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'asa-108002') continue;
    yield reportOf(
      group,
      'The firewall put a blank in the place of a character that it holds to be invalid in a mail address: the server gets another address than was sent, and refuses it as a rule.',
    );
  }
}
