/** `picture`: a session as a picture of client, firewall and server, for a page or a wiki. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { contextOf } from '../../answers/asked-context.ts';
import { readFlow } from '../../answers/explain.ts';
import { type Drawn, drawn, sessionPictureAnswer } from '../../answers/picture.ts';
import type { Firewall } from '../../answers/predict.ts';
import { knownVersion } from '../../answers/settings.ts';
import { choiceOf } from '../../path/open.ts';
import { toMermaid, toSvg } from '../../path/picture.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandMaker, count, onlyWith } from './common.ts';
import { READINGS_HELP, readingOption } from './reading.ts';

interface Options {
  readonly config?: string;
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
  readonly reading: readonly string[];
  readonly session: number;
  readonly format: keyof typeof FORMATS;
}

const FORMATS = {
  svg: ({ picture: drawing }) => toSvg(drawing),
  mermaid: ({ picture: drawing }) => toMermaid(drawing),
  json: (answer) => toJson(sessionPictureAnswer(answer)),
} as const satisfies Readonly<Record<string, (drawn: Drawn) => string>>;

const HELP = `
Without --config: what a recording shows masked, and what probably stood there. With it: what that firewall would do to the session.
${READINGS_HELP}

Example:
  esmtp-lens picture session.smtp --config firewall.asa > session.svg`;

export const picture: CommandMaker = (terminal) =>
  new Command('picture')
    .description('draw a session: client, firewall, server, and what was changed on the way')
    .argument('<session>', "an SMTP transcript in any tool's format, or - for standard input")
    .option('--config <file>', 'the firewall that the session is to pass')
    .option('--flow <flow>', 'the connection, as `explain` takes it; without it, the mail that the firewall inspects')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addOption(readingOption())
    .option('--session <number>', 'which session, where the file holds several', count, 1)
    .addOption(new Option('--format <format>', 'a picture, text for a wiki, or what is drawn').choices(Object.keys(FORMATS)).default('svg'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', below(HELP))
    .hook('preAction', onlyWith('config', ['flow', 'context', 'asaVersion', 'reading']))
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  if (path === '-' && options.config === '-') throw new Failure('only one of the two can be standard input');
  const flow = options.flow === undefined ? undefined : readFlow(options.flow);
  const transcript = await loadTranscript(path, terminal);
  const firewall = options.config === undefined ? undefined : await firewallIn(options.config, options, terminal);
  const name = path === '-' ? 'session' : basename(path);
  const answer = drawn({ name, transcript, session: options.session, firewall, flow });
  for (const sentence of answer.played) terminal.stderr.write(`${sentence}\n`);
  terminal.stdout.write(FORMATS[options.format](answer));
}

async function firewallIn(path: string, { asaVersion, context, reading }: Options, terminal: Terminal): Promise<Firewall> {
  const configuration = configurationOf(await load(path, terminal), asaVersion);
  const name = path === '-' ? 'the firewall' : basename(path);
  return { path: name, configuration, context: contextOf(configuration, context), choice: choiceOf(reading) };
}
