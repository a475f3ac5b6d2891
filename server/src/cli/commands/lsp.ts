/** `lsp --stdio`: the language server, for any editor that starts one. */
import { Command } from 'commander';
import { startServer } from '../server.ts';
import type { CommandMaker } from './common.ts';

export const lsp: CommandMaker = () =>
  new Command('lsp')
    .description('run the language server')
    .requiredOption('--stdio', 'talk over standard input and output')
    .helpOption('-h, --help', 'show this help')
    .action(startServer);
