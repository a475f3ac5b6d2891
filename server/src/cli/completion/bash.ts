/** The completion of bash, from 3.2 on, without the package bash-completion. */
import type { CompletedCommand, CompletedOption, CompletedProgram, Values } from './table.ts';

export function bashCompletion({ name, options, commands }: CompletedProgram): string {
  const run = `_${name.replaceAll('-', '_')}`;
  return `# Completion of ${name} for bash; made by: ${name} completion bash
${run}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= words= i
  COMPREPLY=()
  # "--format=json" are three words for bash.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    # Behind it all are files: without a reply bash completes their names.
    [[ \${COMP_WORDS[i]} == -- ]] && return
    [[ -z $command && \${COMP_WORDS[i]} != -* ]] && command=\${COMP_WORDS[i]}
  done
  case $command in
    '')
      words='${[...flagsOf(options), ...commands.map((command) => command.name)].join(' ')}'
      ;;
${commands.map(caseOf).join('\n')}
  esac
  if [[ $words == - ]]; then
    # Only the person knows: no names of files either.
    compopt +o default +o bashdefault 2> /dev/null
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}
complete -o bashdefault -o default -F ${run} ${name}
`;
}

function caseOf({ name, options, values }: CompletedCommand): string {
  const valued = options.flatMap(({ flags, values }) =>
    values === undefined ? [] : [`        ${flags.join(' | ')}) words='${wordsOf(values)}' ;;`],
  );
  return `    ${name})
      case $before in
${[...valued, `        *) if [[ $word == -* ]]; then words='${flagsOf(options).join(' ')}'; else words='${wordsOf(values)}'; fi ;;`].join(
  '\n',
)}
      esac
      ;;`;
}

const flagsOf = (options: readonly CompletedOption[]) => options.flatMap(({ flags }) => flags);

function wordsOf(values: Values): string {
  if (values === 'files') return '';
  return values.length === 0 ? '-' : values.join(' ');
}
