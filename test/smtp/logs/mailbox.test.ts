/** A mailbox that is streamed gives what it gives as an open document, however it is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from '../../../server/src/smtp/logs/groups.ts';
import { isMailbox, MailboxScan } from '../../../server/src/smtp/logs/mailbox.ts';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const FOLDED =
  'Final-Recipient: rfc822; user@example.com\nDiagnostic-Code: X-Postfix; TLS is required, but was not offered by host\n    mx.example.com[192.0.2.1]\n\n';
const PLAIN = 'Reporting-MTA: dns; out.example.net\nDiagnostic-Code: smtp; 500 5.5.1 Command unrecognized: "XXXXXXXX"\n\n';
const ENCODED = `Content-Transfer-Encoding: base64\n\n${btoa(FOLDED.replaceAll('\n', '\r\n'))
  .match(/.{1,76}/g)!
  .join('\n')}\n\n`;
/** It says its reason twice, and the message that came back quotes another. */
const REPORT = `--b1\nContent-Type: text/plain\n\n${FOLDED.replace(/^.*\n.*X-Postfix;/, '<user@example.com>:')}--b1\nContent-Type: message/delivery-status\n\n${FOLDED}--b1\nContent-Type: message/rfc822\n\n${PLAIN}--b1--\n\n`;
const message = fc.constantFrom(
  ...[FOLDED, PLAIN, ENCODED, REPORT].map(
    (part) => `From MAILER-DAEMON Fri Nov 27 10:00:00 2026\nSubject: Undelivered größe 😀\n\n${part}`,
  ),
  `From a@example.net Fri Nov 27 10:00:00 2026\n\n${'No empty line here.\n'.repeat(9000)}`,
);

test('any mailbox, cut anywhere', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 300_000 }),
      (messages, eol, size) => {
        const text = messages.join('').replaceAll('\n', eol);
        const bytes = new TextEncoder().encode(text);
        const scan = new MailboxScan();
        // Never so many pieces that the test is about them.
        const step = Math.max(size, Math.ceil(bytes.length / 50));
        for (let from = 0; from < bytes.length; from += step) scan.feed(bytes.slice(from, from + step));
        const lines = Lines.read(text);
        expect(scan.end()).toEqual(groupsOf(readLogRecords(lines).records));
        expect(scan.lines).toBe(lines.count);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['From MAILER-DAEMON Fri Nov 27 10:00:00 2026\nReturn-Path: <>\nReceived: by mx\n', true],
  ['\uFEFFReturn-Path: <>\r\nDelivered-To: a@example.net\r\n', true],
  ['Nov 27 10:00:00 mx postfix/smtp[1]: A: to=<a@b>\n', false],
  ['From: the administrator\nnothing more\n', false],
  ['220 mx.example.com ESMTP\nEHLO a\nDATA\nFrom: a\nTo: b\n', false],
])('%j', (text, is) => expect(isMailbox(text)).toBe(is));
