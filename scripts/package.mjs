/**
 * Makes the .vsix of what dist/ holds.
 *   node scripts/package.mjs [FILE.vsix]      default: esmtp-lens-VERSION.vsix in the project's folder
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

await createVSIX({
  cwd: root,
  packagePath: path.resolve(process.argv[2] ?? path.join(root, `${name}-${version}.vsix`)),
  dependencies: false, // everything is bundled
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
  // The extension's page: for who uses it, and without links into the repository.
  readmePath: 'docs/extension.md',
});
