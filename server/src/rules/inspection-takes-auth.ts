/**
 * It does so in EHLO replies, or to the command.
 *
 * ## What the mail administrator sees
 * EHLO shows no `AUTH` but a masked keyword in its place, or AUTH is answered `500`; clients say that the server takes no login, and
 * submission fails.
 *
 * ## What the firewall administrator sees
 * `mask, packet N` under `match ehlo-reply-parameter auth` or `match cmd verb AUTH` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * A `match` of the map names AUTH and has `mask` as its action (with `drop-connection` it is `inspection-drops-mail`). The default map does not
 * do this: AUTH passes `inspect esmtp`.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map type inspect esmtp MAIL
 *  parameters
 *   allow-tls
 *  match ehlo-reply-parameter auth
 *   mask
 * policy-map global_policy
 *  class inspection_default
 *   inspect esmtp MAIL
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map type inspect esmtp MAIL
 *  parameters
 *   allow-tls
 * policy-map global_policy
 *  class inspection_default
 *   inspect esmtp MAIL
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Ask who wanted it, and why: on tcp/25 between servers nobody logs in, on submission everybody does. To take it out, on the device:
 *
 * ```asa
 * policy-map type inspect esmtp MAIL
 *  no match ehlo-reply-parameter auth
 * ```
 *
 * The way back is the match and its action, entered again.
 *
 * ## How to verify
 * EHLO in a new session shows `250-AUTH` with its mechanisms, and a client logs in. `show service-policy inspect esmtp` counts no new `mask`.
 *
 * ## Sources
 * - CG9 (documented): `match ehlo-reply-parameter` and `match cmd verb` take `mask`.
 * - TAC 117801 (documented): AUTH is among the commands that `inspect esmtp` lets through.
 * - With `allow-tls` a session that uses STARTTLS is no longer inspected, so AUTH inside of it passes (documented: SEC).
 */

import type { LimitInForce } from '../asa/settings.ts';
import { spanOf } from '../asa/spans.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { takesAuth } from '../mail/lost-mail.ts';
import type { ConfigurationRule } from './rule.ts';
import { confidenceIn } from './shared/confidence.ts';
import { relatedMap, whoIsMet } from './shared/context-of-inspection.ts';

export const rule: ConfigurationRule = {
  name: 'inspection-takes-auth',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'An ESMTP inspection map masks AUTH: no client can log in through this firewall.',
  advice: 'Ask who wanted this, and why; taken out, AUTH passes',
  *check(context) {
    // One map in several classes is one hazard.
    const told = new Set<unknown>();
    for (const inspection of inspectionsInForce(context)) {
      const { inspector, settings, settled } = inspection;
      if (inspector.action === undefined || settled) continue;
      for (const limit of settings.limits) {
        if (limit.match === undefined || limit.action !== 'mask' || !takesAuth(limit) || told.has(limit.match.statement)) continue;
        told.add(limit.match.statement);
        const what = whatIsLost(limit);
        const saved = settings.allowTls.value === true ? ' unless it starts TLS first' : '';
        yield {
          range: spanOf(limit.match.statement),
          message: `This match ${what}: no client can log in through this firewall${saved}.`,
          ...whoIsMet(inspection),
          confidence: confidenceIn(inspection, 'certain'),
          related: relatedMap(context, inspection, undefined),
        };
      }
    }
  },
};

function whatIsLost({ kind, negated, values }: LimitInForce): string {
  const [does, thing] = kind === 'cmd verb' ? ['overwrites', 'command'] : ['hides', 'keyword'];
  return negated ? `${does} every ${thing} but ${values.join(' ')}, AUTH among them` : `${does} the ${thing} AUTH`;
}
