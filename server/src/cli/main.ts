/** The program's entry: the real streams. A signal ends it at once, as nobody catches one (`files.ts` does while it writes). */
import { join } from 'node:path';
import { pagesIn } from './pages.ts';
import { run } from './program.ts';

// `esmtp-lens check ... | head`: the reader went away. What was found still decides how the program ends.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { stdin, stdout, stderr, env } = process;
const terminal = { stdin, stdout, stderr, env, cwd: process.cwd(), pages: pagesIn(join(__dirname, 'rule-pages.json')) };
run(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
