/**
 * ## What the mail administrator sees
 * Signed mail to a site with an old PIX is retried until it bounces, or arrives several times; mail without signatures passes.
 *
 * ## What the firewall administrator sees
 * `PIX Version` before 7.2(3), with `fixup protocol smtp` or `inspect esmtp`.
 *
 * ## What causes it
 * PIX before 7.2(3) takes a header that is named within or repeated beside another for a fault and ends the session. DomainKeys and DKIM signatures are a known trigger, and mail over lists and forwarders carries
 * several.
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
 * DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=one; h=from:to:subject; bh=AAAA=; b=BBBB=
 * DKIM-Signature: v=1; a=rsa-sha256; d=list.example.org; s=one; h=from:to:subject; bh=AAAA=; b=BBBB=
 * From: a@example.net
 * Subject: hello
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
 * DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=one; h=from:to:subject; bh=AAAA=; b=BBBB=
 * From: a@example.net
 * Subject: hello
 *
 * Hello
 * .
 * 250 2.0.0 Ok: queued
 * ```
 *
 * ## Remedy
 * Upgrade the PIX to 7.2(3) or later, or switch the inspection off. Before: `fixup protocol smtp 25` (7.x: `inspect esmtp`); after:
 *
 * ```asa
 * no fixup protocol smtp 25
 * ```
 *
 * The way back: `fixup protocol smtp 25`. On 7.0 to 7.2(2), `no inspect esmtp` in `class inspection_default` of `policy-map global_policy`, and back `inspect esmtp`. Go on signing: that is what the vendor recommends too.
 *
 * ## How to verify
 * Send the same signed message in a new session. `show version` on the firewall tells its version, `show service-policy inspect esmtp` whether it still inspects.
 *
 * ## Sources
 * - TAC 118550 (documented): the fault, its trigger, 7.2(3), and that signing stays recommended.
 */
import { cite } from '../facts/fact.ts';
import { HEADER_BUG_FIXED } from '../facts/versions.ts';
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

const SIGNATURES = new Set(['dkim-signature', 'domainkey-signature', 'x-google-dkim-signature']);

export const rule: TranscriptRule = {
  name: 'repeated-signature-headers',
  language: 'smtp-transcript',
  severity: 'information',
  summary: `A message with several signature headers, at which PIX before ${HEADER_BUG_FIXED.value} ends the session.`,
  advice: 'Keep signing; where such mail is lost, ask for the version of the PIX on the way',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      for (const { headers } of session.messages) {
        const signatures = headers.filter(({ name, lines }) => SIGNATURES.has(name.toLowerCase()) && !lines[0].tls);
        const [first, second, ...more] = signatures;
        if (first === undefined || second === undefined) continue;
        const behind = signsOfFirewall(transcript, session).length > 0;
        yield {
          range: placeOf(second.lines[0], 0, second.name.length),
          // Such mail is normal where no firewall is in sight.
          severity: behind ? 'information' : 'hint',
          confidence: 'possible',
          message: `${signatures.length} signature headers in one message: a PIX before ${HEADER_BUG_FIXED.value} that inspects SMTP ends such sessions (${cite(HEADER_BUG_FIXED)}). Later versions do not.`,
          related: [first, ...more].map(({ name, lines }) => ({
            range: placeOf(lines[0], 0, name.length),
            message: 'A signature of the same message',
          })),
        };
      }
    }
  },
};
