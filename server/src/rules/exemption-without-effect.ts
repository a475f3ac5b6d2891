/**
 * ## What the mail administrator sees
 * The firewall administrator says that the mail server is exempt, and STARTTLS is masked as before.
 *
 * ## What the firewall administrator sees
 * A class that holds `no inspect esmtp` when it is entered, and nothing at all in `show running-config`.
 *
 * ## What causes it
 * `no inspect esmtp` takes a command back; where the class has none, nothing remains. A flow goes on past a class without an inspection to the next
 * one that has one: `inspection_default` inspects it. TAC 117801 prints this exemption. That it has no effect follows from the documented
 * matching rules; it was not tested on a device. The same holds for a class that spares hosts by `deny` entries and inspects the rest, while
 * another class (most often `inspection_default`) still has its own `inspect esmtp`, and for a `deny` entry behind one that permits all mail:
 * the first entry that matches decides.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list ironport_esa_internal extended permit ip any host 192.0.2.25
 * access-list ironport_esa_internal extended permit ip host 192.0.2.25 any
 * class-map ironport_esa
 *  match access-list ironport_esa_internal
 * class-map inspection_default
 *  match default-inspection-traffic
 * policy-map global_policy
 *  class inspection_default
 *   inspect dns
 *   inspect esmtp
 *  class ironport_esa
 *   no inspect esmtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list ESMTP_INSPECT extended deny tcp host 192.0.2.25 any eq smtp
 * access-list ESMTP_INSPECT extended deny tcp any host 192.0.2.25 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map inspection_default
 *  match default-inspection-traffic
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy
 *  class ESMTP_INSPECT
 *   inspect esmtp
 *  class inspection_default
 *   inspect dns
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Give `inspect esmtp` a class of its own whose access-list denies the hosts. On the device, with every other line of
 * `policy-map global_policy` in the place of `inspect dns` (what is left out is inspected no more after the swap):
 *
 * {{remedy exempt-hosts 192.0.2.25}}
 *
 * A line that is switched off (`inactive`) is entered again without that word.
 *
 * ## How to verify
 * A new session through the firewall shows `250-STARTTLS`; `show service-policy inspect esmtp` counts no packet of the host's. Policy changes
 * hold for new connections only.
 *
 * ## Sources
 * - CG8, CG9 (documented): a flow takes one class for each feature type, the first one that has an action of that type.
 * - That the exemption of TAC 117801 has no effect: inferred from these rules.
 */

import type { AccessList, Ace, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import { spanOf } from '../asa/spans.ts';
import { cite } from '../facts/fact.ts';
import { DENY_IS_NO_MATCH } from '../facts/matching.ts';
import { LIKELIER } from '../facts/readings.ts';
import { overlapAny, trafficOf } from '../mail/class-traffic.ts';
import {
  type ExemptingClass,
  exemptingClasses,
  inactiveEntries,
  interfacesOf,
  type ShadowedEntry,
  shadowedEntries,
  sparingEntries,
} from '../mail/exemptions.ts';
import { mailFlowsUnder, sourceOf } from '../mail/inspections.ts';
import { inspectSites } from '../mail/sites.ts';
import { resolverOf } from '../policy/resolve.ts';
import { AddressIndex } from '../sets/address-index.ts';
import { intersect, isEmpty } from '../sets/addresses.ts';
import { sure } from '../text/at.ts';
import { listed } from '../text/listed.ts';
import type { Aside, ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'exemption-without-effect',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'A class that was meant to exempt hosts from the inspection exempts nobody: `no inspect esmtp` is not an action.',
  advice: 'Give `inspect esmtp` a class of its own whose access-list denies these hosts',
  *check(context) {
    for (const exempting of exemptingClasses(context)) {
      const report = reportOn(context, exempting);
      if (report !== undefined) yield report;
    }
    // A class map may be used in several policy maps: its lines are told once.
    const shadowed = new Map<Ace, ShadowedEntry>();
    const inactive = new Map<Ace, AccessList>();
    for (const policyMap of context.policyMaps.values()) {
      for (const policyClass of policyMap.classes) {
        yield* inOtherClasses(context, policyMap, policyClass);
        for (const entry of shadowedEntries(context, policyClass)) shadowed.set(entry.ace, entry);
        for (const { ace, accessList } of inactiveEntries(context, policyClass)) inactive.set(ace, accessList);
      }
    }
    for (const [ace, list] of inactive) if (inspectorsOf(context, [ace]).length > 0) yield ofInactive(context, list, ace);
    for (const entry of shadowed.values()) yield ofShadowed(entry);
  },
};

/** The inspections that take flows of the class all the same. */
export function stillInspectedBy(context: Context, { policyMap, policyClass }: ExemptingClass): readonly Statement[] {
  const traffic = trafficOf(context, policyMap, policyClass);
  const inspectors = new Set<Statement>();
  for (const flow of mailFlowsUnder(context, LIKELIER.value)) {
    if (flow.verdict.inspected !== true || !overlapAny([flow], traffic)) continue;
    for (const { by } of flow.verdict.candidates) inspectors.add(sure(sourceOf(by)).statement);
  }
  return [...inspectors];
}

/** What a class spares by `deny` entries goes on to the next class: there it may be inspected all the same. */
function* inOtherClasses(context: Context, policyMap: PolicyMap, policyClass: PolicyClass): Iterable<Report> {
  const spared = sparingEntries(context, policyClass);
  if (spared.length === 0 || !context.servicePolicies.some(({ policy }) => policy.name === policyMap.name)) return;
  const by = inspectorsOf(context, spared).filter((statement) => !policyClass.actions.some((action) => action.statement === statement));
  if (by.length === 0) return;
  yield {
    range: spanOf(policyClass.statement),
    subject: { kind: 'class', context, policyMap, policyClass },
    message: `The access-list of the class ${policyClass.use.name} denies mail to keep it uninspected, but a class that does not match leaves a flow to the others (${cite(DENY_IS_NO_MATCH)}): ${nameOf(context, by)} still inspects this mail.`,
    advice: `Take the inspection of mail out of ${nameOf(context, by)}`,
    confidence: 'likely',
    related: [
      ...spared.slice(0, MOST_SHOWN).map(({ statement }): Aside => ({ range: spanOf(statement), message: 'What this denies goes on' })),
      ...by.map((statement): Aside => ({ range: spanOf(statement), message: 'This inspects it' })),
    ],
  };
}

const MOST_SHOWN = 4;

function ofInactive(context: Context, list: AccessList, ace: Ace): Report {
  return {
    range: spanOf(ace.statement),
    subject: { kind: 'entry', context, list, ace },
    message: 'This line is switched off (`inactive`): it exempts nobody, and the mail that it names stays inspected.',
    advice: 'Enter it again without `inactive`',
  };
}

function ofShadowed({ ace, by }: ShadowedEntry): Report {
  return {
    range: spanOf(ace.statement),
    message: 'The first line of an access-list that matches decides, and one above permits all mail: this `deny` exempts nobody.',
    advice: 'Put it before that line',
    confidence: 'likely',
    related: [{ range: spanOf(by.statement), message: 'This takes the mail first' }],
  };
}

/** The inspections that flows of the entries meet. */
function inspectorsOf(context: Context, entries: readonly Ace[]): readonly Statement[] {
  const resolver = resolverOf(context);
  const bySource = new AddressIndex(
    entries.map(({ source, destination }) => ({ set: resolver.addresses(source).yes, item: resolver.addresses(destination).yes })),
  );
  const inspectors = new Set<Statement>();
  for (const { source, destination, verdict } of mailFlowsUnder(context, LIKELIER.value)) {
    const statements = verdict.candidates.map(({ by }) => sure(sourceOf(by)).statement);
    if (verdict.inspected !== true || statements.every((statement) => inspectors.has(statement))) continue;
    if (!bySource.meeting(source).some((to) => !isEmpty(intersect(destination, to)))) continue;
    for (const statement of statements) inspectors.add(statement);
  }
  return [...inspectors];
}

/** In a fragment that shows neither the policy's other classes nor where it is applied, the device's own inspection is not in the file. */
export function isFragmentWithoutInspection(context: Context): boolean {
  return !context.whole && context.servicePolicies.length === 0 && inspectSites(context).length === 0;
}

function reportOn(context: Context, exempting: ExemptingClass): Report | undefined {
  const { policyClass, policyMap } = exempting;
  const interfaces = interfacesOf(context, policyMap);
  const negation = policyClass.negations.find(({ protocol }) => protocol === 'esmtp');
  const by = stillInspectedBy(context, exempting);
  if (by.length === 0 && !(negation !== undefined && isFragmentWithoutInspection(context))) return undefined;
  const what =
    negation === undefined
      ? `The class ${policyClass.use.name} has no action, so it exempts nobody`
      : `\`no inspect esmtp\` takes back what the class ${policyClass.use.name} never had; it is no action, and exempts nobody`;
  const then =
    by.length > 0
      ? `${nameOf(context, by)} still inspects this mail`
      : 'the device goes on to the class that inspects (by default inspection_default), and this mail stays inspected';
  return {
    range: spanOf(negation?.statement ?? policyClass.statement),
    subject: { kind: 'class', context, policyMap, policyClass },
    message: `${what}: by the documented matching rules ${then}.`,
    ...(interfaces.length === 0 ? {} : { advice: adviceFor(interfaces) }),
    confidence: 'likely',
    related: by.map((statement): Aside => ({ range: spanOf(statement), message: 'This inspects the mail of the class' })),
  };
}

function adviceFor(interfaces: readonly string[]): string {
  return `Give \`inspect esmtp\` a class of its own whose access-list denies the mail hosts of ${listed(interfaces, 'and')}`;
}

function nameOf(context: Context, by: readonly Statement[]): string {
  const names = by.map((statement) => {
    const site = inspectSites(context).find(({ action }) => action.statement === statement);
    return site === undefined ? 'the fixup' : `class ${site.policyClass.use.name}`;
  });
  return listed([...new Set(names)], 'or');
}
