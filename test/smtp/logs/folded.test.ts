/** Delivery reports, whose reasons are folded, wrapped, quoted or encoded: one reason is one record, at its first line. */
import { describe, expect, test } from 'vitest';
import { readLogRecords } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';

const STATUS = `Reporting-MTA: dns; out.example.net
Final-Recipient: rfc822; user@example.com
Action: failed
Status: 4.7.4
`;

/** What stands in the report, and its records as `line kind host`. */
const REPORTS: readonly (readonly [what: string, text: string, records: readonly string[]])[] = [
  [
    'Postfix, folded',
    `${STATUS}Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\n    mx.example.com[192.0.2.1]\n`,
    ['5 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'Postfix, folded inside the words',
    `${STATUS}Diagnostic-Code: X-Postfix; TLS is\n\trequired, but was not offered by host mx.example.com[192.0.2.1]\n`,
    ['5 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'Postfix, for people',
    '<user@example.com> (expanded from <staff>): conversation with\n    mx.example.com[192.0.2.1] timed out while sending end of data -- message may be\n    sent more than once\n',
    ['1 postfix-lost-after-data mx.example.com [192.0.2.1]'],
  ],
  [
    'forwarded',
    '> Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\n>     mx.example.com[192.0.2.1]\n',
    ['1 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'sendmail, the echo folded',
    `${STATUS}Diagnostic-Code: SMTP; 500 5.5.1 Command\n unrecognized: "XXXXXXXX"\n`,
    ['5 quoted-masked-command undefined'],
  ],
  [
    'quoted-printable',
    '<user@example.com>: TLS is required, but was not offered by host mx.exampl=\ne.com[192.0.2.1] and=20nothing else=\n, so far\n',
    ['1 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'on a line of its own below the field: once',
    'Diagnostic-Code: X-Postfix;\n TLS is required, but was not offered by host mx.example.com[192.0.2.1]\n',
    ['2 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'several in one mbox',
    ['From MAILER-DAEMON\n', 'From MAILER-DAEMON\n']
      .map(
        (from) =>
          `${from}${STATUS}Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\n    mx.example.com[192.0.2.1]\n\n`,
      )
      .join(''),
    ['6 postfix-tls-required mx.example.com [192.0.2.1]', '14 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'the next field is none of it',
    'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\nRemote-MTA: dns; mx.example.com[192.0.2.1]\n',
    [],
  ],
  [
    'what it is folded with is lost',
    'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\nmx.example.com[192.0.2.1]\n',
    ['1 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'quoted in a mail, which wraps it',
    '> it came back with the error\n> "Diagnostic-Code: X-Postfix; TLS is required, but was not offered by\n> host mx.example.com[192.0.2.1]".\n>\n> Why?\n',
    ['2 postfix-tls-required mx.example.com [192.0.2.1]'],
  ],
  [
    'below a short line stands something else',
    'Diagnostic-Code: X-Postfix; TLS is required, but\nwas not offered by host mx.example.com[192.0.2.1]\n',
    [],
  ],
];

/** As RFC 2045 6.8 has it: base64 in lines of one length. */
function inBase64(text: string, width = 76): string {
  const encoded = btoa(text.replaceAll('\n', '\r\n'));
  return `${encoded.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n')}\n`;
}

describe.each(REPORTS.filter(([, , records]) => records.length > 0))('in base64: %s', (_, text, records) => {
  test.each([76, 72, 60])('in lines of %i', (width) => {
    const before = 'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n';
    const lines = Lines.read(before + inBase64(`Your mail:\n\n${text}`, width));
    const found = readLogRecords(lines).records;
    expect(found.map(({ kind, peer }) => `${kind} ${peer}`)).toEqual(records.map((record) => record.slice(record.indexOf(' ') + 1)));
    for (const { line, start, end, encoded } of found) {
      // Three octets are four letters: up to two that stand before it share its first group.
      const shown = atob(lines.text(line).slice(start, end));
      expect([0, 1, 2].some((before) => encoded!.startsWith(shown.slice(before, before + encoded!.length)))).toBe(true);
      expect(start % 4).toBe(0);
    }
  });
});

test.each([
  ['an attachment', inBase64(`PK\x03\x04\0\0${REPORTS[0]![1]}`)],
  ['words', `${'word'.repeat(12)}\n`],
])('nothing is read from %s', (_, text) => expect(readLogRecords(Lines.read(text)).records).toEqual([]));

describe.each(['\n', '\r\n'])('line ends %j', (eol) => {
  test.each(REPORTS)('%s', (_, text, records) => {
    const lines = Lines.read(text.replaceAll('\n', eol));
    const found = readLogRecords(lines).records;
    expect(found.map(({ line, kind, peer }) => `${line + 1} ${kind} ${peer}`)).toEqual(records);
    for (const { line, start, end } of found) expect(start < end && end <= lines.text(line).length).toBe(true);
  });
});
