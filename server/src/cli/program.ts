/** The command line: which commands there are, and how every run ends. */
import { Command, CommanderError } from 'commander';
import { version } from '../../../package.json';
import { check } from './commands/check.ts';
import type { CommandMaker } from './commands/common.ts';
import { compare } from './commands/compare.ts';
import { explain } from './commands/explain.ts';
import { lab } from './commands/lab.ts';
import { lsp } from './commands/lsp.ts';
import { predict } from './commands/predict.ts';
import { remedy } from './commands/remedy.ts';
import { rules } from './commands/rules.ts';
import { unmask } from './commands/unmask.ts';
import { EXIT, EXIT_CODES, type ExitCode, messageOf, note } from './exit.ts';
import type { Terminal } from './terminal.ts';

const COMMANDS: readonly CommandMaker[] = [check, explain, predict, unmask, compare, remedy, lab, rules, lsp];

/**
 * Runs the program once. Results go to standard output, everything else to standard error.
 *
 * @param argv without the interpreter and the program's name
 * @returns the exit code; never throws
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.clean;
  const program = new Command('esmtp-lens')
    .description('What a Cisco PIX or ASA does to mail: found in configurations, transcripts and logs, explained, mended.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXIT_CODES);
  for (const make of COMMANDS) {
    program.addCommand(
      make(terminal, (told) => {
        code = told;
      }).version(version, '-V, --version', 'show the version'),
    );
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

function failed(error: unknown, { stderr }: Terminal): ExitCode {
  // Commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
  stderr.write(`esmtp-lens: ${note(messageOf(error))}\n`);
  return EXIT.failure;
}
