/** Two sessions with one server in two files: what the one from outside lacks, and both side by side. */
const INSIDE = `Trying 192.168.77.9...
Connected to 192.168.77.9.
220 relay.example.org ESMTP Postfix
EHLO client.example.net
250-relay.example.org
250-SIZE 10240000
250 STARTTLS
QUIT
221 2.0.0 Bye
`;

export const files = {
  'relay-inside.smtp': INSIDE,
  'relay-outside.smtp': INSIDE.replace(/220 .*/, '220 *******************************')
    .replace('STARTTLS', 'XXXXXXXA')
    .replaceAll('192.168.77.9', '198.18.7.9'),
};

export async function compared(I, see) {
  await I.open('relay-outside.smtp');
  await see('that the session differs from the one of the inside', () => I.hover('250-relay', 'relay-inside.smtp'));
  await see('both side by side, from the light bulb', async () => {
    await I.click('250-relay');
    const diff = I.page.locator('.monaco-diff-editor');
    await I.choose('Compare with relay-inside.smtp', diff);
    await diff.locator('.original .view-line', { hasText: 'STARTTLS' }).first().waitFor();
    await diff.locator('.modified .view-line', { hasText: 'XXXXXXXA' }).first().waitFor();
  });
}
