/** From a text file with a run of swaks to a note in German that somebody can be sent: in four clicks, and without a key. */
import { eventually, expectIn } from '../person.mjs';

export const files = {
  'swaks-run.txt': `=== Trying mx.example.com:25...
=== Connected to mx.example.com.
<-  220 ****************************************
 -> EHLO client.example.net
<-  250-mx.example.com
<-  250-SIZE 10240000
<-  250-XXXXXXXA
<-  250 8BITMIME
*** Host did not advertise STARTTLS
 -> QUIT
<-  221 2.0.0 Bye
=== Connection closed with remote host.
`,
};

export async function fourClicks(I, see) {
  const { page } = I;
  const deeds = await I.deeds();
  await see('that a text file reads like a transcript, once it is clicked on', async () => {
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'swaks-run.txt' }).click();
    await I.toast('swaks-run.txt reads like an SMTP transcript.').waitFor();
  });
  await see('what it is treated as, when that is accepted', async () => {
    await I.toast('swaks-run.txt reads like').getByRole('button', { name: 'Treat it as an SMTP transcript' }).click();
    await I.language('SMTP transcript').waitFor();
    await I.squiggle('XXXXXXXA', 'warning');
  });
  await see('a note in German, after the letter in the title bar and the choice of reader and language', async () => {
    await page.getByRole('button', { name: 'Write a note about it' }).first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Who runs the firewall' }).filter({ hasText: 'Deutsch' }).click();
    await eventually('the note', async () => (await I.textOf('esmtp-lens-note:')).includes('STARTTLS'));
    expectIn(await I.textOf('esmtp-lens-note:'), 'höchstwahrscheinlich STARTTLS');
    expectIn(await I.textOf('esmtp-lens-note:'), 'ü');
  });
  await see('that this took four clicks and no key', async () => {
    const { clicks, keys } = await deeds();
    if (clicks > 4 || keys > 0) throw new Error(`${clicks} clicks, ${keys} keys`);
  });
}
