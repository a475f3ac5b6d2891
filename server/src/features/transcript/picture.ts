/** The picture of a session, for a panel beside its text: through the firewall that it passed, or with what probably stood behind its masks. */
import { causeInWords } from '../../asa/citing.ts';
import { unmask } from '../../masking/unmask.ts';
import { spokenSessionAt } from '../../path/compare.ts';
import { pictureOf, toSvg } from '../../path/picture.ts';
import { predictSession } from '../../path/predict.ts';
import { refusalsOf } from '../../path/refusal.ts';
import { inspectingLine } from '../../policy/flow.ts';
import { nameOf } from '../../workspace/tie.ts';
import type { Around } from '../around.ts';
import type { TranscriptDocument } from '../document.ts';
import { passingAt, predictionOf } from './prediction.ts';

export interface DrawnSession {
  /** The lines of the session, from 0, both inclusive. */
  readonly first: number;
  readonly last: number;
  /** Without a style of its own; each row is a group with the line, from 1, that it shows: `data-line`. */
  readonly svg: string;
}

/** @param line from 0, one in the session. @returns undefined where no session is */
export function sessionPicture(document: TranscriptDocument, line: number, around: Around): DrawnSession | undefined {
  const { transcript } = document;
  const session = spokenSessionAt(transcript, line);
  if (session === undefined) return undefined;
  const passing = passingAt(document, line, around);
  const found = passing && predictionOf(document, session, passing.passage);
  const name = nameOf(document);
  const when = found?.treatment.when === undefined ? '' : `, ${found.treatment.when}`;
  const title = passing === undefined || found === undefined ? name : `${name} through ${nameOf(passing.tie.firewall)}${when}`;
  const played = found?.predicted ?? predictSession(session, undefined, refusalsOf(transcript));
  const lines = passing?.passage.context.lines;
  const by = found && inspectingLine(found.treatment);
  const drawn = pictureOf(title, played, unmask(transcript), ({ cause }) => (lines === undefined ? '' : causeInWords(lines, cause, by)));
  return { first: session.first, last: session.last, svg: toSvg(drawn, '') };
}
