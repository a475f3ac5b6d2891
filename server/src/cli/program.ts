/** The command line: which commands there are, and how every run ends. */
import { Command, CommanderError } from 'commander';
import { version } from '../../../package.json';
import type { CommandMaker } from './commands/common.ts';
import { lsp } from './commands/lsp.ts';
import { EXIT, EXIT_CODES, type ExitCode, messageOf, note } from './exit.ts';
import { below } from './help.ts';
import { styleOf, type Terminal } from './terminal.ts';

/** In the order of the help. */
const NAMES = [
  'check',
  'survey',
  'merge',
  'explain',
  'predict',
  'picture',
  'unmask',
  'compare',
  'note',
  'remedy',
  'lab',
  'scrub',
  'rules',
  'completion',
  'lsp',
] as const;
type Name = (typeof NAMES)[number];

/**
 * A command, loaded where it is asked for: who asks for the version should not wait for the rest, and an editor that starts the server not for
 * what prints reports.
 */
async function load(name: Name): Promise<CommandMaker> {
  if (name === 'lsp') return lsp;
  const commands = await import('./commands.ts');
  return name === 'completion' ? commands.completion(programWithAll) : commands[name];
}

const programWithAll = async (terminal: Terminal) => programOf(await commandsFor(undefined), terminal, () => undefined);

/** The command that is named first; for anything else, as help is, all of them. */
async function commandsFor(first: string | undefined): Promise<CommandMaker[]> {
  if (first === '--version' || first === '-V') return [];
  const named = NAMES.filter((name) => name === first);
  return Promise.all((named.length > 0 ? named : NAMES).map(load));
}

function programOf(makers: readonly CommandMaker[], terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command('esmtp-lens')
    .description('What a Cisco PIX or ASA does to mail: found in configurations, transcripts and logs, explained, mended.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    // Each tells its options and arguments itself: beside them no room would be left for what it does.
    .configureHelp({ subcommandTerm: (it) => it.name() })
    .addHelpText('after', below(EXIT_CODES));
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
      getOutHelpWidth: () => styleOf(terminal.stdout, terminal.env, false).prose,
      getErrHelpWidth: () => styleOf(terminal.stderr, terminal.env, false).prose,
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
