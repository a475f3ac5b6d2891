/**
 * An appliance lost the connection while it received mail: the message did not arrive.
 *
 * ## What the mail administrator sees
 * In `mail_logs` of an ESA: `Message aborted MID N Receiving aborted`, `Receiving aborted ICID N lost`, `ICID N lost`. The sender tries again, and the same message fails each time. `Receiving aborted by sender` is
 * another matter: there the sender gave up.
 *
 * ## What the firewall administrator sees
 * Syslog 108004 with the match that took the session, then 507003; counters of `drop-connection` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * Sessions that end while a message is received: a limit of the ESMTP inspection map, the 998 octets of a header line above all, closes the connection, and neither side is told why. The time limit
 * of the appliance for incoming connections, a network fault or an impatient sender look the same.
 *
 * ```smtp bad
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 lost
 * Thu Aug 14 11:05:36 2014 Info: Message aborted MID 1404 Receiving aborted
 * Thu Aug 14 11:05:36 2014 Info: Message finished MID 1404 aborted
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 close
 * ```
 *
 * ```smtp good
 * Thu Aug 14 11:05:36 2014 Info: MID 1404 ready 494 bytes from <alice@example.net>
 * Thu Aug 14 11:05:36 2014 Info: Message finished MID 1404 done
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 close
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
 * Or keep the inspection and log instead of drop, with a map of its own:
 *
 * ```asa
 * policy-map type inspect esmtp ESMTP_LOG
 *  parameters
 *   allow-tls
 *   no mask-banner
 *  match header line length gt 998
 *   log
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 *   inspect esmtp ESMTP_LOG
 * ```
 *
 * The way back: in the same class `no inspect esmtp ESMTP_LOG` and `inspect esmtp`, then `no policy-map type inspect esmtp ESMTP_LOG`.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - TAC 117801 (documented): the lines, and the inspection as their cause.
 * - TAC 118295 (documented): `Receiving aborted` and `Receiving aborted by sender`.
 */

import { cite } from '../facts/fact.ts';
import { ABORTS_DELIVERIES } from '../facts/watched.ts';
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import { rangeOn } from '../text/lines.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'receiving-aborted',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'An appliance lost the connection while it received mail: the message did not arrive.',
  advice: 'Ask the firewall’s administrator for syslog 108004 and 507003 of these minutes',
  check: ({ records }) => checkLog(groupsOf(records)),
  checkLog,
};

const ABORTED = new Set(['esa-message-aborted', 'esa-receiving-lost']);
const CAUSE = `A firewall that inspects SMTP is one cause (${cite(ABORTS_DELIVERIES)}); its syslog 108004 names the limit.`;

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  const lost = groups.filter(({ kind }) => kind === 'esa-connection-lost');
  const aborted = groups.filter(({ kind }) => ABORTED.has(kind));
  const related = lost.map(({ first }) => ({ range: rangeOn(first.line, first.start, first.end), message: 'A connection that was lost' }));
  for (const group of aborted) {
    yield reportOf(group, `The connection ended while a message was received: it did not arrive, and the sender tries again. ${CAUSE}`, {
      confidence: 'likely',
      related,
    });
  }
  // A lost connection alone is daily bread of a server on the internet.
  if (aborted.length > 0) return;
  for (const group of lost) {
    yield reportOf(
      group,
      `An incoming connection ended without QUIT. Scanners do this all day; if mail is missing, look at the firewall: ${CAUSE}`,
      { confidence: 'possible', severity: 'information' },
    );
  }
}
