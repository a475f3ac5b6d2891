/** `predict`: a recorded session as it would come out of a firewall, each change with the line that causes it. */

import { sessionsIn } from '../../answers/check.ts';
import { readFlow, refuseUnknown } from '../../answers/explain.ts';
import { contextOf } from '../../answers/question.ts';
import { knownVersion } from '../../answers/settings.ts';
import type { PredictAnswer, PredictedEdit } from '../../answers/types.ts';
import { textOf } from '../../asa/citing.ts';
import type { Configuration, Context, Statement } from '../../asa/model.ts';
import { cite } from '../../facts/fact.ts';
import type { EngineEvent } from '../../masking/events.ts';
import { unmask } from '../../masking/unmask.ts';
import { endsOf, flowOf } from '../../path/flow-of.ts';
import { type PredictedLine, type PredictedSession, predictSession, transcriptText } from '../../path/predict.ts';
import { closedAt, predictedInWords } from '../../path/predicted-words.ts';
import { refusalsOf } from '../../path/refusal.ts';
import { type Treatment, treatmentsOf } from '../../path/treatments.ts';
import { type Access, accessOf } from '../../policy/access.ts';
import { type ExplainedVerdict, type Flow, inspectingLine } from '../../policy/flow.ts';
import { explainFlow, printFlow } from '../../policy/verdict.ts';
import type { Session, Transcript } from '../../smtp/model.ts';
import type { Lines } from '../../text/lines.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import { unreadIn } from '../report.ts';
import type { Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

interface Options extends CommonOptions {
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
}

const HELP = `
The transcript is best recorded on the inside of the firewall, or past it: one that was recorded behind it shows
what the firewall did already. Where it tells the addresses of both ends (a capture), --flow may be left out.

Example:
  esmtp-lens predict firewall.asa session.smtp --flow "tcp 203.0.113.9 -> 192.168.1.1:25 on outside"`;

export const predict: CommandMaker = (terminal) =>
  command('predict', 'show a recorded session as it would come out of a firewall, and which line changes it')
    .argument('<config>', 'a firewall configuration, or - for standard input')
    .argument('<transcript>', "an SMTP transcript in any tool's format, or - for standard input")
    .option('--flow <flow>', 'the connection, as `explain` takes it; without it, the one that the transcript tells')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addHelpText('after', HELP)
    .action(async (path: string, transcriptPath: string, options: Options) => {
      if (path === '-' && transcriptPath === '-') throw new Failure('only one of the two can be standard input');
      const flow = options.flow === undefined ? undefined : readFlow(options.flow);
      const configuration = configurationOf(await load(path, terminal), options.asaVersion);
      const context = contextOf(configuration, options.context);
      if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, context);
      const transcript = await loadTranscript(transcriptPath, terminal);
      if (transcript.sessions.length === 0) throw new Failure(`${transcriptPath}: no SMTP session is in it`);
      const files = { path, transcriptPath, configuration, context, transcript };
      const predictions = transcript.sessions.map((session) => predictionOf(session, flow ?? flowOrAsk(session, transcriptPath), files));
      const style = resultStyle(terminal, options);
      terminal.stdout.write(options.format === 'json' ? toJson(jsonOf(predictions, files)) : pretty(predictions, files, style));
    });

interface Files {
  readonly path: string;
  readonly transcriptPath: string;
  readonly configuration: Configuration;
  readonly context: Context;
  readonly transcript: Transcript;
}

interface Reading {
  readonly when: string | undefined;
  readonly treatment: Treatment | undefined;
  readonly predicted: PredictedSession;
}

interface Prediction {
  readonly flow: Flow;
  readonly verdict: ExplainedVerdict;
  readonly access: Access;
  /** The likeliest first; those that make no difference to this session are one. */
  readonly readings: readonly [Reading, ...Reading[]];
  /** It shows masks: it was recorded behind an inspection. */
  readonly masked: boolean;
}

/** @throws Failure where the transcript does not tell both ends */
function flowOrAsk(session: Session, path: string): Flow {
  const flow = flowOf(session);
  if (flow !== undefined) return flow;
  const { client, server } = endsOf(session);
  const to =
    server === undefined
      ? 'SERVER:25'
      : printFlow({ ...NOWHERE, destination: server.address, destinationPort: server.port }).split('> ')[1];
  throw new Failure(
    `${path}: does not tell the addresses of the session at line ${session.first + 1}: say which connection it is, --flow "tcp ${client?.address ?? 'CLIENT'} -> ${to}"`,
  );
}

const NOWHERE: Flow = {
  protocol: 'tcp',
  source: '0.0.0.0',
  sourcePort: undefined,
  destination: '0.0.0.0',
  destinationPort: 25,
  ingress: undefined,
};

function predictionOf(session: Session, flow: Flow, { context, transcript }: Files): Prediction {
  const verdict = explainFlow(context, flow);
  const refuse = refusalsOf(transcript);
  const readings: Reading[] = [];
  for (const treatment of treatmentsOf(context, verdict)) {
    const predicted = predictSession(session, treatment.inspection, refuse);
    const same = readings.findIndex((other) => outcomeKey(other.predicted) === outcomeKey(predicted));
    if (same < 0) readings.push({ when: treatment.when, treatment, predicted });
  }
  const [first, ...rest] = readings;
  const nothing = { when: undefined, treatment: undefined, predicted: predictSession(session, undefined, refuse) };
  const all: [Reading, ...Reading[]] =
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

function isEdit({ outcome }: EngineEvent): boolean {
  return outcome !== 'passed';
}

function editsOf({ lines }: PredictedSession, by: By): PredictedEdit[] {
  return lines.flatMap((line) => [...line.events.filter(isEdit).map((event) => editOf(line, event, by)), ...answerOf(line)]);
}

function noticedOf({ lines }: PredictedSession, by: By): PredictedEdit[] {
  return lines.flatMap((line) => line.events.filter((event) => !isEdit(event)).map((event) => editOf(line, event, by)));
}

/** The configuration, and the line in it that inspects: it is what brings in what stands in no line of its own. */
interface By {
  readonly path: string;
  readonly lines: Lines;
  readonly line: Statement | undefined;
}

function byOf({ treatment }: Reading, { path, configuration: { lines } }: Files): By {
  return { path, lines, line: inspectingLine({ by: treatment?.by }) };
}

function editOf(line: PredictedLine, { reason, cause: { statement, fact }, outcome, otherwise }: EngineEvent, by: By): PredictedEdit {
  const causing = statement ?? by.line;
  return {
    ...placeOf(line),
    reason,
    configPath: causing === undefined ? null : by.path,
    configLine: causing === undefined ? null : by.lines.lineOf(causing) + 1,
    source: fact === undefined ? null : cite(fact),
    outcome,
    otherwise: otherwise ?? null,
  };
}

function placeOf({ said, left }: PredictedLine) {
  return { line: said.utterance!.pieces[0]!.line + 1, before: said.text, after: left ?? null };
}

/** The recorded answer to an overwritten command cannot stand. */
function answerOf(line: PredictedLine): PredictedEdit[] {
  if (line.predicted === undefined || line.left === line.said.text) return [];
  const reason = `predicted: the server answers what the firewall left of the command, ${line.predicted}`;
  return [{ ...placeOf(line), reason, configPath: null, configLine: null, source: null, outcome: 'predicted', otherwise: null }];
}

function jsonOf(predictions: readonly Prediction[], files: Files): PredictAnswer {
  const { transcript } = files;
  const first = predictions.map(({ readings }) => readings[0]);
  const inspected = new Set(predictions.map(({ verdict }) => verdict.inspected));
  const flows = new Set(predictions.map(({ flow }) => printFlow(flow)));
  const reasons = new Set(predictions.flatMap(({ verdict }) => verdict.reason ?? []));
  const differing = predictions.filter(({ readings }) => readings.length > 1);
  return {
    version: 1,
    sessionsIn: sessionsIn(transcript.linesRead, transcript.lines.count),
    flow: flows.size === 1 ? [...flows][0]! : [...flows],
    inspected: inspected.size === 1 ? [...inspected][0]! : 'unknown',
    ...(reasons.size === 0 ? {} : { reason: [...reasons].join('; ') }),
    ...predictedJson(first, files),
    ...(differing.length === 0
      ? {}
      : {
          readings: differing.flatMap(({ readings, flow }) =>
            readings.map((reading) => ({
              when: reading.when ?? null,
              flow: printFlow(flow),
              inspected: reading.treatment?.inspection !== undefined,
              ...predictedJson([reading], files),
            })),
          ),
        }),
  };
}

function predictedJson(
  readings: readonly Reading[],
  files: Files,
): Pick<PredictAnswer, 'edits' | 'noticed' | 'outcome' | 'closedAt' | 'notWhatWouldFollow' | 'untold' | 'transcript'> {
  const predicted = readings.map((reading) => reading.predicted);
  const closed = predicted.find(({ ended }) => ended !== undefined);
  return {
    edits: readings.flatMap((reading) => editsOf(reading.predicted, byOf(reading, files))),
    noticed: readings.flatMap((reading) => noticedOf(reading.predicted, byOf(reading, files))),
    outcome: closed === undefined ? 'passes' : 'closed',
    closedAt: closed === undefined ? null : closedAt(closed)! + 1,
    notWhatWouldFollow: predicted.flatMap(({ divergence }) =>
      divergence === undefined ? [] : [{ line: divergence.first + 1, endLine: divergence.last + 1, reason: divergence.reason }],
    ),
    untold: predicted.flatMap(({ untold }) => untold),
    transcript: `${predicted.map(transcriptText).join('\n\n')}\n`,
  };
}

function pretty(predictions: readonly Prediction[], files: Files, style: Style): string {
  const blocks = predictions.map((prediction) => blockOf(prediction, predictions.length > 1, files, style));
  const unread = unreadIn({ sessionsIn: sessionsIn(files.transcript.linesRead, files.transcript.lines.count) });
  return `${blocks.map((rows) => rows.join('\n')).join('\n\n')}\n${unread === undefined ? '' : `${unread}\n`}`;
}

function blockOf({ flow, verdict, access, readings, masked }: Prediction, many: boolean, files: Files, style: Style): string[] {
  const { colors } = style;
  const [first, ...others] = readings;
  const { session } = first.predicted;
  const of = many ? `, lines ${session.first + 1} to ${session.last + 1}` : '';
  const warnings = [
    ...(access.permitted === false
      ? [`The access rules do not let this flow in (${access.reason}): nothing of it comes as far as an inspection.`]
      : []),
    ...(masked ? ['The transcript shows masks: it was recorded behind an inspection, and this tells what one more would do.'] : []),
  ];
  return [
    colors.bold(printable(`Through ${files.path}: ${summary(first, verdict)}`)),
    ...prose(`${printFlow(flow)}${of}: ${inspectedBy(first, verdict, files)}`, style.prose - 2).map((row) => `  ${row}`),
    ...warnings.flatMap((warning) => prose(warning, style.prose - 2).map((row) => `  ${colors.yellow(row)}`)),
    ...predictedRows(first, files, style),
    ...others.flatMap((other) => [
      '',
      ...prose(`${capital(other.when ?? 'otherwise')}: ${summary(other, verdict)}`, style.prose).map((row) => colors.bold(row)),
      ...predictedRows(other, files, style, first.predicted),
    ]),
  ];
}

function inspectedBy({ treatment }: Reading, verdict: ExplainedVerdict, { configuration }: Files): string {
  const line = treatment?.by === undefined ? undefined : inspectingLine({ ...verdict, by: treatment.by });
  const by = line === undefined ? '' : ` by ${textOf(configuration.lines, line)}, line ${configuration.lines.lineOf(line) + 1}`;
  if (verdict.inspected === true) return `inspected${by}`;
  if (verdict.inspected === false) return 'not inspected';
  return `it is not known whether it is inspected: ${verdict.reason ?? 'the file cannot tell'}`;
}

/** `the greeting masked, STARTTLS lost, closed at line 214.` */
function summary({ when, predicted, treatment }: Reading, { inspected }: ExplainedVerdict): string {
  if (treatment === undefined) return 'nothing can be predicted.';
  const passes = predictedInWords(predicted);
  return inspected === 'unknown' && when !== undefined ? `${passes}, ${when}.` : `${passes}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param told what is told already: lines that leave in the same way are not told again */
function predictedRows(reading: Reading, files: Files, style: Style, told?: PredictedSession): string[] {
  const { colors } = style;
  const { predicted } = reading;
  const by = byOf(reading, files);
  const known = new Map(told?.lines.map(({ said, left }) => [said.utterance, left]));
  const { divergence, untold } = predicted;
  const indent = '        ';
  const reason = (edit: PredictedEdit) => {
    const cause = edit.source ?? (edit.configLine === null ? null : `line ${edit.configLine}`);
    const doubt = edit.otherwise === null ? '' : `; ${edit.otherwise}`;
    return prose(`${edit.reason}${cause === null ? '' : ` (${cause})`}${doubt}`, style.prose - indent.length).map(
      (row) => indent + colors.dim(row),
    );
  };
  const shown = predicted.lines.flatMap((line) => {
    const edits = [...line.events.filter(isEdit).map((event) => editOf(line, event, by)), ...answerOf(line)];
    const { said, left } = line;
    if (edits.length === 0 || (known.has(said.utterance) && known.get(said.utterance) === left)) return [];
    const who = said.by === 'client' ? 'C' : 'S';
    const number = String(edits[0]!.line).padStart(5);
    return [
      `${number} ${colors.red(`- ${who}: ${cut(said.text, style)}`)}`,
      ...(left === undefined ? [] : [`      ${colors.green(`+ ${who}: ${cut(left, style)}`)}`]),
      ...edits.flatMap(reason),
    ];
  });
  const noticed = noticedOf(predicted, by).flatMap((edit) => {
    const [first = '', ...rest] = reason(edit);
    return [`${String(edit.line).padStart(5)}   ${first.trimStart()}`, ...rest];
  });
  const rest = [
    ...(divergence === undefined
      ? []
      : [`Not what would follow: line ${divergence.first + 1} to line ${divergence.last + 1}. ${capital(divergence.reason)}.`]),
    ...untold.map((each) => `Not told: ${each}.`),
  ].flatMap((text) => prose(text, style.prose));
  return [
    ...(shown.length === 0 ? [] : ['', ...shown]),
    ...(noticed.length === 0 ? [] : ['', 'Noticed, and let through:', ...noticed]),
    ...(rest.length === 0 ? [] : ['', ...rest]),
  ];
}

/** A row of the screen; the whole line stands in the file. */
function cut(text: string, { width }: Style): string {
  const shown = printable(text);
  const room = width - 11;
  return shown.length <= room ? shown : `${shown.slice(0, room - 1)}…`;
}
