/** A configuration that inspects mail: what is wrong is seen, told, and mended. */
import { eventually, expectIn } from '../person.mjs';

export async function inspection(I, see) {
  await I.open('asa-9.1-before.asa');
  await see('a squiggle under the inspection', () => I.squiggle('inspect esmtp', 'warning'));
  await see('a hover whose first screen says what it is, what it costs and what to do, and which is short', async () => {
    await I.hover('inspect esmtp', '_default_esmtp_map');
    const { firstScreen, own } = await I.hoverParts();
    for (const part of ['hides STARTTLS', 'goes unencrypted', 'Exempt the mail hosts']) expectIn(firstScreen, part);
    if (own > 600) throw new Error(`${own} characters of our own`);
  });
  await see('a light bulb on the line', async () => {
    await I.click('inspect esmtp');
    await I.page.locator('.lightBulbWidget, [class*="codicon-gutter-lightbulb"]').first().waitFor({ state: 'attached' });
  });
  await see('at most six entries in its menu, each short', async () => {
    const titles = await I.bulb();
    if (titles.length > 6 || titles.some((title) => title.length > 70)) throw new Error(titles.join('\n'));
  });
  await see('the exemption of the mail host in the text, after it was chosen there', async () => {
    await I.choose('(192.0.2.25)', I.preview);
    await I.acceptPreview();
    await eventually('the exemption', async () => /deny tcp (any|host 192\.0\.2\.25)/.test(await I.text()));
  });
  await see('the text of before, after undo', async () => {
    await I.page.keyboard.press('Control+Z');
    await eventually('the end of the exemption', async () => !/deny tcp (any|host 192\.0\.2\.25)/.test(await I.text()));
  });
  await see('a refusal of what is no address, in the box that asks for one', async () => {
    await I.command('Exempt a mail host from ESMTP inspection...');
    const input = I.page.locator('.quick-input-widget input[placeholder="192.0.2.25"]');
    await input.waitFor();
    await input.fill('192.0.2.256');
    await I.page.locator('.quick-input-widget', { hasText: 'Not an IPv4 or IPv6 address' }).waitFor();
  });
  await see('the exemption of the address that was typed', async () => {
    await I.page.keyboard.press('Backspace');
    await I.page.locator('.quick-input-widget', { hasText: 'Not an IPv4 or IPv6 address' }).waitFor({ state: 'hidden' });
    await I.page.keyboard.press('Enter');
    await I.acceptPreview();
    await eventually('the exemption', async () => (await I.text()).includes('192.0.2.25') && /deny tcp/.test(await I.text()));
    await I.page.keyboard.press('Control+Z');
  });
}
