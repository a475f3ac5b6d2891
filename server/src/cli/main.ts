/** The program's entry: the real streams, and what an interrupted or cut-off program must do. */
import { constants } from 'node:os';
import { join } from 'node:path';
import { removeTemporaries } from './files.ts';
import { run } from './program.ts';

// `esmtp-lens check ... | head`: the reader went away. What was found still decides how the program ends.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeTemporaries();
    process.exit(128 + constants.signals[signal]);
  });
}

const { stdin, stdout, stderr, env } = process;
const terminal = { stdin, stdout, stderr, env, cwd: process.cwd(), packageRoot: join(__dirname, '..') };
run(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
