/** Workflow commands of GitHub Actions: each finding becomes an annotation in the changed file. */
import { inFull, type Severity } from '../../rules/finding.ts';
import { inPlainWords } from '../../text/markup.ts';
import { type Format, unreadIn } from '../report.ts';
import { printable } from '../width.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

export const github: Format = ({ files, problems }) => {
  const lines: string[] = [];
  for (const file of files) {
    const { path } = file;
    for (const finding of file.findings) {
      const { rule, severity, range } = finding;
      const { start, end } = range;
      const place = {
        file: path,
        line: start.line + 1,
        endLine: end.line + 1,
        col: start.character + 1,
        endColumn: end.character + 1,
        title: rule,
      };
      lines.push(command(COMMANDS[severity], place, inPlainWords(inFull(finding))));
    }
    const unread = unreadIn(file);
    if (unread !== undefined) lines.push(command('notice', { file: path }, unread));
  }
  for (const { path, message } of problems) lines.push(command('error', { file: path }, message));
  return lines.join('');
};

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const told = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(printable(String(value)))}`);
  return `::${name} ${told.join(',')}::${escapeData(message.split('\n').map(printable).join('\n'))}\n`;
}

/** As the runner undoes it (actions/toolkit, command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
