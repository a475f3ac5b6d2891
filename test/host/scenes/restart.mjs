/** A server that dies again and again, and one that does not even start: what is no longer checked is said, and where to begin anew. */
import { execFileSync } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../person.mjs';

export async function restart(I, see) {
  const { page } = I;
  const item = page.locator('.statusbar-item[id="status.languageStatus"]');
  const stopped = item.getByLabel('ESMTP Lens has stopped, nothing is checked any more').first();
  await I.open('masked-session.smtp');
  await I.squiggle('XXXXXXXA', 'warning');
  await see('that the server has stopped, once it has died more often than it is started again', async () => {
    const killed = new Set();
    await eventually('the end of the server', async () => {
      for (const id of servers(I.folder).filter((each) => !killed.has(each))) {
        // One that lives long enough to be a server: a client whose server does not even start gives up at once.
        await I.squiggle('XXXXXXXA', 'warning');
        process.kill(id, 'SIGKILL');
        killed.add(id);
      }
      return stopped.isVisible();
    });
  });
  const clickRestart = async () => {
    await item.click();
    await page.locator('.hover-language-status', { hasText: 'ESMTP Lens has stopped' }).getByText('Restart').click();
  };
  await see('that it has stopped, and why, where a click on Restart finds none that starts', async () => {
    const extensions = path.join(I.folder, 'extensions');
    const server = path.join(extensions, readdirSync(extensions).find((name) => name.startsWith('esmtp-lens.')) ?? '', 'dist/server.js');
    renameSync(server, `${server}.away`);
    try {
      await clickRestart();
      await I.toast("couldn't create connection to server").waitFor();
      await stopped.waitFor();
    } finally {
      renameSync(`${server}.away`, server);
    }
  });
  await see('the squiggles again, after a click on Restart', async () => {
    await page.keyboard.press('Escape');
    await clickRestart();
    await I.squiggle('XXXXXXXA', 'warning');
    await stopped.waitFor({ state: 'detached' });
  });
}

/** The ids of the processes of the language server that was installed in a folder. */
function servers(folder) {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(folder) && /dist.server\.js/.test(line)).map((line) => Number(/\d+/.exec(line)[0]));
}
