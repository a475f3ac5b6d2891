/** docs/fleet.md: the jobs of a pipeline, one after the other. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { writeFleet } from '../support/fleet.mjs';

const PAGE = 'docs/fleet.md';
const text = readFileSync(join(ROOT, PAGE), 'utf8');
const CLI = join(ROOT, 'dist', 'cli.js');

const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-fleet-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, PATH: `${at('bin')}:${process.env['PATH']}` };

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  mkdirSync(at('bin'));
  writeFileSync(at('bin/esmtp-lens'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`, { mode: 0o755 });
});

const whole = (format: string, path: string, cwd: string) =>
  spawnSync('esmtp-lens', ['check', path, '--format', format], { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });

test.skipIf(process.platform === 'win32')('the jobs of the pipeline make the report of one run', () => {
  const lines = [...text.matchAll(/^ +- run: (esmtp-lens .*)$/gm)].map(([, line]) => line!);
  expect(lines.length).toBe(2);
  mkdirSync(at('job'));
  writeFleet(at('job/configs'), 9, 0);
  const run = (line: string) => spawnSync('sh', ['-c', line], { cwd: at('job'), env }).status;
  for (const shard of [1, 2, 3, 4]) expect(run(lines[0]!.replace(/\$\{\{ matrix\.shard \}\}/g, String(shard)))).toBe(0);
  const one = whole('junit', 'configs', at('job'));
  expect(run(lines[1]!)).toBe(one.status);
  expect(readFileSync(at('job/esmtp-lens.xml'), 'utf8')).toBe(one.stdout);
});
