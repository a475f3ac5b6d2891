/** A finding is never surer than the fact behind it. */
import type { Mark } from '../../facts/fact.ts';
import type { InspectionInForce } from '../../mail/inspections.ts';
import type { Confidence } from '../finding.ts';

const BY_MARK: Readonly<Record<Mark, Confidence>> = { documented: 'certain', seen: 'certain', inferred: 'likely', unverified: 'possible' };

export function confidenceOf({ mark }: { readonly mark: Mark }): Confidence {
  return BY_MARK[mark];
}

type Met = Pick<InspectionInForce, 'certain' | 'disputed' | 'assumed'>;

/** How sure a hazard of an inspection is: as sure as the hazard itself, and never surer than that the inspection meets mail at all. */
export function confidenceIn({ certain, disputed, assumed }: Met, surest: Confidence): Confidence {
  if (certain && !assumed) return surest;
  return (certain || disputed) && surest !== 'possible' ? 'likely' : 'possible';
}
