/**
 * ## What the mail administrator sees
 * Mailing-list campaigns and newsletters abort in the middle of the RCPT commands, without the `452` that would tell the sender to send in parts.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: cmd RCPT count gt {{limit cmd RCPT count}}`, then 507003; the counter below `match cmd RCPT count gt {{limit cmd RCPT count}}` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match cmd RCPT count gt {{limit cmd RCPT count}}` / `drop-connection log` in the default map. The first example is a map that only logs, so the mail passed; a
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
 * {{common exempt}}
 *
 * {{common log}}
 *
 * On the sending side, fewer recipients for each message help at once (Postfix: `default_destination_recipient_limit = 50`).
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
import { itemAt } from '../text/at.ts';
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
          related: [{ range: placeOf(itemAt(recipients, 0).utterance), message: 'The first recipient of this message' }],
        };
      }
    }
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
