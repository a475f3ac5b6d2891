/** `compare`: what the path took away between two recordings of one server, and how much of it an ESMTP inspection explains. */

import { contextOf } from '../../answers/asked-context.ts';
import { type Compared, compareAnswer, compared, type Through } from '../../answers/compare.ts';
import { readFlow } from '../../answers/explain.ts';
import { knownVersion } from '../../answers/settings.ts';
import type { Comparison } from '../../path/compare.ts';
import type { Difference } from '../../path/differences.ts';
import { choiceOf } from '../../path/open.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { below } from '../help.ts';
import { configurationOf, load, loadTranscript } from '../load.ts';
import { plural } from '../report.ts';
import type { Style, Terminal } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, onlyWith, resultStyle } from './common.ts';
import { READINGS_HELP, readingOption } from './reading.ts';

interface Options extends CommonOptions {
  readonly config?: string;
  readonly flow?: string;
  readonly context?: string;
  readonly asaVersion?: string;
  readonly reading: readonly string[];
}

const HELP = `
INSIDE is recorded where no inspection stands before the server (on its own network, or past the firewall),
OUTSIDE behind the path in question. Names, times and ids may differ.

Without --config: whether any ESMTP inspection explains what differs. With it: whether this firewall does, under each reading that is open.
${READINGS_HELP}

Example:
  esmtp-lens compare from-inside.smtp from-outside.smtp --config firewall.asa`;

export const compare: CommandMaker = (terminal) =>
  command('compare', 'tell what the path changed between two recordings of one server')
    .argument('<inside>', "a transcript in any tool's format, or - for standard input")
    .argument('<outside>', 'the same server, recorded elsewhere')
    .option('--config <file>', 'the firewall that stands between the two')
    .option('--flow <flow>', 'the connection, as `explain` takes it; without it, the mail that the firewall inspects')
    .option('--context <name>', 'the security context or configuration, where the file holds several')
    .option('--asa-version <version>', 'the version of a configuration that names none: 9.1(5), PIX 6.3(5)', knownVersion)
    .addOption(readingOption())
    .addHelpText('after', below(HELP))
    .hook('preAction', onlyWith('config', ['flow', 'context', 'asaVersion', 'reading']))
    .action(async (inside: string, outside: string, options: Options) => {
      if ([inside, outside, options.config].filter((path) => path === '-').length > 1)
        throw new Failure('only one of them can be standard input');
      const through = await throughOf(options, terminal);
      const ours = { path: inside, transcript: await loadTranscript(inside, terminal) };
      const theirs = { path: outside, transcript: await loadTranscript(outside, terminal) };
      const all = compared(ours, theirs, through);
      const style = resultStyle(terminal, options);
      terminal.stdout.write(options.format === 'json' ? toJson(compareAnswer(all)) : pretty(all, inside, outside, style));
    });

async function throughOf({ config, flow, context, asaVersion, reading }: Options, terminal: Terminal): Promise<Through | undefined> {
  if (config === undefined) return undefined;
  const asked = flow === undefined ? undefined : readFlow(flow);
  const configuration = configurationOf(await load(config, terminal), asaVersion);
  const path = config === '-' ? 'the firewall' : config;
  return { firewall: { path, configuration, context: contextOf(configuration, context), choice: choiceOf(reading) }, flow: asked };
}

/** @param asked a firewall was asked about */
function answer({ verdict, inspection }: Comparison, asked: boolean): string {
  if (verdict === 'same') return 'Nothing differs but names, times and ids.';
  if (asked) return `This firewall explains ${verdict} of it${inspection === undefined ? '' : `: ${inspection}`}.`;
  return `An ESMTP inspection explains ${verdict} of it.${inspection === undefined ? '' : ` It does what ${inspection} does.`}`;
}

function pretty({ pairs, alone, played }: Compared, inside: string, outside: string, style: Style): string {
  const blocks = pairs.map((each) => blockOf(each, pairs.length > 1, inside, outside, played, style).join('\n'));
  const rest = alone === 0 ? '' : `\n${plural(alone, 'session')} of the two files ${alone === 1 ? 'has' : 'have'} nothing beside it.\n`;
  return `${blocks.join('\n\n')}\n${rest}`;
}

function blockOf(
  comparison: Comparison,
  many: boolean,
  inside: string,
  outside: string,
  played: readonly string[],
  style: Style,
): string[] {
  const { colors } = style;
  const { differences, inspection, against, causes } = comparison;
  const which = many ? [`${inside}:${comparison.inside.first + 1} and ${outside}:${comparison.outside.first + 1}`] : [];
  const doubts = against.map((text) => `It would have changed "${text}" as well, which stands as it is outside.`);
  return [
    ...which.map((row) => colors.bold(printable(row))),
    ...prose(answer(comparison, played.length > 0), style.prose).map((row) => colors.bold(row)),
    ...(inspection === undefined ? played.flatMap((sentence) => prose(sentence, style.prose)) : []),
    ...doubts.flatMap((doubt) => prose(doubt, style.prose)),
    ...(differences.length === 0 ? [] : ['', ...differences.flatMap((each) => rowsOf(each, style))]),
    ...(causes.length === 0 ? [] : ['', 'What else would explain the rest:']),
    ...causes.flatMap(({ says, evidence }) => [
      ...prose(says, style.prose - 4).map((row, i) => (i === 0 ? `  - ${row}` : `    ${row}`)),
      ...evidence.flatMap((each) => prose(each, style.prose - 8).map((row) => `        ${colors.dim(row)}`)),
    ]),
    ...(played.length === 0 && causes.some(({ cause }) => OF_A_MAP.has(cause)) ? ['', ...prose(ASK_WITH_CONFIG, style.prose)] : []),
  ];
}

/** What a map of one's own can do. */
const OF_A_MAP: ReadonlySet<Comparison['causes'][number]['cause']> = new Set(['closed elsewhere', 'other device']);
const ASK_WITH_CONFIG = 'Only what no one has to configure was tried. To ask whether a firewall of yours does it: --config FIREWALL';

function rowsOf({ inside, outside, explained, kind }: Difference, style: Style): string[] {
  const { colors } = style;
  const cut = (text: string) => {
    const shown = printable(text);
    return shown.length <= style.width - 18 ? shown : `${shown.slice(0, style.width - 19)}…`;
  };
  const row = (side: string, at: { readonly line: number; readonly original: string } | undefined) =>
    at === undefined ? `  ${side}     -  ${colors.dim('(nothing)')}` : `  ${side} ${String(at.line + 1).padStart(5)}  ${cut(at.original)}`;
  const why = explained ? colors.green('explained') : colors.yellow('not explained');
  return [`${kind}: ${why}`, row('inside ', inside), row('outside', outside)];
}
