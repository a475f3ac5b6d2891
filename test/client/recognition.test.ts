/** What the client asks the server about, and what it remembers. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { associationFor } from '../../client/src/associations.ts';
import { hasSigns } from '../../client/src/signs.ts';
import { detectLanguage } from '../../server/src/features/detect.ts';

const dialects = path.resolve(import.meta.dirname, '../fixtures/dialects');

describe('a text that may be ours', () => {
  test.each([
    '250-PIPELINING\n250 XXXXXXXA\n',
    '> 220 ****************2****0*\n',
    'Nov 22 03:31:08 fw %ASA-4-108004: ...\n',
    'a\nEHLO client.example.net\n250-mx.example.com\n250 HELP\n',
    ' ~> EHLO client.example.net\n<~  250-mx.example.com\n',
    'Diagnostic-Code: X-Postfix; TLS is required\n',
    'hello\n: Saved\n',
    'policy-map p\n class c\n  inspect esmtp\n',
    'fixup protocol smtp 25\n',
    'edge-fw/pri/act# show running-config\nhostname edge-fw\n',
    'fw1> sh run all\n',
    'fw1#wr t\n',
    '220 mx.example.com ESMTP Exim 4.96\n',
    '<-  220 mx.example.com ESMTP\n',
    '<bob@example.com>: TLS is required, but was not offered by host\n    mx.example.com[192.0.2.25]\n',
    '<bob@example.com>: host mx.example.com[192.0.2.25] said: 500 5.5.1 what? (in reply to EHLO command)\n',
    "Didn't find STARTTLS in server response, trying anyway...\n",
  ])('%j', (text) => {
    expect(hasSigns(text)).toBe(true);
  });

  test.each([
    '',
    'Dear diary,\n250 words today\n',
    'ssh_config\nHost *\n',
    'We inspect the mail.\n',
    '220 pages\n250 words\n',
    '# show running shoes\n',
    'item#3 write tests\n',
  ])('is not %j', (text) => {
    expect(hasSigns(text)).toBe(false);
  });

  test('is, in all that the fixtures of the dialects hold', () => {
    const files = readdirSync(dialects).filter((file) => /\.(?:smtp|log|eml|asa)$/.test(file));
    const missed = files.filter((file) => {
      const text = readFileSync(path.join(dialects, file), 'utf8');
      return detectLanguage('', text) !== undefined && !hasSigns(text);
    });
    expect(files.length).toBeGreaterThan(20);
    // Logs of a server alone have nothing that a text of another kind cannot have.
    expect(missed.length / files.length).toBeLessThan(0.2);
  });

  test('costs what its beginning does', () => {
    const begin = process.cpuUsage();
    hasSigns('EHLO a\n'.repeat(1_000_000));
    hasSigns(`${'x'.repeat(5_000_000)}\n`);
    expect(process.cpuUsage(begin).user / 1000).toBeLessThan(2000);
  });
});

describe('what is remembered of a file', () => {
  test.each([
    ['/srv/fw/fw1.cfg', true, { pattern: '*.cfg', like: '*.cfg' }],
    ['/srv/fw/fw1-confg', true, { pattern: '*-confg', like: '*-confg' }],
    ['/srv/fw/fw1.example.com.bak', true, { pattern: '*.bak', like: '*.bak' }],
    ['/srv/fw/fw1', true, { pattern: 'fw1', like: 'fw1' }],
    ['/srv/fw/.hidden', true, { pattern: '.hidden', like: '.hidden' }],
    ['/srv/fw/fw1.cfg', false, { pattern: '/srv/fw/*.cfg', like: '*.cfg' }],
    ['/srv/[fw]/fw1.cfg', false, undefined],
    ['/srv/fw/fw1.{x}', true, undefined],
  ])('%s, in an open folder: %s', (file, inFolder, expected) => {
    expect(associationFor(file, inFolder)).toEqual(expected);
  });
});
