/** The page of the extension, as who looks for it in the editor sees it: no broken picture, no dead link. */
import { eventually } from '../person.mjs';

export async function details(I, see) {
  const { page } = I;
  await see('the page of the extension', async () => {
    await I.command('View: Show Extensions');
    await page.locator('.extension-list-item', { hasText: 'ESMTP Lens' }).first().click();
    await I.webview.getByRole('heading', { name: 'Start here' }).waitFor();
  });
  await see('its icon', () =>
    eventually('the icon', () =>
      page
        .locator('.extension-editor img')
        .first()
        .evaluate((image) => image.complete && image.naturalWidth > 0),
    ),
  );
  await see('no picture that is broken, and no link that is dead', async () => {
    const dead = await deadIn(I.webview);
    if (dead.length > 0) throw new Error(`dead: ${dead.join(', ')}`);
  });
  await I.command('View: Show Explorer');
}

/** Pictures that do not show, and links to what is not there: a link leads to another part of the page, to a command, or to the net. */
function deadIn(webview) {
  return webview.locator('body').evaluate(async (body) => {
    const pictures = [...body.querySelectorAll('img')];
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    // But for VS Code's own, to the top of the page.
    const links = [...body.querySelectorAll('a[href]:not(#scroll-to-top)')].map((link) => link.getAttribute('href'));
    const isThere = (link) =>
      link.startsWith('#') ? body.querySelector(`[id="${link.slice(1)}"]`) !== null : /^(?:https:|command:)/.test(link);
    return [...pictures.filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src), ...links.filter((link) => !isThere(link))];
  });
}
