/** `survey`: a fleet in one table, worst first. */
import { knownVersion } from '../../answers/settings.ts';
import { surveyAnswer } from '../../answers/survey.ts';
import type { Firewall, SurveyAnswer } from '../../answers/types.ts';
import { DEFAULT_SETTINGS } from '../../features/document.ts';
import { EXIT, EXIT_CODES, type ExitCode, Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { readSettings, SETTINGS_FILE } from '../settings.ts';
import { type ShardAsked, shardAsked, sliceOf } from '../shard.ts';
import { csv } from '../survey/csv.ts';
import { html } from '../survey/html.ts';
import { markdown } from '../survey/markdown.ts';
import { pretty } from '../survey/pretty.ts';
import { refuseToOverwrite, Sweep } from '../sweep.ts';
import { styleOf, type Terminal } from '../terminal.ts';
import { writeReport } from '../write.ts';
import { type CommandMaker, type CommonOptions, command, refuseNameWithoutInput, threadCount } from './common.ts';

interface Options extends Omit<CommonOptions, 'format'> {
  readonly format: SurveyFormat;
  readonly output?: string;
  readonly stdinFilename?: string;
  readonly config?: string;
  readonly asaVersion?: string;
  readonly threads?: number;
  readonly shard?: ShardAsked;
}

export const SURVEY_FORMATS = ['pretty', 'csv', 'json', 'markdown', 'html'] as const;
export type SurveyFormat = (typeof SURVEY_FORMATS)[number];

const HELP = `
One row a firewall, worst first: device, version, mode, how much of the mail to tcp/25 is inspected and by which
map, what becomes of STARTTLS and of the greeting, the mail hosts and which are exempt, what loses mail, and what
to do first. Files that are no configuration of a firewall are passed over.

Examples:
  esmtp-lens survey configs/
  esmtp-lens survey configs/ --format html --output firewalls.html
`;

export const survey: CommandMaker = (terminal, exit) =>
  command('survey', 'tell of many firewalls what each does to mail, worst first', SURVEY_FORMATS)
    .argument('<path...>', 'files, folders, globs, or - for standard input')
    .option('--output <file>', 'write the survey to a file')
    .option('--stdin-filename <name>', 'the name to report for standard input')
    .option('--config <file>', `settings (default: ${SETTINGS_FILE}, if there is one)`)
    .option('--asa-version <version>', 'the version of configurations that name none: 9.1(5), PIX 6.3(5)', knownVersion)
    .option('--threads <count>', 'how many files are read at once (default: one for each processor)', threadCount)
    .option('--shard <i/n>', 'only the i-th of n parts of the files; "merge" makes one survey of them', shardAsked)
    .addHelpText('after', below(HELP + EXIT_CODES))
    .action(async (paths: string[], options: Options) => exit(await run(paths, options, terminal)));

async function run(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  if (paths.filter((path) => path === '-').length > 1) throw new Failure('standard input can be read only once');
  refuseNameWithoutInput(paths, options.stdinFilename);
  if (options.shard !== undefined && paths.includes('-')) throw new Failure('standard input cannot be cut into shards');
  const { severity, asaVersion, ignore } = await readSettings(options.config, terminal.cwd);
  const settings = { ...DEFAULT_SETTINGS, severities: severity, asaVersion: options.asaVersion ?? asaVersion };
  const sweep = new Sweep(terminal);
  const inputs = await sweep.find({ paths, ignore, stdinFilename: options.stdinFilename, shard: options.shard });
  const { output } = options;
  if (output !== undefined) await refuseToOverwrite('--output', output, inputs, terminal, ({ path }) => /\.asa$/i.test(path));
  const { slice, shard } = sliceOf(inputs, options.shard);
  const firewalls: Firewall[] = [];
  const task = { settings, fix: undefined, named: 0, cwd: terminal.cwd };
  for await (const found of sweep.over('survey', task, slice, 'surveying', options.threads)) firewalls.push(...found);
  const answer = { ...surveyAnswer(firewalls, sweep.problems), ...(shard && { shard }) };
  await writeSurvey(answer, options.format, options, terminal);
  if (sweep.problems.length > 0) return EXIT.failure;
  if (firewalls.length > 0 || shard !== undefined) return EXIT.clean;
  sweep.note('no firewall among the inputs');
  return EXIT.nothingMatched;
}

/** Writes a survey to standard output or to a file, which has no colours. */
export async function writeSurvey(
  answer: SurveyAnswer,
  format: SurveyFormat,
  { output, color }: Pick<Options, 'output' | 'color'>,
  terminal: Terminal,
): Promise<void> {
  const style = styleOf(output === undefined ? terminal.stdout : { write: () => true }, terminal.env, color);
  const formats = { pretty: () => pretty(answer, style), csv, markdown, html, json: (told: SurveyAnswer) => toJson(told) };
  const text = formats[format](answer);
  if (output === undefined) terminal.stdout.write(text);
  else await writeReport(output, terminal.cwd, text);
}
