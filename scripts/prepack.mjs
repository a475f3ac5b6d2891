/**
 * What `npm pack` and `npm publish` run before and after they read package.json, which is the manifest of the VS Code extension: the package
 * for npm is another thing with another manifest, made here and taken back behind it.
 *   node scripts/prepack.mjs            installs what is missing, builds, puts npm's manifest in the place of ours
 *   node scripts/prepack.mjs restore    puts ours back
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manualPage } from './man.mjs';
import { installPackages, root, run, stop } from './setup.mjs';

/** As the folders in which each shell looks for them want them called. */
const COMPLETIONS = { bash: 'esmtp-lens', zsh: '_esmtp-lens', fish: 'esmtp-lens.fish' };

const manifest = path.join(root, 'package.json');
const kept = path.join(root, 'node_modules/.cache/esmtp-lens/package.json');

// A run that was broken off has left npm's.
if (existsSync(kept)) renameSync(kept, manifest);
if (process.argv[2] !== 'restore') {
  // What a script says on standard output would stand in that of `npm pack --json`.
  installPackages({ stdio: ['ignore', 2, 2] });
  const build = run(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (build.status !== 0) stop('The build failed.');
  const ours = readFileSync(manifest, 'utf8');
  const { version } = JSON.parse(ours);
  const cli = path.join(root, 'dist/cli.js');
  writeFileSync(path.join(root, 'dist/esmtp-lens.1'), manualPage(cli, version));
  mkdirSync(path.join(root, 'dist/completions'));
  for (const [shell, file] of Object.entries(COMPLETIONS)) {
    const script = execFileSync(process.execPath, [cli, 'completion', shell]);
    writeFileSync(path.join(root, 'dist/completions', file), script);
  }
  const npm = `${JSON.stringify(npmManifest(JSON.parse(ours)), null, 2)}\n`;
  mkdirSync(path.dirname(kept), { recursive: true });
  writeFileSync(kept, ours);
  writeFileSync(manifest, npm);
}

/** @param {Record<string, any>} ours of the extension */
function npmManifest({ name, version, description, license, keywords, engines, repository, homepage, bugs, bin }) {
  return {
    name,
    version,
    description,
    license,
    keywords,
    repository,
    homepage,
    bugs,
    engines: { node: engines.node },
    bin,
    man: './dist/esmtp-lens.1',
    main: './dist/library.mjs',
    types: './dist/library.d.mts',
    exports: {
      '.': { types: './dist/library.d.mts', default: './dist/library.mjs' },
      './schemas/*': './schemas/*',
      './package.json': './package.json',
    },
    files: [
      'dist/cli.js',
      'dist/cli',
      'dist/lsp.js',
      'dist/completions',
      'dist/esmtp-lens.1',
      'dist/library.mjs',
      'dist/library.d.mts',
      'dist/rule-pages.json',
      'dist/third-party-notices.txt',
      'schemas',
      'docs/ci.md',
      'docs/command-line.md',
      'docs/editors.md',
      'docs/fleet.md',
      'docs/library.md',
    ],
    sideEffects: false,
  };
}
