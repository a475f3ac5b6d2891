/** `completion`: what a shell needs to complete our commands, options and files. It is all in the script: completing starts no program. */
import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { tableOf } from '../completion/table.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { below } from '../help.ts';
import type { Terminal } from '../terminal.ts';
import type { CommandMaker } from './common.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

const HELP = `
In a file that the shell reads as it starts:
  ~/.bashrc                    eval "$(esmtp-lens completion bash)"
  ~/.zshrc, behind compinit    eval "$(esmtp-lens completion zsh)"
  ~/.config/fish/config.fish   esmtp-lens completion fish | source`;

/** @param everything the program with all its commands */
export const completion =
  (everything: (terminal: Terminal) => Promise<Command>): CommandMaker =>
  (terminal) =>
    new Command('completion')
      .description('print what a shell needs to complete our commands, options and files')
      .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
      .helpOption('-h, --help', 'show this help')
      .addHelpText('after', below(HELP))
      .action(async (shell: keyof typeof SHELLS) => {
        terminal.stdout.write(SHELLS[shell](tableOf(await everything(terminal))));
      });
