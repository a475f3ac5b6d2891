/** What a configuration does with mail to some hosts: the different verdicts, and which senders get each. */
import type { Context } from '../asa/model.ts';
import type { FlowClass, Verdict } from '../policy/flow.ts';
import { type AddressSet, intersect, isEmpty, NONE, size, union } from '../sets/addresses.ts';
import { mailFlows } from './inspections.ts';

export interface VerdictTo {
  readonly verdict: Verdict;
  /** Who gets it. */
  readonly sources: AddressSet;
}

/** The different verdicts of mail to these hosts; first the one that most senders get. */
export function verdictsTo(context: Context, hosts: AddressSet): readonly VerdictTo[] {
  return verdictsAmong(mailFlows(context).filter(({ destination }) => !isEmpty(intersect(destination, hosts))));
}

/** The different verdicts of these flows; first the one that most senders get. */
export function verdictsAmong(flows: readonly FlowClass[]): readonly VerdictTo[] {
  const found = new Map<string, VerdictTo>();
  for (const { verdict, source } of flows) {
    const disputed = verdict.readings?.map(({ inspected }) => inspected).join() ?? '';
    const key = `${verdict.inspected} ${verdict.by?.policyClass?.use.name ?? ''} ${disputed}`;
    found.set(key, { verdict, sources: union(found.get(key)?.sources ?? NONE, source) });
  }
  return [...found.values()].sort((a, b) => size(b.sources) - size(a.sources));
}
