/** A session that an inspection has masked: what stood there, and its picture beside it. */
import { eventually } from '../person.mjs';

export async function session(I, see) {
  await I.open('masked-session.smtp');
  await see('a squiggle under the masked keyword', () => I.squiggle('XXXXXXXA', 'warning'));
  await see('a hover that says what stood there', () => I.hover('XXXXXXXA', 'STARTTLS'));
  await see('a squiggle under the masked greeting', () => I.squiggle('*****2*****', 'warning'));
  await see('the picture of the session, whose row at the cursor is marked', async () => {
    await I.click('XXXXXXXA');
    await I.command('ESMTP Lens: Show the picture of this session');
    await I.row('XXXXXXXA').waitFor();
    await eventually('the mark', async () => /XXXXXXXA/.test((await I.picture.locator('g.at').textContent()) ?? ''));
  });
  await see('the cursor on the line of a row that is chosen by keyboard', async () => {
    await I.row('XXXXXXXA').focus();
    const before = await I.cursorLine();
    await I.page.keyboard.press('ArrowUp');
    await eventually('the cursor a row up', async () => (await I.cursorLine()) < before);
  });
  await see('the row of a line on which the cursor is put', async () => {
    await I.click('500 #5.5.1');
    await eventually('the mark', async () => /500 #5\.5\.1/.test((await I.picture.locator('g.at').textContent()) ?? ''));
  });
}
