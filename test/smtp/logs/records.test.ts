import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLogRecords, recognise, recordKinds, triggers } from '../../../server/src/smtp/logs/records.ts';
import { Lines } from '../../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../../support/cpu.ts';

const FLOW = {
  sourceInterface: 'outside',
  source: '203.0.113.7',
  sourcePort: '36459',
  destinationInterface: 'inside',
  destination: '198.51.100.25',
  destinationPort: '25',
};
const HOST = { host: 'mx.example.com', address: '198.51.100.25' };

/** Each line: its kind, the first words of the part that says it, and its fields. */
const LINES: readonly [line: string, kind: string | undefined, at?: string, fields?: Record<string, string>][] = [
  ['25/tcp open  smtp    syn-ack Cisco PIX sanitized smtpd', 'nmap-pix', 'Cisco'],
  ['25/tcp open  smtp    BorderWare firewall smtpd', undefined],
  [
    'Connected to 198.51.100.25 but connection died. Possible duplicate! (#4.4.2)',
    'qmail-lost-after-data',
    'Connected',
    { address: '198.51.100.25' },
  ],
  ['Connected to 198.51.100.25 but connection died. (#4.4.2)', undefined],
  [
    '@4000000066 delivery 1: deferral: Connected_to_198.51.100.25_but_connection_died._Possible_duplicate!_(#4.4.2)/',
    'qmail-lost-after-data',
    'Connected',
    { address: '198.51.100.25' },
  ],
  ['No TLS achieved while control/tlshosts/mx.example.com.pem exists', 'qmail-tls-required', 'No TLS', { host: 'mx.example.com' }],
  [
    'delivery 2: deferral: No_TLS_achieved_while_/var/qmail/control/tlshosts/mx.example.com.pem_exists/',
    'qmail-tls-required',
    'No_TLS',
    { host: 'mx.example.com' },
  ],
  [
    'sm-mta[7]: 0AR: to=<b@example.com>, dsn=4.7.0, stat=Deferred: 403 4.7.0 encryption too weak 0 less than 112',
    'sendmail-tls-required',
    'encryption',
    {},
  ],
  ['stat=Deferred: 403 4.7.0 encryption too weak 56 less than 112', undefined],
  ['stat=Deferred: 403 4.7.0 other side does not support STARTTLS', 'sendmail-tls-required', 'other', {}],
  [
    "Remote Server returned '550 5.4.317 Message expired, cannot connect to remote server(451 5.7.3 STARTTLS is required to send mail)'",
    'exchange-tls-wanted',
    '451',
    {},
  ],
  [
    'LastError : 451 4.4.0 Primary target IP address responded with: "451 5.7.3 Must issue a STARTTLS command first."',
    'exchange-tls-wanted',
    '451 5',
    {},
  ],
  ['530 5.7.0 Must issue a STARTTLS command first', undefined],
  [
    'LastError : 451 4.4.0 Primary target IP address responded with: "451 5.7.3 Cannot achieve Exchange Server authentication."',
    'exchange-authentication',
    '451 5',
    {},
  ],
  ['{"event":"bounce","type":"blocked","reason":"TLS required but not supported"}', 'sendgrid-tls-required', 'TLS', {}],
  ['451 STARTTLS is required for this sender - psmtp', 'postini-tls-required', '451', {}],
  ['The remote SMTP service does not support TLS.', 'exchange-tls-required', 'remote', {}],
  ['you may hit “TLS is required, but was not offered by host 127.0.0.1”', 'postfix-tls-required', 'TLS is', { name: '127.0.0.1' }],
  [
    'status=deferred (conversation with mail.example.com timed out while sending end of data -- message may be sent more than once)',
    'postfix-lost-after-data',
    'conversation',
    { how: 'conversation', name: 'mail.example.com' },
  ],
  ['TLS is required, but was not offered by host %s', undefined],
  ['TLS is required, but was not offered by host ...', undefined],
  ['TLS is required, but was not offered by host mx.examp=', undefined],
  [
    "2026-11-27T09:00:00Z,Out,08D,9,192.0.2.9:64526,198.51.100.25:25,*,,Connector is configured to send mail only over TLS connections and remote doesn't support TLS",
    'exchange-tls-required',
    'only',
    {},
  ],
  ['550 5.7.321 starttls-not-supported: Destination mail server must support TLS', 'exchange-tls-policy', '5.7.321', {}],
  [
    '%ASA-2-108002: SMTP replaced <: out 203.0.113.7 in 198.51.100.25 data: RCPT TO:<a<b@example.com>',
    'asa-108002',
    '%ASA-2',
    { replaced: '<', outside: '203.0.113.7', inside: '198.51.100.25', data: 'RCPT TO:<a<b@example.com>' },
  ],
  [
    '%ASA-2-108003: Terminating ESMTP connection; malicious pattern detected in the mail address from outside:203.0.113.7/36459 to inside:198.51.100.25/25. Mail Address:a|b',
    'asa-108003',
    '%ASA',
    { ...FLOW, data: 'a|b' },
  ],
  [
    'Jul  1 10:00:00 fw : %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.7/36459 to inside:198.51.100.25/25; matched Class 4: header line length gt 998',
    'asa-108004',
    '%ASA',
    { ...FLOW, action: 'Dropped connection for', direction: 'Request', classNumber: '4', match: 'header line length gt 998' },
  ],
  [
    '<164>%PIX-4-108004 : ESMTP Classification : Reset connection for ESMTP Response from outside:203.0.113.7/36459 to inside:198.51.100.25/25 ; matched Class 2 : cmd RCPT count gt 100',
    'asa-108004',
    '%PIX',
    { ...FLOW, device: 'PIX', action: 'Reset connection for', direction: 'Response', classNumber: '2', match: 'cmd RCPT count gt 100' },
  ],
  [
    '%FWSM-4-108004: ESMTP Parameter: Dropped ESMTP Request from outside:203.0.113.7|36459 to inside:198.51.100.25|25;mail relay',
    'asa-108004',
    '%FWSM',
    { ...FLOW, part: 'Parameter', action: 'Dropped', info: 'mail relay' },
  ],
  [
    '%ASA-session-4-108004: ESMTP Classification: Masked header flags for ESMTP Response from outside:203.0.113.7/36459 (192.0.2.1/36459) to inside:198.51.100.25/25; matched Class 7: ehlo-reply-parameter others',
    'asa-108004',
    '%ASA',
    { ...FLOW, action: 'Masked header flags for', match: 'ehlo-reply-parameter others' },
  ],
  [
    '%ASA-6-108005: ESMTP Classification: Received ESMTP Request from outside:203.0.113.7/36459 to inside:198.51.100.25/25; matched Class 3: body line length gt 998',
    'asa-108005',
    '%ASA',
    { ...FLOW, match: 'body line length gt 998' },
  ],
  [
    '%ASA-7-108006: Detected ESMTP size violation from outside:203.0.113.7/36459 to inside:198.51.100.25/25; declared size is: 1000, actual size is 2000',
    'asa-108006',
    '%ASA',
    { ...FLOW, declared: '1000', actual: '2000' },
  ],
  [
    '%ASA-6-108007: TLS started on ESMTP session between client outside:203.0.113.7/36459 and server inside:198.51.100.25/25',
    'asa-108007',
    '%ASA',
    FLOW,
  ],
  [
    '%ASA-4-507003: tcp flow from outside:203.0.113.7/36459 to inside:198.51.100.25/25 terminated by inspection engine, reason - inspector disconnected, dropped packet.',
    'asa-507003',
    '%ASA',
    { ...FLOW, reason: 'inspector disconnected, dropped packet' },
  ],
  [
    '%ASA-3-507003: The flow of type tcp from the originating interface: outside:203.0.113.7/36459 to inside:198.51.100.25/25 terminated by inspection engine, reason-reset.',
    'asa-507003',
    '%ASA',
    { ...FLOW, reason: 'reset' },
  ],
  ['%ASA-4-507003: udp flow from outside:203.0.113.7/53 to inside:198.51.100.25/53 terminated by inspection engine, reason - x', undefined],
  ['%ASA-4-106023: Deny tcp src outside:203.0.113.7/108004 dst inside:198.51.100.25/25 by access-group "x"', undefined],

  [
    'mx postfix/smtp[1]: 4F2: enabling PIX workarounds: disable_esmtp delay_dotcrlf for mx.example.com[198.51.100.25]:25',
    'postfix-pix-workarounds',
    'enabling',
    { ...HOST, port: '25', workarounds: 'disable_esmtp delay_dotcrlf' },
  ],
  ['4F2: enabling PIX <CRLF>.<CRLF> workaround for mx.example.com[198.51.100.25]', 'postfix-pix-workarounds', 'enabling', HOST],
  ['status=deferred (TLS is required, but was not offered by host mx.example.com[198.51.100.25])', 'postfix-tls-required', 'TLS', HOST],
  [
    '(TLS is required, but host mx.example.com[198.51.100.25] refused to start TLS: 500 5.5.1 unrecognized)',
    'postfix-tls-required',
    'TLS',
    { ...HOST, reply: '500 5.5.1 unrecognized)' },
  ],
  [
    '(lost connection with mx.example.com[198.51.100.25] while sending end of data -- message may be sent more than once)',
    'postfix-lost-after-data',
    'lost',
    { ...HOST, how: 'lost connection' },
  ],
  [
    '(conversation with mx.example.com[198.51.100.25] timed out while sending end of data -- message may be sent more than once)',
    'postfix-lost-after-data',
    'conversation',
    { ...HOST, how: 'conversation' },
  ],
  [
    '(lost connection with mx.example.com[2001:db8::25] while sending RCPT TO)',
    'postfix-lost-in-message',
    'lost',
    { address: '2001:db8::25', phase: 'RCPT TO' },
  ],
  ['(conversation with mx.example.com[198.51.100.25] timed out while receiving the initial server greeting)', undefined],

  [
    'R=dnslookup T=remote_smtp: SMTP timeout while connected to mx.example.com [198.51.100.25] after sending data block (8191 bytes written)',
    'exim-lost-after-data',
    'SMTP timeout',
    HOST,
  ],
  [
    'H=mx.example.com [198.51.100.25]: SMTP timeout after sending data block (8191 bytes written): Connection timed out',
    'exim-lost-after-data',
    'SMTP timeout',
  ],
  ['H=mx.example.com [198.51.100.25]: Remote host closed connection in response to end of data', 'exim-lost-after-data', 'Remote'],
  ['H=mx.example.com [198.51.100.25]: SMTP timeout after initial connection: Connection timed out', undefined],
  ['H=mx.example.com [198.51.100.25]: a TLS session is required, but the server did not offer TLS support', 'exim-tls-required', 'a TLS'],
  [
    '2026-11-22 01:49:51 SMTP syntax error in "XXXXXXXX" H=client.example.net [203.0.113.9] unrecognized command',
    'exim-masked-command',
    'SMTP',
    { shown: 'XXXXXXXX', host: 'client.example.net', address: '203.0.113.9' },
  ],
  ['2026-11-22 01:49:51 SMTP syntax error in "FOO" H=[203.0.113.9] unrecognized command', undefined],
  [
    'smtpd[1]: 9a smtp failed-command command="XXXX ME" result="500 5.5.1 Invalid command: Command unrecognized"',
    'opensmtpd-masked-command',
    'smtp failed',
    { shown: 'XXXX', argument: 'ME' },
  ],
  ['500 5.5.1 Command unrecognized: "XXXXXXXX" (state 8)', 'quoted-masked-command', 'unrecognized', { shown: 'XXXXXXXX', state: '8' }],
  ['451 4.7.6 [internal] STARTTLS required but not advertised', 'reported-tls-required', '451'],
  ["throw new Error('STARTTLS required but not advertised')", undefined],
  ['  "result-type": "starttls-not-supported",', 'reported-tls-policy', '"result'],
  ['SMTP TLS\tWarning - Does not support TLS.', 'reported-no-tls', 'Warning'],
  ['WebSocket does not support TLS.', undefined],
  [
    'Aug 14 11:04:32 out postfix/smtp[1]: 4F1A2B3C: to=<b@example.com>, relay=mx.example.com[198.51.100.25]:25, dsn=2.0.0, status=sent (250 Ok)',
    'postfix-delivered',
    ': to=<',
    { ...HOST, id: '4F1A2B3C' },
  ],
  [
    'Aug 14 11:04:32 out postfix/smtp[1]: 4F1A2B3C: to=<b@example.com>, relay=mx.example.com[198.51.100.25]:25, dsn=5.1.1, status=bounced (host mx.example.com[198.51.100.25] said: 550 5.1.1 no such user)',
    'postfix-bounced',
    ': to=<',
    { ...HOST, id: '4F1A2B3C' },
  ],
  ["500 Command unknown: 'XXX'", 'quoted-masked-command', 'unknown', { shown: 'XXX' }],
  ['500 5.5.1 Command unrecognized: "XCLIENT"', undefined],
  ["500 Command unknown: 'XXXL'", undefined],

  ['- Bericht afgebroken MID XXX', 'esa-message-aborted', 'Bericht'],
  ['- 21916 geaborteerde ICID ontvangen is verloren', 'esa-receiving-lost', '21916'],
  ['- ICID 21916 sluiten', 'esa-connection-closed', 'ICID', { what: 'ICID', id: '21916' }],
  [
    '- Verbindingsfout: DCID: XXX domein:example.com IP: 10.1.2.3 poort: 25 details: [Fout 60]',
    'esa-delivery-failed',
    'Verbindingsfout',
    { domain: 'example.com', address: '10.1.2.3', port: '25', errno: '60' },
  ],
  [
    'Time out-interface voor bediening: 10.10.10.1 reden: netwerkfout',
    'esa-delivery-failed-rest',
    'Time',
    { interface: '10.10.10.1', reason: 'netwerkfout' },
  ],
  ['Thu Aug 14 11:05:36 2014 Info: Message aborted MID 1404 Receiving aborted', 'esa-message-aborted', 'Message', { mid: '1404' }],
  ['Info: Message 1006902 aborted: Receiving aborted', 'esa-message-aborted', 'Message', { message: '1006902' }],
  ['Info: Message aborted MID 1404 Receiving aborted by sender', 'esa-aborted-by-sender', 'Message'],
  ['Info: Message aborted MID 1404 Dropped by antispam', undefined],
  ['Info: Message finished MID 1404 aborted', undefined],
  ['Info: ICID 10293 lost', 'esa-connection-lost', 'ICID', { icid: '10293' }],
  ['Receiving aborted ICID 21916 lost', 'esa-receiving-lost', 'Receiving', { icid: '21916' }],
  ['Info: DCID 7 close', 'esa-connection-closed', 'DCID', { what: 'DCID', id: '7' }],
  [
    'Info: Connection Error: DCID 7 domain: example.com IP: 192.0.2.3 port: 25 details: [Errno 60] Operation timed out interface: 192.0.2.1 reason: network error',
    'esa-delivery-failed',
    'Connection',
    { domain: 'example.com', address: '192.0.2.3', errno: '60' },
  ],
  [
    'Info: Connection Error: DCID: 7 domain: example.com IP: 192.0.2.3 port: 25 details: [Error 61] Connection refused interface: 192.0.2.1 reason: network error',
    'esa-delivery-failed',
    'Connection',
    { errno: '61' },
  ],
  ['Info: DCID 5 TLS failed: STARTTLS command not supported', 'esa-starttls-not-supported', 'DCID', { what: 'failed' }],
  [
    'Info: DCID 8 IP 203.0.113.40 TLS was required but could not be successfully negotiated',
    'esa-tls-required',
    'DCID',
    { address: '203.0.113.40' },
  ],
  ['Info: ICID 5 TLS failed', 'esa-tls-failed', 'ICID'],
  ['Info: ICID 5 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384', undefined],
  [
    'Info: New SMTP ICID 7 interface Data 1 (198.51.100.1) address 203.0.113.9 reverse dns host unknown verified no',
    'esa-new-connection',
    'New',
    { icid: '7', address: '203.0.113.9' },
  ],
  ['Info: Start MID 14 ICID 7', 'esa-message-start', 'Start', { mid: '14', icid: '7' }],
  ['we lost', undefined],
  ['', undefined],
];

const MESSAGE =
  'ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.7/36459 to inside:198.51.100.25/25; matched Class 4: header line length gt 998';

/** What collectors and viewers make of one message: around it, and behind it. */
const EXPORTS: readonly (readonly [what: string, line: string])[] = [
  ['the viewer of ASDM', `4|Nov 27 2026|10:11:12|108004|203.0.113.7|36459|198.51.100.25|25|${MESSAGE}`],
  ['CSV', `"4","Nov 27 2026 10:11:12","108004","${MESSAGE}"`],
  ['CSV, not the last column', `4,108004,"${MESSAGE}",fw1`],
  ['JSON', `{"id":"108004","message":"${MESSAGE}","host":"fw1"}`],
  ['JSON that writes the slash escaped', JSON.stringify({ message: MESSAGE, host: 'fw1' }).replaceAll('/', '\\/')],
  ['JSON inside JSON', JSON.stringify({ log: JSON.stringify({ message: MESSAGE, host: 'fw1' }) })],
  ['a line end kept in JSON', JSON.stringify({ message: `${MESSAGE}\r\n` })],
  ['CEF', `CEF:0|CISCO|ASA||108004|ESMTP|4| src=203.0.113.7 msg=${MESSAGE} deviceExternalId=fw1`],
  ['key and value', `time=10:11 msg="${MESSAGE}" severity=4`],
  ['a tag', `${MESSAGE}, tag=firewall`],
  ['octal of rsyslog', `${MESSAGE}#015`],
  ['XML', `<log>${MESSAGE}</log>`],
  ['HTML, quoted', `&quot;${MESSAGE}&quot;`],
  ['Python', `{'message': '${MESSAGE}', 'host': 'fw1'}`],
  ['Markdown', `The log says \`%ASA-4-108004: ${MESSAGE}\`, nothing else`],
  ['a sentence', `%ASA-4-108004: ${MESSAGE}. That is all.`],
  ['a full stop', `%ASA-4-108004: ${MESSAGE}.`],
];

describe('a message of the firewall in an export', () => {
  test.each(EXPORTS)('%s', (_, line) => {
    const record = recognise(line, 0);
    expect(record?.kind).toBe('asa-108004');
    expect(record?.fields).toMatchObject({ ...FLOW, classNumber: '4', match: 'header line length gt 998' });
    expect(line.slice(record!.start, record!.end).endsWith('gt 998')).toBe(true);
  });

  const head = MESSAGE.slice(0, MESSAGE.indexOf('header line'));
  test.each([
    ['ehlo-reply-parameter others', '", "host": "x"'],
    ['cmd verb EHLO HELO', ' host=fw1'],
    ['not sender-address regex class OURS', '.'],
    ['cmd RCPT count gt 100', '; seen twice'],
    ['sender-address regex SPAMMERS', '</log>'],
    ['MIME filetype regex EXE', '`'],
    ['something of a later release', '", "host": "x"'],
  ])('%s ends there', (match, behind) => {
    expect(recognise(head + match + behind, 0)?.fields['match']).toBe(match);
  });

  test.each([
    [
      'asa-108002',
      'SMTP replaced <: out 203.0.113.7 in 198.51.100.25 data: RCPT TO:<a b@example.com>',
      'data',
      'RCPT TO:<a b@example.com>',
    ],
    [
      'asa-108003',
      'Terminating ESMTP connection; malicious pattern detected in the mail address from outside:203.0.113.7/36459 to inside:198.51.100.25/25. Mail Address:"a b|c"@example.com',
      'data',
      '"a b|c"@example.com',
    ],
    [
      'asa-108004',
      'ESMTP Parameter: Dropped connection for ESMTP Request from outside:203.0.113.7/36459 to inside:198.51.100.25/25;mail relay',
      'info',
      'mail relay',
    ],
    [
      'asa-108005',
      'ESMTP Classification: Received ESMTP Request from outside:203.0.113.7/36459 to inside:198.51.100.25/25; matched Class 3: body line length gt 998',
      'match',
      'body line length gt 998',
    ],
    [
      'asa-108006',
      'Detected ESMTP size violation from outside:203.0.113.7/36459 to inside:198.51.100.25/25; declared size is: 10, actual size is 20',
      'actual',
      '20',
    ],
    [
      'asa-108007',
      'TLS started on ESMTP session between client outside:203.0.113.7/36459 and server inside:198.51.100.25/25',
      'source',
      '203.0.113.7',
    ],
    [
      'asa-507003',
      'tcp flow from outside:203.0.113.7/36459 to inside:198.51.100.25/25 terminated by inspection engine, reason - inspector disconnected, dropped packet.',
      'reason',
      'inspector disconnected, dropped packet',
    ],
  ])('%s without its number', (kind, message, field, value) => {
    for (const line of [message, `{"message":"${message}","host":"fw"}`]) {
      const record = recognise(line, 0);
      expect(record?.kind).toBe(kind);
      expect(record?.fields[field]).toBe(value);
    }
  });
});

describe('one line', () => {
  test.each(LINES)('%s', (line, kind, at = '', fields = {}) => {
    const record = recognise(line, 3);
    expect(record?.kind).toBe(kind);
    if (record === undefined) return;
    expect(record).toMatchObject({ line: 3, start: line.indexOf(at), fields });
    expect(record.end).toBeLessThanOrEqual(line.length);
  });

  test('any text in front of it moves its columns only', () => {
    for (const [line] of LINES) {
      const plain = recognise(line, 0);
      const moved = recognise(`10.9.8.7 größe 😀 > ${line}`, 0);
      const by = '10.9.8.7 größe 😀 > '.length;
      expect(moved).toEqual(plain === undefined ? undefined : { ...plain, start: plain.start + by, end: plain.end + by });
    }
  });
});

test('every kind has a line above', () => {
  const shown = new Set(LINES.map(([, kind]) => kind));
  expect(recordKinds.map(({ kind }) => kind).filter((kind) => !shown.has(kind))).toEqual([]);
});

test('all groups that capture have a name', () => {
  for (const { pattern } of recordKinds)
    expect(new RegExp(`${pattern.source}|`).exec('')!.length - 1).toBe((pattern.source.match(/\(\?<\w+>/g) ?? []).length);
});

test('triggers are what the byte search needs: ASCII, five characters or more, none at the beginning of another', () => {
  for (const trigger of triggers) {
    expect(trigger).toMatch(/^[ -~]{5,}$/);
    expect(triggers.filter((other) => other !== trigger && other.startsWith(trigger))).toEqual([]);
  }
});

test('any text is read, in time that grows with its length only', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...triggers, ' ', 'X', '"', '[', 'from inside:'), fc.string({ unit: 'binary' }))),
      (parts) => {
        const lines = Lines.read(parts.join(''));
        for (const { line, start, end } of readLogRecords(lines).records)
          expect(lines.text(line).slice(start, end)).toHaveLength(end - start);
      },
    ),
  );
  // The worst that each literal can be followed by: long runs of what its pattern may take.
  for (const filler of ['x', ' ', 'X', ':', '1', '[']) {
    const cost = cpuMilliseconds(() => {
      for (const trigger of triggers) recognise(`${filler.repeat(3000)}${trigger}${filler.repeat(5000)}`, 0);
      for (const [line] of LINES) recognise(line.replaceAll(' ', filler.repeat(60)), 0);
    });
    expect(cost).toBeLessThan(4000);
  }
});
