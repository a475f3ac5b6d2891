/** What stands below the options in `--help`: wrapped where the reader's screen ends, commands kept whole. */
import type { AddHelpTextContext } from 'commander';
import { wrap } from './width.ts';

/** `  TERM  what it is` */
const TERM = /^( +\S.*? {2,})(\S.*)$/;

/**
 * @param text lines that are not indented are prose, and run on until an empty or an indented one; an indented one is a command, or a term and
 *   what it is, two blanks apart
 * @returns for `addHelpText`
 */
export function below(text: string): (context: AddHelpTextContext) => string {
  return ({ command, error }) => {
    const { getOutHelpWidth, getErrHelpWidth } = command.configureOutput();
    const width = (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? Number.POSITIVE_INFINITY;
    return reflowed(text, width).join('\n');
  };
}

/** @param width in columns */
export function reflowed(text: string, width: number): string[] {
  const rows: string[] = [];
  let paragraph: string[] = [];
  const end = () => {
    if (paragraph.length > 0) rows.push(...wrap(paragraph.join(' '), width));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) {
      paragraph.push(line);
      continue;
    }
    end();
    const [, term = '', meaning] = TERM.exec(line) ?? [];
    if (meaning === undefined) rows.push(line);
    else rows.push(...wrap(meaning, width - term.length).map((row, at) => (at === 0 ? term : ' '.repeat(term.length)) + row));
  }
  end();
  return rows;
}
