/** `npm run release` in a clone of its own: what it writes, what it makes, and that it publishes nothing. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cleanCopy } from '../support/clean-copy.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'esmtp-lens-release-')));
const clone = path.join(folder, 'clone');
const isClone = cleanCopy(root, clone);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(path.join(clone, file), 'utf8');
const git = (...args: string[]) =>
  spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: clone, encoding: 'utf8' }).stdout;
const release = (...args: string[]) => spawnSync(process.execPath, ['scripts/release.mjs', ...args], { cwd: clone, encoding: 'utf8' });

test.runIf(isClone)(
  'a release is made of a clean clone, and what is left to do is printed',
  () => {
    git('init', '-q');
    // The link to the packages is no file of the project.
    writeFileSync(path.join(clone, '.git/info/exclude'), 'node_modules\n');
    git('add', '.');
    git('commit', '-q', '-m', 'all');
    for (const wrong of [[], ['v1'], ['1.2']])
      expect(release(...wrong)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Which version/) });

    const before = read('CHANGELOG.md');
    writeFileSync(path.join(clone, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n');
    expect(release('9.8.7')).toMatchObject({ status: 1, stderr: expect.stringContaining('not committed') });
    git('commit', '-q', '-a', '-m', 'nothing new');
    expect(release('9.8.7')).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing under "Unreleased"') });
    writeFileSync(path.join(clone, 'CHANGELOG.md'), before);
    git('commit', '-q', '-a', '-m', 'news');

    const { status, stdout, stderr } = release('9.8.7');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Nothing was published[\s\S]*npm publish release\/esmtp-lens-9\.8\.7\.tgz/);

    expect(JSON.parse(read('package.json')).version).toBe('9.8.7');
    expect(JSON.parse(read('package-lock.json')).packages[''].version).toBe('9.8.7');
    expect(read('CHANGELOG.md')).toMatch(/^## Unreleased\n\n## 9\.8\.7 - \d{4}-\d\d-\d\d\n\n### /m);
    expect(read('README.md')).toContain('esmtp-lens-9.8.7.vsix');
    expect(read('docs/ci.md')).toContain('esmtp-lens@v9.8.7');
    const { version: old } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const named = [`esmtp-lens-${old}`, `@v${old}`, `rev: v${old}`, `version ${old}`].flatMap((text) => ['-e', text]);
    expect(git('grep', '-l', '-F', ...named, '--', 'README.md', 'docs')).toBe('');
    expect(git('diff', '--name-only').trim().split('\n').sort()).toEqual([
      'CHANGELOG.md',
      'README.md',
      'docs/ci.md',
      'docs/editors.md',
      'package-lock.json',
      'package.json',
    ]);

    const made = ['9.8.7.cdx.json', '9.8.7.tgz', '9.8.7.vsix'].map((end) => `esmtp-lens-${end}`);
    const sums = made.map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(path.join(clone, 'release', file)))
          .digest('hex')}  ${file}\n`,
    );
    expect(read('release/SHA256SUMS')).toBe(sums.join(''));
    expect(read('release/NOTES.md')).toBe(`${before.split('## Unreleased\n')[1]!.split(/^## /m)[0]!.trim()}\n`);
    const sbom = JSON.parse(read('release/esmtp-lens-9.8.7.cdx.json'));
    expect([sbom.bomFormat, sbom.metadata.component.version]).toEqual(['CycloneDX', '9.8.7']);
    expect(sbom.components.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['commander', 'vscode-languageserver']),
    );

    expect(release('9.8.7').status).toBe(1);
  },
  900_000,
);
