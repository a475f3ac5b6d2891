/** A session as it would come out of the firewall that it passes: in a few words above it, and whole, to be laid beside what was recorded. */
import type { CodeLens } from 'vscode-languageserver-types';
import { unmask } from '../../masking/unmask.ts';
import { spokenSessionAt } from '../../path/compare.ts';
import { type PredictedSession, predictSession, transcriptText } from '../../path/predict.ts';
import { predictedInWords } from '../../path/predicted-words.ts';
import { refusalsOf } from '../../path/refusal.ts';
import { type Treatment, treatmentsOf } from '../../path/treatments.ts';
import { lineOf, wireOf } from '../../path/wire.ts';
import type { Session } from '../../smtp/model.ts';
import { rangeOn } from '../../text/lines.ts';
import { lineOfPassage, type Passage, passageOf } from '../../workspace/passage.ts';
import { nameOf } from '../../workspace/tie.ts';
import { type Around, type DocumentTie, tieIn } from '../around.ts';
import type { TranscriptDocument } from '../document.ts';
import { SHOW_PREDICTION, SHOW_REMEDIED, type TwoTexts } from '../protocol.ts';
import { remediedBy } from './remedied.ts';

export interface Prediction {
  readonly predicted: PredictedSession;
  /** The likeliest of several. */
  readonly treatment: Treatment;
}

/** @returns undefined where the firewall leaves the mail alone, and where the session shows its work already */
export function predictionOf(document: TranscriptDocument, session: Session, passage: Passage): Prediction | undefined {
  const treatment = likeliest(passage);
  if (treatment?.inspection === undefined || showsMasks(document, session)) return undefined;
  return { treatment, predicted: predicted(document, session, treatment) };
}

/** @returns undefined where nothing in the file can be judged */
function likeliest({ context, verdicts: [most] }: Passage): Treatment | undefined {
  return most === undefined ? undefined : treatmentsOf(context, most.verdict)[0];
}

function predicted({ transcript }: TranscriptDocument, session: Session, { inspection }: Treatment): PredictedSession {
  return predictSession(session, inspection, refusalsOf(transcript));
}

/** It was recorded behind an inspection. */
export function showsMasks({ transcript }: TranscriptDocument, session: Session): boolean {
  return unmask(transcript).some((mask) => mask.session === session && mask.confidence !== 'possible');
}

/** `What it would do: greeting masked, STARTTLS masked, the connection is dropped at line 214`, and `With the proposed remedy`. */
export function predictionLenses(document: TranscriptDocument, session: Session, passage: Passage): CodeLens[] {
  const found = predictionOf(document, session, passage);
  if (found === undefined) return [];
  const { when } = found.treatment;
  const lens = (title: string, tooltip: string, command: string): CodeLens => ({
    range: rangeOn(session.first, 0, 0),
    command: { title, tooltip, command, arguments: [document.uri, session.first] },
  });
  const title = `What it would do${when === undefined ? '' : `, ${when}`}: ${predictedInWords(found.predicted)}`;
  const shown = lens(title, 'Shows the session as it would come out of the firewall beside what was recorded.', SHOW_PREDICTION);
  if (!isDamaged(found.predicted)) return [shown];
  const how = 'Shows the session as it would come out of the firewall beside what it would be with the remedy that is proposed there.';
  return [shown, lens('With the proposed remedy', how, SHOW_REMEDIED)];
}

/** Something was changed, dropped, or the connection ended. */
export function isDamaged({ lines }: PredictedSession): boolean {
  return lines.some(({ events }) => events.some(({ outcome }) => outcome !== 'passed'));
}

/**
 * The session as it was recorded, and as it would leave the firewall.
 *
 * @param line of the document, from 0: that of the session, or one in it. @returns undefined where nothing is predicted
 */
export function predictedTexts(document: TranscriptDocument, line: number, around: Around): TwoTexts | undefined {
  const passing = passingAt(document, line, around);
  const found = passing && predictionOf(document, passing.session, passing.passage);
  if (passing === undefined || found === undefined) return undefined;
  const shown = wireOf(passing.session).filter((said) => lineOf(said) !== undefined);
  const recorded = { lines: shown.map((said) => ({ said, left: said.text, predicted: undefined, events: [] })) };
  return { title: `Recorded ↔ through ${nameOf(passing.tie.firewall)}`, before: textOf(recorded), after: textOf(found.predicted) };
}

/**
 * The session as it would leave the firewall, and as it would with the remedy that is proposed there: of those that change what becomes of this
 * session, the first that a light bulb on the firewall names.
 *
 * @returns undefined where nothing is predicted, and where no remedy is proven that makes a difference
 */
export function remediedTexts(document: TranscriptDocument, line: number, around: Around): TwoTexts | undefined {
  const passing = passingAt(document, line, around);
  const now = passing && predictionOf(document, passing.session, passing.passage);
  if (passing === undefined || now === undefined) return undefined;
  const { session, tie, passage } = passing;
  const { document: there, configuration } = tie.firewall;
  const before = textOf(now.predicted);
  const found = remediedBy(
    { findings: there.findings, configuration, context: passage.context, line: lineOfPassage(passage) },
    (_, context) => {
      const treatment = likeliest(passageOf({ ...tie, context }, session) ?? { ...passage, verdicts: [] });
      return treatment && textOf(predicted(document, session, treatment));
    },
    (after) => after !== before,
  );
  if (found === undefined) return undefined;
  return { title: `Through ${nameOf(tie.firewall)} ↔ with the remedy: ${found.proposal.title}`, before, after: found.played };
}

/** The session at a line, and how it passed its firewall; undefined where either is not known. */
export function passingAt(document: TranscriptDocument, line: number, around: Around): Passing | undefined {
  const session = spokenSessionAt(document.transcript, line);
  const tie = session && tieIn(document, session, around);
  const passage = tie && passageOf(tie, session);
  return session === undefined || tie === undefined || passage === undefined ? undefined : { session, tie, passage };
}

export interface Passing {
  readonly session: Session;
  readonly tie: DocumentTie;
  readonly passage: Passage;
}

function textOf(session: Pick<PredictedSession, 'lines'>): string {
  return `${transcriptText(session)}\n`;
}
