/** How the program ends: exit codes as linters have them, and errors that are one line for a person. */

import { type Asked, QuestionError } from '../answers/question.ts';
import { inPlainWords } from '../text/markup.ts';
import { thrown } from '../text/unknown.ts';
import { printable } from './width.ts';

export const EXIT = { clean: 0, findings: 1, failure: 2, nothingMatched: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For `--help`. */
export const EXIT_CODES = `
Exit codes:
  0  nothing found at or above --fail-on, or the question was answered
  1  findings
  2  wrong usage, input that cannot be read, or an internal error
  3  no input matched`;

/** Something the person must put right: printed as one line, without a stack. Exit code 2. */
export class Failure extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not in a folder',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'no address of this machine',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such name',
};

/** What the operating system said, in plain words. */
export function reasonOf(error: unknown): string {
  const { code = '' }: NodeJS.ErrnoException = error instanceof Error ? error : new Error();
  return REASONS[code] ?? thrown(error);
}

/** The option that asks so. */
const OPTIONS: Readonly<Partial<Record<Asked, string>>> = { flow: '--flow', context: '--context', exempt: '--exempt' };

/** What to say of anything that was thrown: one line for what the person can put right, the stack for a fault of ours. */
export function messageOf(error: unknown): string {
  if (error instanceof Failure) return inPlainWords(error.message);
  if (error instanceof QuestionError)
    return OPTIONS[error.asked] === undefined ? error.message : `${OPTIONS[error.asked]}: ${error.message}`;
  if (!(error instanceof Error)) return `internal error, a fault of this program: ${error}`;
  return 'syscall' in error ? reasonOf(error) : `internal error, a fault of this program: ${error.stack}`;
}

/**
 * What is said on standard error, where names of files stand in it: one line, so that no name can begin another, which a build server would
 * take for a command (`::error`). The stack of a fault of ours has more, each with a sign before it.
 */
export function note(text: string): string {
  const [first = '', ...stack] = text.split(/\n(?= {4}at )/);
  return [printable(first), ...stack.map((line) => `|${printable(line)}`)].join('\n');
}
