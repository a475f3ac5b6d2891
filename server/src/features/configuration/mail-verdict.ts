/** What the configuration does with mail, asked once for each state of the document: the lens, the hover and the status item share it. */
import type { Context, PolicyClass } from '../../asa/model.ts';
import { type AddressSet, intersect, isEmpty } from '../../inspection/addresses.ts';
import type { FlowClass, Verdict } from '../../inspection/flow.ts';
import { partition } from '../../inspection/partition.ts';
import { type Picture, pictureOf } from '../../inspection/picture.ts';

const SMTP = 25;

interface Known {
  readonly classes: readonly FlowClass[];
  picture: Picture | undefined;
}

const known = new WeakMap<Context, Known>();

/** All flows to tcp/25, by what the configuration does with them. */
export function mailFlows(context: Context): readonly FlowClass[] {
  return knownOf(context).classes;
}

export function mailPicture(context: Context): Picture {
  const it = knownOf(context);
  it.picture ??= pictureOf(context, SMTP, it.classes);
  return it.picture;
}

/** The flows that a class of a policy map inspects. */
export function inspectedBy(context: Context, policyClass: PolicyClass): readonly FlowClass[] {
  return mailFlows(context).filter(({ verdict }) => verdict.by?.policyClass === policyClass);
}

/** The different verdicts of mail to these hosts. */
export function verdictsTo(context: Context, hosts: AddressSet): readonly Verdict[] {
  const verdicts = mailFlows(context)
    .filter(({ destination }) => !isEmpty(intersect(destination, hosts)))
    .map(({ verdict }) => verdict);
  return [...new Map(verdicts.map((verdict) => [`${verdict.inspected} ${verdict.by?.policyClass?.use.name ?? ''}`, verdict])).values()];
}

function knownOf(context: Context): Known {
  let it = known.get(context);
  if (it === undefined) {
    it = { classes: partition(context, SMTP), picture: undefined };
    known.set(context, it);
  }
  return it;
}
