/** What the path changed between two recordings of one server, and how much of it an ESMTP inspection explains. */
import { type CompareVerdict, type Comparison, compareSessions, isSpoken, pairsOf } from '../path/compare.ts';
import type { Transcript } from '../smtp/model.ts';
import { QuestionError } from './question.ts';
import type { CompareAnswer } from './types.ts';

/** A recording, and what it is called. */
export interface Named {
  readonly path: string;
  readonly transcript: Transcript;
}

export interface Compared {
  readonly pairs: readonly Comparison[];
  /** Sessions of either recording that have nothing beside them. */
  readonly alone: number;
}

/**
 * @param inside recorded where no inspection stands before the server
 * @param outside recorded behind the path in question
 * @throws QuestionError where one of them has no session
 */
export function compared(inside: Named, outside: Named): Compared {
  const [ours, theirs] = [inside.transcript, outside.transcript];
  const pairs = pairsOf(ours, theirs).map(([one, other]) => compareSessions(ours, one, other));
  if (pairs.length > 0) return { pairs, alone: ours.sessions.length + theirs.sessions.length - 2 * pairs.length };
  const silent = [inside, outside].filter(({ transcript }) => !transcript.sessions.some(isSpoken)).map(({ path }) => path);
  throw new QuestionError('session', `nothing to compare: ${silent.join(' and ')}: no SMTP session is in it`);
}

export function compareAnswer({ pairs, alone }: Compared): CompareAnswer {
  return {
    version: 1,
    differences: pairs.flatMap(({ differences }) =>
      differences.map(({ inside, outside, kind, explained }) => ({
        insideLine: inside === undefined ? null : inside.line + 1,
        outsideLine: outside === undefined ? null : outside.line + 1,
        kind,
        inside: inside?.original ?? null,
        outside: outside?.text ?? null,
        explained,
      })),
    ),
    verdict: verdictOf(pairs),
    inspection: [...new Set(pairs.flatMap(({ inspection }) => inspection ?? []))].join('; ') || null,
    against: pairs.flatMap(({ against }) => against),
    causes: pairs.flatMap(({ causes }) => causes),
    sessions: pairs.length,
    alone,
  };
}

/** One word for several sessions. */
function verdictOf(pairs: readonly Comparison[]): CompareVerdict {
  const told = new Set(pairs.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'same'));
  const [verdict = 'same', ...others] = told;
  return others.length === 0 ? verdict : 'part';
}
