/** A file whose extension another extension claims too: ASP calls `.asa` its own. */
export async function claimed(I, see) {
  await I.open('asa-9.1-before.asa');
  await see('that the other extension has the file', () => I.language('ASP').waitFor());
  await see('that the file is offered to be treated as what it reads like', () =>
    I.toast('asa-9.1-before.asa reads like a firewall configuration.').waitFor(),
  );
  await see('what it is treated as, on command', async () => {
    await I.command('ESMTP Lens: Treat this file as a firewall configuration');
    await I.language('Cisco ASA').waitFor();
  });
  await see('that this can be had for all of its like', () => I.accept('Always for *.asa in').click());
  await see('what is wrong in it', () => I.squiggle('inspect esmtp', 'warning'));
  await I.closeAll();
  await I.open('pix-6.3.asa');
  await see('that it is remembered: another file is ours, without a question', async () => {
    await I.language('Cisco ASA').waitFor();
    await I.squiggle('fixup protocol smtp 25', 'warning');
  });
}
