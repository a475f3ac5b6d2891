/** `compare`: what the path took away between two recordings of one server, and how much of it an ESMTP inspection explains. */
import type { CompareAnswer } from '../../answers/types.ts';
import { type CompareVerdict, type Comparison, compareSessions, isSpoken, pairsOf } from '../../path/compare.ts';
import type { Difference } from '../../path/differences.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { loadTranscript } from '../load.ts';
import { plural } from '../report.ts';
import type { Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

const HELP = `
INSIDE is recorded where no inspection stands before the server (on its own network, or past the firewall),
OUTSIDE behind the path in question. Names, times and ids may differ.

Example:
  esmtp-lens compare from-inside.smtp from-outside.smtp`;

export const compare: CommandMaker = (terminal) =>
  command('compare', 'tell what the path changed between two recordings of one server')
    .argument('<inside>', "a transcript in any tool's format, or - for standard input")
    .argument('<outside>', 'the same server, recorded elsewhere')
    .addHelpText('after', HELP)
    .action(async (inside: string, outside: string, options: CommonOptions) => {
      if (inside === '-' && outside === '-') throw new Failure('only one of the two can be standard input');
      const [ours, theirs] = [await loadTranscript(inside, terminal), await loadTranscript(outside, terminal)];
      const compared = pairsOf(ours, theirs).map(([one, other]) => compareSessions(ours, one, other));
      if (compared.length === 0)
        throw new Failure(
          `nothing to compare: ${[ours, theirs].flatMap(({ sessions }, i) => (sessions.some(isSpoken) ? [] : [[inside, outside][i]])).join(' and ')}: no SMTP session is in it`,
        );
      const all = { compared, alone: ours.sessions.length + theirs.sessions.length - 2 * compared.length };
      const style = resultStyle(terminal, options);
      terminal.stdout.write(options.format === 'json' ? toJson(jsonOf(all)) : pretty(all, inside, outside, style));
    });

interface All {
  readonly compared: readonly Comparison[];
  /** Sessions of either file that have nothing beside them. */
  readonly alone: number;
}

/** One word for several sessions. */
function verdictOf(compared: readonly Comparison[]): CompareVerdict {
  const told = new Set(compared.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'same'));
  if (told.size === 0) return 'same';
  return told.size === 1 ? [...told][0]! : 'part';
}

function jsonOf({ compared, alone }: All): CompareAnswer {
  return {
    version: 1,
    differences: compared.flatMap(({ differences }) =>
      differences.map(({ inside, outside, kind, explained }) => ({
        insideLine: inside === undefined ? null : inside.line + 1,
        outsideLine: outside === undefined ? null : outside.line + 1,
        kind,
        inside: inside?.original ?? null,
        outside: outside?.text ?? null,
        explained,
      })),
    ),
    verdict: verdictOf(compared),
    inspection: [...new Set(compared.flatMap(({ inspection }) => inspection ?? []))].join('; ') || null,
    against: compared.flatMap(({ against }) => against),
    causes: compared.flatMap(({ causes }) => causes),
    sessions: compared.length,
    alone,
  };
}

const WORDS: Readonly<Record<CompareVerdict, string>> = {
  same: 'Nothing differs but names, times and ids.',
  all: 'An ESMTP inspection explains all of it.',
  part: 'An ESMTP inspection explains part of it.',
  none: 'An ESMTP inspection explains none of it.',
};

function pretty({ compared, alone }: All, inside: string, outside: string, style: Style): string {
  const blocks = compared.map((each) => blockOf(each, compared.length > 1, inside, outside, style).join('\n'));
  const rest = alone === 0 ? '' : `\n${plural(alone, 'session')} of the two files ${alone === 1 ? 'has' : 'have'} nothing beside it.\n`;
  return `${blocks.join('\n\n')}\n${rest}`;
}

function blockOf(comparison: Comparison, many: boolean, inside: string, outside: string, style: Style): string[] {
  const { colors } = style;
  const { verdict, differences, inspection, against, causes } = comparison;
  const which = many ? [`${inside}:${comparison.inside.first + 1} and ${outside}:${comparison.outside.first + 1}`] : [];
  const by = inspection === undefined ? '' : ` It does what ${inspection} does.`;
  const doubts = against.map((text) => `It would have changed "${text}" as well, which stands as it is outside.`);
  return [
    ...which.map((row) => colors.bold(printable(row))),
    ...prose(WORDS[verdict] + by, style.prose).map((row) => colors.bold(row)),
    ...doubts.flatMap((doubt) => prose(doubt, style.prose)),
    ...(differences.length === 0 ? [] : ['', ...differences.flatMap((each) => rowsOf(each, style))]),
    ...(causes.length === 0 ? [] : ['', 'What else would explain the rest:']),
    ...causes.flatMap(({ says, evidence }) => [
      ...prose(says, style.prose - 4).map((row, i) => (i === 0 ? `  - ${row}` : `    ${row}`)),
      ...evidence.flatMap((each) => prose(each, style.prose - 8).map((row) => `        ${colors.dim(row)}`)),
    ]),
  ];
}

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
