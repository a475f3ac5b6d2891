/**
 * Which limits of a map of one's own would have ended a session where its recording ends. They are found by playing them: what a limit counts
 * and where it strikes, the engine alone knows.
 */

import { ESMTP_MATCHES } from '../asa/evaluation/esmtp-matches.ts';
import type { Match } from '../masking/inspection.ts';
import type { Session } from '../smtp/model.ts';
import { predictSession } from './predict.ts';
import { closedAt } from './predicted-words.ts';
import type { Refuse } from './refusal.ts';
import type { Variant } from './variants.ts';

/** `match KIND gt N`, N at most `most`, with an action that ends the connection. */
export interface OwnLimit {
  readonly kind: string;
  readonly most: number;
}

const KINDS = ESMTP_MATCHES.filter(({ takes }) => takes === 'limit').map(({ kind }) => kind);

/** Each limit is played some dozens of times; a longer session is not worth the wait. */
const LONGEST_SESSION = 2000;

/**
 * @param unlimited the inspections that the limit may be part of: where it strikes is the same in each
 * @param last the line of the file, from 0, up to which it must have ended: the first that is missing
 * @param explains whether one of the inspections, with the limit, makes what was recorded
 */
export function limitsThatEnd(
  session: Session,
  unlimited: readonly Variant[],
  refuse: Refuse,
  last: number,
  explains: (limited: readonly Variant[]) => boolean,
): readonly OwnLimit[] {
  const [first] = unlimited;
  if (first === undefined || session.last - session.first > LONGEST_SESSION) return [];
  return KINDS.flatMap((kind) => {
    const ends = (limit: number) => {
      const at = closedAt(predictSession(session, limited(first, kind, limit).inspection, refuse));
      return at !== undefined && at <= last;
    };
    const most = largest(ends);
    return most !== undefined && explains(unlimited.map((each) => limited(each, kind, most))) ? [{ kind, most }] : [];
  });
}

function limited({ name, inspection }: Variant, kind: string, limit: number): Variant {
  return { name, inspection: { ...inspection, matches: [...inspection.matches, dropping(kind, limit)] } };
}

/** More than any session counts. */
const UNREACHED = 2 ** 40;

/**
 * The largest limit that passes; the larger it is the later it strikes, so that beyond it none does. undefined: not even 0 does, or any does,
 * for something else ends the session.
 */
function largest(passes: (limit: number) => boolean): number | undefined {
  if (!passes(0) || passes(UNREACHED)) return undefined;
  let [low, high] = [0, 1];
  while (passes(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function dropping(kind: string, limit: number): Match {
  return {
    number: 0,
    text: `${kind} gt ${limit}`,
    kind,
    negated: false,
    limit,
    values: [],
    patterns: [],
    action: 'drop-connection',
    log: false,
    rate: undefined,
    cause: { statement: undefined, fact: undefined },
  };
}
