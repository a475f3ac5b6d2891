/**
 * ## What the mail administrator sees
 * The session ends at this command: logins with long tokens (GSSAPI, NTLM, OAuth) fail, recipients with a long ORCPT never arrive.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: cmd line length gt {{limit cmd line length}}`, then 507003; the counter below `match cmd line length gt {{limit cmd line length}}` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match cmd line length gt {{limit cmd line length}}` / `drop-connection log` in the default map.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * AUTH PLAIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * AUTH PLAIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
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
import { placeOf } from '../smtp/model.ts';
import { octets } from '../smtp/octets.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { closesAt, counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'cmd line length';

export const rule: TranscriptRule = {
  name: 'long-command-line',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A command line that is longer than the default limit of ESMTP inspection.',
  advice: 'Have the mail hosts exempted on the firewall; no client can shorten such a command',
  *check(transcript) {
    const { limit } = defaultLimit(KIND);
    for (const session of sessionsOutward(transcript)) {
      const long = session.commands.filter(({ utterance }) => !utterance.tls && octets(utterance.text) > limit);
      const [first, ...again] = long;
      if (first === undefined) continue;
      yield {
        range: placeOf(first.utterance),
        confidence: 'likely',
        message: `${closesAt(transcript, session, KIND, `A command line of ${counted(octets(first.utterance.text), 'octet')}`)} The session is lost, and each new try ends in the same way.`,
        related: again
          .slice(0, 9)
          .map(({ utterance }) => ({ range: placeOf(utterance), message: `Another one: ${counted(octets(utterance.text), 'octet')}` })),
      };
    }
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
