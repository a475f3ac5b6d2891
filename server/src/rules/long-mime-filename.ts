/**
 * ## What the mail administrator sees
 * Messages with long attachment names, in alphabets that must be encoded above all, never arrive; each try ends in the middle of DATA.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: MIME filename length gt {{limit MIME filename length}}`, then 507003; the counter below `match MIME filename length gt {{limit MIME filename length}}` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match MIME filename length gt {{limit MIME filename length}}` / `drop-connection log` in the default map.
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
 * - RFC 2183, RFC 2231 (documented): `filename`, and how it is encoded and split. What exactly the firewall measures is not documented; this rule measures the name as it is sent.
 */
import { logGroups } from '../smtp/logs/groups.ts';
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
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};
