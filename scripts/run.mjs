/**
 * Runs a TypeScript file of this project, which Node 20 cannot do by itself: bundled by esbuild, then imported.
 *   node scripts/run.mjs FILE.ts [ARGUMENT...]
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [file, ...rest] = process.argv.slice(2);
// Below node_modules, so that the packages that are left out of the bundle are found from there.
const folder = path.join(root, 'node_modules/.cache/esmtp-lens');
const outfile = path.join(folder, `${path.basename(file, '.ts')}.${process.pid}.mjs`);

await mkdir(folder, { recursive: true });
await build({
  entryPoints: [path.resolve(file)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
try {
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(rest, root);
} finally {
  await rm(outfile, { force: true });
}
