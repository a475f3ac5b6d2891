/** `compare`: what a person is told, and what a program is. */
import { afterAll, expect, test } from 'vitest';
import { policy } from '../masking/play.ts';
import { esmtpLens, removeFolders } from './run.ts';

afterAll(removeFolders);

const INSIDE = `220 mx.example.com ESMTP Postfix
EHLO inside.example.com
250-mx.example.com
250-STARTTLS
250 8BITMIME
QUIT
221 2.0.0 Bye
`;
const OUTSIDE = INSIDE.replace('220 mx.example.com ESMTP Postfix', `220 ${'*'.repeat(28)}`).replace('STARTTLS', 'XXXXXXXA');
const files = { 'in.smtp': INSIDE, 'out.smtp': OUTSIDE, 'gone.smtp': INSIDE.replace('250-STARTTLS\n', ''), 'empty.smtp': 'nothing here\n' };

test('JSON', async () => {
  const { code, out } = await esmtpLens(['compare', 'in.smtp', 'out.smtp', '--format', 'json'], { files });
  expect(code).toBe(0);
  const { differences, ...rest } = JSON.parse(out);
  expect(rest).toMatchObject({ version: 1, verdict: 'all', inspection: 'inspect esmtp', against: [], causes: [] });
  expect(differences[1]).toEqual({
    insideLine: 4,
    outsideLine: 4,
    kind: 'keyword',
    inside: '250-STARTTLS',
    outside: '250-XXXXXXXA',
    explained: true,
  });
});

test('for a person: the answer first, then what differs, then what else it would be', async () => {
  const { out } = await esmtpLens(['compare', 'in.smtp', 'gone.smtp'], { files });
  expect(out).toMatch(/^An ESMTP inspection explains none of it\.\n/);
  expect(out).toContain('keyword: not explained\n  inside      4  250-STARTTLS\n  outside     -  (nothing)');
  expect(out).toContain('STARTTLS is gone as a line; an inspection masks it, and keeps its length');
});

test('nothing differs', async () => {
  const { out } = await esmtpLens(['compare', 'in.smtp', '-'], { files, stdin: INSIDE });
  expect(out).toBe('Nothing differs but names, times and ids.\n');
});

test('a file without a session is told', async () => {
  const { code, err } = await esmtpLens(['compare', 'in.smtp', 'empty.smtp'], { files });
  expect(code).toBe(2);
  expect(err).toContain('empty.smtp: no SMTP session is in it');
});

test('--config: whether this firewall explains it, by the limits and masks of its own map', async () => {
  const map = policy('match ehlo-reply-parameter 8bitmime\n mask\n');
  const outside = INSIDE.replace('250 8BITMIME', '250 XXXXXXXA');
  const own = {
    'in.smtp': INSIDE,
    'out.smtp': outside,
    'fw.asa': map,
    'other.asa': policy(),
    'none.asa': policy().replace('  inspect esmtp\n', ''),
  };
  const ask = (...argv: string[]) => esmtpLens(['compare', 'in.smtp', 'out.smtp', ...argv], { files: own });
  expect((await ask()).out).toMatch(/^An ESMTP inspection explains none of it\.\n/);
  expect((await ask('--config', 'fw.asa')).out).toMatch(/^This firewall explains all of it: "inspect esmtp MAP", line 10 of fw\.asa\.\n/);
  expect((await ask('--config', 'other.asa')).out).toMatch(
    /^This firewall explains none of it\.\nMail is inspected by "inspect esmtp", line 6/,
  );
  const answer = JSON.parse((await ask('--config', 'fw.asa', '--format', 'json')).out);
  expect([answer.verdict, answer.inspection, answer.played.length]).toEqual(['all', '"inspect esmtp MAP", line 10 of fw.asa', 1]);
  expect((await ask('--config', 'none.asa')).out).toMatch(/^This firewall explains none of it\.\nMail is not inspected/);
});

test('--config: the reading that the recordings bear out is named', async () => {
  const inside = INSIDE.replace('250-STARTTLS', '250-CHUNKING\n250-STARTTLS');
  const outside = inside.replace('220 mx.example.com ESMTP Postfix', `220 ${'*'.repeat(28)}`).replace('CHUNKING', 'XXXXXXXA');
  const open = { 'in.smtp': inside, 'out.smtp': outside, 'fw.asa': policy('', 'ASA Version 9.12(1)') };
  const { out } = await esmtpLens(['compare', 'in.smtp', 'out.smtp', '--config', 'fw.asa'], { files: open });
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /^This firewall explains all of it: "inspect esmtp", line 6 of fw\.asa, if TLS is allowed, which the file cannot tell\./,
  );
});
