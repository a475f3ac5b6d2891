/**
 * ## What the mail administrator sees
 * `220 ****2*******0**` in place of the server's greeting. Postfix logs `enabling PIX workarounds: disable_esmtp delay_dotcrlf` and says HELO:
 * no TLS, even where the firewall would let STARTTLS through.
 *
 * ## What the firewall administrator sees
 * `mask-banner, count N` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * `mask-banner` in the parameters of the inspection map, or `inspect esmtp` without a map: the default map has it.
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
 *   mask-banner
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
 *   no mask-banner
 * policy-map global_policy
 *  class inspection_default
 *   inspect esmtp MAIL
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * `no mask-banner` in the map's parameters; without a map, one of its own. On the device:
 *
 * {{remedy no-mask-banner}}
 *
 * Exempting the mail hosts or `no inspect esmtp` cures it too.
 *
 * ## How to verify
 * A new session from outside shows the server's own greeting; `mask-banner, count` in `show service-policy inspect esmtp` does not grow.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): `mask-banner`, on in the default map.
 * - Postfix (documented): the workarounds, and what disable_esmtp does.
 */

import type { Statement } from '../asa/model.ts';
import { spanOf } from '../asa/spans.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import type { ConfigurationRule } from './rule.ts';
import { confidenceIn, confidenceOf } from './shared/confidence.ts';
import { relatedMap, whoIsMet } from './shared/context-of-inspection.ts';

export const rule: ConfigurationRule = {
  name: 'inspection-masks-banner',
  language: 'cisco-asa',
  severity: 'information',
  summary: 'ESMTP inspection overwrites the greeting of mail servers; senders that know this sign fall back to HELO and lose TLS.',
  *check(context) {
    const told = new Set<Statement>();
    for (const inspection of inspectionsInForce(context)) {
      const { inspector, settings, statement, settled } = inspection;
      const { value, fact, statement: line } = settings.maskBanner;
      if (inspector.action === undefined || settled || !value) continue;
      // A line of the device's own map is nobody's to change: the inspection that uses it is.
      const place = settings.map === undefined ? statement : (line ?? statement);
      // One map in several classes is one hazard.
      if (told.has(place)) continue;
      told.add(place);
      yield {
        range: spanOf(place),
        subject: { kind: 'inspection', context, inspection },
        message: `The greeting of mail servers is overwritten with asterisks${line === undefined ? ' (mask-banner, in force without a line of its own)' : ''}. Senders such as Postfix then use HELO and no TLS, even where STARTTLS is let through.`,
        ...whoIsMet(inspection),
        advice:
          settings.map === undefined
            ? 'Exempt the mail hosts, or inspect with a map that has `no mask-banner`'
            : 'Write `no mask-banner` in this map',
        confidence: confidenceIn(inspection, fact === undefined ? 'certain' : confidenceOf(fact)),
        related: relatedMap(context, inspection, fact),
      };
    }
  },
};
