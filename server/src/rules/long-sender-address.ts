/**
 * A sender address that is longer than the default limit of ESMTP inspection.
 *
 * ## What the mail administrator sees
 * Mail from senders that code data into their address (VERP, SRS, BATV) never arrives; the session ends after MAIL.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: sender-address length gt 320`, then 507003; the counter below `match sender-address length gt 320` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match sender-address length gt 320` / `drop-connection log` in the default map.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<bounce-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.net>
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<bounce-1234@example.net>
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
 *  match sender-address length gt 320
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
 */
import { groupsOf } from '../smtp/logs/groups.ts';
import { type Command, placeOf } from '../smtp/model.ts';
import { octets } from '../smtp/octets.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { closesAt, counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'sender-address length';

export const rule: TranscriptRule = {
  name: 'long-sender-address',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A sender address that is longer than the default limit of ESMTP inspection.',
  advice: 'Shorten it (VERP, SRS, BATV) at the sender, or have the mail hosts exempted',
  *check(transcript) {
    const { limit } = defaultLimit(KIND);
    for (const session of sessionsOutward(transcript)) {
      for (const command of session.commands) {
        const address = senderOf(command);
        if (address === undefined || octets(address) <= limit) continue;
        const at = command.utterance.text.indexOf(address);
        yield {
          range: placeOf(command.utterance, at, at + address.length),
          confidence: 'likely',
          message: `${closesAt(transcript, session, KIND, `A sender address of ${counted(octets(address), 'octet')}`)} Mail from this address never passes.`,
        };
      }
    }
    yield* reportLogged(KIND, groupsOf(transcript.records));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};

function senderOf({ verb, argument, utterance }: Command): string | undefined {
  return verb === 'MAIL' && !utterance.tls ? /^FROM:\s*<?([^>\s]+)/i.exec(argument)?.[1] : undefined;
}
