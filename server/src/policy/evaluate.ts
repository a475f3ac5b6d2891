/** A list of entries, and one packet: which entry takes it, and what leaves that open. */
import * as addresses from '../sets/addresses.ts';
import { belongs } from '../sets/cover.ts';
import { type Intervals, includes } from '../sets/intervals.ts';
import { agree, and, or, type Ternary } from '../sets/ternary.ts';
import type { Endpoint } from './nat.ts';
import type { Entry, ResolvedSet } from './resolve.ts';

/** A packet as a policy sees it. */
export interface Seen {
  readonly source: readonly Endpoint[];
  readonly sourcePort: number;
  readonly destination: readonly Endpoint[];
}

export interface Evaluation {
  /** Permitted, denied, or not to be told. */
  readonly value: Ternary;
  /** The first line that takes the flow for certain. */
  readonly decisive: Entry | undefined;
  /** The lines before it that could take it and would say otherwise. */
  readonly undecided: readonly Entry[];
}

/** The first line that takes the flow decides; a line that may take it leaves both ways open. */
export function evaluate(entries: readonly Entry[], here: Seen, anyService: boolean): Evaluation {
  const open: Entry[] = [];
  const end = entries.find((entry) => {
    const value = takes(entry, here, anyService);
    if (value === true && entry.action !== 'unknown') return true;
    if (value !== false) open.push(entry);
    return false;
  });
  const action = end?.action ?? 'deny';
  const undecided = open.filter((entry) => entry.action !== action);
  return { value: undecided.length > 0 ? 'unknown' : action === 'permit', decisive: end, undecided };
}

function takes({ inForce, source, destination, services }: Entry, here: Seen, anyService: boolean): Ternary {
  if (inForce === false || (!anyService && services.length === 0)) return false;
  const from = agree(here.source.map((endpoint) => member(source, endpoint)));
  if (from === false) return false;
  const to = agree(
    here.destination.map((endpoint) => {
      const service =
        anyService || or(services.map((known) => serves(known.sources, known.destinations, known.certain, here.sourcePort, endpoint.port)));
      return and([member(destination, endpoint), service]);
    }),
  );
  return and([inForce, from, to]);
}

function serves(sources: Intervals<number>, destinations: Intervals<number>, certain: boolean, sourcePort: number, port: number): Ternary {
  if (!includes(sources, sourcePort) || !includes(destinations, port)) return false;
  return certain ? true : 'unknown';
}

function member(set: ResolvedSet, { address, among }: Endpoint): Ternary {
  if (address === undefined) return belongs(set, among);
  if (addresses.contains(set.yes, address)) return true;
  return addresses.contains(set.maybe, address) ? 'unknown' : false;
}
