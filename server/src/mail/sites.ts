/** Where a configuration inspects mail, in force or not. */
import type { Context, Fixup, PolicyAction, PolicyClass, PolicyMap } from '../asa/model.ts';
import { CALLS_IT_SMTP, MAIL_INSPECTIONS } from '../facts/inspections.ts';
import { isAtLeast, MODULAR_POLICIES } from '../facts/versions.ts';
import { part } from '../text/analysis.ts';

export type InspectAction = Extract<PolicyAction, { feature: 'inspect' }>;

/** One `inspect esmtp` of a class of a policy map, in force or not. */
export interface InspectSite {
  readonly policyMap: PolicyMap;
  readonly policyClass: PolicyClass;
  readonly action: InspectAction;
}

export function isSmtp({ protocol }: Fixup): boolean {
  return MAIL_INSPECTIONS.includes(protocol);
}

export function isMailInspection(action: PolicyAction): action is InspectAction {
  return action.feature === 'inspect' && MAIL_INSPECTIONS.includes(action.protocol);
}

/** Every `inspect esmtp` of the context, in the order of the configuration. */
export const inspectSites = part('inspections that are written', (context: Context): readonly InspectSite[] => {
  const sites: InspectSite[] = [];
  for (const policyMap of context.policyMaps.values()) {
    for (const policyClass of policyMap.classes) {
      for (const action of policyClass.actions) {
        if (isMailInspection(action)) sites.push({ policyMap, policyClass, action });
      }
    }
  }
  return sites;
});

/** `inspect smtp`, where the version line says that the device calls it `inspect esmtp`. */
export function isUnknownThere({ version }: Context, { protocol }: InspectAction): boolean {
  if (protocol !== 'smtp' || version === undefined || CALLS_IT_SMTP.value.includes(version.platform)) return false;
  return isAtLeast(version, MODULAR_POLICIES.value) !== false;
}

/** Service policies are in the file, and none applies this policy map: it is kept as the way back, or was forgotten. */
export function isAside({ servicePolicies }: Context, { name }: PolicyMap): boolean {
  return servicePolicies.length > 0 && servicePolicies.every(({ policy }) => policy.name !== name);
}

/**
 * The policy map in force in the place of one that is kept as the way back: it has the same classes with the same lines, mail apart.
 * Two that have nothing but mail are no such pair.
 */
export function standsInFor(context: Context, policyMap: PolicyMap): PolicyMap | undefined {
  const own = besidesMail(policyMap);
  if (own === '' || !isAside(context, policyMap)) return undefined;
  const applied = context.servicePolicies.flatMap(({ policy }) => context.policyMaps.get(policy.name) ?? []);
  return applied.find((each) => besidesMail(each) === own);
}

/** What the classes do beside the inspection of mail; a class that does nothing else is left out. */
function besidesMail({ classes }: PolicyMap): string {
  return classes
    .flatMap(({ use, actions }) => {
      const others = actions
        .filter((each) => !isMailInspection(each))
        .map(({ statement: { words } }) => words.map(({ text }) => text).join(' '));
      return others.length === 0 ? [] : [use.name, ...others];
    })
    .join('\n');
}
