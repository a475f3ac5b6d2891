/**
 * ## What the mail administrator sees
 * A greeting such as `220 ****************2***0***` in place of the server's name. Postfix takes it as the sign of a PIX, says HELO instead of EHLO
 * (`enabling PIX workarounds: disable_esmtp`), and so gives up TLS, even where the firewall lets STARTTLS through.
 *
 * ## What the firewall administrator sees
 * `mask-banner, count N` in `show service-policy inspect esmtp`, N growing with every session.
 *
 * ## What causes it
 * `mask-banner`, which the default ESMTP inspection map holds: every character of the greeting but the reply code, `2`, `0` and blanks becomes `*`.
 *
 * ```smtp bad
 * 220 ************************2******200*****0*00
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
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
 * - TAC 117801, KB 320027 (documented): what the inspection overwrites.
 * - TAC 118550 (documented): the masked EHLO reply, STARTTLS refused, tests from inside that succeed.
 * - captures (seen): the form of the masked lines.
 * - Postfix (documented): `smtp_pix_workarounds`, and how it knows a PIX.
 */

import { unmask } from '../masking/unmask.ts';
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption } from './shared/advice.ts';
import { whereabouts } from './shared/evidence.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'masked-banner',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A firewall overwrote the greeting of this mail server with asterisks.',
  advice: 'Ask the server from inside: what it greets with there is its own text',
  *check(transcript) {
    for (const mask of unmask(transcript)) {
      if (mask.kind !== 'banner') continue;
      yield {
        range: mask.range,
        confidence: mask.confidence,
        message:
          mask.confidence === 'possible'
            ? `A firewall may have overwritten this greeting; if so, senders such as Postfix say HELO and lose TLS. ${mask.reasons.at(-1)}`
            : `A firewall overwrote this greeting. Senders such as Postfix then say HELO and lose TLS, even where STARTTLS would be let through.${whereabouts(transcript, mask)}`,
        ...(mask.confidence === 'possible' ? {} : { advice: askForExemption(mask.where) }),
        subject: { kind: 'mask', mask },
      };
    }
    yield* checkLog(logGroups(transcript));
  },
  checkLog,
};

/** nmap tells of a greeting that it does not print. */
function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'nmap-pix') continue;
    const message =
      'nmap was greeted with asterisks: a firewall may have overwritten the greeting of this server, or the server greets so itself; nmap does not print it.';
    yield reportOf(group, message, { confidence: 'possible', severity: 'information' });
  }
}
