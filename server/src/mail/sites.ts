/** Where a configuration inspects mail, in force or not. */
import type { Context, Fixup, PolicyAction, PolicyClass, PolicyMap } from '../asa/model.ts';
import { MAIL_INSPECTIONS } from '../facts/inspections.ts';

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
export function inspectSites(context: Context): readonly InspectSite[] {
  const sites: InspectSite[] = [];
  for (const policyMap of context.policyMaps.values()) {
    for (const policyClass of policyMap.classes) {
      for (const action of policyClass.actions) {
        if (isMailInspection(action)) sites.push({ policyMap, policyClass, action });
      }
    }
  }
  return sites;
}

/** Service policies are in the file, and none applies this policy map: it is kept as the way back, or was forgotten. */
export function isAside({ servicePolicies }: Context, { name }: PolicyMap): boolean {
  return servicePolicies.length > 0 && servicePolicies.every(({ policy }) => policy.name !== name);
}
