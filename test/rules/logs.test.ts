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
    ['Class 21: ANYTHING', /takes what it names/, 'not as in the default map'],
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

const DROP = 'ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/36459 to inside:198.51.100.25/25';

test.each([
  ['JSON', (text: string) => `{"message":"%ASA-4-108004: ${text}","host":"fw1"}`],
  ['JSON with escapes', (text: string) => `{"message":"%ASA-4-108004: ${text.replaceAll('/', '\\/')}\\r\\n"}`],
  ['quotes', (text: string) => `'%ASA-4-108004: ${text}'`],
  ['back quotes', (text: string) => `\`%ASA-4-108004: ${text}\``],
  ['a full stop', (text: string) => `%ASA-4-108004: ${text}.`],
  ['rsyslog’s carriage return', (text: string) => `<164>%ASA-4-108004: ${text}#015`],
  ['tags', (text: string) => `%ASA-4-108004: ${text}, tag=x`],
  ['tags after a blank', (text: string) => `%ASA-4-108004: ${text} host=fw1 index=main`],
  ['XML', (text: string) => `<log>%ASA-4-108004: ${text}</log>`],
  ['CEF', (text: string) => `CEF:0|Cisco|ASA|9.8|108004|${text}|4|src=203.0.113.9`],
  ['CSV', (text: string) => `"4","Nov 27 2026","108004","${text}","fw1"`],
  ['ASDM’s viewer', (text: string) => `4|Nov 27 2026|10:00:00|108004|203.0.113.9|36459|198.51.100.25|25|${text}`],
  ['no prefix', (text: string) => text],
  ['CR LF', (text: string) => `%ASA-4-108004: ${text}\r`],
])('what a collector puts around a message is no part of its match: %s', (_, around) => {
  for (const [match, mail] of [
    ['Class 4: header line length gt 998', '"header line length gt 998" (as in the default map), takes mail with header lines'],
    ['Class 4: match sender-address regex ODD_ONES', '"match sender-address regex ODD_ONES", takes what it names.'],
  ] as const) {
    const line = around(`${DROP}; matched ${match}`);
    const [finding, ...none] = open(line);
    expect(none).toEqual([]);
    expect(finding).toMatchObject({ rule: 'firewall-dropped-mail', message: expect.stringContaining(mail) });
    expect(streamed(line)).toEqual(open(line));
  }
});

test.each([
  [1, 'outside', 'inside', 'closed an incoming mail session (outside to inside)'],
  [1, 'WLC-LAN_inside', 'outside', 'closed an outgoing mail session (WLC-LAN_inside to outside)'],
  [2, 'lan', 'WAN1', 'closed outgoing mail sessions (lan to WAN1)'],
  [1, 'dmz', 'inside', 'closed a mail session (dmz to inside)'],
])('how many sessions, and which way the mail went: %i, %s to %s', (count, client, server, said) => {
  const line = drop('Class 4: header line length gt 998').replace('outside:', `${client}:`).replace('inside:198', `${server}:198`);
  expect(open(Array.from({ length: count }, () => line).join('\n'))).toMatchObject([{ message: expect.stringContaining(said) }]);
});

test('incoming and outgoing mail are told apart', () => {
  const incoming = drop('Class 4: header line length gt 998');
  const outgoing = incoming.replace('outside:203', 'inside:203').replace('inside:198', 'outside:198');
  expect(open(`${incoming}\n${outgoing}`).map(({ message }) => /(incoming|outgoing) mail session /.exec(message)?.[1])).toEqual([
    'incoming',
    'outgoing',
  ]);
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

describe('one’s own machine, and one’s own content filter, have no firewall before them', () => {
  const line = (text: string) => `Aug 14 11:04:31 mx postfix/smtp[1]: 4F1A2B3C: to=<b@example.com>, status=deferred (${text})`;
  test.each([
    ['tls-required-not-offered', (host: string) => line(`TLS is required, but was not offered by host ${host}`)],
    [
      'lost-after-data',
      (host: string) => line(`lost connection with ${host} while sending end of data -- message may be sent more than once`),
    ],
    ['delivery-timed-out', (host: string) => line(`conversation with ${host} timed out while sending message body`)],
    [
      'pix-workarounds-enabled',
      (host: string) => `Aug 14 11:04:31 mx postfix/smtp[1]: 4F1A2B3C: enabling PIX workarounds: disable_esmtp for ${host}`,
    ],
  ])('%s', (rule, log) => {
    for (const host of ['127.0.0.1[127.0.0.1]:10026', 'localhost[::1]:25', 'filter.example.com[192.0.2.9]:10024'])
      expect(open(log(host)), host).toMatchObject([{ rule, message: expect.stringContaining('before which no firewall stands') }]);
    expect(open(log('mx.example.com[192.0.2.25]:25'))).toMatchObject([
      { rule, message: expect.not.stringContaining('no firewall stands') },
    ]);
  });
});

describe('what a file shows of the fate of mail is not surer than the file', () => {
  const on = (text: string) => `Aug 14 11:04:31 mx postfix/smtp[1]: 4F1A2B3C: ${text}`;
  const workarounds = on('enabling PIX workarounds: disable_esmtp for mx.example.com[192.0.2.25]:25');
  const refused = on('to=<b@example.com>, relay=mx.example.com[192.0.2.25]:25, dsn=5.1.1, status=bounced (550 5.1.1 no such user)');

  const sent = on('to=<c@example.com>, relay=mx.example.com[192.0.2.25]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)');
  const other = (text: string) => text.replace('4F1A2B3C', '5F1A2B3C');
  test.each([
    [[workarounds], 'This file does not show that the mail was delivered.'],
    [[workarounds, sent], 'The mail was delivered.'],
    [[workarounds, workarounds, sent], 'The mail was delivered.'],
    [[workarounds, refused], 'The mail bounced.'],
    [[workarounds, sent, refused], 'The mail was delivered to some of its recipients, and bounced for others.'],
    [[workarounds, other(workarounds), sent, other(sent)], 'All 2 mails were delivered.'],
    [[workarounds, other(workarounds), sent, other(refused)], 'Of 2 mails: 1 delivered, 1 bounced.'],
    [[workarounds, other(workarounds), sent], 'Of 2 mails: 1 delivered; of the rest this file does not show it.'],
  ])('%#: what came of the mail', (log, said) => {
    expect(open(log.join('\n'))).toMatchObject([{ message: expect.stringContaining(said) }]);
  });

  test('a server of one’s own is not said to stand behind a firewall', () => {
    const [finding] = open(workarounds.replace('mx.example.com[192.0.2.25]:25', '127.0.0.1[127.0.0.1]:10025'));
    expect(finding!.message).toContain('a firewall that is not there');
    expect(finding!.message).not.toMatch(/works around a firewall\.|the firewall would/);
  });

  test.each([
    'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host mx.example.com[192.0.2.25]',
    'a TLS session is required, but the server did not offer TLS support',
    'Diagnostic-Code: SMTP; 403 4.7.0 encryption too weak 0 less than 128',
    'No TLS achieved while control/tlshosts/mx.example.com.pem exists',
  ])('a bounce is of mail that waits no more: %s', (reason) => {
    const bounce = `Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; b@example.com\nAction: failed\nStatus: 5.7.4\n${reason}`;
    const [finding, ...none] = open(bounce);
    expect(none).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'tls-required-not-offered',
      message: expect.stringMatching(/keeps or returns mail|Mail is kept or returned/),
    });
  });
});

test('a mask on the way to a big provider is put on at the client’s own site', () => {
  for (const host of [
    'x.mail.protection.outlook.com',
    'mx.ess.barracudanetworks.com',
    'cluster1.messagelabs.com',
    'in1-smtp.messagingengine.com',
  ])
    expect(
      open(`Aug 14 11:04:31 mx postfix/smtp[1]: 4F1A2B3C: enabling PIX workarounds: disable_esmtp for ${host}[192.0.2.25]:25`),
    ).toMatchObject([
      { message: expect.stringContaining('stands at the client’s own site'), advice: expect.stringContaining('your own firewall') },
    ]);
});

test.each([
  ['RCPT TO', 'more than 100 recipients'],
  ['MAIL FROM', 'sender addresses of more than 320'],
  ['message body', 'header lines of more than 998'],
])('the limits of a phase are those of the default map: %s', (phase, limit) => {
  expect(open(`(lost connection with mx.example.com[198.51.100.25] while sending ${phase})`)).toMatchObject([
    { rule: 'delivery-timed-out', message: expect.stringContaining(limit) },
  ]);
});

describe('what keeps mail between two Exchange servers, and what others say of TLS', () => {
  test.each([
    [
      '451 5.7.3 Cannot achieve Exchange Server authentication',
      'possible',
      /X-ANONYMOUSTLS and X-EXPS .* receive connector/,
      /receive connectors$/,
    ],
    ['"reason":"TLS required but not supported"', 'likely', /not the version or the certificate/, /Test from inside/],
    [
      '451 STARTTLS is required for this sender - psmtp',
      'likely',
      /was not offered it, or did not use it\. .* a sender that does not use TLS another/,
      /Test from inside/,
    ],
  ])('%s', (line, confidence, said, advice) => {
    const [finding, ...none] = open(line);
    expect(none).toEqual([]);
    expect(finding).toMatchObject({ rule: 'tls-required-not-offered', confidence });
    expect(finding!.message).toMatch(said);
    expect(finding!.advice).toMatch(advice);
  });
});
