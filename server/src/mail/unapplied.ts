/** Inspections in fragments: without a service policy in the file nobody can tell whether they are applied. */
import type { Context } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import { settingsOf } from '../asa/settings.ts';
import { inspectionsInForce } from './inspections.ts';
import { type InspectSite, inspectSites } from './sites.ts';

/** The inspections of a fragment that names no service policy, and that the engine could not place. */
export function unappliedSites(context: Context): readonly (InspectSite & { readonly settings: Settings })[] {
  if (context.whole || context.servicePolicies.length > 0) return [];
  const placed = new Set(inspectionsInForce(context).map(({ inspector }) => inspector.action));
  return inspectSites(context)
    .filter(({ action }) => !placed.has(action))
    .map((site) => ({ ...site, settings: settingsOf(context, site.action) }));
}
