/**
 * It is never used.
 *
 * ## What the mail administrator sees
 * The mail server is treated like every other host, though it has a class of its own: masked keywords, dropped messages.
 *
 * ## What the firewall administrator sees
 * No packets under the class in `show service-policy`; all of them under the class before it.
 *
 * ## What causes it
 * Classes are tried in the order of the policy map, and the first that matches and has an inspection takes the flow. The device appends a new
 * class at the end, after `inspection_default`.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * class-map inspection_default
 *  match default-inspection-traffic
 * class-map MAIL_HOSTS
 *  match access-list MAIL_HOSTS
 * policy-map type inspect esmtp GENTLE
 *  parameters
 *   allow-tls
 *   no mask-banner
 * policy-map global_policy
 *  class inspection_default
 *   inspect esmtp
 *  class MAIL_HOSTS
 *   inspect esmtp GENTLE
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * class-map inspection_default
 *  match default-inspection-traffic
 * class-map MAIL_HOSTS
 *  match access-list MAIL_HOSTS
 * policy-map type inspect esmtp GENTLE
 *  parameters
 *   allow-tls
 *   no mask-banner
 * policy-map global_policy
 *  class MAIL_HOSTS
 *   inspect esmtp GENTLE
 *  class inspection_default
 *   inspect esmtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Put the class before the one that takes its mail. The device only appends, so the class before is removed and entered again:
 *
 * {{remedy move-class}}
 *
 * A class that only holds `no inspect esmtp` does not exempt wherever it stands: exempt the hosts instead.
 *
 * ## How to verify
 * `show service-policy inspect esmtp` counts packets under the class after a new session.
 *
 * ## Sources
 * - CG8, CG9 (documented): feature matching in a policy map.
 */

import type { Context, PolicyClass, PolicyMap } from '../asa/model.ts';
import { settingsKey, settingsOf } from '../asa/settings.ts';
import { spanOf } from '../asa/spans.ts';
import { isDefinedClass, overlapAny, trafficOf } from '../mail/class-traffic.ts';
import { exemptingClasses } from '../mail/exemptions.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { type InspectAction, isAside, isMailInspection } from '../mail/sites.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'exemption-after-inspection',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'A class that would treat mail hosts differently stands after the class that already takes their mail.',
  *check(context) {
    const exempting = new Set(exemptingClasses(context).map(({ policyClass }) => policyClass));
    const inForce = new Set(inspectionsInForce(context).map(({ inspector }) => inspector.action));
    for (const policyMap of context.policyMaps.values()) {
      if (isAside(context, policyMap)) continue;
      for (const [index, policyClass] of policyMap.classes.entries()) {
        // Wherever it is written, the device tries it last: it is for what is left, and nothing can be moved before the others.
        if (policyClass.use.name === 'class-default') continue;
        if (!isDefinedClass(context, policyClass)) continue;
        const own = policyClass.actions.find(isMailInspection);
        // A class whose inspection is used for other mail stands where it should: the general one after the special one.
        if (own === undefined ? !exempting.has(policyClass) : inForce.has(own)) continue;
        const earlier = firstThatTakes(context, policyMap, policyClass, policyMap.classes.slice(0, index), own);
        if (earlier !== undefined)
          yield { ...report(policyClass, own, earlier), subject: { kind: 'class', context, policyMap, policyClass } };
      }
    }
  },
};

/** The first class before it that for certain inspects mail of it, in another way than it would. */
export function firstThatTakes(
  context: Context,
  policyMap: PolicyMap,
  policyClass: PolicyClass,
  before: readonly PolicyClass[],
  own: InspectAction | undefined,
): { readonly policyClass: PolicyClass; readonly action: InspectAction } | undefined {
  const traffic = trafficOf(context, policyMap, policyClass);
  for (const candidate of before) {
    const action = candidate.actions.find(isMailInspection);
    if (action === undefined) continue;
    const taken = trafficOf(context, policyMap, candidate).filter(({ verdict }) => verdict.inspected === true);
    if (!overlapAny(taken, traffic)) continue;
    if (own !== undefined && settingsKey(settingsOf(context, own)) === settingsKey(settingsOf(context, action))) continue;
    return { policyClass: candidate, action };
  }
  return undefined;
}

function report(
  { use, statement }: PolicyClass,
  own: InspectAction | undefined,
  earlier: { readonly policyClass: PolicyClass; readonly action: InspectAction },
): Report {
  const first = earlier.policyClass.use.name;
  const effect =
    own === undefined
      ? 'even an inspection of its own, set up differently, would not be used here'
      : `its own \`inspect ${own.protocol}${own.map === undefined ? '' : ` ${own.map.name}`}\` is never used`;
  return {
    range: spanOf(statement),
    message: `The class ${use.name} stands after ${first}, which already takes its mail: ${effect}.`,
    advice: own === undefined ? 'Exempt the hosts by `deny` lines instead' : `Put it before ${first}`,
    confidence: own === undefined ? 'likely' : 'certain',
    related: [
      { range: spanOf(earlier.policyClass.statement), message: 'The class that takes its mail first' },
      { range: spanOf(earlier.action.statement), message: 'What it does to it' },
    ],
  };
}
