/** Why hosts cannot be exempted, and what would help. */
import type { Context, PolicyClass } from '../../asa/model.ts';
import { mailFlows, meeting } from '../../mail/inspections.ts';
import type { MailHost } from '../../mail/mail-hosts.ts';
import { inspectSites } from '../../mail/sites.ts';
import { exampleOf, whyOpen } from '../../policy/verdict.ts';
import { sure } from '../../text/at.ts';
import { lineOf } from '../obstacles.ts';
import { leftOutOf } from '../policies.ts';
import { isUndecided } from '../proof.ts';
import { perhapsShown } from './claim.ts';
import { mayTake } from './plans.ts';
import { namesOf } from './words.ts';

/** Where a class behind the others was asked for, and none does it. */
export function notInPlace(context: Context, hosts: readonly MailHost[]): string {
  const [site] = inspectSites(context);
  return `No class behind the others of policy-map ${sure(site).policyMap.name} (${lineOf(context.lines, sure(site).action.statement)}) could be shown to exempt ${namesOf(hosts)} and nothing else. A policy map that is built aside and swapped for it can: ask for that, without \`--in-place\`.`;
}

/** Where no change could be shown to do it: what is missing in the file for that, the likeliest cause first. */
export function whyNot(context: Context, hosts: readonly MailHost[]): string {
  const head = `No change could be shown to exempt ${namesOf(hosts)} and nothing else`;
  const missing = inspectSites(context).flatMap(({ policyClass }) => missingOf(context, policyClass))[0];
  if (missing !== undefined) return `${head}: \`${missing}\` is not in the file. Add it and ask again.`;
  const unknown = isUndecided(context);
  if (unknown !== undefined)
    return `${head}: what ${lineOf(context.lines, unknown.statement)} translates is not in the file, and class maps of this version name translated addresses. Add it and ask again.`;
  const hidden = perhapsShown(context).find(
    ({ fromPort, translation: { mapped } }) => mapped?.kind === 'interface' && fromPort !== undefined,
  );
  if (hidden !== undefined)
    return `${head}: ${lineOf(context.lines, hidden.translation.statement)} translates to the address of an interface, which is not in the file. Add its \`ip address\` and ask again.`;
  const site = inspectSites(context).find((each) => mayTake(context, each, hosts, undefined));
  const left = site && leftOutOf(context.lines, site.policyMap);
  if (left !== undefined) {
    const text = context.lines.text(left).trim();
    return `${head}: line ${left + 1} (\`${text}\`) stands for lines that the file leaves out. Put them in (\`show running-config policy-map\`) and ask again.`;
  }
  const open = mailFlows(context).find((flows) => flows.verdict.inspected === 'unknown' && hosts.some(meeting([flows])));
  if (site === undefined)
    return open === undefined
      ? `${head}.`
      : `${head}, for it is not known whether its mail is inspected: ${whyOpen(context, exampleOf(open, open.port))}.`;
  return `${head}: what class ${site.policyClass.use.name} of ${lineOf(context.lines, site.action.statement)} takes cannot be said in an access-list, or another class takes the mail then. Give the mail hosts a class of their own by hand.`;
}

/** The definitions without which nobody can tell what a class takes. */
function missingOf(context: Context, { use }: PolicyClass): readonly string[] {
  if (use.name === 'class-default') return [];
  const classMap = context.classMaps.get(use.name);
  if (classMap === undefined) return [`class-map ${use.name}`];
  return classMap.matches.flatMap((match) =>
    match.kind === 'access-list' && !context.accessLists.has(match.use.name) ? [`access-list ${match.use.name}`] : [],
  );
}

/** Where the file is a part of a configuration, and no class behind those that it shows does it. */
export function notOfPart(hosts: readonly MailHost[]): string {
  return `No class behind those that this part of a configuration shows could be shown to exempt ${namesOf(hosts)} and nothing else, and a policy map that is built of a part may lack inspections that the device has. Add \`show running-config class-map\`, \`policy-map\` and \`service-policy\`, and ask again.`;
}
