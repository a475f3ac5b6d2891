/** The entries of the light bulb, while findings change: what is chosen does what it says. */
export async function bulb(I, see) {
  const { editor } = I;
  const colours = ['error', 'info'];
  /** Findings of another severity come in behind the menu, and more of them while the entry is chosen. */
  const findingsChange = async () => {
    for (const severity of colours) {
      I.settings({ 'esmtpLens.severity': { 'masked-ehlo-keyword': severity === 'info' ? 'information' : severity } });
      await editor.locator(`.squiggly-${severity}`).first().waitFor({ state: 'attached' });
    }
    I.settings({});
  };
  const atTheMask = async () => {
    await I.closeAll();
    await I.open('masked-session.smtp');
    await I.squiggle('XXXXXXXA', 'warning');
    await I.goTo('XXXXXXXA');
  };
  await atTheMask();
  await see('a page with commands for a firewall', async () => {
    await I.choose('Commands for', I.webview.getByRole('heading', { name: 'Commands' }), findingsChange);
  });
  await atTheMask();
  await see('the question for reader and language of a note', async () => {
    await I.choose('Write a note about it', I.question('Write a note: to whom'), findingsChange);
    await I.page.keyboard.press('Escape');
  });
  await see('a finding silenced by a comment', async () => {
    await I.choose('Ignore', I.line('esmtp-lens: ignore'), findingsChange);
    await I.page.keyboard.press('Control+Z');
  });
}
