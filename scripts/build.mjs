/**
 * Builds everything that the manifest and `bin` name into dist/.
 *   node scripts/build.mjs [--dev]      --dev: not minified, with source maps
 */
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dev = process.argv.includes('--dev');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
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
/** @type {import('esbuild').BuildOptions} */
const web = { ...common, platform: 'browser', mainFields: ['browser', 'module', 'main'], conditions: ['browser'] };

/** One file for Node and for workers: they differ in a few lines, and the package need not carry the engine twice. */
const server = {
  contents: `if (typeof importScripts === 'function') import('./worker.ts'); else import('./node.ts');`,
  resolveDir: path.join(root, 'server/src/lsp'),
};

const cli = path.join(root, 'dist/cli.js');

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await Promise.all([
  build({
    ...node,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: cli,
    banner: { js: '#!/usr/bin/env node' },
    // tinyglobby asks where it is, to require its own packages; a CommonJS bundle knows that as __filename.
    define: { 'import.meta.url': '__filename' },
  }),
  build({ ...node, stdin: server, conditions: ['browser', 'node'], outfile: 'dist/server.js' }),
  build({ ...node, entryPoints: ['client/src/node/main.ts'], outfile: 'dist/client/node.js' }),
  build({ ...web, format: 'cjs', entryPoints: ['client/src/browser/main.ts'], outfile: 'dist/client/browser.js' }),
]);
await chmod(cli, 0o755);
