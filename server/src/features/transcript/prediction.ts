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
import { type Passage, passageOf } from '../../workspace/passage.ts';
import { nameOf } from '../../workspace/tie.ts';
import { type Around, tieIn } from '../around.ts';
import type { TranscriptDocument } from '../document.ts';

/** The client's command that lays a prediction beside the recording: its arguments are an address and the first line of a session, from 0. */
export const SHOW_PREDICTION = 'esmtpLens.showPrediction';

interface Prediction {
  readonly predicted: PredictedSession;
  /** The likeliest of several. */
  readonly treatment: Treatment;
}

/** @returns undefined where the firewall leaves the mail alone, and where the session shows its work already */
function predictionOf(
  { transcript }: TranscriptDocument,
  session: Session,
  { context, verdicts: [most] }: Passage,
): Prediction | undefined {
  const [treatment] = most === undefined ? [] : treatmentsOf(context, most.verdict);
  if (treatment?.inspection === undefined) return undefined;
  if (unmask(transcript).some((mask) => mask.session === session && mask.confidence !== 'possible')) return undefined;
  return { treatment, predicted: predictSession(session, treatment.inspection, refusalsOf(transcript)) };
}

/** `What it would do: greeting masked, STARTTLS masked, the connection is dropped at line 214` */
export function predictionLens(document: TranscriptDocument, session: Session, passage: Passage): CodeLens | undefined {
  const found = predictionOf(document, session, passage);
  if (found === undefined) return undefined;
  const { when } = found.treatment;
  const title = `What it would do${when === undefined ? '' : `, ${when}`}: ${predictedInWords(found.predicted)}`;
  const tooltip = 'Shows the session as it would come out of the firewall beside what was recorded.';
  return {
    range: rangeOn(session.first, 0, 0),
    command: { title, tooltip, command: SHOW_PREDICTION, arguments: [document.uri, session.first] },
  };
}

/** Two texts for an editor's diff: the session as it was recorded, and as it would leave the firewall. */
export interface PredictedTexts {
  readonly title: string;
  readonly recorded: string;
  readonly predicted: string;
}

/** @param line of the document, from 0: that of the session, or one in it. @returns undefined where nothing is predicted */
export function predictedTexts(document: TranscriptDocument, line: number, around: Around): PredictedTexts | undefined {
  const session = spokenSessionAt(document.transcript, line);
  const tie = session && tieIn(document, session, around);
  const passage = tie && passageOf(tie, session);
  const found = passage && predictionOf(document, session, passage);
  if (session === undefined || tie === undefined || found === undefined) return undefined;
  const shown = wireOf(session).filter((said) => lineOf(said) !== undefined);
  const recorded = transcriptText({ lines: shown.map((said) => ({ said, left: said.text, predicted: undefined, events: [] })) });
  return {
    title: `Recorded ↔ through ${nameOf(tie.firewall)}`,
    recorded: `${recorded}\n`,
    predicted: `${transcriptText(found.predicted)}\n`,
  };
}
