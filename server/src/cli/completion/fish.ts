/** The completion of fish: to be sourced, or kept in `~/.config/fish/completions`. */
import type { CompletedOption, CompletedProgram, Values } from './table.ts';

export function fishCompletion({ name, options, commands }: CompletedProgram): string {
  const on = `__${name.replaceAll('-', '_')}_on`;
  const row = (command: string, ...rest: readonly string[]) => `complete -c ${name} -n "${on} '${command}'" ${rest.join(' ')}`;
  return `# Completion of ${name} for fish; made by: ${name} completion fish
function ${on} --argument-names command
  set -l words (commandline -opc)
  set -l given (string match --invert -- '-*' $words[2..])
  test "$given[1]" = "$command"
end
complete -c ${name} -f
${[
  ...options.map((option) => row('', ...rowOf(option))),
  ...commands.map(({ name, description }) => row('', '-a', name, '-d', quoted(description))),
  ...commands.flatMap(({ name, options, values }) => [
    ...options.map((option) => row(name, ...rowOf(option))),
    ...(values.length === 0 ? [] : [row(name, values === 'files' ? '-F' : `-a ${quoted(values.join(' '))}`)]),
  ]),
].join('\n')}
`;
}

function rowOf({ flags, description, values }: CompletedOption): string[] {
  const named = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...named, ...argumentOf(values), '-d', quoted(description)];
}

function argumentOf(values: Values | undefined): string[] {
  if (values === undefined) return [];
  if (values === 'files') return ['-r -F'];
  return values.length === 0 ? ['-x'] : [`-x -a ${quoted(values.join(' '))}`];
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
