/** docs/dependencies.md is what package.json and the lock file say; what is bundled stands in its first table. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('docs/dependencies.md is fresh', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/dependencies.mjs', '--check'], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('each package that is asked for and bundled is told as one that people get', () => {
  if (!existsSync(path.join(root, 'dist/third-party-notices.txt'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  const bundled = [...read('dist/third-party-notices.txt').matchAll(/^(\S+) \d+\.\d+\.\d+ \(/gm)].map(([, name]) => name!);
  const { devDependencies } = JSON.parse(read('package.json'));
  const [, first] = read('docs/dependencies.md').split(/^## /m);
  const told = [...first!.matchAll(/^\| (\S+) \| \d/gm)].map(([, name]) => name!);
  expect(told.sort()).toEqual([...new Set(bundled.filter((name) => name in devDependencies))].sort());
});
