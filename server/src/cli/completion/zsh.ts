/** The completion of zsh: to be evaluated, or kept as `_esmtp-lens` in a folder of `fpath`. */
import type { CompletedOption, CompletedProgram, Values } from './table.ts';

export function zshCompletion({ name, options, commands }: CompletedProgram): string {
  const lists = commands.map(
    (command) => `        ${command.name})
          _arguments -S ${[...command.options.flatMap(specsOf), ...argumentOf(command.values)].join(' \\\n            ')}
          ;;`,
  );
  return `#compdef ${name}
# Completion of ${name} for zsh; made by: ${name} completion zsh
_${name}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.description.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -C ${options.flatMap(specsOf).join(' ')} '1: :->command' '*:: :->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${lists.join('\n')}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

/** The program tells which may be repeated. A value stands in the next word or behind an equals sign. */
function specsOf({ flags, description, values }: CompletedOption): string[] {
  const told = description.replace(/[\\\][:]/g, '\\$&');
  return flags.map((flag) =>
    quoted(values === undefined ? `*${flag}[${told}]` : `*${flag}=[${told}]:${flag.replace(/^-+/, '')}:${actionOf(values)}`),
  );
}

const argumentOf = (values: Values) => (values.length === 0 ? [] : [quoted(`*: :${actionOf(values)}`)]);

function actionOf(values: Values): string {
  if (values === 'files') return '_files';
  return values.length === 0 ? ' ' : `(${values.join(' ')})`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
