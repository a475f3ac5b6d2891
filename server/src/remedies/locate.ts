/** From a finding back to what it is about: findings are plain values, and their place tells. */
import type { AccessList, Ace, Configuration, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import { type InspectionInForce, inspectionsInForce } from '../mail/inspections.ts';
import { unappliedSites } from '../mail/unapplied.ts';
import type { Finding } from '../rules/finding.ts';
import type { Lines } from '../text/lines.ts';

/** The inspection whose `inspect esmtp`, or a line of whose map, the finding stands on. */
export function inspectionAt(
  { contexts }: Configuration,
  finding: Finding,
): { readonly context: Context; readonly inspection: InspectionInForce } | undefined {
  for (const context of contexts) {
    const inspection = inspectionsInForce(context).find((it) => linesOf(it).some((statement) => isAt(context.lines, finding, statement)));
    if (inspection !== undefined) return { context, inspection };
  }
  return undefined;
}

function linesOf({ statement, settings: { map } }: InspectionInForce): readonly Statement[] {
  const inMap = map === undefined ? [] : [...map.matches, ...map.parameters];
  return [statement, ...inMap.map((line) => line.statement)];
}

/** The context of the inspection that the finding stands on, which no service policy of its fragment applies. */
export function unappliedAt({ contexts }: Configuration, finding: Finding): Context | undefined {
  return contexts.find((context) => unappliedSites(context).some(({ action }) => isAt(context.lines, finding, action.statement)));
}

/** The class of a policy map on whose line, or on a `no inspect` in which, the finding stands. */
export function siteOfClass(
  { contexts }: Configuration,
  finding: Finding,
): { readonly context: Context; readonly policyMap: PolicyMap; readonly policyClass: PolicyClass } | undefined {
  for (const context of contexts) {
    for (const policyMap of context.policyMaps.values()) {
      for (const policyClass of policyMap.classes) {
        const lines = [policyClass.statement, ...policyClass.negations.map(({ statement }) => statement)];
        if (lines.some((statement) => isAt(context.lines, finding, statement))) return { context, policyMap, policyClass };
      }
    }
  }
  return undefined;
}

/** The entry on whose line the finding stands. */
export function entryAt(
  { contexts }: Configuration,
  finding: Finding,
): { readonly context: Context; readonly list: AccessList; readonly ace: Ace } | undefined {
  for (const context of contexts) {
    for (const list of context.accessLists.values()) {
      const ace = list.entries.find(({ statement }) => isAt(context.lines, finding, statement));
      if (ace !== undefined) return { context, list, ace };
    }
  }
  return undefined;
}

export function isAt(lines: Lines, { range }: Finding, statement: Statement): boolean {
  return range.start.line === lines.lineOf(statement);
}
