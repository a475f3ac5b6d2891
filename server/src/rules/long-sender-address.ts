/**
 * ## What the mail administrator sees
 * Mail from senders that code data into their address (VERP, SRS, BATV) never arrives; the session ends after MAIL.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: sender-address length gt {{limit sender-address length}}`, then 507003; the counter below `match sender-address length gt {{limit sender-address length}}` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match sender-address length gt {{limit sender-address length}}` / `drop-connection log` in the default map.
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
 * {{common exempt}}
 *
 * {{common log}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 */
import { logGroups } from '../smtp/logs/groups.ts';
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
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};

function senderOf({ verb, argument, utterance }: Command): string | undefined {
  return verb === 'MAIL' && !utterance.tls ? /^FROM:\s*<?([^>\s]+)/i.exec(argument)?.[1] : undefined;
}
