/**
 * The firewall changed a character of a mail address to a blank.
 *
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
 * - SYS 108002, TAC 117801 (documented).
 */
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'firewall-rewrote-address',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The firewall changed a character of a mail address to a blank.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or do without that address',
  check: ({ records }) => checkLog(groupsOf(records)),
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
