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
    'Diagnostic-Code: X-Postfix; TLS is required, but was not offered by host\nmx.example.com[192.0.2.1]\n',
    [],
  ],
];

describe.each(['\n', '\r\n'])('line ends %j', (eol) => {
  test.each(REPORTS)('%s', (_, text, records) => {
    const lines = Lines.read(text.replaceAll('\n', eol));
    const found = readLogRecords(lines);
    expect(found.map(({ line, kind, peer }) => `${line + 1} ${kind} ${peer}`)).toEqual(records);
    for (const { line, start, end } of found) expect(start < end && end <= lines.text(line).length).toBe(true);
  });
});
