/** Takes the picture of README.md, docs/editor.png: the packaged extension in the real editor. By hand: npm run screenshot. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { person } from './person.mjs';
import { openWorkbench } from './workbench.mjs';
import { copyWorkspace } from './workspace.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

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
