/** `compare`: what the path took away between two recordings of one server, and how much of it an ESMTP inspection explains. */
import { type Compared, compareAnswer, compared } from '../../answers/compare.ts';
import type { CompareVerdict, Comparison } from '../../path/compare.ts';
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
      const ours = { path: inside, transcript: await loadTranscript(inside, terminal) };
      const theirs = { path: outside, transcript: await loadTranscript(outside, terminal) };
      const all = compared(ours, theirs);
      const style = resultStyle(terminal, options);
      terminal.stdout.write(options.format === 'json' ? toJson(compareAnswer(all)) : pretty(all, inside, outside, style));
    });

const WORDS: Readonly<Record<CompareVerdict, string>> = {
  same: 'Nothing differs but names, times and ids.',
  all: 'An ESMTP inspection explains all of it.',
  part: 'An ESMTP inspection explains part of it.',
  none: 'An ESMTP inspection explains none of it.',
};

function pretty({ pairs, alone }: Compared, inside: string, outside: string, style: Style): string {
  const blocks = pairs.map((each) => blockOf(each, pairs.length > 1, inside, outside, style).join('\n'));
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
