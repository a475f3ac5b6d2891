/** `lsp --stdio`: the language server, for any editor that starts one. */
import { Command } from 'commander';
import type { CommandMaker } from './common.ts';

export const lsp: CommandMaker = () =>
  new Command('lsp')
    .description('run the language server')
    .requiredOption('--stdio', 'talk over standard input and output')
    .helpOption('-h, --help', 'show this help')
    .action(async () => {
      // Loaded only here: the other commands need no transport. It reads `--stdio` itself, and ends the process when its client says so.
      await import('../../lsp/node.ts');
    });
