/** Bundles the suites of test/host/suite/ into dist/test/, once for each kind of extension host. */

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The test entries, as `extensionTestsPath` takes them. */
export const entries = {
  node: path.resolve(here, '../../dist/test/node.cjs'),
  web: path.resolve(here, '../../dist/test/web.js'),
};

/** `import 'suites'` is every test file, evaluated when the import is reached: mocha must be ready by then. */
const suites = {
  name: 'suites',
  setup(plugin) {
    plugin.onResolve({ filter: /^suites$/ }, () => ({ path: 'suites', namespace: 'suites' }));
    plugin.onLoad({ filter: /.*/, namespace: 'suites' }, () => ({
      resolveDir: path.join(here, 'suite'),
      contents: readdirSync(path.join(here, 'suite'))
        .filter((name) => name.endsWith('.test.ts'))
        .sort()
        .map((name) => `import './${name}';`)
        .join('\n'),
    }));
  },
};

/** mocha's UMD header would take the bundle's own `module.exports` for its own: hide both names from it. */
const mochaForBrowsers = {
  name: 'mocha-for-browsers',
  setup(plugin) {
    plugin.onLoad({ filter: /mocha[\\/]mocha\.js$/ }, async ({ path: file }) => ({
      contents: `var exports, module;\n${await readFile(file, 'utf8')}`,
      loader: 'js',
    }));
  },
};

export async function bundleSuites() {
  const common = { bundle: true, format: 'cjs', target: 'es2022', sourcemap: 'inline', logLevel: 'warning' };
  await Promise.all([
    build({
      ...common,
      platform: 'node',
      entryPoints: [path.join(here, 'entry.node.ts')],
      outfile: entries.node,
      external: ['vscode', 'mocha'],
      plugins: [suites],
    }),
    build({
      ...common,
      platform: 'browser',
      mainFields: ['browser', 'module', 'main'],
      conditions: ['browser'],
      entryPoints: [path.join(here, 'entry.web.ts')],
      outfile: entries.web,
      external: ['vscode'],
      define: { global: 'globalThis' },
      plugins: [suites, mochaForBrowsers],
    }),
  ]);
}
