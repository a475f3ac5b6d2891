/** `unmask`: what stands behind each masked text of a transcript, with the evidence. */

import { sessionsIn } from '../../answers/check.ts';
import { unmaskAnswer } from '../../answers/unmask.ts';
import { type MaskedText, SIDES, SOMETHING_ELSE } from '../../masking/masked.ts';
import { unmask as unmaskTranscript } from '../../masking/unmask.ts';
import type { Transcript } from '../../smtp/model.ts';
import { withoutSecrets } from '../../smtp/secrets.ts';
import { toJson } from '../formats/json.ts';
import { frame } from '../frame.ts';
import { below } from '../help.ts';
import { loadTranscript } from '../load.ts';
import { plural, unreadIn } from '../report.ts';
import type { Style } from '../terminal.ts';
import { printable, prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

const HELP = `
Example:
  swaks --to user@example.com --server mx.example.com | esmtp-lens unmask -`;

export const unmask: CommandMaker = (terminal) =>
  command('unmask', 'tell what stands behind each masked text of an SMTP transcript')
    .argument('<transcript>', "an SMTP transcript in any tool's format, or - for standard input")
    .addHelpText('after', below(HELP))
    .action(async (path: string, options: CommonOptions) => {
      const transcript = await loadTranscript(path, terminal);
      const masked = unmaskTranscript(transcript);
      const style = resultStyle(terminal, options);
      terminal.stdout.write(options.format === 'json' ? toJson(unmaskAnswer(transcript)) : pretty(path, masked, transcript, style));
    });

function pretty(path: string, masked: readonly MaskedText[], transcript: Transcript, style: Style): string {
  const unread = unreadIn({ sessionsIn: sessionsIn(transcript.linesRead, transcript.lines.count) });
  const rest = unread === undefined ? '' : `${prose(`${printable(path)}: ${unread}.`, style.prose).join('\n')}\n`;
  if (masked.length === 0) return `Nothing is masked.\n${rest}`;
  // Where the firewall stands is told once for each session.
  const told = new Set<unknown>();
  const blocks = masked.map((text) => {
    const first = !told.has(text.session);
    told.add(text.session);
    return block(path, text, transcript, style, first);
  });
  return `${blocks.join('\n')}\n${plural(masked.length, 'masked text')}.\n${rest}`;
}

function block(path: string, text: MaskedText, transcript: Transcript, style: Style, tellWhere: boolean): string {
  const { colors } = style;
  const { start } = text.range;
  const sure = text.confidence === 'certain' ? '' : `, ${text.confidence}`;
  const marks = [{ range: text.range, label: plural(text.length, 'character'), primary: true }];
  const rows = [
    `${colors.bold(`${printable(path)}:${start.line + 1}:${start.character + 1}`)} ${colors.yellow(`masked ${text.kind}`)}${sure}`,
    ...frame((line) => withoutSecrets(transcript, line), marks, { ...style, width: style.width - 2 }, colors.yellow).map(
      (row) => `  ${row}`,
    ),
    ...text.reasons.flatMap((reason) => indented(reason, 2, style)),
    ...text.candidates.flatMap(({ text: shown, probability, evidence }) => [
      text.candidates.length === 1 && shown === SOMETHING_ELSE
        ? `  ${colors.bold('What stood here cannot be told.')}`
        : `  ${colors.bold(percent(probability))}  ${colors.green(printable(shown))}`,
      ...evidence.flatMap((sentence) => indented(sentence, 9, style)),
    ]),
    ...(tellWhere ? whereabouts(text, style) : []),
  ];
  return `${rows.join('\n')}\n`;
}

function whereabouts({ where: { side, reasons } }: MaskedText, style: Style): string[] {
  return [`  The firewall stands ${SIDES[side]}.`, ...reasons.flatMap((reason) => indented(reason, 9, style))];
}

function indented(text: string, indent: number, style: Style): string[] {
  return prose(text, style.prose - indent).map((row) => ' '.repeat(indent) + style.colors.dim(row));
}

function percent(probability: number): string {
  const rounded = Math.round(probability * 100);
  return `${rounded === 0 ? '<1' : rounded} %`.padStart(5);
}
