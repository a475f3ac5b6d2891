/** A change with its proof becomes a proposal. */
import type { Configuration, Context } from '../asa/model.ts';
import { type Change, forDevice } from './change.ts';
import { settleEdits } from './edits.ts';
import { type Claim, NOTHING_CHANGES, prove } from './proof.ts';
import type { Proposal } from './remedy.ts';

type Words = Pick<Proposal, 'id' | 'title' | 'safety' | 'caution' | 'preferred'>;

/** @returns nothing when the edits cannot be shown to do what is claimed, and only that */
export function proposeProven(configuration: Configuration, context: Context, change: Change, claim: Claim, words: Words): Proposal[] {
  const edits = settleEdits(change.edits);
  const proof = prove(configuration, context, edits, claim);
  if (proof === undefined) return [];
  const { commands, rollback } = change;
  return [{ ...words, edits, commands: forDevice(context, commands), rollback: forDevice(context, rollback), proof }];
}

/** A line that the device rejects, mended: what it was meant to change, it may now change. */
export function proposeMended(configuration: Configuration, context: Context, change: Change, words: Words): Proposal[] {
  return proposeProven(configuration, context, change, { allows: () => true }, words);
}

/** A change that leaves every verdict as it is. */
export function proposeNeutral(configuration: Configuration, context: Context, change: Change, words: Words): Proposal[] {
  return proposeProven(configuration, context, change, NOTHING_CHANGES, words);
}
