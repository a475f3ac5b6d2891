/** Which matches of a map take a line, and what their actions do to it. */
import type { Direction, EngineEvent, Outcome } from './events.ts';
import type { Match } from './inspection.ts';
import type { Output } from './output.ts';

/** What is known about the line that is looked at. */
export interface Line {
  readonly direction: Direction;
  /** Which line of its direction, from 0 on. */
  readonly number: number;
  readonly text: string;
}

/** Whether a line goes on after a match acted on it. */
export type Fate = 'goes on' | 'dropped' | 'closed' | 'reset';

const FATES: Readonly<Record<string, Fate>> = { 'drop-connection': 'closed', reset: 'reset', drop: 'dropped' };

const OUTCOMES: Readonly<Record<Fate, Outcome>> = { 'goes on': 'passed', dropped: 'dropped', closed: 'closed', reset: 'reset' };

/** Whether an action stops the line, or the connection. */
export function stops({ action }: { readonly action: string }): boolean {
  return FATES[action] !== undefined;
}

/** Whether a number is beyond a match's limit; of `match not`, within it. */
export function exceeds({ limit, negated }: Match, count: number): boolean {
  return limit !== undefined && count > limit !== negated;
}

/**
 * Carries out the action of a match that takes a line. `mask` and `rate-limit` are the caller's, who knows what they act on.
 *
 * @param what what was found, the subject of a sentence: `a header line of more than 998 octets`
 * @param doubt what is not certain of how it was found
 */
export function act(match: Match, what: string, line: Line, out: Output, doubt?: string): Fate {
  const fate = FATES[match.action] ?? 'goes on';
  if (fate === 'goes on' && !match.log && match.action !== 'log') return fate;
  out.event(matchedEvent(match, what, line, fate, doubt));
  return fate;
}

function matchedEvent(match: Match, what: string, { direction, number, text }: Line, fate: Fate, doubt: string | undefined): EngineEvent {
  const does = {
    'goes on': 'it is logged, and passes',
    dropped: 'the line is dropped',
    closed: 'the connection is dropped',
    reset: 'the connection is reset',
  };
  return {
    kind: 'matched',
    direction,
    line: number,
    before: text,
    after: fate === 'goes on' ? text : undefined,
    outcome: OUTCOMES[fate],
    reason: `${what}: ${does[fate]} (match ${match.text})`,
    cause: match.cause,
    match: { number: match.number, text: match.text },
    log: match.log || match.action === 'log',
    otherwise:
      doubt ?? (fate === 'dropped' ? 'what becomes of the tcp stream after the dropped line is told by no source at hand' : undefined),
  };
}

/** All matches of a kind, in the order of the map: after a drop nothing further acts, after a log a later drop still can (CG84 33-3). */
export function carryOut(
  matches: readonly Match[],
  takes: (match: Match) => string | undefined,
  line: Line,
  out: Output,
  doubt?: string,
): Fate {
  for (const match of matches) {
    const what = takes(match);
    if (what === undefined) continue;
    const fate = act(match, what, line, out, doubt);
    if (fate !== 'goes on') return fate;
  }
  return 'goes on';
}
