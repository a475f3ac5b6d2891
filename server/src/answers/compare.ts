/** What the path changed between two recordings of one server, and how much of it an ESMTP inspection explains. */
import { textOf } from '../asa/citing.ts';
import { type CompareVerdict, type Comparison, compareSessions, isSpoken, pairsOf } from '../path/compare.ts';
import type { Treatment } from '../path/treatments.ts';
import type { Variant } from '../path/variants.ts';
import { type Flow, inspectingLine } from '../policy/flow.ts';
import type { Transcript } from '../smtp/model.ts';
import { refuseUnknown } from './explain.ts';
import { playedOf } from './played.ts';
import type { Firewall } from './predict.ts';
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
  /** How the firewall that was asked about treats the sessions: sentences; empty where none was. */
  readonly played: readonly string[];
}

/** The firewall that the path is known to hold. */
export interface Through {
  readonly firewall: Firewall;
  /** undefined: the mail that it inspects, if it inspects it in one way only */
  readonly flow: Flow | undefined;
}

/**
 * @param inside recorded where no inspection stands before the server
 * @param outside recorded behind the path in question
 * @param through only what this firewall does is to explain what differs; without it, what any inspection does that nobody has to configure
 * @throws QuestionError where one of them has no session, or the firewall does not tell how it treats them
 */
export function compared(inside: Named, outside: Named, through?: Through): Compared {
  const [ours, theirs] = [inside.transcript, outside.transcript];
  const known = through && knownOf(through);
  const pairs = pairsOf(ours, theirs).map(([one, other]) => compareSessions(ours, one, other, known?.variants));
  const alone = ours.sessions.length + theirs.sessions.length - 2 * pairs.length;
  if (pairs.length > 0) return { pairs, alone, played: known?.played ?? [] };
  const silent = [inside, outside].filter(({ transcript }) => !transcript.sessions.some(isSpoken)).map(({ path }) => path);
  throw new QuestionError('session', `nothing to compare: ${silent.join(' and ')}: no SMTP session is in it, or all of it is inside TLS`);
}

/** What the firewall may do to the sessions: one way where the file and the documents tell, else each that is open. */
function knownOf({ firewall, flow }: Through): { readonly variants: readonly Variant[]; readonly played: readonly string[] } {
  const { path, configuration, context, choice } = firewall;
  if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, context);
  const { treatments, words } = playedOf(configuration, context, flow, choice);
  const nameOf = ({ by, when }: Treatment) => {
    const line = inspectingLine({ by });
    const name =
      line === undefined ? path : `"${textOf(configuration.lines, line)}", line ${configuration.lines.lineOf(line) + 1} of ${path}`;
    return when === undefined ? name : `${name}, ${when}`;
  };
  const variants = treatments.flatMap((each) => (each.inspection === undefined ? [] : { name: nameOf(each), inspection: each.inspection }));
  return { variants, played: words };
}

export function compareAnswer({ pairs, alone, played }: Compared): CompareAnswer {
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
    played,
  };
}

/** One word for several sessions. */
function verdictOf(pairs: readonly Comparison[]): CompareVerdict {
  const told = new Set(pairs.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'same'));
  const [verdict = 'same', ...others] = told;
  return others.length === 0 ? verdict : 'part';
}
