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
  const pictures = new Map();
  await see('a picture for each of them, another one each time, in the colours of the theme', async () => {
    for (const title of STEPS) {
      await open(title);
      await eventually(`the picture of "${title}"`, async () => {
        const { said, height, colours } = await shown(I.webview);
        // What the page of the editor does not let through leaves all of a picture black.
        if (height < 50 || colours.length < 3 || [...pictures.values()].includes(said)) return false;
        return pictures.set(title, said);
      });
    }
  });
  await see('an example, after a click in the first step', async () => {
    await open(STEPS[0]);
    // Its picture, once it comes, takes the focus of whatever is open then: a list of examples would close.
    await eventually('the picture of before', async () => (await shown(I.webview)).said === pictures.get(STEPS[0]));
    await page.locator('.getting-started-step.expanded').getByRole('button', { name: 'Open an example' }).last().click();
    await I.pick('A session behind a firewall');
    await I.language('SMTP transcript').waitFor();
    await I.squiggle('XXXXXXXA', 'warning');
  });
  await see('that it can be changed, and is closed without a question', async () => {
    await I.click('XXXXXXXA');
    await page.keyboard.type('tried');
    await I.sees('tried');
    await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    await I.command('View: Close Editor');
    await page.locator('.tab', { hasText: 'masked-session.smtp' }).waitFor({ state: 'detached' });
  });
  await I.command('View: Show Explorer');
}

/** The picture beside the steps: its texts, its height, and the colours in it; nothing while one gives way to the next. */
function shown(webview) {
  return webview
    .locator('svg')
    .first()
    .evaluate((svg) => ({
      said: svg.textContent,
      height: svg.clientHeight,
      colours: [
        ...new Set(
          [...svg.querySelectorAll('rect, text, path')].flatMap((each) => {
            const { fill, stroke } = getComputedStyle(each);
            return [fill, stroke].filter((colour) => colour !== 'none');
          }),
        ),
      ],
    }))
    .catch(() => ({ said: '', height: 0, colours: [] }));
}
