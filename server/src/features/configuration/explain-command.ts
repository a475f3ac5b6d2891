/** A command of the grammar's table in words: its form, what it does, since when, and who says so. */
import type { Command } from '../../asa/grammar.ts';
import { codeBlock, plain, sentence } from '../markdown.ts';

/** @param about the explanation of one of its words, where that is asked for */
export function explainCommand(command: Command, about: string): string {
  const { form, documentation, since, until, source } = command;
  const span = [since && `from ${since}`, until && `up to ${until}`].filter(Boolean).join(' ');
  const said = [span, source].filter(Boolean).join('; ');
  return [
    codeBlock('cisco-asa', [form]),
    about === documentation ? '' : sentence(about),
    sentence(documentation),
    said === '' ? '' : `*${plain(said)}*`,
  ]
    .filter((it) => it !== '')
    .join('\n\n');
}
