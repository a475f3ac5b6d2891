/** What all commands share: how they end, the options that each of them has. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, Failure } from '../exit.ts';
import { type Style, styleOf, type Terminal } from '../terminal.ts';

/** Makes one command of the program. `exit` sets the code the program ends with; 0 when it is not called. */
export type CommandMaker = (terminal: Terminal, exit: (code: ExitCode) => void) => Command;

export interface CommonOptions {
  readonly format: string;
  readonly color: boolean;
}

export function command(name: string, description: string, formats: readonly string[] = ['pretty', 'json']): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--format <format>', 'how results are written').choices(formats).default('pretty'))
    .option('--no-color', 'no colours, though the output is a terminal')
    .helpOption('-h, --help', 'show this help');
}

export function resultStyle({ stdout, env }: Terminal, { color }: CommonOptions): Style {
  return styleOf(stdout, env, color);
}

/** For options that may be given several times. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Of `--threads`. */
export function threadCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('it is a whole number from 1 on.');
  return count;
}

const LARGEST_COUNT = 100_000;

/** @param name of standard input @throws Failure where that is no input */
export function refuseNameWithoutInput(paths: readonly string[], name: string | undefined): void {
  if (name !== undefined && !paths.includes('-')) throw new Failure('--stdin-filename names standard input, which is "-"');
}

/** A number that is an option's value. @throws InvalidArgumentError, told with the option's name */
export function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > LARGEST_COUNT)
    throw new InvalidArgumentError(`It is a number from 1 to ${LARGEST_COUNT}.`);
  return number;
}

/**
 * For `hook('preAction')`: options that are about another one. Without it they would say nothing, and nobody would notice.
 * @param needed its attribute, and those of the others
 */
export function onlyWith(needed: string, others: readonly string[]): (command: Command) => void {
  return (command) => {
    const given = ({ attribute }: { readonly attribute: string }) => command.getOptionValueSource(attribute) === 'cli';
    const told = command.options.map((option) => ({
      attribute: option.attributeName(),
      flags: option.flags,
      long: option.long ?? option.flags,
    }));
    const about = told.find(({ attribute }) => attribute === needed);
    const alone = told.find((option) => others.includes(option.attribute) && given(option));
    if (about !== undefined && alone !== undefined && !given(about)) throw new Failure(`${alone.long} says nothing without ${about.flags}`);
  };
}
