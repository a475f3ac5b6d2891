/**
 * A line of the message header that is longer than the default limit of ESMTP inspection.
 *
 * ## What the mail administrator sees
 * The commonest loss of all: the message never arrives, each try ends in the middle of DATA. `Message aborted`, `Receiving aborted` on an ESA, `lost connection while sending end of data` on
 * Postfix.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: header line length gt 998`, then 507003; the counter below `match header line length gt 998` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match header line length gt 998` / `drop-connection log` in the default map. DKIM and ARC headers, References and long To lines that were not folded exceed it.
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
 * References: <0000.message@mail.example.net> <0001.message@mail.example.net> <0002.message@mail.example.net> <0003.message@mail.example.net> <0004.message@mail.example.net> <0005.message@mail.example.net> <0006.message@mail.example.net> <0007.message@mail.example.net> <0008.message@mail.example.net> <0009.message@mail.example.net> <0010.message@mail.example.net> <0011.message@mail.example.net> <0012.message@mail.example.net> <0013.message@mail.example.net> <0014.message@mail.example.net> <0015.message@mail.example.net> <0016.message@mail.example.net> <0017.message@mail.example.net> <0018.message@mail.example.net> <0019.message@mail.example.net> <0020.message@mail.example.net> <0021.message@mail.example.net> <0022.message@mail.example.net> <0023.message@mail.example.net> <0024.message@mail.example.net> <0025.message@mail.example.net> <0026.message@mail.example.net> <0027.message@mail.example.net> <0028.message@mail.example.net> <0029.message@mail.example.net> <0030.message@mail.example.net> <0031.message@mail.example.net>
 *
 * Hello
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
 * References: <0000.message@mail.example.net>
 *  <0001.message@mail.example.net>
 *  <0002.message@mail.example.net>
 *  <0003.message@mail.example.net>
 *  <0004.message@mail.example.net>
 *  <0005.message@mail.example.net>
 *  <0006.message@mail.example.net>
 *  <0007.message@mail.example.net>
 *  <0008.message@mail.example.net>
 *  <0009.message@mail.example.net>
 *  <0010.message@mail.example.net>
 *  <0011.message@mail.example.net>
 *  <0012.message@mail.example.net>
 *  <0013.message@mail.example.net>
 *  <0014.message@mail.example.net>
 *  <0015.message@mail.example.net>
 *  <0016.message@mail.example.net>
 *  <0017.message@mail.example.net>
 *  <0018.message@mail.example.net>
 *  <0019.message@mail.example.net>
 *  <0020.message@mail.example.net>
 *  <0021.message@mail.example.net>
 *  <0022.message@mail.example.net>
 *  <0023.message@mail.example.net>
 *  <0024.message@mail.example.net>
 *  <0025.message@mail.example.net>
 *  <0026.message@mail.example.net>
 *  <0027.message@mail.example.net>
 *  <0028.message@mail.example.net>
 *  <0029.message@mail.example.net>
 *  <0030.message@mail.example.net>
 *  <0031.message@mail.example.net>
 *
 * Hello
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
 * On the sending side, software that folds its header lines (RFC 5322, 2.2.3) is not affected.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 * - RFC 5322, 2.1.1 (documented): a line has at most 998 characters. Whether the firewall counts the lines of a folded field one by one or together is not documented; this rule counts lines.
 */
import { groupsOf } from '../smtp/logs/groups.ts';
import { type Message, placeOf, type Utterance } from '../smtp/model.ts';
import { octets } from '../smtp/octets.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { closesAt, counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'header line length';

export const rule: TranscriptRule = {
  name: 'long-header-line',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A line of the message header that is longer than the default limit of ESMTP inspection.',
  advice: 'Fold it at the sender, or have the mail hosts exempted on the firewall',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      for (const message of session.messages) {
        const [first, ...again] = longLines(message);
        if (first === undefined) continue;
        yield {
          range: placeOf(first.line),
          confidence: 'likely',
          message: `${closesAt(transcript, session, KIND, `A header line of ${counted(octets(first.line.text), 'octet')} (${first.name})`)} The message is lost, and each new try ends in the same way.`,
          related: again
            .slice(0, 9)
            .map(({ line, name }) => ({ range: placeOf(line), message: `Another one: ${name}, ${counted(octets(line.text), 'octet')}` })),
        };
      }
    }
    yield* reportLogged(KIND, groupsOf(transcript.records));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};

function longLines({ headers }: Message): { name: string; line: Utterance }[] {
  const { limit } = defaultLimit(KIND);
  return headers.flatMap(({ name, lines }) =>
    lines.filter(({ tls, text }) => !tls && octets(text) > limit).map((line) => ({ name, line })),
  );
}
