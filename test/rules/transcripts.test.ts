/** What the rules about sessions say: one hazard once, sizes in octets, `would` where no firewall is in sight, nothing about clean mail. */
import { describe, expect, test } from 'vitest';
import { checkTranscript } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { transcriptRules } from '../../server/src/rules/transcript-rules.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

function check(...lines: string[]): Finding[] {
  return checkTranscript(readTranscript(Lines.read(lines.join('\n'))));
}

function of(rule: string, findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.rule === rule);
}

const HELLO = [
  '220 mx.example.com ESMTP',
  'EHLO client.example.net',
  '250-mx.example.com',
  '250-PIPELINING',
  '250-SIZE 10240000',
  '250 8BITMIME',
];
const OFFERED = [...HELLO.slice(0, 5), '250 STARTTLS'];
const MASKED = [
  '220 ****************************',
  'EHLO client.example.net',
  '250-mx.example.com',
  '250-SIZE 10240000',
  '250-XXXXXXXA',
  '250 8BITMIME',
];
const MAIL = ['MAIL FROM:<alice@example.net>', '250 2.1.0 Ok', 'RCPT TO:<bob@example.com>', '250 2.1.5 Ok', 'DATA', '354 Go ahead'];
const END = ['.', '250 2.0.0 Ok: queued', 'QUIT', '221 2.0.0 Bye'];

test('the rules and their names: each once, each with a summary in a sentence', () => {
  expect(new Set(transcriptRules.map(({ name }) => name)).size).toBe(transcriptRules.length);
  for (const { summary } of transcriptRules) expect(summary).toMatch(/^[A-Z].*\.$/);
});

describe('starttls-refused', () => {
  test('stands on the 500 and points at the masked keyword', () => {
    const findings = check('250-8BITMIME\\', '250-SIZE 14680064', '250 XXXXXXXA', 'STARTTLS', '500 #5.5.1 command not recognized');
    expect(findings.map(({ rule }) => rule)).toEqual(['masked-ehlo-keyword', 'starttls-refused']);
    const [keyword, refused] = findings;
    expect(keyword!.range).toEqual({ start: { line: 2, character: 4 }, end: { line: 2, character: 12 } });
    expect(keyword!.message).toContain('STARTTLS');
    expect(refused!.range).toEqual({ start: { line: 4, character: 0 }, end: { line: 4, character: 3 } });
    expect(refused!.related.map(({ range }) => range)).toContainEqual(keyword!.range);
  });

  test.each([
    ['quoted as X', [...HELLO, 'STARTTLS', '500 5.5.1 Command unrecognized: "XXXXXXXX"'], 'certain'],
    ['other masks', [...MASKED.slice(0, 4), '250 8BITMIME', 'STARTTLS', '500 5.5.2 Error: command not recognized'], 'likely'],
    ['offered and unknown', [...HELLO.slice(0, 5), '250 STARTTLS', 'STARTTLS', '500 5.5.2 Error: command not recognized'], 'likely'],
    [
      'the server’s own refusal',
      [...HELLO.slice(0, 5), '250 STARTTLS', 'STARTTLS', '554 5.7.3 Unable to initialize security subsystem'],
      'certain',
    ],
    ['not offered', [...HELLO, 'STARTTLS', '502 5.5.1 Error: command not implemented'], 'possible'],
    ['answered like NOOP', ['220 *****************', 'EHLO a', '250 OK', 'STARTTLS', '250 OK'], 'likely'],
  ] as const)('%s: %s', (_, lines, confidence) => {
    expect(of('starttls-refused', check(...lines))).toMatchObject([{ confidence }]);
  });

  test('a reason of the server’s own is not blamed on a firewall', () => {
    const [own] = of('starttls-refused', check(...MASKED, 'STARTTLS', '554 5.7.3 Unable to initialize security subsystem'));
    expect(own).toMatchObject({ confidence: 'likely', message: expect.stringContaining('refused with 554, which is no answer') });
  });

  test('nothing is said of keywords that the file does not show', () => {
    const [cut] = of('starttls-refused', check(...HELLO.slice(0, 3), 'STARTTLS', '500 5.5.2 Error: command not recognized'));
    expect(cut).toMatchObject({ confidence: 'possible', message: expect.stringContaining('does not show what the server offers') });
  });

  test('a go-ahead is none, nor is a refusal for now', () => {
    expect(of('starttls-refused', check(...HELLO, 'STARTTLS', '220 2.0.0 Ready to start TLS'))).toEqual([]);
    expect(of('starttls-refused', check(...HELLO, 'STARTTLS', '421 4.7.0 Too busy'))).toEqual([]);
  });

  test.each([
    ['TLS of the server is broken', [...HELLO, 'STARTTLS', '454 4.7.0 TLS not available'], 'certain', 'and no firewall'],
    [
      'refused for now, too many',
      [...OFFERED, 'STARTTLS', '454 4.3.2 Too many connections, try later'],
      'certain',
      'refused STARTTLS for now, with this reason: "4.3.2 Too many connections, try later"',
    ],
    [
      'refused for now, unwelcome',
      [...OFFERED, 'STARTTLS', '454 4.7.1 <no.tls.example.net[192.0.2.7]>: Client host rejected: Access denied'],
      'certain',
      'refused STARTTLS for now, with this reason: "4.7.1 <no.tls',
    ],
    ['refused for now, no word', [...OFFERED, 'STARTTLS', '454'], 'certain', 'for now, without a reason'],
    ['no certificate', [...OFFERED, 'STARTTLS', '454 TLS missing certificate: error:02001002'], 'certain', 'certificate, key or library'],
    ['currently', [...OFFERED, 'STARTTLS', '454 TLS currently unavailable'], 'certain', 'certificate, key or library'],
    ['before EHLO', [HELLO[0]!, 'STARTTLS', '503 5.5.1 Send hello first'], 'likely', 'the client has the order wrong'],
    ['before EHLO, unknown', [HELLO[0]!, 'STARTTLS', '500 5.5.1 Unknown'], 'possible', 'was sent before EHLO'],
    [
      'what an inspection masks stands in plain',
      [...HELLO.slice(0, 5), '250 CHUNKING', 'STARTTLS', '500 5.3.3 Unrecognized command'],
      'likely',
      'CHUNKING stands in plain, which ESMTP inspection masks',
    ],
    ['a masked keyword of that length', [...MASKED, 'STARTTLS', '500 5.5.2 Error: command not recognized'], 'likely', 'most likely'],
    [
      'this machine',
      ['Trying 127.0.0.1...', 'Connected to localhost.', "Escape character is '^]'.", ...HELLO, 'STARTTLS', '502 5.5.1 No'],
      'likely',
      'before which no firewall stands',
    ],
  ] as const)('the side, and how sure: %s', (_, lines, confidence, said) => {
    expect(of('starttls-refused', check(...lines))).toMatchObject([{ confidence, message: expect.stringContaining(said) }]);
  });
});

describe('something else answers in the place of the server', () => {
  const session = (greeting: string, hello: string, ...more: string[]) =>
    check(`220 ${greeting}`, 'EHLO client.example.net', `250-${hello}`, '250-SIZE 10240000', '250-8BITMIME', '250 HELP', ...more);

  test.each([
    ['mx.google.com ESMTP x - gsmtp', 'Avast SMTP proxy ready'],
    ['mx.example.com ESMTP', 'Mail Antivirus'],
    ['mx.example.com ESMTP', 'mx.example.com mail scanner'],
    ['mx.example.com ESMTP Postfix', 'mx.example.com Hello you'],
    ['mx.example Microsoft ESMTP MAIL Service ready at Fri, 27 Nov 2026 03:00:00 +0100', 'mx.example'],
    ['mx.example ESMTP ecelerity 4.2', 'mx.example'],
  ])('%s, %s: one cause and one advice, with STARTTLS asked for or not', (greeting, hello) => {
    const [silent, ...none] = session(greeting, hello);
    expect(none).toEqual([]);
    expect(silent).toMatchObject({ rule: 'answered-by-proxy', confidence: 'possible' });
    const [answered, refused] = session(greeting, hello, 'STARTTLS', '502 Command not implemented');
    expect(answered).toEqual(silent);
    expect(refused).toMatchObject({
      rule: 'starttls-refused',
      confidence: 'possible',
      message: expect.stringMatching(/perhaps not by the server.*a virus scanner/),
      advice: silent!.advice,
    });
  });

  test.each([
    ['proxy.example.com ESMTP', 'proxy.example.com'],
    ['proxy ESMTP', 'proxy'],
    ['proxy ESMTP', 'proxy at your service'],
    ['mx.example.com ESMTP', 'mx.example.com Hello proxy [192.0.2.7], pleased to meet you'],
    ['mx.example Microsoft ESMTP MAIL Service ready at Fri, 27 Nov 2026 03:00:00 +0100', 'mx.example Hello [192.0.2.7]'],
    ['mx.example Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready at  Fri, 27 Nov 2026', 'mx.example Hello [192.0.2.7]'],
    ['mx.example ESMTP ecelerity 4.2', 'mx.example says EHLO to 192.0.2.7:1025'],
  ])('no sign of it: %s, %s', (greeting, hello) => {
    expect(of('answered-by-proxy', session(greeting, hello))).toEqual([]);
    expect(of('starttls-refused', session(greeting, hello, 'STARTTLS', '502 No'))).toMatchObject([
      { message: expect.not.stringContaining('scanner') },
    ]);
  });
});

test('a message that quotes such a reply is no proof of it', () => {
  const quote = '500 5.5.1 Command unrecognized: "XXXXXXXX"';
  expect(check(...HELLO, ...MAIL, 'Subject: help', '', quote, ...END)).toEqual([]);
  expect(check('The mail could not be delivered:', quote).map(({ rule }) => rule)).toEqual(['masked-command']);
});

test('2 and 0 scattered between asterisks show a mask, whatever else is in plain', () => {
  const reply = ['EHLO a', '250-mx.example.com', '250-TURN', '250 CHUNKING'];
  const masked = (text: string) => of('masked-banner', check(`220 ${text}`, ...reply)).map(({ confidence }) => confidence);
  expect(masked('*****************0*2******0***********2002*2*******0*00')).toEqual(['likely']);
  expect(masked('*************************2020**************************')).toEqual(['possible']);
});

test('a bounce that quotes what its own transcript shows is one finding', () => {
  const refused = '500 5.5.1 Command unrecognized: "XXXX relay.example.net"';
  const bounce = [`    (reason: ${refused})`, '', '   ----- Transcript of session follows -----', '... while talking to mx.example.com.:'];
  const found = check(...bounce, '>>> EHLO relay.example.net', `<<< ${refused}`, '>>> HELO relay.example.net', '<<< 250 mx.example.com');
  expect(of('masked-command', found).map(({ range }) => range.start.line)).toEqual([5]);
});

test('twelve refusals of one masked command are one finding', () => {
  const tries = Array.from({ length: 12 }, (_, i) => [
    `EXPN list${i}`,
    `500 5.5.1 Command unrecognized: "${'X'.repeat(`EXPN list${i}`.length)}"`,
  ]).flat();
  const [finding, ...none] = of('masked-command', check(...HELLO, ...tries));
  expect(none).toEqual([]);
  expect(finding!.message).toContain('12 times');
  expect(finding!.related).toHaveLength(9);
});

describe('masked-ehlo-keyword', () => {
  const reply = ['250-mx.example.com', '250-PIPELINING', '250-SIZE 10240000', '250-VRFY', '250-ETRN', '250-XXXXXXXA', '250 8BITMIME'];
  const message = (...lines: string[]) => of('masked-ehlo-keyword', check(...lines))[0]!.message;

  test('names the likeliest keyword, how likely it is, and the two strongest reasons', () => {
    expect(message('EHLO a', ...reply, 'STARTTLS', '500 5.5.1 Command unrecognized: "XXXXXXXX"')).toMatch(
      /^A firewall overwrote this keyword, most likely STARTTLS \(9\d %\): its 8 characters fit, and the client’s STARTTLS was refused afterwards\. Clients do not see it and send without TLS, or not at all where TLS is required\.$/,
    );
    expect(message('EHLO a', ...reply)).toMatch(/STARTTLS \(9\d %\): its 8 characters fit, and \S+ lists it in this place\. Clients/);
  });

  test('what a guess would cost is told as a guess', () => {
    expect(message('EHLO a', '250-mx.example.com', '250-XXXXXXXA', '250-XXXXXXXB', '250 XXXXXXXC')).toMatch(
      /, perhaps STARTTLS \([1-4]\d %\): .*\. If so, clients do not see it/,
    );
  });

  test.each([`250 ${'X'.repeat(29)}A`, '250 XXXXXA'])('SIZE is let through, and a guess as good as none is not named: %s', (masked) => {
    const told = message('220 ****************************', 'EHLO a', '250-mx.example.com', '250-8BITMIME', masked);
    expect(told).not.toContain('SIZE');
    if (masked.length > 12) expect(told).toContain('which one cannot be told');
  });

  test.each([
    ['others', 'keywords of an EHLO reply: STARTTLS and others do not reach the client'],
    ['size', 'SIZE in an EHLO reply (ehlo-reply-parameter size): clients do not see'],
    ['ecode', 'ENHANCEDSTATUSCODES in an EHLO reply'],
  ])('the firewall’s own log says what its map masked: %s', (value, told) => {
    const flow = 'from inside:198.51.100.25/25 to outside:203.0.113.9/36459';
    const line = `%ASA-4-108004: ESMTP Classification: Masked header flags for ESMTP Response ${flow}; matched Class 7: ehlo-reply-parameter ${value}`;
    expect(message(line)).toContain(`The firewall says that it overwrote ${told}`);
  });

  test('no mask hides what stands in plain in the same reply', () => {
    const plain = ['250-metagross', '250-PIPELINING', '250-VRFY', '250-ETRN', '250-XXXXXXXA', '250-8BITMIME', '250-STARTTLS', '250 DSN'];
    expect(message('EHLO a', ...plain)).not.toContain('STARTTLS (');
    expect(message('EHLO a', ...plain)).not.toContain('lists it in this place');
  });

  test('a twin is no reason for what it does not show', () => {
    const masked = ['250-mx.example.com', '250-SIZE 1', '250-XXXXXXXA', '250-XXXXB', '250 8BITMIME'];
    const twin = ['250-mx.example.com', '250-SIZE 1', '250-STARTTLS', '250-HELP', '250 8BITMIME'];
    const found = of('masked-ehlo-keyword', check('# outside', 'EHLO a', ...masked, 'QUIT', '221 Bye', '# inside', 'EHLO a', ...twin));
    expect(found[0]!.message).toContain('the unmasked transcript at line 12 shows it');
    expect(found[1]!.message).not.toContain('shows it');
  });

  test('where the firewall stands is told once for each session', () => {
    const gmail = [`220 ${'*'.repeat(40)}`, 'EHLO a', '250-mx.google.com at your service', '250-SIZE 1', '250-XXXXXXXA', '250 XXXXXXXB'];
    const told = check(...gmail).filter((finding) => finding.message.includes('stands at the client’s own site'));
    expect(told.map(({ rule }) => rule)).toEqual(['masked-banner']);
    expect(told[0]!.message).toMatch(/own site: `mx\.google\.com` belongs to Google, which has no such firewall before its servers\.$/);
  });

  test('a twin is the best reason', () => {
    const plain = reply.map((line) => line.replace('XXXXXXXA', 'STARTTLS'));
    expect(message('# outside', 'EHLO a', ...reply, 'QUIT', '221 Bye', '# inside', 'EHLO a', ...plain)).toMatch(
      /most likely STARTTLS \(9\d %\): the unmasked transcript at line 14 shows it, and its 8 characters fit\./,
    );
  });
});

describe('limits', () => {
  test.each([
    ['long-command-line', 512, (n: number) => [...HELLO, `NOOP ${'x'.repeat(n - 5)}`, '250 Ok']],
    ['long-header-line', 998, (n: number) => [...HELLO, ...MAIL, `X-A: ${'x'.repeat(n - 5)}`, '', 'Hello', ...END]],
    ['long-body-line', 998, (n: number) => [...HELLO, ...MAIL, 'Subject: hello', '', 'x'.repeat(n), ...END]],
    ['long-sender-address', 320, (n: number) => [...HELLO, `MAIL FROM:<${'x'.repeat(n)}> SIZE=1`, '250 Ok']],
    ['long-mime-filename', 255, (n: number) => [...HELLO, ...MAIL, `Content-Type: a/b; name="${'x'.repeat(n)}"`, '', 'Hello', ...END]],
    [
      'too-many-recipients',
      100,
      (n: number) => [
        ...HELLO,
        'MAIL FROM:<a@b.example>',
        '250 Ok',
        ...Array.from({ length: n }, (_, i) => [`RCPT TO:<${i}@b.example>`, '250 Ok']).flat(),
      ],
    ],
  ] as const)('%s begins above %i', (rule, limit, session) => {
    expect(of(rule, check(...session(limit)))).toEqual([]);
    const [finding, ...none] = of(rule, check(...session(limit + 1)));
    expect(none).toEqual([]);
    expect(finding!.message).toContain(String(limit));
  });

  test('sizes are octets of UTF-8', () => {
    expect(of('long-header-line', check(...HELLO, ...MAIL, `X-A: ${'ü'.repeat(496)}x`, '', ...END))).toEqual([]);
    expect(of('long-header-line', check(...HELLO, ...MAIL, `X-A: ${'ü'.repeat(497)}`, '', ...END))).toMatchObject([
      { message: expect.stringContaining('999 octets') },
    ]);
  });

  test('a firewall in sight does it, none in sight would', () => {
    const long = [`NOOP ${'x'.repeat(600)}`, '250 Ok'];
    expect(of('long-command-line', check(...HELLO, ...long))[0]!.message).toContain('a firewall that inspects ESMTP would');
    expect(of('long-command-line', check(...MASKED, ...long))[0]!.message).toContain('the firewall on this path');
  });
});

describe('clean mail', () => {
  test('a session gives nothing', () => {
    expect(check(...HELLO, ...MAIL, 'DKIM-Signature: v=1; d=example.net', 'Subject: hello', '', 'Hello', ...END)).toEqual([]);
  });

  test('BDAT without a firewall in sight is a hint, told once', () => {
    const findings = check(...HELLO, ...MAIL.slice(0, 4), 'BDAT 5', 'Hello', '250 Ok', 'BDAT 5 LAST', 'Hello', '250 Ok');
    expect(findings).toMatchObject([{ rule: 'command-not-inspectable', severity: 'hint', related: [{}] }]);
  });

  test('a history of a shell gives nothing', () => {
    expect(check('telnet mx.example.org 25', 'ehlo', 'ls', 'ehlo x', 'mail from:<a@b>', 'nc -v mx.example.org 25', 'verb')).toEqual([]);
  });

  test('pipelining that was offered gives nothing', () => {
    expect(
      check(
        ...HELLO,
        'MAIL FROM:<a@example.net>',
        'RCPT TO:<b@example.com>',
        'DATA',
        '250 Ok',
        '250 Ok',
        '354 Go',
        'Subject: a',
        '',
        'b',
        ...END,
      ),
    ).toEqual([]);
  });
});

test('a server that greets with LMTP refuses EHLO by itself, in whatever words; a name that only holds the letters does not say so', () => {
  const refused = ['EHLO client.example.net', '500 5.5.1 Unrecognized command', 'QUIT', '221 Bye'];
  for (const greeting of ['220 store.example.com LMTP ready', '220-store.example.com\n220 Cyrus LMTP v3 server ready']) {
    const [finding, ...none] = check(greeting, ...refused);
    expect(none).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'ehlo-refused',
      severity: 'information',
      message: expect.stringContaining('No firewall does this'),
    });
  }
  expect(check('220 lmtp.example.com SMTP ready', ...refused)).toMatchObject([
    { rule: 'ehlo-refused', message: expect.not.stringContaining('No firewall does this') },
  ]);
});

describe('a masked session with the machine itself', () => {
  const masked = (host: string) => [
    `Trying ${host}...`,
    `Connected to ${host}.`,
    "Escape character is '^]'.",
    `220 ${'*'.repeat(40)}20**`,
    'EHLO a.example.net',
    '250-mx.example.com',
    '250-SIZE 10240000',
    '250-XXXXXXXA',
    '250 XXXB',
  ];

  test('its firewall stands beyond a tunnel, told once', () => {
    const told = check(...masked('127.0.0.1')).filter(({ message }) => message.includes('a tunnel or a forwarded port'));
    expect(told).toHaveLength(1);
    expect(check(...masked('198.51.100.25')).filter(({ message }) => message.includes('tunnel'))).toEqual([]);
  });
});

test('a masked command is advised on alike, in a session and in a log', () => {
  const session = check(
    '220 mx.example.com ESMTP',
    'EHLO a.example.net',
    '250-mx.example.com',
    '250 XXXXXXXA',
    'STARTTLS',
    '500 5.5.1 Command unrecognized: "XXXXXXXX"',
  );
  const log = check('Nov 27 10:00:00 mx sendmail[1]: x: 500 5.5.1 Command unrecognized: "XXXXXXXX"');
  const advice = (findings: typeof log) => findings.filter(({ rule }) => rule === 'masked-command').map((finding) => finding.advice);
  expect(advice(log)).toHaveLength(1);
  expect(advice(session)).toEqual(advice(log));
});

describe('marks of a tool or of an author, and the same turned round: what is said decides', () => {
  const MARKS = [
    ...[
      ['->', '<-'],
      ['>>>', '<<<'],
      ['>>', '<<'],
      ['>', '<'],
      ['-->', '<--'],
      ['=>', '<='],
      ['→', '←'],
      ['==>', '<=='],
    ],
    ...[
      ['S:', 'C:'],
      ['server:', 'client:'],
      ['[S]', '[C]'],
      ['RECV:', 'SEND:'],
      ['recv', 'send'],
      ['R:', 'S:'],
    ],
  ];
  test.each(MARKS)('%s %s', (one = '', other = '') => {
    for (const [server, client] of [
      [one, other],
      [other, one],
    ]) {
      const marked = [...MASKED, 'STARTTLS', '500 5.5.1 What?', 'QUIT', '221 2.0.0 Bye'].map(
        (line) => `${/^\d/.test(line) ? server : client} ${line}`,
      );
      expect(
        check(...marked).map(({ rule, range }) => `${rule} ${range.start.line + 1}`),
        marked[0],
      ).toEqual(['masked-banner 1', 'masked-ehlo-keyword 5', 'starttls-refused 8']);
    }
  });
});
