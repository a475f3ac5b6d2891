/**
 * ## What the mail administrator sees
 * The commonest loss of all: the message never arrives, each try ends in the middle of DATA. `Message aborted`, `Receiving aborted` on an ESA, `lost connection while sending end of data` on
 * Postfix.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for ESMTP Request ...; matched Class N: header line length gt {{limit header line length}}`, then 507003; the counter below `match header line length gt {{limit header line length}}` in
 * `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `match header line length gt {{limit header line length}}` / `drop-connection log` in the default map. DKIM and ARC headers, References and long To lines that were not folded exceed it.
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
 * {{common exempt}}
 *
 * {{common log}}
 *
 * On the sending side, software that folds its header lines (RFC 5322, 2.2.3) is not affected.
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the limit and the action of the default map.
 * - SYS 108004, 507003 (documented): how the firewall reports it.
 * - RFC 5322, 2.1.1 (documented): a line has at most 998 characters. Whether the firewall counts the lines of a folded field one by one or together is not documented; this rule counts lines.
 */
import { logGroups } from '../smtp/logs/groups.ts';
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
    yield* reportLogged(KIND, logGroups(transcript));
  },
  checkLog: (groups) => reportLogged(KIND, groups),
};

function longLines({ headers }: Message): { name: string; line: Utterance }[] {
  const { limit } = defaultLimit(KIND);
  return headers.flatMap(({ name, lines }) =>
    lines.filter(({ tls, text }) => !tls && octets(text) > limit).map((line) => ({ name, line })),
  );
}
