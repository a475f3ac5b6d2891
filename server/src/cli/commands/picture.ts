/** `picture`: a session as a picture of client, firewall and server, for a page or a wiki. */
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { readFlow, refuseUnknown } from '../../answers/explain.ts';
import { contextOf } from '../../answers/question.ts';
import { knownVersion } from '../../answers/settings.ts';
import type { SessionPicture } from '../../answers/types.ts';
import { causeInWords } from '../../asa/citing.ts';
import type { EngineEvent } from '../../masking/events.ts';
import type { Inspection } from '../../masking/inspection.ts';
import { unmask } from '../../masking/unmask.ts';
import { endsOf } from '../../path/flow-of.ts';
import { type Picture, pictureOf, type Row, toMermaid, toSvg } from '../../path/picture.ts';
import { predictSession } from '../../path/predict.ts';
import { refusalsOf } from '../../path/refusal.ts';
import type { Session } from '../../smtp/model.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import { playedOf } from '../played.ts';
import type { Terminal } from '../terminal.ts';
import type { CommandMaker } from './common.ts';

interface Options {
  readonly config?: string;
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
  readonly session: string;
  readonly format: keyof typeof FORMATS;
}

const FORMATS = { svg: toSvg, mermaid: toMermaid, json: jsonOf } as const satisfies Readonly<Record<string, (drawn: Picture) => string>>;

function jsonOf({ title, rows, end }: Picture): string {
  const of = ({ line, by, said, heard, done, guessed }: Row) => ({
    line: line === undefined ? null : line + 1,
    by,
    said: said ?? null,
    heard: heard ?? null,
    done,
    guessed,
  });
  return toJson({ version: 1, title, rows: rows.map(of), end: end ?? null } satisfies SessionPicture);
}

const HELP = `
Without --config: what a recording shows masked, and what probably stood there. With it: what that firewall would do to the session.

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
    .option('--session <number>', 'which session, where the file holds several', '1')
    .addOption(new Option('--format <format>', 'a picture, text for a wiki, or what is drawn').choices(Object.keys(FORMATS)).default('svg'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', HELP)
    .action((path: string, options: Options) => run(path, options, terminal));

async function run(path: string, options: Options, terminal: Terminal): Promise<void> {
  if (path === '-' && options.config === '-') throw new Failure('only one of the two can be standard input');
  const transcript = await loadTranscript(path, terminal);
  const session = transcript.sessions[Number(options.session) - 1];
  if (session === undefined) throw new Failure(`${path}: it has ${transcript.sessions.length} sessions, and no session ${options.session}`);
  const { inspection, causeOf, words } =
    options.config === undefined ? NO_FIREWALL : await firewall(options.config, session, options, terminal);
  for (const sentence of words) terminal.stderr.write(`${sentence}\n`);
  const name = path === '-' ? 'session' : basename(path);
  const title =
    options.config === undefined ? name : `${name} through ${options.config === '-' ? 'the firewall' : basename(options.config)}`;
  const drawn = pictureOf(title, predictSession(session, inspection, refusalsOf(transcript)), unmask(transcript), causeOf);
  terminal.stdout.write(FORMATS[options.format](drawn));
}

interface Firewall {
  readonly inspection: Inspection | undefined;
  readonly causeOf: (event: EngineEvent) => string;
  /** What is played, for the person. */
  readonly words: readonly string[];
}

const NO_FIREWALL: Firewall = { inspection: undefined, causeOf: () => '', words: [] };

async function firewall(path: string, session: Session, options: Options, terminal: Terminal): Promise<Firewall> {
  const flow = options.flow === undefined ? undefined : readFlow(options.flow);
  const configuration = configurationOf(await load(path, terminal), options.asaVersion);
  const { lines } = configuration;
  const context = contextOf(configuration, options.context);
  if (flow?.ingress !== undefined) refuseUnknown(flow.ingress, context);
  const { inspection, line, words } = playedOf(configuration, context, flow, {}, endsOf(session).server?.port);
  return { inspection, causeOf: ({ cause }) => causeInWords(lines, cause, line), words };
}
