/** What a shell may complete, read from the commands themselves: the table that `--help` is printed from. */
import type { Argument, Command, Option } from 'commander';

/** Words to choose from, or the names of files; no words where only the person knows. */
export type Values = readonly string[] | 'files';

export interface CompletedOption {
  /** As they are typed: `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined where it takes no value. */
  readonly values: Values | undefined;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments are. */
  readonly values: Values;
}

export interface CompletedProgram {
  readonly name: string;
  readonly options: readonly CompletedOption[];
  readonly commands: readonly CompletedCommand[];
}

const offered = new WeakMap<Option | Argument, readonly string[]>();

/** Names the words of a value that are too many for `--help` to list. */
export function completing<Value extends Option | Argument>(value: Value, words: readonly string[]): Value {
  offered.set(value, words);
  return value;
}

/** @param program with all its commands */
export function tableOf(program: Command): CompletedProgram {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command),
      values: argumentsOf(command, names),
    })),
  };
}

function optionsOf(command: Command): CompletedOption[] {
  const help = command.createHelp();
  return help.visibleOptions(command).map((option) => ({
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    values: option.required || option.optional ? valuesOf(option) : undefined,
  }));
}

function valuesOf(option: Option): Values {
  return option.argChoices ?? offered.get(option) ?? (/<file>/.test(option.flags) ? 'files' : []);
}

/** No command takes arguments of two kinds. */
function argumentsOf(command: Command, commands: readonly string[]): Values {
  const [first] = command.registeredArguments;
  if (first === undefined) return [];
  // Of `help`, which is commander's own.
  if (first.name() === 'command') return commands;
  return first.argChoices ?? offered.get(first) ?? 'files';
}
