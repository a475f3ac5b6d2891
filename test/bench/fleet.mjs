/**
 * How long `check` takes over a fleet with one thread and with several, and whether both say the same. Not part of `npm test`.
 *
 *     node scripts/build.mjs && node test/bench/fleet.mjs [files, default 10000] [lines of each, default 200] [format, default json]
 *
 * Writes the files to a temporary folder, runs the built program (one run to warm the disk's cache, then three rounds of both), and prints the
 * medians of the elapsed times. Measure on a machine that does nothing else.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFleet } from '../support/fleet.mjs';

const [files, lines] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 200)];
const format = process.argv[4] ?? 'json';
const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-fleet-'));

function run(threads) {
  const args = [cli, 'check', 'configs', '--format', format, '--fail-on', 'never', '--threads', String(threads)];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, maxBuffer: 1 << 30 });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${status}: ${stderr}`);
  return { seconds, said: createHash('sha256').update(stdout).update(stderr).digest('hex'), bytes: stdout.length };
}

try {
  writeFleet(join(folder, 'configs'), files, lines);
  const processors = availableParallelism();
  run(processors);
  const rounds = Array.from({ length: 3 }, () => [run(1), run(processors)]);
  const median = (at) => rounds.map((round) => round[at].seconds).sort((a, b) => a - b)[1];
  const [one, several] = [median(0), median(1)];
  const same = new Set(rounds.flat().map(({ said }) => said)).size === 1;
  console.log(
    `${files} files of ${lines} lines, ${(rounds[0][0].bytes / 1e6).toFixed(0)} MB of ${format}: one thread ${one.toFixed(1)} s, ` +
      `${processors} threads ${several.toFixed(1)} s, ${(one / several).toFixed(2)}x; output ${same ? 'the same' : 'NOT THE SAME'}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
