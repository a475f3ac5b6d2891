/** From the palette to a note, and through a picture, without a mouse; and what a screen reader is told of what is ours. */
import { eventually } from '../person.mjs';

export async function keyboard(I, see) {
  const { page } = I;
  const deeds = await I.deeds();
  await see('an example, from the palette', async () => {
    await I.command('ESMTP Lens: Open an example');
    await I.pick('A firewall that inspects mail');
    await I.language('Cisco ASA').waitFor();
    await I.squiggle('inspect esmtp', 'warning');
  });
  await see('the hover at the cursor', async () => {
    await I.goTo('inspect esmtp');
    await eventually('a hover', async () => {
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.waitForTimeout(1000);
      return (await page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join().includes('hides STARTTLS');
    });
  });
  await see('the change sheet, from the light bulb', async () => {
    await I.sheet('Exempt');
  });
  await see('its commands on the clipboard, by a button that has a name', async () => {
    await page.getByRole('button', { name: 'Copy commands' }).first().waitFor();
    await I.command('ESMTP Lens: Copy commands');
    await I.toast('Copied:').waitFor();
  });
  await I.closeAll();
  await see('a note about a session', async () => {
    await I.command('ESMTP Lens: Open an example');
    await I.pick('A session behind a firewall');
    await I.language('SMTP transcript').waitFor();
    await I.squiggle('XXXXXXXA', 'warning');
    await I.command('ESMTP Lens: Write a note about it...');
    await I.pick('Who runs the firewall', 'Nederlands');
    await eventually('the note', async () => {
      const text = await I.textOf('esmtp-lens-note:');
      return text.includes('STARTTLS') && text.includes('de firewall');
    });
    await page.keyboard.press('Control+1');
  });
  await see('the picture of the session, its rows with the arrows, and the cursor that follows', async () => {
    await I.goTo('XXXXXXXA');
    await I.command('ESMTP Lens: Show the picture of this session');
    await I.row('XXXXXXXA').waitFor();
    await page.keyboard.press('Control+2');
    await eventually('the focus on a row', async () => {
      await page.keyboard.press('Tab');
      return (await I.picture.locator('g[data-line]:focus').count()) > 0;
    });
    const before = await I.cursorLine();
    await page.keyboard.press('End');
    await eventually('the cursor on the last row', async () => (await I.cursorLine()) > before);
  });
  await see('that the picture has a name, and each row is a button with one, of which Tab reaches one', async () => {
    await I.picture.getByRole('main', { name: 'Picture of a session' }).waitFor();
    const rows = await I.picture
      .locator('g[data-line]')
      .evaluateAll((all) =>
        all.map((row) => ({ role: row.getAttribute('role'), name: row.getAttribute('aria-label'), tab: row.tabIndex })),
      );
    const nameless = rows.filter(({ role, name }) => role !== 'button' || !/\w/.test(name ?? ''));
    const reached = rows.filter(({ tab }) => tab === 0).length;
    if (rows.length < 5 || nameless.length > 0 || reached !== 1) throw new Error(JSON.stringify({ rows, reached }));
  });
  await see('a name on each of our buttons, and of what the status bar tells', async () => {
    await page.keyboard.press('Control+1');
    for (const name of ['Write a note about it...', 'Show the picture of this session']) {
      await page.getByRole('button', { name }).first().waitFor();
    }
    await page
      .getByRole('button', { name: /Editor Language Status: .*(masked|session)/ })
      .first()
      .waitFor();
  });
  await see('that no button of a mouse was pressed', async () => {
    const { clicks, keys } = await deeds();
    if (clicks > 0 || keys === 0) throw new Error(`${clicks} clicks, ${keys} keys`);
  });
}
