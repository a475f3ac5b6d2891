/**
 * ## What the mail administrator sees
 * `250-XXXXXXXA` among the lines that answer EHLO. The client acts as if the keyword was not there: no STARTTLS, mail in clear text or not at all where
 * TLS is required; no CHUNKING; no SMTPUTF8. From inside the same server shows the keyword.
 *
 * ## What the firewall administrator sees
 * `match ehlo-reply-parameter others` / `mask, packet N` in `show service-policy inspect esmtp`; syslog 108004 `Masked header flags for` where the map logs it.
 *
 * ## What causes it
 * The inspection knows nine keywords and overwrites each other line after `250-` with `X`, its length kept, and writes a running letter over the last
 * character: `A` on the first masked line, `B` on the second. STARTTLS is kept with `allow-tls`.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-XXXXXXXA
 * 250 8BITMIME
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
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
 */

import { EHLO_REPLY_PARAMETERS } from '../facts/masking.ts';
import type { MaskedText } from '../masking/masked.ts';
import { unmask } from '../masking/unmask.ts';
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Transcript } from '../smtp/model.ts';
import { firstWord } from '../text/first-word.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption, TEST_FROM_INSIDE } from './shared/advice.ts';
import { bestOf, guess, whereabouts } from './shared/evidence.ts';
import { maskReported, reportOf } from './shared/log-reports.ts';

/** What a client does without the keyword. */
const COST: Readonly<Record<string, string>> = {
  STARTTLS: 'clients do not see it and send without TLS, or not at all where TLS is required',
  CHUNKING: 'clients send with DATA instead of BDAT',
  SMTPUTF8: 'mail to and from addresses with letters beyond ASCII is refused',
  AUTH: 'clients cannot log in',
};
const OTHER_COST = 'clients do without it';

export const rule: TranscriptRule = {
  name: 'masked-ehlo-keyword',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A firewall overwrote a keyword of the EHLO reply, so that clients do not see what the server offers.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or inspect with a map that has `allow-tls`',
  *check(transcript) {
    for (const mask of unmask(transcript)) if (mask.kind === 'keyword') yield reportMask(transcript, mask);
    yield* checkLog(logGroups(transcript));
  },
  checkLog,
};

function reportMask(transcript: Transcript, mask: MaskedText): Report {
  const best = bestOf(mask);
  const text = best === undefined ? '; which one cannot be told' : `, ${guess(best)}`;
  const cost = COST[firstWord(best?.text ?? '')] ?? OTHER_COST;
  const effect = best !== undefined && best.probability < 0.5 ? `If so, ${cost}` : cost.charAt(0).toUpperCase() + cost.slice(1);
  const done = mask.confidence === 'possible' ? 'This may be a keyword that a firewall overwrote' : 'A firewall overwrote this keyword';
  return {
    range: mask.range,
    confidence: mask.confidence,
    message: `${done}${text}. ${effect}.${whereabouts(transcript, mask)}`,
    advice: mask.confidence === 'possible' ? TEST_FROM_INSIDE : askForExemption(mask.where),
    subject: { kind: 'mask', mask },
  };
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const match = maskReported(group, 'Response');
    if (match !== undefined) yield reportOf(group, `The firewall says that it overwrote ${overwritten(match)}`);
  }
}

/** What a match of the ESMTP inspection map takes of a reply, and what that costs: the end of a sentence. */
function overwritten(match: string): string {
  const [kind, ...values] = match.split(/[\s,]+/);
  if (kind !== 'ehlo-reply-parameter' || values.length === 0)
    return `parts of a reply (${match || 'it names no match'}): the client does not see what the server said.`;
  if (values.some((value) => value.toLowerCase() === 'others'))
    return 'keywords of an EHLO reply: STARTTLS and others do not reach the client, so mail goes without TLS.';
  const names = values.map((value) => EHLO_REPLY_PARAMETERS.value[value.toLowerCase()] ?? value.toUpperCase());
  return `${names.join(', ')} in an EHLO reply (${match}): clients do not see that the server offers it.`;
}
