/** The rules about log lines: what they say, how they group, and that a streamed log is told the same as an open one. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkTranscript } from '../../server/src/rules/check.ts';
import { checkLog } from '../../server/src/rules/check-log.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { LogScan } from '../../server/src/smtp/logs/stream.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

function open(text: string): Finding[] {
  return checkTranscript(readTranscript(Lines.read(text)));
}

function streamed(text: string): Finding[] {
  const scan = new LogScan();
  scan.feed(new TextEncoder().encode(text));
  return checkLog(scan.end());
}

function drop(match: string, client = '203.0.113.9'): string {
  return `%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:${client}/36459 to inside:198.51.100.25/25; matched ${match}`;
}

const ended =
  '%ASA-4-507003: tcp flow from outside:203.0.113.9/36459 to inside:198.51.100.25/25 terminated by inspection engine, reason - inspector disconnected, dropped packet.';

describe('what a drop means', () => {
  test.each([
    ['Class 1: cmd line length gt 512', /command lines? of more than 512/, 'as in the default map'],
    ['Class 2: cmd RCPT count gt 100', /more than 100 recipients/, 'as in the default map'],
    ['Class 4: header line length gt 998', /header lines? of more than 998/, 'as in the default map'],
    ['Class 5: sender-address length gt 320', /sender address(?:es)? of more than 320/, 'as in the default map'],
    ['Class 6: MIME filename length gt 255', /attachment names? of more than 255/, 'as in the default map'],
    ['Class 4: match header line length gt 998', /header lines? of more than 998/, 'as in the default map'],
    ['Class 3: header line length gt 2048', /header lines? of more than 2048/, 'not as in the default map'],
    ['Class 21: ANYTHING', /takes them/, 'not as in the default map'],
  ])('%s', (match, mail, map) => {
    const [finding, ...none] = open(drop(match));
    expect(none).toEqual([]);
    expect(finding).toMatchObject({ rule: 'firewall-dropped-mail', severity: 'warning', confidence: 'certain' });
    expect(finding!.message).toMatch(mail);
    expect(finding!.message).toContain(map);
    expect(finding!.message).toContain('203.0.113.9 -> 198.51.100.25');
  });

  test('the 507003 behind a drop is a detail of it; without one it is the finding', () => {
    const [finding, ...none] = open(`${drop('Class 4: header line length gt 998')}\n${ended}`);
    expect(none).toEqual([]);
    expect(finding!.related).toMatchObject([{ range: { start: { line: 1 } } }]);
    expect(open(ended)).toMatchObject([{ rule: 'firewall-dropped-mail', range: { start: { line: 0, character: 0 } } }]);
    expect(open(ended.replaceAll('/25 ', '/80 '))).toEqual([]);
  });
});

test.each([
  ['Class 1: cmd line length gt 512', 'long-command-line'],
  ['Class 2: cmd RCPT count gt 100', 'too-many-recipients'],
  ['Class 3: body line length gt 998', 'long-body-line'],
  ['Class 4: header line length gt 998', 'long-header-line'],
  ['Class 5: sender-address length gt 320', 'long-sender-address'],
  ['Class 6: MIME filename length gt 255', 'long-mime-filename'],
])('what a map only logs is no loss: %s', (match, rule) => {
  const line = drop(match).replace('4-108004', '6-108005').replace('Dropped connection for', 'Received');
  expect(open(line)).toMatchObject([{ rule, severity: 'information' }]);
  expect(streamed(line)).toEqual(open(line));
});

test('the same hazard forty thousand times is one finding', () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => drop('Class 4: header line length gt 998', `203.0.113.${i % 8}`));
  const findings = streamed(lines.join('\n'));
  expect(findings).toHaveLength(1);
  expect(findings[0]!.message).toMatch(/40,000 times, lines 1 to 40,000\. Most: 203\.0\.113\.\d -> 198\.51\.100\.25 \(5,000\)/);
  expect(findings[0]!.data).toMatchObject({ kind: 'log', count: 40_000, firstLine: 0, lastLine: 39_999 });
  expect(findings[0]!.related.length).toBeLessThan(10);
});

test.each([
  ['hosts that come once each', (i: number) => `mx${i}.example.org`, 'No host stands out.'],
  ['one of many', (i: number) => `mx${i % 40}.example.org`, 'No host stands out.'],
  [
    'one that is hit most',
    (i: number) => (i % 3 === 0 ? `mx${i}.example.org` : 'mx.example.com'),
    'Most: mx.example.com [192.0.2.25] (200).',
  ],
])('hosts that do not stand out are not listed: %s', (_, host, said) => {
  const lines = Array.from(
    { length: 300 },
    (_, i) => `Aug 14 11:04:31 mx postfix/smtp[1]: 4F1A: TLS is required, but was not offered by host ${host(i)}[192.0.2.25]`,
  );
  expect(streamed(lines.join('\n'))[0]!.message).toContain(`300 times, lines 1 to 300. ${said}`);
});

test('a server that a thousand clients are cut off from is named', () => {
  const lines = Array.from({ length: 300 }, (_, i) => drop('Class 4: header line length gt 998', `10.0.${i >> 8}.${i & 255}`));
  expect(streamed(lines.join('\n'))[0]!.message).toContain('300 times, lines 1 to 300. Most: 198.51.100.25 (300).');
});

const folder = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/rules');
const logs = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.log'));

test.each(logs)('streamed as when open: %s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(streamed(text)).toEqual(open(text));
});
