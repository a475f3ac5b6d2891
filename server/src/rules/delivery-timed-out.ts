/**
 * A delivery ended because the other side stopped answering.
 *
 * ## What the mail administrator sees
 * `Connection Error: DCID: N domain: D IP: A port: 25 details: [Errno 60] Operation timed out ... reason: network error` in `mail_logs` of an ESA; `lost connection with H while sending RCPT TO` or `message body` on Postfix. The mail waits and is
 * tried again.
 *
 * ## What the firewall administrator sees
 * Syslog 108004 and 507003 where a limit took the session; connection limits (`static ... tcp N M`, `set connection`) where many connections are refused.
 *
 * ## What causes it
 * The server is down or slow, the network is broken, a firewall drops what it should answer, or its inspection ended the session: after RCPT, more recipients than its limit of 100; in the message, a header line of more than 998 octets.
 *
 * ```smtp bad
 * Thu Aug 14 11:05:36 2014 Info: Connection Error: DCID: 1234 domain: example.com IP: 198.51.100.25 port: 25 details: [Errno 60] Operation timed out interface: 203.0.113.9 reason: network error
 * ```
 *
 * ```smtp good
 * Thu Aug 14 11:05:36 2014 Info: New SMTP DCID 1234 interface 203.0.113.9 address 198.51.100.25 port 25
 * Thu Aug 14 11:05:36 2014 Info: Message done DCID 1234 MID 1404 to RID [0]
 * Thu Aug 14 11:05:41 2014 Info: DCID 1234 close
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
 * - TAC 117801 (documented): the line of `mail_logs`, and the inspection as one of its causes.
 * - Postfix (documented): the messages; they have other causes as well.
 */
import { cite } from '../facts/fact.ts';
import { ABORTS_DELIVERIES } from '../facts/watched.ts';
import { whatIsLost } from '../mail/lost-mail.ts';
import { groupsOf, isOwn, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { defaultLimit } from './shared/limits.ts';
import { OWN_HOST, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'delivery-timed-out',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A delivery ended because the other side stopped answering.',
  advice: 'See whether that server answers on port 25 at all, from here and from elsewhere',
  check: ({ records }) => checkLog(groupsOf(records)),
  checkLog,
};

/** Error 60 is ETIMEDOUT on the appliance's system, 110 on Linux. */
const TIMED_OUT = new Set(['60', '110']);

/** What the default map limits in each phase of a session. */
const LIMIT_BY_PHASE: Readonly<Record<string, string>> = { 'RCPT TO': 'cmd RCPT count', 'MAIL FROM': 'sender-address length' };

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const { errno, details, phase } = group.first.fields;
    if (group.kind === 'esa-delivery-failed' && (TIMED_OUT.has(errno ?? '') || /timed? ?out/i.test(details ?? ''))) {
      yield reportOf(
        group,
        `A delivery timed out: the other side stopped answering, and the mail waits. A firewall on the way is one cause (${cite(ABORTS_DELIVERIES)}), a server that is down another.`,
        {
          confidence: 'possible',
        },
      );
    } else if (group.kind === 'postfix-lost-in-message' && isOwn(group.first)) {
      yield reportOf(group, `The connection ended while ${phase} was sent. ${OWN_HOST}`, {
        severity: 'information',
        advice: 'Look in the log of that server or filter for why it ended',
      });
    } else if (group.kind === 'postfix-lost-in-message') {
      const kind = LIMIT_BY_PHASE[phase!] ?? 'header line length';
      yield reportOf(
        group,
        `The connection ended while ${phase} was sent. The default map of ESMTP inspection does this at ${whatIsLost(kind, defaultLimit(kind).limit)}; a network fault looks the same.`,
        {
          confidence: 'possible',
          severity: 'information',
          advice: 'Ask the firewall’s administrator for syslog 108004 and 507003 of these minutes',
        },
      );
    }
  }
}
