/** VS Code's own command line over `workbench.mjs`, as far as @vscode/test-electron uses it. Exits with the code of the tests. */
import { fileURLToPath } from 'node:url';
import { openWorkbench } from './workbench.mjs';

const argument = (name) => {
  const found = process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);
  return found?.startsWith('file://') ? fileURLToPath(found) : found;
};
const workspace = process.argv.slice(2).find((text) => !text.startsWith('-'));

const workbench = await openWorkbench({
  extension: argument('extensionDevelopmentPath'),
  tests: argument('extensionTestsPath'),
  workspace,
});
try {
  process.exitCode = await workbench.finished;
} finally {
  await workbench.close();
}
