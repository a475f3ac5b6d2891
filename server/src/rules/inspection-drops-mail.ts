/**
 * ## What the mail administrator sees
 * `Message aborted`, `Receiving aborted`, `lost connection while sending message body`; the same messages fail at each try, others pass.
 *
 * ## What the firewall administrator sees
 * `drop-connection log, packet N` in `show service-policy inspect esmtp`, syslog 108004 with the match, then 507003.
 *
 * ## What causes it
 * A `match` whose action is `drop-connection`, `drop` or `reset`, or `mail-relay` and `special-character` with such an action. A named map is
 * a decision of yours (warning); the default map of `inspect esmtp` holds five such matches (information).
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
 *   no mask-banner
 *  match header line length gt 998
 *   drop-connection log
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
 *  match header line length gt 998
 *   log
 * policy-map global_policy
 *  class inspection_default
 *   inspect esmtp MAIL
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Let the match log instead of drop, raise its limit, or exempt the mail hosts. On the device:
 *
 * {{remedy log-instead}}
 *
 * ## How to verify
 * `show service-policy inspect esmtp` after a new session: the counter of the match stays where it was, and the message arrives.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the matches, their actions, the limits of the default map.
 * - Which mail exceeds them in practice is told from the mail side (RFC 5321 and RFC 5322 allow it, inferred).
 */

import type { Context, InspectMatch, Statement } from '../asa/model.ts';
import type { LimitInForce } from '../asa/settings.ts';
import { spanOf } from '../asa/spans.ts';
import { cite } from '../facts/fact.ts';
import { type InspectionInForce, inspectionsInForce } from '../mail/inspections.ts';
import { losesMail, lostMail, takesAuth, whatIsLost } from '../mail/lost-mail.ts';
import { itemAt } from '../text/at.ts';
import { listed } from '../text/listed.ts';
import type { ConfigurationRule, Report } from './rule.ts';
import { confidenceIn, confidenceOf } from './shared/confidence.ts';
import { relatedMap, whoIsMet } from './shared/context-of-inspection.ts';

export const rule: ConfigurationRule = {
  name: 'inspection-drops-mail',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'A match of the ESMTP inspection ends sessions or throws messages away: legitimate mail is lost.',
  advice: 'Ask who wanted this, and why; with `log` in its place the mail passes',
  *check(context) {
    const told = new Set<Statement>();
    for (const inspection of inspectionsInForce(context)) {
      if (inspection.inspector.action === undefined || inspection.settled) continue;
      for (const { place, ...report } of reports(context, inspection)) {
        // One map in several classes is one hazard.
        if (told.has(place)) continue;
        told.add(place);
        yield report;
      }
    }
  },
};

type Placed = Report & { readonly place: Statement };

function* reports(context: Context, inspection: InspectionInForce): Iterable<Placed> {
  const { settings } = inspection;
  const related = relatedMap(context, inspection, settings.limits.find(({ action }) => losesMail(action))?.fact);
  const implied: LimitInForce[] = [];
  for (const limit of settings.limits) {
    if (!losesMail(limit.action)) continue;
    if (limit.match === undefined) implied.push(limit);
    else yield ofNamedMap(context, limit.match, limit, inspection, related);
  }
  if (implied.length > 0) yield ofDefaultMap(context, implied, inspection, related);
  for (const parameter of settings.map?.parameters ?? []) {
    const { kind, on, action, statement } = parameter;
    if (!on || action === undefined || !losesMail(action)) continue;
    yield {
      place: statement,
      range: spanOf(statement),
      subject: { kind: 'inspection', context, inspection, parameter },
      message: `\`${kind}\` loses ${lostMail(kind, undefined) ?? 'the mail that it names'}. The sender sees a lost connection and tries again in vain.`,
      ...whoIsMet(inspection),
      confidence: confidenceIn(inspection, 'certain'),
      related,
    };
  }
}

function ofNamedMap(
  context: Context,
  match: InspectMatch,
  limit: LimitInForce,
  inspection: InspectionInForce,
  related: Report['related'],
): Placed {
  const { kind } = limit;
  const what = lostMail(kind, limit.limit, limit.negated) ?? 'the mail that it names';
  const saved = inspection.settings.allowTls.value === true ? ' unless it starts TLS first' : '';
  const says =
    kind === 'cmd verb' && !limit.negated && takesAuth(limit)
      ? `This match ends the session at AUTH (\`${limit.action}\`): no client can log in through this firewall${saved}`
      : `This match loses ${what} (\`${limit.action}\`). The sender sees a lost connection and tries again in vain`;
  return {
    place: match.statement,
    range: spanOf(match.statement),
    subject: { kind: 'inspection', context, inspection, match },
    message: `${says}.`,
    ...whoIsMet(inspection),
    confidence: confidenceIn(inspection, 'certain'),
    related: related ?? [],
  };
}

function ofDefaultMap(
  context: Context,
  limits: readonly LimitInForce[],
  inspection: InspectionInForce,
  related: Report['related'],
): Placed {
  const what = limits.map(({ kind, limit }) => whatIsLost(kind, limit) ?? kind);
  const fact = itemAt(limits, 0).fact;
  return {
    place: inspection.statement,
    range: spanOf(inspection.statement),
    subject: { kind: 'inspection', context, inspection },
    message: `The default map of this inspection loses mail with ${listed(what, 'or')}${fact === undefined ? '' : ` (${cite(fact)})`}. The sender sees a lost connection and tries again in vain.`,
    ...whoIsMet(inspection),
    advice: 'If mail is missing, see whether `show service-policy inspect esmtp` counts it',
    severity: 'information',
    confidence: confidenceIn(inspection, fact === undefined ? 'certain' : confidenceOf(fact)),
    related: related ?? [],
  };
}
