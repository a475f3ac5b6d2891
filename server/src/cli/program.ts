/** The command line: which commands there are, and how every run ends. */
import { Command, CommanderError } from 'commander';
import { version } from '../../../package.json';
import type { CommandMaker } from './commands/common.ts';
import { EXIT, EXIT_CODES, type ExitCode, messageOf, note } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Each is loaded where it is asked for: a program that starts for one answer should not wait for what gives the others. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandMaker>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  survey: async () => (await import('./commands/survey.ts')).survey,
  merge: async () => (await import('./commands/merge.ts')).merge,
  explain: async () => (await import('./commands/explain.ts')).explain,
  predict: async () => (await import('./commands/predict.ts')).predict,
  picture: async () => (await import('./commands/picture.ts')).picture,
  unmask: async () => (await import('./commands/unmask.ts')).unmask,
  compare: async () => (await import('./commands/compare.ts')).compare,
  note: async () => (await import('./commands/note.ts')).note,
  remedy: async () => (await import('./commands/remedy.ts')).remedy,
  lab: async () => (await import('./commands/lab.ts')).lab,
  scrub: async () => (await import('./commands/scrub.ts')).scrub,
  rules: async () => (await import('./commands/rules.ts')).rules,
  completion: async () => (await import('./commands/completion.ts')).completion(programWithAll),
  lsp: async () => (await import('./commands/lsp.ts')).lsp,
};

const programWithAll = async (terminal: Terminal) => programOf(await commandsFor(undefined), terminal, () => undefined);

/** The command that is named first; for anything else, as help is, all of them. */
async function commandsFor(first: string | undefined): Promise<CommandMaker[]> {
  if (first === '--version' || first === '-V') return [];
  const named = Object.hasOwn(COMMANDS, first ?? '') ? COMMANDS[first!] : undefined;
  return Promise.all((named === undefined ? Object.values(COMMANDS) : [named]).map((load) => load()));
}

function programOf(makers: readonly CommandMaker[], terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command('esmtp-lens')
    .description('What a Cisco PIX or ASA does to mail: found in configurations, transcripts and logs, explained, mended.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXIT_CODES);
  for (const make of makers) program.addCommand(make(terminal, exit).version(version, '-V, --version', 'show the version'));
  return program;
}

/**
 * Runs the program once. Results go to standard output, everything else to standard error.
 *
 * @param argv without the interpreter and the program's name
 * @returns the exit code; never throws
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.clean;
  const program = programOf(await commandsFor(argv[0]), terminal, (told) => {
    code = told;
  });
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
