/** What is shown to others: nobody can be told from it, and the rules find in it what they found. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { renumbering } from '../../server/src/scrub/addresses.ts';
import { Pseudonyms } from '../../server/src/scrub/names.ts';
import { esmtpLens, ROOT, removeFolders } from '../cli/run.ts';

afterAll(removeFolders);

const FIXTURES = join(ROOT, 'test/fixtures/rules');
const texts = (readdirSync(FIXTURES, { recursive: true }) as string[])
  .filter((file) => /\.(asa|smtp)$/.test(file))
  .map((file): [string, string] => [file.replaceAll('\\', '/'), readFileSync(join(FIXTURES, file), 'utf8')]);

async function scrubbed(name: string, text: string) {
  const { out, err, code } = await esmtpLens(['scrub', name], { files: { [name]: text } });
  return { out, err, code };
}

test('the findings before and after are the same, on every text that the rules are tested on', async () => {
  expect(texts.length).toBeGreaterThan(100);
  const differing: string[] = [];
  let refused = 0;
  for (const [name, text] of texts) {
    const { err, code } = await scrubbed(name, text);
    if (code === 2 && err.includes('dump in hexadecimal')) refused++;
    else if (err !== '' || code !== 0) differing.push(`${name}: ${err}`);
  }
  expect(differing).toEqual([]);
  expect(refused).toBeLessThan(10);
});

const CONFIG = `ASA Version 9.1(5)
hostname ACME-EDGE
domain-name acme-industries.com
enable password 8Ry2YjIyt7RRXU24 encrypted
username jdoe password f3UhLvUj1QsXsuK7 encrypted
name 20.30.40.50 acme-web
interface GigabitEthernet0/0
 description uplink to Fabrikam, contract 4711
 nameif outside
 security-level 0
 ip address 20.30.40.1 255.255.255.0
object network ACME-MAIL
 host 20.30.40.25
object-group network partners
 network-object 20.99.0.0 255.255.0.0
 network-object host 20.99.7.7
access-list outside_in remark mail of Acme, ask Jane Doe
access-list outside_in extended permit tcp any object ACME-MAIL eq smtp
snmp-server community s3cr3t
logging host inside 192.168.7.9
`;
const SESSION = `Trying 20.30.40.25...
220 mail.acme-industries.com ESMTP Postfix
EHLO JANES-LAPTOP
250-mail.acme-industries.com
250 AUTH PLAIN
AUTH PLAIN AGphbmUAc2VjcmV0cGFzcw==
235 ok
MAIL FROM:<jane.doe@acme-industries.com>
250 ok
RCPT TO:<bob@fabrikam.co.uk>
250 ok
DATA
354 go
Subject: the merger with Fabrikam

.
250 ok
`;

describe('nothing of whoever it is remains', () => {
  test.each([
    ['fw.asa', CONFIG],
    ['session.smtp', SESSION],
  ])('%s', async (name, text) => {
    const { out, err, code } = await scrubbed(name, text);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(/acme|fabrikam|jane|jdoe|doe|bob|merger|s3cr3t|8Ry2|f3Uh|AGphb|20\.(30|99)\.|4711/i);
    expect(out.split('\n')).toHaveLength(text.split('\n').length);
  });

  test('what says something to everybody stays', async () => {
    const { out } = await scrubbed('fw.asa', CONFIG);
    for (const kept of ['ASA Version 9.1(5)', ' nameif outside', '255.255.0.0', '192.168.7.9', 'eq smtp']) expect(out).toContain(kept);
    expect(out).toMatch(/object network (\S{9})\n[\s\S]*any object \1 eq smtp/);
  });

  test('a greeting keeps its length: what stands behind a mask is told by it', async () => {
    const { out } = await scrubbed('session.smtp', SESSION);
    expect(out.split('\n')[1]).toMatch(/^220 mail\.[a-z]{11}\.example ESMTP Postfix$/);
  });
});

test('a dump in hexadecimal is refused: names in it cannot be replaced', async () => {
  const { code, out, err } = await scrubbed('dump.smtp', '220 mx.acme.com ESMTP\n0000: 32 32 30 20 6d 78 2e 61 63 6d 65 2e 63 6f 6d 20\n');
  expect([code, out, err]).toEqual([2, '', expect.stringContaining('line 2 is a dump')]);
});

describe('addresses', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc
    .tuple(fc.constantFrom(20, 52, 81, 192, 203), fc.constantFrom(0, 2, 51, 200), octet, octet)
    .map((parts) => parts.join('.'));
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

  test('each goes to one other, in the same order, and stays in the networks that the text names', () => {
    fc.assert(
      fc.property(fc.array(address, { minLength: 2, maxLength: 30 }), fc.constantFrom(8, 12, 16, 23, 24, 25, 30), (all, length) => {
        const mask = 2 ** 32 - 2 ** (32 - length);
        const network = (text: string) => Math.floor(number(text) / 2 ** (32 - length));
        const dotted = [24, 16, 8, 0].map((shift) => (mask / 2 ** shift) & 255).join('.');
        const written = [...all.map((each) => `host ${each}`), `subnet ${all[0]} ${dotted}`].join('\n');
        const replace = renumbering(written);
        const moved = all.map((each) => replace(each));
        expect(replace(dotted)).toBe(dotted);
        for (const [i, a] of all.entries()) {
          expect(number(moved[i]!) & 255).toBe(number(a) & 255);
          expect(network(moved[i]!) === network(moved[0]!)).toBe(network(a) === network(all[0]!));
          for (const [j, b] of all.entries()) {
            expect(Math.sign(number(moved[i]!) - number(moved[j]!))).toBe(Math.sign(number(a) - number(b)));
          }
        }
      }),
    );
  });

  test.each([
    ['host 81.2.69.142', 'host 192.0.2.142'],
    ['81.2.69.142:25, 81.2.70.1 and 93.184.216.34.', '192.0.2.142:25, 198.51.100.1 and 203.0.113.34.'],
    [
      '255.255.255.0 10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 0.0.0.0 224.0.0.5',
      '255.255.255.0 10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 0.0.0.0 224.0.0.5',
    ],
    ['OID 1.3.6.1.4.1.9, version 8.14.4', 'OID 1.3.6.1.4.1.9, version 8.14.4'],
    ['[2a00:1450:4001::1a]:25 fe80::1', '[2001:db8::1a]:25 fe80::1'],
  ])('%s', (text, expected) => {
    expect(renumbering(text)(text)).toBe(expected);
  });
});

test('names: one to one, the same for the same, of the same length, whatever their case', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{3,12}$/), { maxLength: 60 }), (names) => {
      const pseudonyms = new Pseudonyms(names.join(' '));
      const given = names.map((name) => pseudonyms.of(name));
      expect(new Set([...given, ...names]).size).toBe(2 * names.length);
      expect(given.map((name) => name.length)).toEqual(names.map((name) => name.length));
      expect(names.map((name) => pseudonyms.of(name.toUpperCase()).toLowerCase())).toEqual(given);
    }),
  );
});

test.each([
  ['mx1.acme.com', /^mx1\.\w{3}\.test$/],
  ['mail.some-company.co.uk', /^mail\.\w{10}\.example$/],
  ['mx.google.com', /^mx\.google\.com$/],
  ['mail.example.com', /^mail\.example\.com$/],
  ['smtplib.SMTP and index.html', /^smtplib\.SMTP and index\.html$/],
  ['<max.muster@acme-gmbh.de>', /^<\w{3}\.\w{6}@\w{4}\.example>$/],
])('%s', (text, expected) => {
  const shown = new Pseudonyms(text).inText(text);
  expect(shown).toMatch(expected);
  expect(shown).toHaveLength(text.length);
});
