/** Above a line that inspects mail: the sessions of the workspace that it damages. */
import type { CodeLens } from 'vscode-languageserver-types';
import type { Statement } from '../../asa/model.ts';
import { isSpoken } from '../../path/compare.ts';
import type { Session } from '../../smtp/model.ts';
import { rangeOn } from '../../text/lines.ts';
import { lineOfPassage, type Passage, passageOf } from '../../workspace/passage.ts';
import { type Around, tieIn } from '../around.ts';
import { type ConfigurationDocument, shows, type TranscriptDocument } from '../document.ts';
import { SHOW_SESSIONS } from '../protocol.ts';
import { isDamaged, predictionOf, showsMasks } from '../transcript/prediction.ts';

export interface SessionLocation {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
}

/** Sessions that are looked at: a person reads a few, and all of them are looked at again with each change. */
const MOST = 100;

interface Damaged {
  readonly places: SessionLocation[];
  /** Of how many it is not certain that they passed here, or that this line inspects them. */
  perhaps: number;
}

export function damagedSessions(document: ConfigurationDocument, around: Around): CodeLens[] {
  if (!shows(document, 'codeLens.sessions')) return [];
  const byLine = new Map<Statement, Damaged>();
  for (const { other, session } of sessionsOf(document, around).slice(0, MOST)) {
    const tie = tieIn(other, session, around);
    const passage = tie?.firewall.document === document ? passageOf(tie, session) : undefined;
    const line = passage && lineOfPassage(passage);
    if (passage === undefined || line === undefined) continue;
    const damage = damageOf(other, session, passage);
    if (damage === undefined) continue;
    const known = byLine.get(line) ?? { places: [], perhaps: 0 };
    byLine.set(line, known);
    known.places.push({ uri: other.uri, line: session.first });
    if (damage === 'perhaps') known.perhaps++;
  }
  return [...byLine].map(([statement, damaged]) => {
    const line = document.configuration.lines.lineOf(statement);
    const command = { title: inWords(damaged), command: SHOW_SESSIONS, arguments: [document.uri, line, damaged.places] };
    return { range: rangeOn(line, 0, 0), command };
  });
}

/** Those of the other documents in which somebody speaks. */
function sessionsOf({ uri }: ConfigurationDocument, { documents }: Around) {
  return documents.flatMap((other) =>
    other.language !== 'smtp-transcript' || other.uri === uri
      ? []
      : other.transcript.sessions.filter(isSpoken).map((session) => ({ other, session })),
  );
}

function damageOf(document: TranscriptDocument, session: Session, passage: Passage): 'certain' | 'perhaps' | undefined {
  const { how } = passage.tie;
  const isSure = how.by !== 'only one' && !(how.by === 'address' && how.as === 'network');
  if (showsMasks(document, session)) return isSure ? 'certain' : 'perhaps';
  const found = predictionOf(document, session, passage);
  if (found === undefined || !isDamaged(found.predicted)) return undefined;
  return isSure && found.treatment.when === undefined && passage.verdicts.length === 1 ? 'certain' : 'perhaps';
}

/** `Damages 3 sessions in this workspace, 1 of them perhaps` */
function inWords({ places, perhaps }: Damaged): string {
  const sessions = `${places.length} ${places.length === 1 ? 'session' : 'sessions'} in this workspace`;
  if (perhaps === places.length) return `Perhaps damages ${sessions}`;
  return `Damages ${sessions}${perhaps === 0 ? '' : `, ${perhaps} of them perhaps`}`;
}
