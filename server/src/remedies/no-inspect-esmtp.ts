/** Stops the inspection of mail for every host: takes `inspect esmtp` out of its class (TAC 118550). */

import type { Configuration, Context } from '../asa/model.ts';
import { overlapAny } from '../mail/class-traffic.ts';
import { type InspectionInForce, inspectionsInForce, mailFlows, mailFlowsUnder } from '../mail/inspections.ts';
import { type InspectSite, inspectSites, isSmtp } from '../mail/sites.ts';
import { isEmpty } from '../sets/addresses.ts';
import { itemAt } from '../text/at.ts';
import { listed } from '../text/listed.ts';
import { combine } from './change.ts';
import { unlessTooLarge } from './effort.ts';
import { withFactoryLines } from './factory-policy.ts';
import { disableFixups } from './no-fixup.ts';
import { lineOf, nothingInspects, obstacle } from './obstacles.ts';
import { takeOut } from './policies.ts';
import { firstProven, offered, proposeProven } from './proposing.ts';
import type { Offer, Proposal, Refusal, Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'no-inspect-esmtp',
  rules: ['inspection-hides-starttls', 'inspection-masks-banner', 'inspection-drops-mail', 'pix-signature-header-bug'],
  propose(configuration, { subject }) {
    switch (subject?.kind) {
      case 'version':
        // Where a fixup inspects, its own remedy turns it off.
        return subject.context.fixups.some(isSmtp) ? [] : offered(subject.context, disableInspection(configuration, subject.context));
      case 'unapplied':
        return offered(subject.context, disableInspection(configuration, subject.context));
      case 'inspection':
        return ofInspection(configuration, subject.context, subject.inspection);
      default:
        return [];
    }
  },
};

function ofInspection(configuration: Configuration, context: Context, { inspector }: InspectionInForce): Offer[] {
  const site = inspectSites(context).find(({ action }) => action === inspector.action);
  if (site === undefined) return [];
  const [alone] = without(configuration, context, [site]);
  // With one inspection gone another may take over; then all of them go.
  const all = () => firstProven(without(configuration, context, inForce(context)));
  return alone === undefined ? [] : [{ ...alone, proven: () => alone.proven() ?? all() }];
}

/** Stops every inspection of mail in a context: `inspect esmtp`, or the fixup of a PIX up to 6.x. Also for the command line. */
export function disableInspection(configuration: Configuration, context: Context): Proposal | Refusal {
  return unlessTooLarge(
    () =>
      obstacle(configuration, context) ??
      disableFixups(configuration, context) ??
      withFactoryLines(configuration, context, disableInForce) ??
      disableInForce(configuration, context),
  );
}

function disableInForce(configuration: Configuration, context: Context): Proposal | Refusal {
  const sites = inForce(context);
  if (sites.length === 0) return nothingInspects(context);
  return (
    firstProven(without(configuration, context, sites)) ?? {
      refused: `Taking out ${lineOf(context.lines, itemAt(sites, 0).action.statement)} could not be shown to stop the inspection and nothing else: another one may take the mail, or a name that decides is not in the file. Define it there and ask again.`,
    }
  );
}

function inForce(context: Context): readonly InspectSite[] {
  const actions = new Set(inspectionsInForce(context).map(({ inspector }) => inspector.action));
  const applied = new Set(context.servicePolicies.map(({ policy }) => policy.name));
  return inspectSites(context).filter(({ action, policyMap }) => actions.has(action) || applied.has(policyMap.name));
}

function without(configuration: Configuration, context: Context, sites: readonly InspectSite[]): Offer[] {
  const statements = new Set(sites.map(({ action }) => action.statement));
  const taken = mailFlows(context).filter(({ verdict }) =>
    verdict.candidates.some(({ by }) => by.action !== undefined && statements.has(by.action.statement)),
  );
  const change = combine(sites.map((site) => takeOut(configuration.lines, site)));
  const names = [...new Set(sites.map(({ policyClass }) => policyClass.use.name))];
  const commands = [...new Set(sites.map(({ action }) => `no inspect ${action.protocol}`))];
  return proposeProven(
    configuration,
    context,
    change,
    {
      allows: ({ after }) => after.inspected === false,
      holds: (after, reading) =>
        !mailFlowsUnder(after, reading).some(
          (flow) => flow.verdict.inspected !== false && overlapAny([flow], taken) && !isEmpty(flow.source),
        ),
    },
    {
      id: 'no-inspect-esmtp',
      title: `Stop ESMTP inspection for every host (${listed(commands, 'and')} in ${names.length === 1 ? 'class' : 'classes'} ${listed(names, 'and')})`,
      short: 'Stop ESMTP inspection',
      safety: 'unsafe',
    },
  );
}
