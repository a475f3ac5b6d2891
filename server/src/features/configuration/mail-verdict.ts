/** What the configuration does with mail, asked once for each state of the document: the lens, the hover and the status item share it. */
import type { Context, PolicyClass } from '../../asa/model.ts';
import { mailFlows } from '../../mail/inspections.ts';
import type { Inspected, ReadVerdict, Verdict } from '../../policy/flow.ts';
import { type Picture, pictureOf } from '../../policy/picture.ts';
import { type AddressSet, intersect, isEmpty, NONE, size, union } from '../../sets/addresses.ts';
import { oncePer } from '../../text/once.ts';

/** What happens to all mail, in words. */
export const mailPicture = oncePer((context: Context): Picture => pictureOf(context, 25, mailFlows(context)));

/** Whether a class of a policy map inspects mail: unknown where the file cannot tell that, or that it is this class. */
export function inspectsMail(context: Context, policyClass: PolicyClass): Inspected {
  const verdicts = mailFlows(context).map(({ verdict }) => verdict);
  if (verdicts.some(({ inspected, by }) => inspected === true && by?.policyClass === policyClass)) return true;
  return verdicts.some(({ candidates }) => candidates.some(({ by }) => by.policyClass === policyClass)) ? 'unknown' : false;
}

/** The readings of the documents under which a class inspects mail or not; undefined where it surely inspects some, or they agree. */
export function disputeAbout(context: Context, policyClass: PolicyClass): readonly ReadVerdict[] | undefined {
  if (inspectsMail(context, policyClass) !== 'unknown') return undefined;
  const by = mailFlows(context).find(({ verdict }) => verdict.readings?.some((each) => each.by?.policyClass === policyClass));
  return by?.verdict.inspected === 'unknown' ? by.verdict.readings : undefined;
}

export interface VerdictTo {
  readonly verdict: Verdict;
  /** Who gets it. */
  readonly sources: AddressSet;
}

/** The different verdicts of mail to these hosts; first the one that most senders get. */
export function verdictsTo(context: Context, hosts: AddressSet): readonly VerdictTo[] {
  const found = new Map<string, VerdictTo>();
  for (const { verdict, source, destination } of mailFlows(context)) {
    if (isEmpty(intersect(destination, hosts))) continue;
    const disputed = verdict.readings?.map(({ inspected }) => inspected).join() ?? '';
    const key = `${verdict.inspected} ${verdict.by?.policyClass?.use.name ?? ''} ${disputed}`;
    found.set(key, { verdict, sources: union(found.get(key)?.sources ?? NONE, source) });
  }
  return [...found.values()].sort((a, b) => size(b.sources) - size(a.sources));
}
