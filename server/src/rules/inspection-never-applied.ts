/**
 * ## What the mail administrator sees
 * Nothing of this line: it does nothing to mail.
 *
 * ## What the firewall administrator sees
 * An inspection in the configuration that `show service-policy inspect esmtp` does not list, or whose counters stay at zero.
 *
 * ## What causes it
 * No `service-policy` names the policy map, which may be kept as the way back of a change (then the finding says so); or an earlier class of the same policy map, or an interface policy, takes every flow of the class.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map global_policy
 *  class inspection_default
 *   inspect dns
 * policy-map old_policy
 *  class inspection_default
 *   inspect esmtp
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
 * policy-map global_policy
 *  class inspection_default
 *   inspect dns
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * None is needed for mail. Remove the line so that nobody relies on it, or apply the policy map if it was meant. On the device:
 *
 * ```asa
 * policy-map old_policy
 *  class inspection_default
 *   no inspect esmtp
 * ```
 *
 * The way back is `inspect esmtp` in the same class.
 *
 * ## How to verify
 * `show service-policy inspect esmtp` after a new session.
 *
 * ## Sources
 * - CG8, CG9 (documented): service policies, feature matching.
 */

import type { Context } from '../asa/model.ts';
import { spanOf } from '../asa/spans.ts';
import { isDefinedClass, overlapAny, trafficOf } from '../mail/class-traffic.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { type InspectSite, inspectSites, standsInFor } from '../mail/sites.ts';
import { sure } from '../text/at.ts';
import type { Aside, ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'inspection-never-applied',
  language: 'cisco-asa',
  severity: 'hint',
  summary: 'An `inspect esmtp` that meets no flow: its policy map is not applied, or another class or policy takes its flows first.',
  advice: 'Remove it, or ask what it was meant for',
  *check(context) {
    const inForce = new Set(inspectionsInForce(context).map(({ inspector }) => inspector.action));
    for (const site of inspectSites(context)) {
      if (inForce.has(site.action)) continue;
      const reason = reasonOf(context, site);
      if (reason === undefined) continue;
      yield {
        range: spanOf(site.action.statement),
        message: `This inspection meets no mail: ${reason.words}.`,
        related: reason.related,
        ...(reason.advice === undefined ? {} : { advice: reason.advice }),
        unnecessary: true,
      };
    }
  },
};

interface Reason {
  readonly words: string;
  /** Where it differs from the rule's own. */
  readonly advice?: string;
  readonly related: readonly Aside[];
}

/** Why it meets nothing; undefined where the file cannot tell. */
function reasonOf(context: Context, site: InspectSite): Reason | undefined {
  const { policyMap, policyClass } = site;
  const applied = context.servicePolicies.filter(({ policy }) => policy.name === policyMap.name);
  if (applied.length === 0) {
    if (!context.whole) return undefined;
    const other = standsInFor(context, policyMap);
    if (other !== undefined) {
      return {
        words: `policy-map ${policyMap.name} is the way back of ${other.name}, which is applied in its place`,
        advice: `Once the change has proved itself, remove it: \`no policy-map ${policyMap.name}\``,
        related: [{ range: spanOf(sure(other.definitions.get(0)).statement), message: 'The policy map in force: the same, but for mail' }],
      };
    }
    return { words: `no service-policy names the policy map ${policyMap.name}`, related: [] };
  }
  if (!isDefinedClass(context, policyClass)) return undefined;
  const traffic = trafficOf(context, policyMap, policyClass);
  if (traffic.length === 0) return undefined;
  const before = policyMap.classes.slice(0, policyMap.classes.indexOf(policyClass));
  const earlier = before.find(
    (candidate) =>
      candidate.actions.some(({ feature }) => feature === 'inspect') && overlapAny(trafficOf(context, policyMap, candidate), traffic),
  );
  if (earlier !== undefined) {
    return {
      words: `the class ${earlier.use.name} before it takes its flows`,
      related: [{ range: spanOf(earlier.statement), message: 'The class that takes its flows first' }],
    };
  }
  const other = context.servicePolicies.find(({ policy, scope }) => policy.name !== policyMap.name && scope.kind === 'interface');
  if (other === undefined) return undefined;
  return {
    words: 'an interface policy takes its flows first',
    related: [{ range: spanOf(other.statement), message: 'The policy of the interface comes before the global one' }],
  };
}
