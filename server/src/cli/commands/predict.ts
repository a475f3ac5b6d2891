/** `predict`: a recorded session as it would come out of a firewall, each change with the line that causes it. */

import { contextOf } from '../../answers/asked-context.ts';
import { sessionsIn } from '../../answers/check.ts';
import { readFlow } from '../../answers/explain.ts';
import {
  editsOf,
  type Firewall,
  inspectingUnder,
  noticedOf,
  type PredictedReading,
  type Prediction,
  predictAnswer,
  predictionsOf,
  withRemedies,
} from '../../answers/predict.ts';
import { knownVersion } from '../../answers/settings.ts';
import type { PredictedEdit } from '../../answers/types.ts';
import { textOf } from '../../asa/citing.ts';
import { choiceOf } from '../../path/open.ts';
import type { PredictedSession } from '../../path/predict.ts';
import { predictedInWords } from '../../path/predicted-words.ts';
import { lineOf } from '../../path/wire.ts';
import { type ExplainedVerdict, inspectingLine } from '../../policy/flow.ts';
import { printFlow } from '../../policy/verdict.ts';
import { cautionOf } from '../../remedies/remedy.ts';
import type { Transcript } from '../../smtp/model.ts';
import { capital } from '../../text/capital.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import { unreadIn } from '../report.ts';
import type { Style } from '../terminal.ts';
import { cutTo, printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';
import { READINGS_HELP, readingOption } from './reading.ts';

interface Options extends CommonOptions {
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
  readonly reading: readonly string[];
  readonly remedied?: true;
}

const HELP = `
The transcript is best recorded on the inside of the firewall, or past it: one that was recorded behind it shows
what the firewall did already. Where it tells the addresses of both ends (a capture), --flow may be left out.
${READINGS_HELP}

Example:
  esmtp-lens predict firewall.asa session.smtp --flow "tcp 203.0.113.9 -> 192.168.1.1:25 on outside"`;

export const predict: CommandMaker = (terminal) =>
  command('predict', 'show a recorded session as it would come out of a firewall, and which line changes it')
    .argument('<config>', 'a firewall configuration, or - for standard input')
    .argument('<transcript>', "an SMTP transcript in any tool's format, or - for standard input")
    .option('--flow <flow>', 'the connection, as `explain` takes it; without it, the one that the transcript tells')
    .option('--remedied', 'show the session with the remedy that is proposed for the firewall, too')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addOption(readingOption())
    .addHelpText('after', below(HELP))
    .action(async (path: string, transcriptPath: string, options: Options) => {
      if (path === '-' && transcriptPath === '-') throw new Failure('only one of the two can be standard input');
      const flow = options.flow === undefined ? undefined : readFlow(options.flow);
      const configuration = configurationOf(await load(path, terminal), options.asaVersion);
      const firewall = { path, configuration, context: contextOf(configuration, options.context), choice: choiceOf(options.reading) };
      const transcript = await loadTranscript(transcriptPath, terminal);
      const now = predictionsOf(transcriptPath, transcript, firewall, flow);
      const predictions = options.remedied ? withRemedies(now, transcript, firewall) : now;
      const style = resultStyle(terminal, options);
      terminal.stdout.write(
        options.format === 'json'
          ? toJson(predictAnswer(predictions, transcript, firewall))
          : pretty(predictions, transcript, firewall, style),
      );
    });

function pretty(predictions: readonly Prediction[], transcript: Transcript, firewall: Firewall, style: Style): string {
  const blocks = predictions.map((prediction) => blockOf(prediction, predictions.length > 1, firewall, style));
  const unread = unreadIn({ sessionsIn: sessionsIn(transcript.linesRead, transcript.lines.count) });
  return `${blocks.map((rows) => rows.join('\n')).join('\n\n')}\n${unread === undefined ? '' : `${unread}\n`}`;
}

function blockOf(
  { flow, verdict, access, readings, masked, remedied }: Prediction,
  many: boolean,
  firewall: Firewall,
  style: Style,
): string[] {
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
    ...prose(`Through ${firewall.path}: ${summary(first, verdict)}`, style.prose).map((row) => colors.bold(row)),
    ...prose(`${printFlow(flow)}${of}: ${inspectedBy(first, verdict, firewall)}`, style.prose - 2).map((row) => `  ${row}`),
    ...warnings.flatMap((warning) => prose(warning, style.prose - 2).map((row) => `  ${colors.yellow(row)}`)),
    ...predictedRows(first, firewall, style),
    ...others.flatMap((other) => [
      '',
      ...prose(`${capital(other.when ?? 'otherwise')}: ${summary(other, verdict)}`, style.prose).map((row) => colors.bold(row)),
      ...predictedRows(other, firewall, style, first.predicted),
    ]),
    ...(remedied === undefined ? [] : ['', ...remediedRows(remedied, style)]),
  ];
}

/** The session with the remedy: the answer first, then what is left of what is done to it. */
function remediedRows(remedied: NonNullable<Prediction['remedied']>, style: Style): string[] {
  const { colors } = style;
  if (remedied === 'none') return prose('No remedy is proven that makes a difference to this session.', style.prose);
  const { proposal, played } = remedied;
  const [reading] = played.prediction.readings;
  const caution = cautionOf(proposal);
  return [
    ...prose(`With the proposed remedy: ${summary(reading, played.prediction.verdict)}`, style.prose).map((row) => colors.bold(row)),
    ...prose(`${proposal.title}.`, style.prose - 2).map((row) => `  ${row}`),
    ...(caution === undefined ? [] : prose(`Caution: ${caution}`, style.prose - 2).map((row) => `  ${colors.yellow(row)}`)),
    ...predictedRows(reading, played.firewall, style),
  ];
}

function inspectedBy({ treatment }: PredictedReading, verdict: ExplainedVerdict, { configuration }: Firewall): string {
  const line = treatment?.by === undefined ? undefined : inspectingLine({ ...verdict, by: treatment.by });
  const by = line === undefined ? '' : ` by ${textOf(configuration.lines, line)}, line ${configuration.lines.lineOf(line) + 1}`;
  if (verdict.inspected === true) return `inspected${by}`;
  if (verdict.inspected === false) return 'not inspected';
  return `it is not known whether it is inspected: ${verdict.reason ?? 'the file cannot tell'}`;
}

/** `the greeting masked, STARTTLS lost, closed at line 214.` */
function summary({ when, predicted, treatment }: PredictedReading, { inspected }: ExplainedVerdict): string {
  if (treatment === undefined) return 'nothing can be predicted.';
  const passes = predictedInWords(predicted);
  return inspected === 'unknown' && when !== undefined ? `${passes}, ${when}.` : `${passes}.`;
}

/** @param told what is told already: lines that leave in the same way are not told again */
function predictedRows(reading: PredictedReading, firewall: Firewall, style: Style, told?: PredictedSession): string[] {
  const { colors } = style;
  const { predicted } = reading;
  const inspecting = inspectingUnder(reading);
  const known = new Map(told?.lines.map(({ said, left }) => [said.utterance, left]));
  const { divergence, untold } = predicted;
  const indent = '        ';
  const reason = (edit: PredictedEdit) => {
    const cause = edit.source ?? (edit.configLine === null ? null : `line ${edit.configLine}`);
    const doubt = edit.otherwise === null ? '' : `. ${capital(edit.otherwise)}`;
    return prose(`${edit.reason}${cause === null ? '' : ` (${cause})`}${doubt}`, style.prose - indent.length).map(
      (row) => indent + colors.dim(row),
    );
  };
  const shown = predicted.lines.flatMap((line) => {
    const edits = editsOf(line, inspecting, firewall);
    const { said, left } = line;
    if (edits.length === 0 || (known.has(said.utterance) && known.get(said.utterance) === left)) return [];
    const who = said.by === 'client' ? 'C' : 'S';
    const number = String((lineOf(said) ?? 0) + 1).padStart(5);
    return [
      `${number} ${colors.red(`- ${who}: ${cut(said.text, style)}`)}`,
      ...(left === undefined ? [] : [`      ${colors.green(`+ ${who}: ${cut(left, style)}`)}`]),
      ...edits.flatMap(reason),
    ];
  });
  const notices = predicted.lines.flatMap((line) => noticedOf(line, inspecting, firewall));
  const noticed = notices.flatMap((edit) => {
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
  return cutTo(printable(text), width - 11);
}
