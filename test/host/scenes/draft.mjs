/** A draft is in no file: who saves it is asked in which, and has it there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, expectIn } from '../person.mjs';

export async function draft(I, see) {
  const { page } = I;
  /** Saves what is in front under a name, as the box for it asks; resolves with what the file holds then. */
  const saveAs = async (name) => {
    const file = path.join(I.workspace, name);
    const box = page.locator('.quick-input-widget', { hasText: 'Save As' }).filter({ visible: true });
    const input = box.locator('input').first();
    const saved = page.locator('.tab.active', { hasText: name });
    // A key that comes while the workbench is about something else is lost; the box lists its folder first, and takes no answer before it has.
    await eventually(`the tab of ${name}`, async () => {
      if (await saved.isVisible()) return true;
      if (await input.isVisible()) {
        await input.fill(file);
        await input.press('Enter');
      } else await page.keyboard.press('Control+S');
      await page.waitForTimeout(2000);
      return false;
    });
    return readFileSync(file, 'utf8');
  };
  await see('an example that was changed, in the file that Ctrl+S asked for', async () => {
    await I.command('ESMTP Lens: Open an example');
    await I.pick('A session behind a firewall');
    await I.squiggle('XXXXXXXA', 'warning');
    // What was found is selected, and what is typed replaces it.
    await I.goTo('client.example.net');
    await page.keyboard.type('kept.example.net');
    await I.sees('EHLO kept.example.net');
    expectIn(await saveAs('kept-example.smtp'), '\nEHLO kept.example.net\n');
  });
  await see('that it is a file now, which is checked', async () => {
    await I.closeAll();
    await I.open('kept-example.smtp');
    await I.squiggle('XXXXXXXA', 'warning');
  });
}
