/**
 * ## What the mail administrator sees
 * From inside, EHLO shows STARTTLS and everything else; from outside, lines of `X`, or fewer lines. The two sessions stand in one file, or, in an
 * editor, in two files of the workspace: that it is one server is told by its name, its address, its greeting or its keywords, and which side is
 * which by what stands above the sessions, the names of the files and folders, the addresses, or the masks.
 *
 * ## What the firewall administrator sees
 * `mask, packet N` and `mask-banner, count N` in `show service-policy inspect esmtp` grow with the session from outside, not with that from inside.
 *
 * ## What causes it
 * Something between the two places changes the session: a firewall that inspects ESMTP, where the difference is a mask.
 *
 * ```smtp bad
 * # from inside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * # from outside
 * 220 ********************
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-XXXXXXXA
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * ```
 *
 * ```smtp good
 * # from inside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * # from outside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common allow-tls}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 118550 (documented): a clean session from inside and a masked one from outside prove a middlebox between them.
 * - captures (seen): masked lines keep their length and their place.
 */
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { agree, areTwoServers, lackOf, lackReport, type Sight, sightOf } from './shared/two-sides.ts';

export const rule: TranscriptRule = {
  name: 'session-differs-inside',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'Of two sessions with one server, the one from outside lacks what the one from inside shows.',
  looksAround: true,
  advice: 'Ask who runs the firewall or the proxy between the two places',
  *check(transcript) {
    const { sessions } = transcript;
    if (sessions.length < 2) return;
    const sights = sessions.map((session) => sightOf(transcript, session));
    const plain = sights.filter(({ offer, masks }) => offer !== undefined && !masks);
    for (const sight of sights) {
      if (sight.heading !== 'outside' && !sight.masksKeywords) continue;
      const twin = plain.find((other) => other !== sight && isTwin(sight, other));
      const lack = twin && lackOf(sight, twin);
      if (twin === undefined || lack === undefined) continue;
      const related = lack.taken.map(({ line, name }) => ({ range: placeOf(line.utterance), message: `${name}, as seen from inside` }));
      const report = lackReport(lack, 'the other session', related, twin.session);
      if (report !== undefined) yield report;
    }
  },
};

/** One server, seen from two sides: by the headings, or because the lines of both replies agree except where one is masked. */
function isTwin(sight: Sight, other: Sight): boolean {
  if (areTwoServers(sight, other)) return false;
  if (sight.heading === 'outside' && other.heading === 'inside') return true;
  return sight.masksKeywords && agree(sight, other);
}
