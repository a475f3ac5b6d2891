/**
 * Looks for what breaks it: `npm run fuzz [SECONDS]`, an hour unless told otherwise. The seed is printed; `FC_SEED=N npm run fuzz` goes
 * the same way again.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { root } from './setup.mjs';

const seconds = Number(process.argv[2] ?? 3600);
if (!(seconds > 0)) throw new Error('usage: npm run fuzz [SECONDS]');
const seed = process.env.FC_SEED ?? String(randomInt(2 ** 31));
console.log(`seed ${seed}, ${seconds} s; again with FC_SEED=${seed} npm run fuzz ${seconds}`);
const env = { ...process.env, FC_SEED: seed, FUZZ_SECONDS: String(seconds) };
// One after the other: each has its share of the time.
const argv = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--no-file-parallelism', 'test/fuzz'];
spawn(process.execPath, argv, { cwd: root, env, stdio: 'inherit' }).on('close', (code) => {
  process.exitCode = code ?? 1;
});
