/** What the configuration does with mail, asked once for each state of the document: the lens, the hover and the status item share it. */
import type { Context, PolicyClass } from '../../asa/model.ts';
import { mailFlows } from '../../mail/inspections.ts';
import type { Inspected, ReadVerdict } from '../../policy/flow.ts';
import { type Picture, pictureOf } from '../../policy/picture.ts';
import { part } from '../../text/analysis.ts';

/** What happens to all mail, in words. */
export const mailPicture = part('picture of mail', (context: Context): Picture => pictureOf(context, 25, mailFlows(context)));

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
