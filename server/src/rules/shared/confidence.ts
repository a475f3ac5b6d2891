/** A finding is never surer than the fact behind it. */
import type { Mark } from '../../facts/fact.ts';
import type { Confidence } from '../finding.ts';

const BY_MARK: Readonly<Record<Mark, Confidence>> = { documented: 'certain', seen: 'certain', inferred: 'likely', unverified: 'possible' };

export function confidenceOf({ mark }: { readonly mark: Mark }): Confidence {
  return BY_MARK[mark];
}
