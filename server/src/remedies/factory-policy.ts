/**
 * Remedies for fragments. A fragment shows a few lines that are to be pasted; the policy that inspects mail is on the device. What it would
 * do there is judged on a device with the factory-default policy, and the remedy is appended as commands, for later commands act on
 * earlier ones.
 */

import type { Configuration, Context } from '../asa/model.ts';
import { readConfiguration } from '../asa/read.ts';
import { inspectSites } from '../rules/shared/sites.ts';
import { Lines } from '../text/lines.ts';
import { insertBelow } from './edits.ts';
import { isRefusal, type Proposal, type Refusal } from './remedy.ts';

/** What every 7.x and later device starts with, as far as mail is concerned (documented: CG8, CG9). */
export function factoryPolicy(policyMap: string): readonly string[] {
  return [
    'class-map inspection_default',
    ' match default-inspection-traffic',
    `policy-map ${policyMap}`,
    ' class inspection_default',
    '  inspect esmtp',
    `service-policy ${policyMap} global`,
  ];
}

/** A proposal for the fragment, made and proven on a device with the factory-default policy on which the fragment was entered. */
export function inFactoryPolicy(
  configuration: Configuration,
  context: Context,
  propose: (whole: Configuration, context: Context) => Proposal | Refusal,
): Proposal | Refusal {
  if (configuration.contexts.length > 1) return { refused: 'No service policy of this context is in the file.' };
  const { lines } = configuration;
  const policyMap = inspectSites(context)[0]?.policyMap.name ?? 'global_policy';
  const device = readConfiguration(Lines.read([...factoryPolicy(policyMap), ''].join(lines.eol) + lines.toString()));
  const [its] = device.contexts;
  const version = its!.version ?? context.version;
  const proposal = propose(device, { ...its!, version });
  if (isRefusal(proposal)) return proposal;
  const last = lines.count - 1;
  const below = lines.text(last) === '' && last > 0 ? last - 1 : last;
  return {
    ...proposal,
    edits: insertBelow(lines, below, proposal.commands.slice(1)),
    caution: 'the fragment does not show the policy that inspects: made for the factory-default one',
  };
}
