/**
 * A message was longer than the size that its sender had declared, and the firewall took note.
 *
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
 * - SYS 108006 (documented).
 * - RFC 1870 (documented): the SIZE parameter is an estimate; a server may refuse what turns out to be longer.
 */
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'size-violation',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A message was longer than the size that its sender had declared, and the firewall took note.',
  advice: 'If mail is missing, let the sender declare the right SIZE, or none',
  check: ({ records }) => checkLog(groupsOf(records)),
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
