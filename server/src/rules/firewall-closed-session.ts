/**
 * The firewall closed a mail session because of a pattern in a mail address.
 *
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
 * Exempt the mail hosts and keep the inspection for everything else. Before, `inspect esmtp` stands in `inspection_default` and takes every
 * host; after, it has a class of its own that leaves the mail host (192.168.1.1 stands for its real address) out. On the device, with every other
 * line of `policy-map global_policy` in the place of `inspect dns` (what is left out is inspected no more after the swap):
 *
 * ```asa
 * access-list ESMTP_INSPECT extended deny tcp host 192.168.1.1 any eq smtp
 * access-list ESMTP_INSPECT extended deny tcp any host 192.168.1.1 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy_mail
 *  class ESMTP_INSPECT
 *   inspect esmtp
 *  class inspection_default
 *   inspect dns
 * no service-policy global_policy global
 * service-policy global_policy_mail global
 * ```
 *
 * The way back:
 *
 * ```asa
 * no service-policy global_policy_mail global
 * service-policy global_policy global
 * no policy-map global_policy_mail
 * no class-map ESMTP_INSPECT
 * clear configure access-list ESMTP_INSPECT
 * ```
 *
 * Or inspect no mail at all: `no inspect esmtp` in `class inspection_default` of `policy-map global_policy`; the way back is `inspect esmtp`
 * in the same place. On a PIX up to 6.x: `no fixup protocol smtp 25`, and back `fixup protocol smtp 25`.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - SYS 108003, TAC 117801 (documented).
 */
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { mailSessions, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'firewall-closed-session',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The firewall closed a mail session because of a pattern in a mail address.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or do without that address',
  check: ({ records }) => checkLog(groupsOf(records)),
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
