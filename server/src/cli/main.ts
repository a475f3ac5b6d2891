/** The program's entry: the real streams. A signal ends it at once, as nobody catches one (`write.ts` does while it writes). */
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { EXIT, reasonOf } from './exit.ts';
import { pagesIn } from './pages.ts';
import { run } from './program.ts';

if (isMainThread) start();
// The threads of `check` and `survey` run this same file.
else void import('./commands.ts').then(({ serve }) => serve());

function start(): void {
  let unwritten = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `esmtp-lens check ... | head`: the reader went away. What was found still decides how the program ends.
    if (error.code === 'EPIPE' || unwritten) return;
    unwritten = true;
    process.exitCode = EXIT.failure;
    process.stderr.write(`esmtp-lens: standard output: ${reasonOf(error)}\n`);
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);

  const { stdin, stdout, stderr, env } = process;
  const cwd = currentFolder();
  if (cwd === undefined) {
    stderr.write('esmtp-lens: the current folder is gone; cd to one that is there\n');
    process.exitCode = EXIT.failure;
    return;
  }
  const pages = pagesIn(fileURLToPath(new URL('../rule-pages.json', import.meta.url)));
  void run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd, pages, script: fileURLToPath(import.meta.url) }).then((code) => {
    process.exitCode = unwritten ? EXIT.failure : code;
  });
}

/** @returns undefined where somebody has removed it meanwhile */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
