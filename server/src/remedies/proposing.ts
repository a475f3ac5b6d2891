/** A change with what it promises becomes an offer, and once it is proven a proposal. */
import type { Configuration, Context } from '../asa/model.ts';
import { part } from '../text/analysis.ts';
import type { Change } from './change.ts';
import { entered } from './device.ts';
import { settleEdits } from './edits.ts';
import { type Claim, handedOver, NOTHING_CHANGES, prove } from './proof.ts';
import { isRefusal, type Offer, type Proposal, type Refusal, type Words } from './remedy.ts';

/** What was proven of a configuration: several findings on one line have the same remedy. */
const proposals = part('proposals', (_: Context) => new Map<string, Proposal | undefined>());

/** One change; its proof shows that the edits do what is claimed, and only that, or there is no proposal. */
export function proposeProven(configuration: Configuration, context: Context, change: Change, claim: Claim, words: Words): Offer[] {
  return [{ ...words, context, proven: () => proven(configuration, context, change, claim, words) }];
}

/** What was asked for and answered already, as an offer; nothing where it was refused. */
export function offered(context: Context, answer: Proposal | Refusal): Offer[] {
  if (isRefusal(answer)) return [];
  const { id, title, preferred, safety, cautions } = answer;
  const words = { id, title, safety, ...(preferred && { preferred }), ...(cautions !== undefined && { cautions }) };
  return [{ ...words, context, proven: () => answer }];
}

/** The first of the offers that can be proven. */
export function firstProven(offers: readonly Offer[]): Proposal | undefined {
  for (const offer of offers) {
    const proposal = offer.proven();
    if (proposal !== undefined) return proposal;
  }
  return undefined;
}

/** What a change promises stands in its title: the same edits under the same title have the same proof. */
function proven(configuration: Configuration, context: Context, change: Change, claim: Claim, words: Words): Proposal | undefined {
  const edits = settleEdits(change.edits);
  const known = proposals(context);
  const key = JSON.stringify([words, edits]);
  if (!known.has(key)) {
    const proof = prove(configuration, context, edits, claim);
    known.set(key, proof && { ...words, edits, ...entered(context, change, ...(words.cautions ?? []), ...handedOver(proof)), proof });
  }
  return known.get(key);
}

/** A line that the device rejects, mended: what it was meant to change, it may now change. */
export function proposeMended(configuration: Configuration, context: Context, change: Change, words: Words): Offer[] {
  return proposeProven(configuration, context, change, { allows: () => true }, words);
}

/** A change that leaves every verdict as it is. */
export function proposeNeutral(configuration: Configuration, context: Context, change: Change, words: Words): Offer[] {
  return proposeProven(configuration, context, change, NOTHING_CHANGES, words);
}
