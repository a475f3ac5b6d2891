/**
 * Makes the pictures anew: docs/session.svg and those of the walkthrough are drawn by the program, docs/editor.png is taken of the packaged
 * extension in the real editor. By hand, after what they show has changed: npm run pictures. That the drawn ones are fresh, a test holds.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { person } from '../test/host/person.mjs';
import { openWorkbench } from '../test/host/workbench.mjs';
import { copyWorkspace } from '../test/host/workspace.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

for (const drawing of ['session-picture', 'walkthrough-pictures'])
  execFileSync(process.execPath, ['scripts/run.mjs', `scripts/${drawing}.ts`], { cwd: root, stdio: 'inherit' });

const workspace = copyWorkspace();
const workbench = await openWorkbench({
  workspace: workspace.folder,
  packages: [path.join(root, `esmtp-lens-${version}.vsix`)],
  log: () => {},
  screen: { viewport: { width: 1000, height: 480 }, deviceScaleFactor: 2 },
  settings: {
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'editor.fontSize': 14,
    'workbench.activityBar.location': 'hidden',
    'workbench.colorTheme': 'Default Dark Modern',
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
    'window.menuBarVisibility': 'hidden',
  },
});
try {
  const I = person(workbench.page, workspace.folder, workbench.folder);
  await I.open('masked-session.smtp');
  await I.command('View: Close Primary Side Bar').catch(() => {});
  await I.squiggle('XXXXXXXA', 'warning');
  await I.hover('XXXXXXXA', 'STARTTLS');
  await workbench.page.waitForTimeout(1000); // what fades in has faded in
  await workbench.page.screenshot({ path: path.join(root, 'docs/editor.png') });
} finally {
  await workbench.close();
  workspace.remove();
}
