/**
 * Runs the suites through @vscode/test-electron in desktop VS Code, which it downloads into .vscode-test/. Where that cannot be
 * downloaded, ESMTP_LENS_VSCODE names an executable; `test/host/code` is one that needs only the npm registry.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { bundleSuites, entries } from './bundle.mjs';
import { copyWorkspace } from './workspace.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const workspace = copyWorkspace();
await bundleSuites();
try {
  await runTests({
    vscodeExecutablePath: process.env.ESMTP_LENS_VSCODE,
    extensionDevelopmentPath: root,
    extensionTestsPath: entries.node,
    launchArgs: [workspace.folder, '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  workspace.remove();
}
