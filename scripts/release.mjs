/**
 * Makes a release, and publishes nothing: what is left to do is printed.
 *   npm run release -- VERSION
 * Writes the version to the manifest, the lock, the pages that name it, and makes a section of the changelog's "Unreleased"; then builds, and
 * puts into release/ the .vsix, the npm package, an SBOM (CycloneDX, by npm) and the checksums.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installPackages, root, run, stop } from './setup.mjs';

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const UNRELEASED = '## Unreleased\n';
/** Pages that tell how this version is installed. */
const NAMING = ['README.md', 'docs/ci.md', 'docs/editors.md'];

const at = (file) => path.join(root, file);
const read = (file) => readFileSync(at(file), 'utf8');
const [version] = process.argv.slice(2);
const { name, version: before } = JSON.parse(read('package.json'));

if (version === undefined || !SEMVER.test(version)) stop('Which version? npm run release -- 1.2.3');
if (execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: root, encoding: 'utf8' }).trim() !== '')
  stop('There are changes that are not committed.');
const changelog = read('CHANGELOG.md');
if (changelog.includes(`## ${version} `)) stop(`CHANGELOG.md has a section for ${version} already.`);
const [, news] = new RegExp(`^${UNRELEASED}([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(changelog) ?? [];
if (!news?.trim()) stop('CHANGELOG.md has nothing under "Unreleased".');

installPackages();
const today = new Date().toISOString().slice(0, 10);
writeFileSync(at('CHANGELOG.md'), changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${today}\n`));
for (const page of NAMING) writeFileSync(at(page), read(page).replaceAll(before, version));
// The lock's packages are as they were: written here, and as old as before, for a newer one is installed anew.
const { atime, mtime } = statSync(at('package-lock.json'));
for (const file of ['package.json', 'package-lock.json']) {
  const manifest = JSON.parse(read(file));
  manifest.version = version;
  if (manifest.packages !== undefined) manifest.packages[''].version = version;
  writeFileSync(at(file), `${JSON.stringify(manifest, null, 2)}\n`);
}
utimesSync(at('package-lock.json'), atime, mtime);

rmSync(at('release'), { recursive: true, force: true });
mkdirSync(at('release'));
ok(run(process.execPath, [at('scripts/build.mjs')]));
ok(run(process.execPath, [at('scripts/package.mjs'), at(`release/${name}-${version}.vsix`)]));
ok(run('npm', ['pack', '--silent', '--pack-destination', at('release')]));
const sbom = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  shell: process.platform === 'win32',
});
writeFileSync(at(`release/${name}-${version}.cdx.json`), sbom);
const files = readdirSync(at('release')).sort();
const sums = files.map(
  (file) =>
    `${createHash('sha256')
      .update(readFileSync(at(`release/${file}`)))
      .digest('hex')}  ${file}\n`,
);
writeFileSync(at('release/SHA256SUMS'), sums.join(''));
writeFileSync(at('release/NOTES.md'), `${news.trim()}\n`);

console.log(`release/ holds\n${[...files, 'SHA256SUMS', 'NOTES.md'].map((file) => `  ${file}`).join('\n')}

Nothing was published. Look at "git diff", then:

  git commit --all --message "Version ${version}"
  git tag --annotate v${version} --message "Version ${version}"
  git push origin HEAD v${version}
  npm publish release/${name}-${version}.tgz
  npx vsce publish --packagePath release/${name}-${version}.vsix
  gh release create v${version} --notes-file release/NOTES.md release/${name}-${version}.* release/SHA256SUMS`);

function ok({ status }) {
  if (status !== 0) stop('That failed; nothing was published. "git checkout ." takes the version back.');
}
