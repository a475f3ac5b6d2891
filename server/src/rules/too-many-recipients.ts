/**
 * A message with more recipients than the default limit of ESMTP inspection.
 *
 * ## What the mail administrator sees
 * Mailing-list campaigns and newsletters abort in the middle of the RCPT commands, without the `452` that would tell the sender to send in parts.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: cmd RCPT count gt 100`, then 507003; the counter below `match cmd RCPT count gt 100` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match cmd RCPT count gt 100` / `drop-connection log` in the default map. The first example is a map that only logs, so the mail passed; a
 * session with 101 recipients is found as well, and is too long to be printed here.
 *
 * ```smtp bad
 * %ASA-6-108005: ESMTP Classification: Received ESMTP Request from outside:203.0.113.9/36459 to inside:198.51.100.25/25; matched Class 2: cmd RCPT count gt 100
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<r1@example.com>
 * 250 2.1.5 Ok
 * RCPT TO:<r2@example.com>
 * 250 2.1.5 Ok
 * RCPT TO:<r3@example.com>
 * 250 2.1.5 Ok
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
 *  match cmd RCPT count gt 100
 *   log
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 *   inspect esmtp ESMTP_LOG
 * ```
 *
 * The way back: in the same class `no inspect esmtp ESMTP_LOG` and `inspect esmtp`, then `no policy-map type inspect esmtp ESMTP_LOG`.
 *
 * On the sending side, fewer recipients for each message help at once (Postfix: `default_destination_recipient_limit = 50`).
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 */
import { groupsOf } from '../smtp/logs/groups.ts';
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { closesAt, counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'cmd RCPT count';

export const rule: TranscriptRule = {
  name: 'too-many-recipients',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A message with more recipients than the default limit of ESMTP inspection.',
  advice: 'Send in smaller parts, or have the mail hosts exempted on the firewall',
  *check(transcript) {
    const { limit } = defaultLimit(KIND);
    for (const session of sessionsOutward(transcript)) {
      for (const { recipients } of session.messages) {
        const over = recipients[limit];
        if (over === undefined || over.utterance.tls) continue;
        yield {
          range: placeOf(over.utterance),
          confidence: 'likely',
          message: `${closesAt(transcript, session, KIND, `A message to ${counted(recipients.length, 'recipient')}`)} None of them gets it, and no reply tells the sender to send in parts.`,
          advice: `Send in parts of at most ${limit}, or have the mail hosts exempted on the firewall`,
          related: [{ range: placeOf(recipients[0]!.utterance), message: 'The first recipient of this message' }],
        };
      }
    }
    yield* reportLogged(KIND, groupsOf(transcript.records));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
