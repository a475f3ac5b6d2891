/**
 * The name of an attachment that is longer than the default limit of ESMTP inspection.
 *
 * ## What the mail administrator sees
 * Messages with long attachment names, in alphabets that must be encoded above all, never arrive; each try ends in the middle of DATA.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: MIME filename length gt 255`, then 507003; the counter below `match MIME filename length gt 255` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match MIME filename length gt 255` / `drop-connection log` in the default map.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<b@example.com>
 * 250 2.1.5 Ok
 * DATA
 * 354 End data with <CR><LF>.<CR><LF>
 * Subject: report
 * MIME-Version: 1.0
 * Content-Type: application/pdf
 * Content-Disposition: attachment; filename="report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-report-.pdf"
 *
 * JVBERi0=
 * .
 * 250 2.0.0 Ok: queued
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<b@example.com>
 * 250 2.1.5 Ok
 * DATA
 * 354 End data with <CR><LF>.<CR><LF>
 * Subject: report
 * MIME-Version: 1.0
 * Content-Type: application/pdf
 * Content-Disposition: attachment; filename="report.pdf"
 *
 * JVBERi0=
 * .
 * 250 2.0.0 Ok: queued
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
 *  match MIME filename length gt 255
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
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 * - RFC 2183, RFC 2231 (documented): `filename`, and how it is encoded and split. What exactly the firewall measures is not documented; this rule measures the name as it is sent.
 */
import { groupsOf } from '../smtp/logs/groups.ts';
import { fileNames } from '../smtp/mime.ts';
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { closesAt, counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'mime filename length';

export const rule: TranscriptRule = {
  name: 'long-mime-filename',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The name of an attachment that is longer than the default limit of ESMTP inspection.',
  advice: 'Shorten the name at the sender, or have the mail hosts exempted on the firewall',
  *check(transcript) {
    const { limit } = defaultLimit(KIND);
    for (const session of sessionsOutward(transcript)) {
      for (const message of session.messages) {
        for (const { line, size } of fileNames(message)) {
          if (size <= limit) continue;
          yield {
            range: placeOf(line),
            confidence: 'likely',
            message: `${closesAt(transcript, session, KIND, `An attachment name of ${counted(size, 'octet')}`)} The message is lost, and each new try ends in the same way.`,
          };
        }
      }
    }
    yield* reportLogged(KIND, groupsOf(transcript.records));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
