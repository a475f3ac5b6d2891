/** Where a person begins: the walkthrough, its steps, and its pictures. */
import { eventually } from '../person.mjs';

const STEPS = ['Open an example', 'Read a mask', 'Mend a firewall', 'Compare two sessions'];

export async function welcome(I, see) {
  const { page } = I;
  const step = (title) => page.locator('button.getting-started-step', { hasText: title });
  const open = async (title) => {
    // A click on the one that is open would close it.
    if ((await step(title).getAttribute('aria-expanded')) !== 'true') await step(title).click();
  };
  await see('the walkthrough, with its four steps', async () => {
    // Beside it there is no room for the pictures.
    await I.command('View: Close Primary Side Bar');
    await I.command('Welcome: Open Walkthrough...');
    await I.pick('Mail through a Cisco firewall');
    for (const title of STEPS) await step(title).waitFor();
  });
  await see('a picture for each of them, another one each time', async () => {
    const seen = new Set();
    for (const title of STEPS) {
      await open(title);
      await eventually(`the picture of "${title}"`, async () => {
        const picture = await I.webview
          .locator('svg')
          .first()
          .evaluate(({ textContent, clientHeight }) => clientHeight > 50 && textContent);
        return picture && !seen.has(picture) && seen.add(picture);
      });
    }
  });
  await see('an example, after a click in the first step', async () => {
    await open('Open an example');
    await page.locator('.getting-started-step.expanded').getByRole('button', { name: 'Open an example' }).last().click();
    await I.pick('A session behind a firewall');
    await I.language('SMTP transcript').waitFor();
    await I.squiggle('XXXXXXXA', 'warning');
    await I.throwAway();
  });
  await I.command('View: Show Explorer');
}
