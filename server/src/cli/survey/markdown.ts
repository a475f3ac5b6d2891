/** A survey as a table of GitHub's Markdown, for a wiki or a job summary. */
import type { SurveyAnswer } from '../../answers/types.ts';
import { printable } from '../width.ts';
import { COLUMNS, summaryOf } from './columns.ts';

export function markdown({ firewalls, problems, summary }: SurveyAnswer): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[
    summaryOf(summary),
    '',
    row(COLUMNS.map(({ title }) => title)),
    row(COLUMNS.map(() => '---')),
    ...firewalls.map((firewall) => row(COLUMNS.map(({ of }) => escaped(of(firewall))))),
    ...(problems.length === 0 ? [] : ['', 'Not read:', '']),
    ...problems.map(({ path, message }) => `- ${escaped(printable(path))}: ${escaped(printable(message))}`),
  ].join('\n')}\n`;
}

/** Nothing in a cell is markup, a link, or the end of the cell. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#!|~@$]|:(?=\/\/)|(?<=www)\./g, (sign) => `&#${sign.charCodeAt(0)};`);
}
