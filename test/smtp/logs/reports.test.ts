/** A delivery report says its reason twice, and brings back a message that may quote anything. */
import { expect, test } from 'vitest';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const REASON = 'TLS is required, but was not offered by host\n    mx.example.com[192.0.2.1]';
const ECHO = '500 5.5.1 Command unrecognized: "XXXXXXXX"';
const forPeople = (to = 'b@example.com', reason = REASON) => `<${to}>: ${reason}\n\n`;
const forPrograms = (to = 'b@example.com', reason = REASON) =>
  `Final-Recipient: rfc822; ${to}\nAction: failed\nStatus: 4.7.4\nDiagnostic-Code: X-Postfix; ${reason}\n\n`;
const MTA = 'Reporting-MTA: dns; out.example.net\n\n';
const RETURNED = `From: a@example.net\nSubject: a question\n\nMy friend got ${ECHO}.\n\n`;

/** @param returned of what type the message is that came back */
function report(text: string, status: string, returned = 'message/rfc822'): string {
  const parts = [`Content-Type: text/plain\n\n${text}`, `Content-Type: message/delivery-status\n\n${MTA}${status}`];
  return `${[...parts, `Content-Type: ${returned}\n\n${RETURNED}`].map((part) => `--=_b1\n${part}`).join('')}--=_b1--\n`;
}

const kinds = (text: string, eol: string) => readLogRecords(Lines.read(text.replaceAll('\n', eol))).records.map(({ kind }) => kind);

const TLS = 'postfix-tls-required';
const LOST = 'conversation with mx.example.com[192.0.2.1] timed out while sending end of data';

test.each([
  ['one recipient', report(forPeople(), forPrograms()), [TLS]],
  ['two', report(forPeople() + forPeople('c@example.com'), forPrograms() + forPrograms('c@example.com')), [TLS, TLS]],
  ['two, told to people together', report(forPeople(), forPrograms() + forPrograms('c@example.com')), [TLS, TLS]],
  ['told to people twice', report(forPeople() + forPeople(), forPrograms()), [TLS]],
  [
    'two, each told to people twice',
    report((forPeople() + forPeople('c@example.com')).repeat(2), forPrograms() + forPrograms('c@example.com')),
    [TLS, TLS],
  ],
  ['a log above it', `${forPeople().repeat(3)}${report(forPeople(), forPrograms())}`, [TLS, TLS, TLS, TLS]],
  ['a log above one that is pasted', `${forPeople().repeat(3)}${MTA}${forPrograms()}`, [TLS, TLS, TLS]],
  ['for programs alone', report('Sorry.\n\n', forPrograms()), [TLS]],
  ['two reasons', report(forPeople() + forPeople('c@example.com', LOST), forPrograms()), [TLS, 'postfix-lost-after-data']],
  ['its header alone came back', report(forPeople(), forPrograms(), 'text/rfc822-headers'), [TLS]],
  ['pasted without its parts', forPeople() + MTA + forPrograms(), [TLS]],
  ['pasted, and talk below it', `${MTA}${forPrograms()}We saw ${ECHO} as well.\n`, [TLS, 'quoted-masked-command']],
  ['one behind another in a mailbox', `From x\n${report(forPeople(), forPrograms())}\nFrom y\n${report('', forPrograms())}`, [TLS, TLS]],
  ['a message without a report before one', `From x\n\n${forPeople()}From y\n\n${report('', forPrograms())}`, [TLS, TLS]],
  [
    'what came back has no end in this mailbox',
    `${report(forPeople(), forPrograms()).replace('--=_b1--\n', '')}From y\n\n${ECHO}\n`,
    [TLS, 'quoted-masked-command'],
  ],
  [
    'forwarded as a message',
    `--outer\nContent-Type: text/plain\n\nWhat is this?\n--outer\nContent-Type: message/rfc822\n\n${report(forPeople(), forPrograms())}--outer--\n`,
    [TLS],
  ],
])('%s', (_, text, expected) => {
  for (const eol of ['\n', '\r\n']) expect(kinds(text, eol)).toEqual(expected);
});

test('an edit that makes a report of it, and back, gives what a fresh reading gives', () => {
  const whole = Lines.read(report(forPeople(), forPrograms()));
  const cut = Lines.read(
    report(forPeople(), forPrograms()).replace('message/delivery-status', 'text/plain').replace('Reporting-MTA', 'Reporting'),
  );
  const before = readLogRecords(whole);
  const after = readLogRecords(cut, { lines: whole, recordsRead: before.recordsRead });
  expect(after).toEqual(readLogRecords(cut));
  expect(after.records.length).toBeGreaterThan(before.records.length);
  expect(readLogRecords(whole, { lines: cut, recordsRead: after.recordsRead })).toEqual(before);
});
