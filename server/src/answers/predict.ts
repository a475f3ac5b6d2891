/** Recorded sessions as they would come out of a firewall, each change with the line that causes it. */
import type { Configuration, Context, Statement } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { type Remedied, remediedBy } from '../features/transcript/remedied.ts';
import type { EngineEvent } from '../masking/events.ts';
import { unmask } from '../masking/unmask.ts';
import { endsOf, flowOf } from '../path/flow-of.ts';
import type { Choice } from '../path/open.ts';
import { type PredictedLine, type PredictedSession, predictSession, transcriptText } from '../path/predict.ts';
import { closedAt, predictedReply } from '../path/predicted-words.ts';
import { refusalsOf } from '../path/refusal.ts';
import { type Treatment, treatmentsOf } from '../path/treatments.ts';
import { lineOf } from '../path/wire.ts';
import { type Access, accessOf } from '../policy/access.ts';
import { type ExplainedVerdict, type Flow, inspectingLine } from '../policy/flow.ts';
import { explainFlow, printEndpoint, printFlow } from '../policy/verdict.ts';
import { checkConfiguration } from '../rules/check.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { sessionsIn } from './check.ts';
import { refuseUnknown } from './explain.ts';
import { QuestionError } from './question.ts';
import type { PredictAnswer, PredictedEdit } from './types.ts';

/** A firewall that sessions pass: one context of a file. */
export interface Firewall {
  /** As it is told. */
  readonly path: string;
  readonly configuration: Configuration;
  readonly context: Context;
  /** What a person has decided of that which it, or the documents, leave open. */
  readonly choice?: Choice;
}

/** What becomes of a session if the file, or the documents, are read in one way. */
export interface PredictedReading {
  /** A clause; undefined where it is the only one. */
  readonly when: string | undefined;
  readonly treatment: Treatment | undefined;
  readonly predicted: PredictedSession;
}

/** One session through the firewall. */
export interface Prediction {
  readonly flow: Flow;
  readonly verdict: ExplainedVerdict;
  readonly access: Access;
  /** The likeliest first; those that make no difference to this session are one. */
  readonly readings: readonly [PredictedReading, ...PredictedReading[]];
  /** It shows masks: it was recorded behind an inspection. */
  readonly masked: boolean;
  /** Where it was asked for: the same with the remedy that is proposed; 'none' is proven that makes a difference. */
  readonly remedied?: Remedied<WithRemedy> | 'none';
}

/** A session through the firewall as a remedy leaves it: lines of the configuration are those it has then. */
export interface WithRemedy {
  readonly prediction: Prediction;
  readonly firewall: Firewall;
}

/**
 * Every session of a transcript through a firewall.
 *
 * @param path of the transcript, as it is told
 * @param flow of all sessions; undefined: each has that which the transcript tells
 * @throws QuestionError where no session is in the transcript, it does not tell a flow and none is given, or the flow enters where no interface is
 */
export function predictionsOf(path: string, transcript: Transcript, firewall: Firewall, flow: Flow | undefined): readonly Prediction[] {
  if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, firewall.context);
  const { sessions } = transcript;
  if (sessions.length === 0) throw new QuestionError('session', `${path}: no SMTP session is in it`);
  return sessions.map((session) => predictionOf(session, flow ?? flowTold(session, path), transcript, firewall));
}

/** The same, each with the remedy that is proposed for its firewall. */
export function withRemedies(predictions: readonly Prediction[], transcript: Transcript, firewall: Firewall): readonly Prediction[] {
  const findings = checkConfiguration(firewall.configuration);
  return predictions.map((prediction) => {
    const { flow, readings } = prediction;
    const [now] = readings;
    const before = transcriptText(now.predicted);
    const remedied = remediedBy(
      { ...firewall, findings, line: inspectingUnder(now) },
      (configuration, context): WithRemedy => {
        const then = { ...firewall, configuration, context };
        return { prediction: predictionOf(now.predicted.session, flow, transcript, then), firewall: then };
      },
      ({ prediction: then }) => transcriptText(then.readings[0].predicted) !== before,
    );
    return { ...prediction, remedied: remedied ?? 'none' };
  });
}

/** @throws QuestionError where the transcript does not tell both ends */
function flowTold(session: Session, path: string): Flow {
  const flow = flowOf(session);
  if (flow !== undefined) return flow;
  const { client, server } = endsOf(session);
  const to = server === undefined ? 'SERVER:25' : printEndpoint(server);
  const asked = `tcp ${client?.address ?? 'CLIENT'} -> ${to}`;
  throw new QuestionError(
    'flow',
    `${path} does not tell the addresses of the session at line ${session.first + 1}: say which connection it is, "${asked}"`,
  );
}

function predictionOf(session: Session, flow: Flow, transcript: Transcript, { context, choice }: Firewall): Prediction {
  const verdict = explainFlow(context, flow);
  const refuse = refusalsOf(transcript);
  const readings: PredictedReading[] = [];
  for (const treatment of treatmentsOf(context, verdict, choice)) {
    const predicted = predictSession(session, treatment.inspection, refuse);
    const same = readings.findIndex((other) => outcomeKey(other.predicted) === outcomeKey(predicted));
    if (same < 0) readings.push({ when: treatment.when, treatment, predicted });
  }
  const [first, ...rest] = readings;
  const nothing = { when: undefined, treatment: undefined, predicted: predictSession(session, undefined, refuse) };
  const all: Prediction['readings'] =
    first === undefined
      ? [nothing]
      : rest.length === 0 && verdict.inspected !== 'unknown'
        ? [{ ...first, when: undefined }]
        : [first, ...rest];
  return {
    flow,
    verdict,
    access: accessOf(context, flow, verdict.ingress.names),
    readings: all,
    masked: unmask(transcript).some((mask) => mask.session === session && mask.confidence !== 'possible'),
  };
}

/** What a person can tell apart of two predictions. */
function outcomeKey({ lines, ended }: PredictedSession): string {
  return JSON.stringify([ended, lines.map(({ left, events }) => [left, events.map(({ reason }) => reason)])]);
}

/** The line of the firewall that inspects under this reading; undefined where none does. */
export function inspectingUnder({ treatment }: PredictedReading): Statement | undefined {
  return inspectingLine({ by: treatment?.by });
}

/** What becomes of a line, and why: each change. @param inspecting the line that brings in what stands in no line of its own */
export function editsOf(line: PredictedLine, inspecting: Statement | undefined, firewall: Firewall): readonly PredictedEdit[] {
  return [...line.events.filter(isEdit).flatMap((event) => editOf(line, event, inspecting, firewall)), ...answerOf(line)];
}

/** What is logged or watched of a line, and passes. */
export function noticedOf(line: PredictedLine, inspecting: Statement | undefined, firewall: Firewall): readonly PredictedEdit[] {
  return line.events.filter((event) => !isEdit(event)).flatMap((event) => editOf(line, event, inspecting, firewall));
}

function isEdit({ outcome }: EngineEvent): boolean {
  return outcome !== 'passed';
}

function editOf(line: PredictedLine, event: EngineEvent, inspecting: Statement | undefined, firewall: Firewall): PredictedEdit[] {
  const { reason, cause, outcome, otherwise } = event;
  const causing = cause.statement ?? inspecting;
  const { path, configuration } = firewall;
  return placesOf(line).map((place) => ({
    ...place,
    reason,
    configPath: causing === undefined ? null : path,
    configLine: causing === undefined ? null : configuration.lines.lineOf(causing) + 1,
    source: cause.fact === undefined ? null : cite(cause.fact),
    outcome,
    otherwise: otherwise ?? null,
  }));
}

/** Where it stands in the file; nowhere where it stands in for what the file leaves out. */
function placesOf({ said, left }: PredictedLine) {
  const line = lineOf(said);
  return line === undefined ? [] : [{ line: line + 1, before: said.text, after: left ?? null }];
}

/** The recorded answer to an overwritten command cannot stand. */
function answerOf(line: PredictedLine): PredictedEdit[] {
  const reason = predictedReply(line);
  if (reason === undefined) return [];
  return placesOf(line).map((place) => ({
    ...place,
    reason,
    configPath: null,
    configLine: null,
    source: null,
    outcome: 'predicted',
    otherwise: null,
  }));
}

export function predictAnswer(predictions: readonly Prediction[], transcript: Transcript, firewall: Firewall): PredictAnswer {
  const first = predictions.map(({ readings }) => readings[0]);
  const [inspected = 'unknown', ...otherwise] = new Set(predictions.map(({ verdict }) => verdict.inspected));
  const flows = [...new Set(predictions.map(({ flow }) => printFlow(flow)))];
  const [flow] = flows;
  const reasons = new Set(predictions.flatMap(({ verdict }) => verdict.reason ?? []));
  const differing = predictions.filter(({ readings }) => readings.length > 1);
  return {
    version: 1,
    sessionsIn: sessionsIn(transcript.linesRead, transcript.lines.count),
    flow: flow === undefined || flows.length > 1 ? flows : flow,
    inspected: otherwise.length === 0 ? inspected : 'unknown',
    ...(reasons.size === 0 ? {} : { reason: [...reasons].join('; ') }),
    ...told(first, firewall),
    ...(predictions.some(({ remedied }) => remedied !== undefined) ? { remedied: predictions.flatMap(toldRemedied) } : {}),
    ...(differing.length === 0
      ? {}
      : {
          readings: differing.flatMap(({ readings, flow: of }) =>
            readings.map((reading) => ({
              when: reading.when ?? null,
              flow: printFlow(of),
              inspected: reading.treatment?.inspection !== undefined,
              ...told([reading], firewall),
            })),
          ),
        }),
  };
}

type Told = Pick<PredictAnswer, 'edits' | 'noticed' | 'outcome' | 'closedAt' | 'notWhatWouldFollow' | 'untold' | 'transcript'>;

function toldRemedied({ remedied, readings: [now] }: Prediction): NonNullable<PredictAnswer['remedied']> {
  if (remedied === undefined || remedied === 'none') return [];
  const { proposal, played } = remedied;
  const [reading] = played.prediction.readings;
  return [
    {
      line: now.predicted.session.first + 1,
      remedy: { id: proposal.id, title: proposal.title },
      inspected: reading.treatment?.inspection !== undefined,
      ...told([reading], played.firewall),
    },
  ];
}

function told(readings: readonly PredictedReading[], firewall: Firewall): Told {
  const predicted = readings.map((reading) => reading.predicted);
  const [closed] = predicted.flatMap((each) => closedAt(each) ?? []);
  const ofAll = (of: typeof editsOf) =>
    readings.flatMap((reading) => reading.predicted.lines.flatMap((line) => of(line, inspectingUnder(reading), firewall)));
  return {
    edits: ofAll(editsOf),
    noticed: ofAll(noticedOf),
    outcome: closed === undefined ? 'passes' : 'closed',
    closedAt: closed === undefined ? null : closed + 1,
    notWhatWouldFollow: predicted.flatMap(({ divergence }) =>
      divergence === undefined ? [] : [{ line: divergence.first + 1, endLine: divergence.last + 1, reason: divergence.reason }],
    ),
    untold: predicted.flatMap(({ untold }) => untold),
    transcript: `${predicted.map(transcriptText).join('\n\n')}\n`,
  };
}
