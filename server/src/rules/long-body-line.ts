/**
 * ## What the mail administrator sees
 * Nothing: the message passes with the default map. A map of one's own may drop it.
 *
 * ## What the firewall administrator sees
 * Syslog 108005, `Received ESMTP Request ...; matched Class 3: body line length gt {{limit body line length}}`, and the counter below `match body line length gt {{limit body line length}}` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match body line length gt {{limit body line length}}` / `log` in the default map. HTML mail and generated reports exceed it; RFC 5322 has the same limit.
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
 *
 * xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
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
 *
 * xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
 * .
 * 250 2.0.0 Ok: queued
 * ```
 *
 * ## Remedy
 * None is needed as long as the map logs. Where a map of one's own drops, let it log: `match body line length gt {{limit body line length}}` / `log` in `policy-map type inspect esmtp NAME`, and back `drop-connection log` in the same place;
 * or `no inspect esmtp` for the mail hosts, and back `inspect esmtp`.
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 */

import { cite } from '../facts/fact.ts';
import { logGroups } from '../smtp/logs/groups.ts';
import { placeOf, type Utterance } from '../smtp/model.ts';
import { octets } from '../smtp/octets.ts';
import type { TranscriptRule } from './rule.ts';
import { NOTHING_TO_DO } from './shared/advice.ts';
import { sessionsOutward } from './shared/evidence.ts';
import { counted, defaultLimit, reportLogged } from './shared/limits.ts';

const KIND = 'body line length';

export const rule: TranscriptRule = {
  name: 'long-body-line',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A line of the message body that is longer than the default limit of ESMTP inspection, which only logs it.',
  advice: NOTHING_TO_DO,
  *check(transcript) {
    const { limit, fact } = defaultLimit(KIND);
    for (const session of sessionsOutward(transcript)) {
      for (const { body } of session.messages) {
        const [first, ...again] = body.filter(({ tls, text }: Utterance) => !tls && octets(text) > limit);
        if (first === undefined) continue;
        yield {
          range: placeOf(first),
          confidence: 'likely',
          message: `A body line of ${counted(octets(first.text), 'octet')}: the default inspection map logs lines of more than ${limit} and lets the message pass (${cite(fact)}).`,
          related: again
            .slice(0, 9)
            .map((line) => ({ range: placeOf(line), message: `Another one: ${counted(octets(line.text), 'octet')}` })),
        };
      }
    }
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
