/**
 * Builds everything that the manifest and `bin` name into dist/.
 *   node scripts/build.mjs [--dev | --watch]      --dev: not minified, with source maps; --watch: the same, and again with each change
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { libraryTypes } from './library-types.mjs';
import { notices } from './notices.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  minify: !dev,
  sourcemap: dev,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  external: ['vscode'],
};

// The manifest has no "type": the web extension host of VS Code refuses ES modules, and takes "type": "module" for a promise of one.
/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] };

/** For Node and for workers in one: each part is evaluated only where it is reached, and each finds its own transport. */
/** @type {import('esbuild').BuildOptions} */
const anywhere = { ...node, conditions: ['browser', 'node'] };

const server = {
  contents: `if (typeof process === 'object' && process.versions?.node) import('./node.ts'); else import('./worker.ts');`,
  resolveDir: path.join(root, 'server/src/lsp'),
};

/** The whole, for the host in a browser, which loads one file; and what `dist/extension.js` leaves to it. */
const client = {
  contents: `export { activate } from './main.ts'; export { create } from './lens.ts';`,
  resolveDir: path.join(root, 'client/src'),
};

const types = path.join(root, 'node_modules/vscode-languageserver-types/lib/esm/main.js');
/** The server's library brings a version of its own: a bundle need not carry two. */
const library = createRequire(createRequire(import.meta.url).resolve('vscode-languageserver'));
const jsonrpc = createRequire(library.resolve('vscode-languageserver-protocol')).resolve('vscode-jsonrpc/node');

const noSemver = path.join(root, 'scripts/no-semver.cjs');
const noMinimatch = path.join(root, 'scripts/no-minimatch.cjs');

const lateStringWidth = path.join(root, 'scripts/late-string-width.cjs');

const cli = path.join(root, 'dist/cli.js');
// The command line is understood by a library; what every editor says is known without one, and waits for its answer.
const CLI = `#!/usr/bin/env node
const [command, ...rest] = process.argv.slice(2);
if (command === 'lsp' && rest.join() === '--stdio') require('./lsp.js');
else import('./cli/main.mjs');
`;

/** A part that is built apart: it is loaded from where it will be. @returns {import('esbuild').Plugin} */
const apart = (filter, file) => ({
  name: 'apart',
  setup: ({ onResolve }) => onResolve({ filter }, ({ kind }) => (kind === 'entry-point' ? undefined : { path: file, external: true })),
});

await rm(path.join(root, 'dist'), { recursive: true, force: true });
/** @type {import('esbuild').BuildOptions[]} */
const targets = [
  // In parts, of which each run loads only those that its command needs.
  {
    ...node,
    format: 'esm',
    splitting: true,
    entryPoints: ['server/src/cli/main.ts', 'server/src/lsp/node-server.ts'],
    entryNames: '[name]',
    plugins: [apart(/\/lsp\/node\.ts$/, '../lsp.js')],
    outdir: 'dist/cli',
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    alias: { 'string-width': lateStringWidth, 'string-width-itself': 'string-width' },
    // For packages that are CommonJS.
    banner: { js: "import{createRequire as __createRequire}from'node:module';var require=__createRequire(import.meta.url);" },
  },
  // What answers an editor first, in one small file.
  {
    ...node,
    entryPoints: ['server/src/lsp/node.ts'],
    outfile: 'dist/lsp.js',
    alias: { 'vscode-jsonrpc/node': jsonrpc },
    plugins: [apart(/\/node-server\.ts$/, './cli/node-server.mjs')],
  },
  // What an extension host on a desktop loads with any text.
  {
    ...node,
    entryPoints: ['client/src/main.ts'],
    outfile: 'dist/extension.js',
    supported: { 'dynamic-import': false },
    plugins: [apart(/\/lens\.ts$/, './client.js')],
  },
  {
    ...anywhere,
    stdin: client,
    alias: { 'semver/functions/parse': noSemver, 'semver/functions/satisfies': noSemver, minimatch: noMinimatch },
    outfile: 'dist/client.js',
  },
  // The server's library brings types of its own, of another patch version: the package need not carry them twice.
  {
    ...anywhere,
    stdin: server,
    alias: { 'vscode-jsonrpc/node': jsonrpc, 'vscode-languageserver-types': types },
    outfile: 'dist/server.js',
  },
  // For browsers, Deno, Bun and Node alike: it asks for none of them.
  { ...common, platform: 'neutral', format: 'esm', entryPoints: ['server/src/library/main.ts'], outfile: 'dist/library.mjs' },
];
const bundles = await Promise.all(targets.map((target) => build(target)));
// The manifest has no "type", so that a program named `.js` is CommonJS.
await writeFile(cli, CLI, { mode: 0o755 });
await writeFile(path.join(root, 'dist/library.d.mts'), await libraryTypes(root));
await writeFile(
  path.join(root, 'dist/third-party-notices.txt'),
  await notices(
    root,
    bundles.map(({ metafile }) => metafile),
  ),
);
await writeFile(path.join(root, 'dist/rule-pages.json'), JSON.stringify(await rulePages()));

if (watch) {
  // Errors are printed by esbuild; the last build that succeeded stays.
  for (const target of targets) await (await context({ ...target, logLevel: 'info' })).watch();
}

/** One file instead of many: what `esmtp-lens rules NAME` shows. */
async function rulePages() {
  const folder = path.join(root, 'docs/rules');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  const pages = names.map(async (name) => [path.basename(name, '.md'), await readFile(path.join(folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(pages));
}
