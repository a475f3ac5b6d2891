/** `rules`: the list of the rules, or the page of one. */

import { Argument } from 'commander';
import { ruleAnswer, rulesAnswer } from '../../answers/rules.ts';
import { knownRule } from '../../answers/settings.ts';
import { rules as catalogue, ruleNamed } from '../../rules/catalogue.ts';
import type { Rule } from '../../rules/rule.ts';
import { sure } from '../../text/at.ts';
import { completing } from '../completion/table.ts';
import { toJson } from '../formats/json.ts';
import { painter } from '../formats/pretty.ts';
import { renderMarkdown } from '../markdown.ts';
import type { Style } from '../terminal.ts';
import { prose } from '../width.ts';
import { type CommandMaker, type CommonOptions, command, resultStyle } from './common.ts';

export const rules: CommandMaker = (terminal) =>
  command('rules', 'list the rules, or show the page of one')
    .addArgument(
      completing(
        new Argument('[name]', 'a rule'),
        catalogue.map((rule) => rule.name),
      ),
    )
    .action((name: string | undefined, options: CommonOptions) => {
      const style = resultStyle(terminal, options);
      const asJson = options.format === 'json';
      if (name === undefined) {
        terminal.stdout.write(asJson ? toJson(rulesAnswer()) : list(style));
        return;
      }
      const rule = sure(ruleNamed(knownRule(name)));
      const page = terminal.pages.page(rule.name);
      terminal.stdout.write(asJson ? toJson(ruleAnswer(rule, page)) : renderMarkdown(page, style));
    });

const HEADS: readonly (readonly [Rule['language'], string])[] = [
  ['cisco-asa', 'Firewall configurations'],
  ['smtp-transcript', 'Transcripts and logs'],
  ['any', 'Both'],
];

function list(style: Style): string {
  const { colors } = style;
  const name = Math.max(...catalogue.map((rule) => rule.name.length));
  const severity = 'information'.length;
  const indent = name + severity + 4;
  const out: string[] = [];
  for (const [language, head] of HEADS) {
    out.push(colors.bold(head));
    for (const rule of catalogue.filter((other) => other.language === language)) {
      const level = painter(rule.severity, colors)(rule.severity.padEnd(severity));
      const rows = prose(rule.summary, Math.max(30, style.prose - indent));
      out.push(...rows.map((row, index) => (index === 0 ? `${rule.name.padEnd(name)}  ${level}  ${row}` : ' '.repeat(indent) + row)));
    }
    out.push('');
  }
  return `${out.join('\n')}"esmtp-lens rules NAME" shows the page of a rule.\n`;
}
