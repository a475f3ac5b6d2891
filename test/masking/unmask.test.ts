import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MaskedText, SOMETHING_ELSE } from '../../server/src/masking/masked.ts';
import { maskGreetingText } from '../../server/src/masking/masking.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

function masks(...lines: string[]): readonly MaskedText[] {
  return unmask(readTranscript(Lines.read(lines.join('\n'))));
}

/** `3 keyword XXXXXXXA certain STARTTLS`: line from 1, what it is, how sure, the first candidate. */
function summary({ range, kind, shown, confidence, candidates }: MaskedText): string {
  return `${range.start.line + 1} ${kind} ${shown} ${confidence} ${candidates[0]!.text}`;
}

const evidence = (mask: MaskedText | undefined) => mask?.candidates[0]?.evidence.join('\n') ?? '';
const named = (texts: readonly MaskedText[], shown: string) => texts.find((mask) => mask.shown === shown);

describe('the example of the source document', () => {
  const found = masks('250-8BITMIME\\', '250-SIZE 14680064', '250 XXXXXXXA', 'STARTTLS', '500 #5.5.1 command not recognized');

  test('STARTTLS comes first, by far', () => {
    expect(found.map(summary)).toEqual(['3 keyword XXXXXXXA certain STARTTLS', '4 command STARTTLS likely STARTTLS']);
    expect(found[0]!.candidates[0]!.probability).toBeGreaterThan(0.9);
  });

  test('the evidence names the length, the refusal, the software and why not its rivals', () => {
    const told = evidence(found[0]);
    expect(told).toContain('8 characters');
    expect(told).toContain('STARTTLS afterwards');
    expect(told).toContain('`500 #5.5.1 command not recognized` is the wording of Cisco ESA');
    expect(told).toContain('CHUNKING and SMTPUTF8 are not in the list');
    expect(found[0]!.reasons.join()).toContain('letter is A');
  });

  test('without what the client did next, STARTTLS is still first', () => {
    expect(masks('250-8BITMIME', '250-SIZE 14680064', '250 XXXXXXXA').map(summary)).toEqual(['3 keyword XXXXXXXA certain STARTTLS']);
  });
});

describe('a command that reached the server was let through, and so was its keyword', () => {
  const esa = ['EHLO client.example.net', '250-mx.example.com', '250-8BITMIME', '250-SIZE 33554432', '250 XXXXXXXA', 'STARTTLS'];
  const starttls = (mask: MaskedText) => mask.candidates.find(({ text }) => text === 'STARTTLS')?.probability ?? 0;

  test.each([
    '220 Go ahead with TLS',
    '454 4.7.0 TLS not available due to local problem',
    '554 5.7.3 Unable to initialize security subsystem',
  ])('%s', (answer) => {
    const [mask] = masks(...esa, answer);
    expect(mask!.candidates[0]!.text).not.toBe('STARTTLS');
    expect(starttls(mask!)).toBeLessThan(0.2);
    expect(evidence(mask)).toContain(`it reached the server, which answered \`${answer}\``);
  });

  test.each([
    ['500 #5.5.1 command not recognized', 'refused as unknown'],
    ['250 OK', 'a NOOP in its place'],
    ['421 4.4.2 Timeout', 'nothing is told'],
  ])('not by %s: %s', (answer) => {
    const [mask] = masks(...esa, answer);
    expect(mask!.candidates[0]!.text).toBe('STARTTLS');
    expect(starttls(mask!)).toBeGreaterThan(0.8);
  });

  test('SMTPUTF8 or CHUNKING where STARTTLS is behind the mask no more', () => {
    const postfix = ['250-PIPELINING', '250-SIZE 10240000', '250-ENHANCEDSTATUSCODES', '250-8BITMIME', '250-DSN', '250 XXXXXXXA'];
    const [mask] = masks('EHLO client.example.net', '250-mx.example.com', ...postfix, 'STARTTLS', '220 2.0.0 Ready to start TLS');
    expect(['SMTPUTF8', 'CHUNKING']).toContain(mask!.candidates[0]!.text);
  });
});

describe('AUTH= repeats the list of the AUTH line', () => {
  const postfix = (auth: string) => [
    ...['250-mx.example.com', '250-PIPELINING', '250-SIZE 10240000', '250-ETRN', '250-XXXXXXXA', `250-${auth}`],
    ...[`250-${'X'.repeat(auth.length - 1)}B`, '250-ENHANCEDSTATUSCODES', '250-8BITMIME', '250 DSN'],
  ];
  const qmail = (auth: string) => [
    '250-mx.example.com',
    `250-${auth}`,
    `250-${'X'.repeat(auth.length - 1)}A`,
    '250-PIPELINING',
    '250 8BITMIME',
  ];

  test.each([
    ['AUTH GSSAPI NTLM', postfix],
    ['AUTH LOGIN PLAIN', postfix],
    ['AUTH PLAIN LOGIN', postfix],
    ['AUTH LOGIN CRAM-MD5 PLAIN', postfix],
    ['AUTH LOGIN CRAM-MD5 PLAIN', qmail],
    ['AUTH PLAIN LOGIN', qmail],
  ])('%s', (auth, reply) => {
    const mask = masks('EHLO client.example.net', ...reply(auth)).at(-1);
    expect(mask!.candidates[0]!.text).toBe(auth.replace(' ', '='));
    expect(mask!.candidates[0]!.probability).toBeGreaterThan(0.7);
    expect(evidence(mask)).toContain('The AUTH line of the same reply has this list');
  });
});

test('a provider greets by a name of its own: by no other, however well the length fits', () => {
  const yahoo = ['250-PIPELINING', '250-SIZE 41943040', '250-8BITMIME', '250 XXXXXXXA'];
  const postfix = ['250-PIPELINING', '250-SIZE 10240000', '250-XXXXXXXA', '250 8BITMIME', 'MAIL FROM:<a@example.net>', '250 2.1.0 Ok'];
  const sent = ['DATA', '354 End data with <CR><LF>.<CR><LF>', '.', '250 2.0.0 Ok: queued as 4F3D21A0B7', 'QUIT', '221 2.0.0 Bye'];
  const behind = (host: string, ...said: readonly string[]) =>
    masks(`220 ${'*'.repeat(`${host} ESMTP ready`.length)}`, 'EHLO client.example.net', `250-${host}`, ...said)[0]!.candidates;
  expect(behind('mta5.am7.yahoodns.net', ...yahoo)[0]!.text).toBe('mta5.am7.yahoodns.net ESMTP ready');
  const other = behind('mail.example.org', ...postfix, ...sent);
  expect(other[0]!.text).toBe(SOMETHING_ELSE);
  for (const candidates of [other, behind('mail.example.org', ...yahoo)])
    expect(candidates.flatMap(({ evidence }) => evidence).join('\n')).not.toContain('Yahoo has exactly');
});

describe('replies that people published, names changed', () => {
  test.each<[string, string[], string[]]>([
    [
      'Exim, only the end of the reply',
      ['250-PIPELINING', '250-XXXXXXXA', '250 XXXB', 'starttls', '500 unrecognized command', 'quit'],
      ['2 keyword XXXXXXXA certain STARTTLS', '3 keyword XXXB certain HELP', '4 command starttls likely starttls'],
    ],
    [
      'sendmail without STARTTLS',
      [
        `220 ${'*'.repeat(96)}`,
        'ehlo client.example.net',
        '250-mail.example.com Hello client.example.net [192.0.2.7], pleased to meet you',
        '250-ENHANCEDSTATUSCODES',
        '250-PIPELINING',
        '250-8BITMIME',
        '250-SIZE',
        '250-DSN',
        '250-ETRN',
        '250-AUTH DIGEST-MD5 CRAM-MD5',
        '250-XXXXXXXXA',
        '250 XXXB',
      ],
      [`1 banner ${'*'.repeat(96)} certain`, '11 keyword XXXXXXXXA certain DELIVERBY', '12 keyword XXXB certain HELP'],
    ],
    [
      'Exchange 2003',
      [
        'EHLO client.example.net',
        '250-mail.example.com Hello [192.0.2.7]',
        '250-XXXA',
        '250-SIZE',
        '250-ETRN',
        '250-PIPELINING',
        '250-DSN',
        '250-ENHANCEDSTATUSCODES',
        '250-8bitmime',
        '250-BINARYMIME',
        '250-XXXXXXXB',
        '250-XXXC',
        `250-${'X'.repeat(23)}D`,
        '250-XXXXXXXXXXXE',
        '250-AUTH GSSAPI NTLM LOGIN',
        '250-XXXXXXXXXF',
        '250-XXXXXXXXXXXG',
        '250-XXXXXXH',
        '250 XI',
      ],
      [
        '3 keyword XXXA certain TURN',
        '11 keyword XXXXXXXB certain CHUNKING',
        '12 keyword XXXC certain VRFY',
        `13 keyword ${'X'.repeat(23)}D certain X-EXPS GSSAPI NTLM LOGIN`,
        '14 keyword XXXXXXXXXXXE certain X-EXPS=LOGIN',
        '16 keyword XXXXXXXXXF certain AUTH=LOGIN',
        '17 keyword XXXXXXXXXXXG certain X-LINK2STATE',
        '18 keyword XXXXXXH certain XEXCH50',
        '19 keyword XI certain OK',
      ],
    ],
    [
      'STARTTLS kept, HELP masked',
      [
        '220 *********************',
        'EHLO example.net',
        '250-mx.example.com Hello example.net [192.0.2.7], pleased to meet you',
        '250-STARTTLS',
        '250-PIPELINING',
        '250-8BITMIME',
        '250 XXXA',
      ],
      ['1 banner ********************* certain', '7 keyword XXXA certain HELP'],
    ],
  ])('%s', (_, lines, expected) => {
    const found = masks(...lines).map(summary);
    expect(found).toHaveLength(expected.length);
    // Which greeting stood there is tested below.
    found.forEach((line, i) => void expect(line.startsWith(expected[i]!)).toBe(true));
  });
});

describe('greetings', () => {
  const reply = [
    'EHLO client.example.net',
    '250-mx20.example.com',
    '250-PIPELINING',
    '250-SIZE 10240000',
    '250-ETRN',
    '250-XXXXXXXA',
    '250-ENHANCEDSTATUSCODES',
    '250-8BITMIME',
    '250 DSN',
  ];

  test('2 and 0 test the host name and the software', () => {
    const [banner] = masks(`220 ${maskGreetingText('asterisks except 2 and 0', 'mx20.example.com ESMTP Postfix')}`, ...reply);
    expect(banner!.confidence).toBe('certain');
    expect(banner!.candidates[0]!.text).toBe('mx20.example.com ESMTP Postfix');
  });

  test('digits in another place deny it', () => {
    const [banner] = masks(`220 ${maskGreetingText('asterisks except 2 and 0', 'amx20.example.com ESMTP Postfi')}`, ...reply);
    expect(banner!.candidates[0]!.text).toBe(SOMETHING_ELSE);
  });

  test('a date is seen through', () => {
    const [banner] = masks(
      '220 ***************************************22*****202**0*********0000',
      'EHLO client.example.net',
      '250-mail.example.org Hello client.example.net [192.0.2.7]',
      '250-SIZE 52428800',
      '250-8BITMIME',
      '250-PIPELINING',
      '250-XXXXXXXA',
      '250 XXXB',
    );
    expect(banner!.candidates[0]!.text).toBe('mail.example.org ESMTP Exim … (date)');
  });

  test.each<[string, string[], string | undefined]>([
    ['asterisks alone', ['220 ****************************'], 'likely'],
    ['lines of asterisks', ['220-**********2*****', '220 *****************'], 'likely'],
    ['blanks between', ['220 ****** ***** ********'], 'possible'],
    ['a blank, and digits that survived', ['220 *********0***************** ************2*************'], 'likely'],
    ['the second code overwritten', ['220-*******************', '***********************************'], 'possible'],
    ['short', ['220 ******'], 'possible'],
    [
      'redacted like the rest',
      ['220 ****************', 'EHLO client.example.net', '250 mx.example.com', 'MAIL FROM:<****@*******>', '250 ok'],
      'possible',
    ],
    ['redacted host', ['220 ****************', 'EHLO ********', '250-**************', '250 SIZE'], 'possible'],
    [
      'a hidden secret is no redaction',
      ['220 ****************', 'EHLO x.example.net', '250 mx.example.com', 'AUTH PLAIN ********', '235 ok'],
      'likely',
    ],
    [
      'X without a letter are no second witness',
      ['220 ******************', 'EHLO x.example.net', '250-mx.example.com', '250-SIZE', '250 XXXXXXXX'],
      'likely',
    ],
    ['NOOP in place of EHLO', ['220 ******************', 'EHLO x.example.net', '250 OK'], 'likely'],
    ['keywords in plain', ['220 ****************', 'EHLO x.example.net', '250-mx.example.com', '250-CHUNKING', '250 SMTPUTF8'], 'possible'],
    ['EHLO refused', ['220 ****************', 'EHLO x.example.net', '500 unrecognized command'], 'likely'],
    ['cmap', ['220 SMTP/cmap ready________________________'], 'likely'],
    ['decorated block', ['220-********************', '220-*  Example Mail   *', '220 ********************'], undefined],
    ['plain text beside', ['220-**********************', '220 mx.example.com ESMTP'], undefined],
    ['a lone line of a block', ['220-**********************'], undefined],
    ['a word between', ['220 ****** ESMTP ****** 2020'], undefined],
    ['smtp-sink -P', ['220 ********', 'EHLO x.example.net', '500 5.5.1 Error: unknown command'], undefined],
    ['redacted host', ['220 [X.X.X.X] ESMTP'], undefined],
  ])('%s: %s', (_, lines, confidence) => {
    const found = masks(...lines, 'QUIT', '221 Bye').find(({ kind }) => kind === 'banner');
    expect(found?.confidence).toBe(confidence);
  });

  test('EHLO refused behind a masked greeting was overwritten', () => {
    const found = masks(
      '220 ****************0***2',
      'EHLO x.example.net',
      '500 unrecognized command',
      'HELO x.example.net',
      '250 mx.example.com',
      'QUIT',
      '221 Bye',
    );
    expect(found.map(summary).at(-1)).toBe('2 command EHLO x.example.net likely EHLO x.example.net');
  });

  test('EHLO answered by a bare 250 OK was replaced by NOOP', () => {
    const found = masks('220 ****************0***2', 'EHLO x.example.net', '250 OK', 'HELO x.example.net', '250 mx.example.com');
    expect(found.at(-1)!.reasons[0]).toContain('NOOP');
  });
});

describe('not masked', () => {
  const ehlo = (...keywords: string[]) => [
    '220 mx.example.com ESMTP',
    'EHLO x.example.net',
    '250-mx.example.com',
    ...keywords.map((text, i) => `250${i === keywords.length - 1 ? ' ' : '-'}${text}`),
  ];
  test.each<[string, string[]]>([
    ['Exchange', ehlo('SIZE', 'X-ANONYMOUSTLS', 'X-EXPS GSSAPI NTLM', 'XEXCH50', 'XRDST', 'XSHADOW')],
    ['Courier', ehlo('XVERP=Courier', 'XEXDATA', 'XSECURITY=NONE,STARTTLS', 'SIZE')],
    ['Postfix', ehlo('SIZE 10240000', 'XCLIENT NAME ADDR', 'XFORWARD NAME ADDR')],
    ['a server that offers X', ehlo('SIZE 10240000', 'XXXXA', 'XX', 'HELP')],
    ['the same, last', ehlo('PIPELINING', '8BITMIME', 'XXXXA', 'XX')],
    ['HELP text', ['HELP', '214-Commands: XXXX and XXXXXXXA', '214 XXXXXXXX']],
    ['redacted host', ['EHLO x.example.net', '250-XXXXX', '250-SIZE 1000', '250 8BITMIME']],
    ['the same with a letter: the engine leaves that line', ['EHLO x.example.net', '250-XXXXXXXXXXXA', '250-SIZE 1000', '250 8BITMIME']],
    ['the same alone', ['EHLO x.example.net', '250 XXXXXXXXXXXA']],
    ['redacted greeting', ['220 XXXXXXXXXXXXXXXX ESMTP Postfix', 'EHLO XXXXXXXX', '250-XXXXXXXXXXXXXXXX', '250 SIZE 1000']],
    ['small x', ehlo('SIZE', 'xxxxxxxx')],
    [
      'redacted secret',
      ['AUTH LOGIN', '334 VXNlcm5hbWU6', 'XXXXXXXXXXXX', '334 UGFzc3dvcmQ6', 'XXXXXXXXXXXX', '535 5.7.8 Error: authentication failed'],
    ],
    ['redacted address', ['MAIL FROM:<XXXXXXXX@example.com>', '501 5.1.7 <XXXXXXXX@example.com>: bad address']],
    ['redacted initial response', ['AUTH PLAIN XXXXXXXXXXXX', '500 unknown: AUTH PLAIN "XXXXXXXXXXXX"']],
    ['redacted argument', ['RCPT TO:<XXXXXXXX>', '500 Bad recipient: XXXXXXXX']],
    ['redacted argument, quoted', ['VRFY XXXXXXXX', '502 5.5.1 VRFY XXXXXXXX: command disabled']],
    ['redacted address of a reply', ['RCPT TO:<XXXXXXXX>', '501 Bad recipient address syntax: XXXXXXXX']],
    ['redacted name', ['HELO XXXXXXXX', '501 5.5.2 Invalid domain name: "XXXXXXXX"']],
    ['a verb that the server knew', ['>>> MAIL FROM:<a@example.com>', '<<< 503 5.5.1 Nested MAIL command: XXXXXXXX']],
    ['a bounce', ['   ----- Transcript of session follows -----', '<<< 501 5.1.3 Invalid address: XXXXXXXX']],
    ['a user that is not known', ['<a@example.com>: host mx.example.com said: 550 5.1.1 User unknown: "XXXXXXXX"']],
    ['typed XXXX', ['EHLO x.example.net', '250 mx.example.com', 'XXXX', '500 5.5.1 Command unrecognized: "XXXX"']],
    ['a server without STARTTLS', [...ehlo('SIZE', 'HELP'), 'STARTTLS', '500 5.5.1 Command unrecognized: "STARTTLS"']],
  ])('%s', (_, lines) => {
    expect(masks(...lines).map(summary)).toEqual([]);
  });
});

describe('borderline', () => {
  const ehlo = (...keywords: string[]) => [
    'EHLO x.example.net',
    '250-mx.example.com',
    ...keywords.map((text, i) => `250${i === keywords.length - 1 ? ' ' : '-'}${text}`),
  ];
  test.each<[string, string[], string]>([
    ['no running letter', ehlo('PIPELINING', 'SIZE', 'XXXXXXXX', '8BITMIME'), 'without a running letter'],
    ['CHUNKING in plain beside', ehlo('PIPELINING', 'SIZE', 'XXXXXXXA', 'CHUNKING'), 'CHUNKING in plain'],
    ['letters skip', ehlo('PIPELINING', 'XXXXXXXA', 'XXXC'), 'do not run'],
    ['one short line', ehlo('PIPELINING', 'XXXA'), 'only masked line'],
  ])('%s', (_, lines, why) => {
    const found = masks(...lines);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]!.confidence).toBe('possible');
    expect(found[0]!.reasons.join(' ')).toContain(why);
  });

  test('a letter on some of the masked lines: no line is said to lack what it has', () => {
    const keywords = masks(`220 ${'*'.repeat(30)}`, ...ehlo('PIPELINING', 'XXX', 'XXXXXXXB')).filter(({ kind }) => kind === 'keyword');
    expect(keywords.map(({ confidence }) => confidence)).toEqual(['possible', 'possible']);
    for (const { reasons } of keywords) expect(reasons[0]).toMatch(/^Some masked lines of the reply have a running letter/);
  });
});

describe('quoted in a mail whose end is not in the file', () => {
  const sent = ['220 mx.example.com ESMTP', 'EHLO x.example.net', '250-mx.example.com', '250 SIZE', 'MAIL FROM:<a@example.net>', '250 ok'];
  const data = [...sent, 'RCPT TO:<b@example.com>', '250 ok', 'DATA', '354 go', 'Subject: help', '', 'I see this:'];
  const quoted = ['250-mx.example.com', '250-SIZE', '250-XXXXXXXA', '250 8BITMIME'];
  const marked = data.map((line) => `${/^\d/.test(line) ? 'S' : 'C'}: ${line}`);

  test.each([
    ['with its greeting', [...data, '220 ****************', 'EHLO x.example.net', ...quoted]],
    ['without the marks of the rest', [...marked, ...quoted]],
  ])('%s', (_, lines) => {
    const found = masks(...lines);
    expect(found.map(({ kind, confidence }) => [kind, confidence])).toEqual([['keyword', 'possible']]);
    expect(found[0]!.reasons.at(-1)).toContain('that mail may quote it');
  });

  test('not in a session after it', () => {
    const found = masks(...data, '.', '250 queued', 'QUIT', '221 Bye', '220 mx.example.com ESMTP', 'EHLO x.example.net', ...quoted);
    expect(found.map(({ confidence }) => confidence)).toEqual(['certain']);
  });
});

test('the 24th masked line: its letter is X', () => {
  const lines = Array.from({ length: 26 }, (_, i) => `250-XXXXX${String.fromCharCode(65 + i)}`);
  const found = masks('EHLO x.example.net', '250-mx.example.com', ...lines, '250 SIZE');
  expect(found.map(({ letter }) => letter).join('')).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  expect(new Set(found.map(({ confidence }) => confidence))).toEqual(new Set(['certain']));
});

test('a reply that was pasted without its first line begins with a keyword', () => {
  expect(masks('EHLO x.example.net', '250-XXXXXXXA', '250-SIZE', '250 XXXB').map(({ letter }) => letter)).toEqual(['A', 'B']);
});

describe('commands', () => {
  test.each<[string, string[], string[]]>([
    ['an echo of the same length', ['STARTTLS', '500 5.5.1 Command unrecognized: "XXXXXXXX"'], ['2 command XXXXXXXX certain STARTTLS']],
    ['an echo with the argument kept', ['EHLO ME', '500 5.5.1 Command unrecognized: "XXXX ME"'], ['2 command XXXX ME certain EHLO ME']],
    [
      "quoted ' ",
      ['XCLIENT ADDR=192.0.2.1', `500 Command unknown: '${'X'.repeat(22)}'`],
      [`2 command ${'X'.repeat(22)} certain XCLIENT ADDR=192.0.2.1`],
    ],
    ['an echo of another length', ['STARTTLS', '500 Command unknown: "XXXXX"'], ['2 command XXXXX possible STARTTLS']],
  ])('%s', (_, lines, expected) => {
    expect(
      masks('220 mx.example.com ESMTP', ...lines).map((mask) =>
        summary({ ...mask, range: { ...mask.range, start: { line: mask.range.start.line - 1, character: 0 } } }),
      ),
    ).toEqual(expected);
  });

  test('what authenticates is never shown', () => {
    const found = masks(
      '220 ****************0***2',
      'EHLO x.example.net',
      '500 no',
      'HELO x.example.net',
      '250 mx.example.com',
      'AUTH PLAIN AGEAYg==',
      '500 no',
    );
    expect(summary(found.at(-1)!)).toBe('6 command AUTH PLAIN … likely AUTH PLAIN …');
    expect(JSON.stringify(found.map(({ shown, reasons, candidates }) => [shown, reasons, candidates]))).not.toContain('AGEAYg');
  });

  test('STARTTLS that is offered in plain and refused was not overwritten', () => {
    const found = masks(
      '220 ****************0***2',
      'EHLO x.example.net',
      '250-mx.example.com',
      '250-STARTTLS',
      '250 XXXA',
      'STARTTLS',
      '500 no',
    );
    expect(found.map(({ kind }) => kind)).toEqual(['banner', 'keyword']);
  });

  test('the log of a server: told by the length', () => {
    const found = masks(
      '[2026-11-22 01:47:38] INFO  Connection from [203.0.113.9]',
      '[2026-11-22 01:47:38] DEBUG S: 220 node.example.com ESMTP',
      '[2026-11-22 01:47:38] DEBUG C: EHLO client.example.net',
      '[2026-11-22 01:47:38] DEBUG S: 250-node.example.com Nice to meet you, [203.0.113.9]',
      '250-PIPELINING',
      '250-STARTTLS',
      '250 SIZE 10485760',
      '[2026-11-22 01:47:38] DEBUG C: XXXXXXXX',
      '[2026-11-22 01:47:38] DEBUG S: 500 Error: command not recognized',
    );
    expect(found.map(summary)).toEqual(['8 command XXXXXXXX certain STARTTLS']);
  });
});

describe('twins', () => {
  const inside = [
    '220 mx.example.com ESMTP',
    'EHLO a.example.net',
    '250-mx.example.com',
    '250-PIPELINING',
    '250-XSPECIAL',
    '250-STARTTLS',
    '250 XPRIVATE',
    'QUIT',
    '221 Bye',
  ];
  const outside = [
    '220 ************************',
    'EHLO a.example.net',
    '250-mx.example.com',
    '250-PIPELINING',
    '250-XXXXXXXA',
    '250-XXXXXXXB',
    '250 XXXXXXXC',
    'QUIT',
    '221 Bye',
  ];

  test('a transcript from inside names every line, and tells that the firewall stands between', () => {
    const found = masks('# inside', ...inside, '', '# outside', ...outside).filter(({ kind }) => kind === 'keyword');
    expect(found.map(({ candidates }) => candidates[0]!.text)).toEqual(['XSPECIAL', 'STARTTLS', 'XPRIVATE']);
    expect(evidence(found[0])).toContain('The unmasked transcript at line 4');
    expect(found.map(({ where }) => where.side)).toEqual(['between', 'between', 'between']);
  });
});

describe('TLS', () => {
  const swaks = (...outside: string[]) => [
    '=== Trying 192.0.2.25:25...',
    '=== Connected to 192.0.2.25.',
    `<-  220 ${'*'.repeat(24)}`,
    ' -> EHLO a.example.net',
    '<-  250-mx.example.com',
    ...outside,
    ' -> STARTTLS',
    '<-  220 2.0.0 Ready to start TLS',
    '=== TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256',
    ' ~> EHLO a.example.net',
    '<~  250-mx.example.com',
    '<~  250-SIZE 1000',
    '<~  250-XXXXA',
    '<~  250 XMINE',
    ' ~> QUIT',
    '<~  221 2.0.0 Bye',
  ];

  test('X that are said inside TLS are the server’s own', () => {
    const found = masks(...swaks('<-  250-SIZE 1000', '<-  250-STARTTLS', '<-  250 XXXXA'));
    expect(found.map(({ kind }) => kind)).toEqual(['banner']);
  });

  test('a tool that prints the last line only, and the reply inside TLS', () => {
    const found = masks(
      'CONNECTED(00000003)',
      '---',
      'SSL handshake has read 1688 bytes and written 435 bytes',
      'New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384',
      '---',
      '250 XXXXXXXB',
      '250-mx.example.com',
      '250-PIPELINING',
      '250-SMTPUTF8',
      '250 CHUNKING',
      'DONE',
    );
    expect(found.map(summary)).toEqual(['6 keyword XXXXXXXB certain CHUNKING']);
  });

  test('the reply inside TLS names what was masked before', () => {
    const found = masks(...swaks('<-  250-SIZE 1000', '<-  250-STARTTLS', '<-  250-XXXXA', '<-  250 XXXXB'));
    expect(found.filter(({ kind }) => kind === 'keyword').map(({ shown, candidates }) => [shown, candidates[0]!.text])).toEqual([
      ['XXXXA', 'XXXXA'],
      ['XXXXB', 'XMINE'],
    ]);
    expect(evidence(found.at(-1))).toContain('inside TLS');
  });
});

test('any text is looked at, and every mask lies in it', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '220 ****2***0****',
      '220-***',
      'EHLO a.example.net',
      '250-mx.example.com',
      '250-SIZE',
      '250-XXXXXXXA',
      '250 XXXB',
      '250 X',
      '250-XX',
      'STARTTLS',
      'XXXXXXXX',
      '500 "XXXXXXXX"',
      '500 5.5.2 no',
      '250 OK',
      'DATA',
      '354 go',
      '.',
      '',
    ),
    fc.string({ unit: fc.constantFrom('2', '0', '5', '*', 'X', 'A', ' ', '-', '"', 'é', '\t', '\r') }),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n', '\r'), (texts, eol) => {
      const lines = Lines.read(texts.join(eol));
      for (const { range, shown, candidates } of unmask(readTranscript(lines))) {
        expect(shown.length).toBeGreaterThan(0);
        for (const { line, character } of [range.start, range.end]) {
          expect(line).toBeLessThan(lines.count);
          expect(character).toBeLessThanOrEqual(lines.text(line).length);
        }
        expect(candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      }
    }),
  );
});

describe('where', () => {
  const log = (pid: number, client: string, command: string) => [
    `[2026-11-22 01:47:${pid}] INFO  Connection from [203.0.113.${pid}]`,
    `[2026-11-22 01:47:${pid}] DEBUG S: 220 node.example.com ESMTP`,
    `[2026-11-22 01:47:${pid}] DEBUG C: EHLO ${client}`,
    `[2026-11-22 01:47:${pid}] DEBUG S: 250-node.example.com Nice to meet you, [203.0.113.${pid}]`,
    '250-PIPELINING',
    '250 STARTTLS',
    `[2026-11-22 01:47:${pid}] DEBUG C: ${command}`,
    `[2026-11-22 01:47:${pid}] DEBUG S: 500 Error: command not recognized`,
    `[2026-11-22 01:47:${pid}] DEBUG C: QUIT`,
    `[2026-11-22 01:47:${pid}] DEBUG S: 221 Bye`,
    `[2026-11-22 01:47:${pid}] INFO  Connection closed to [203.0.113.${pid}]`,
  ];

  test.each([
    ['every client', 'XXXXXXXX', 'server site'],
    ['not every client', 'STARTTLS', 'unknown'],
  ])('a server whose log shows overwritten commands of %s', (_, second, side) => {
    const found = masks(...log(10, 'a.example.net', 'XXXXXXXX'), ...log(20, 'b.example.net', second));
    expect(found[0]!.where.side).toBe(side);
  });

  test('two replies without names, alike line by line', () => {
    const found = masks(
      '# inside',
      '250-8BITMIME',
      '250-SIZE 14680064',
      '250 STARTTLS',
      '',
      '# outside',
      '250-8BITMIME',
      '250-SIZE 14680064',
      '250 XXXXXXXA',
    );
    expect(found.map(({ where, candidates }) => [where.side, candidates[0]!.text])).toEqual([['between', 'STARTTLS']]);
  });

  test('before a provider’s server it stands at one’s own site', () => {
    const found = masks(
      `220 ${'*'.repeat(90)}`,
      'EHLO a.example.net',
      '250-AM5EUR02FT017.mail.protection.outlook.com Hello [192.0.2.7]',
      '250-SIZE 157286400',
      '250-PIPELINING',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-XXXXXXXA',
      '250-8BITMIME',
      '250-BINARYMIME',
      '250-XXXXXXXB',
      '250 XXXXXXXC',
    );
    expect(found.map(({ where }) => where.side)).toEqual(['own site', 'own site', 'own site', 'own site']);
    expect(named(found, 'XXXXXXXA')!.candidates[0]!.text).toBe('STARTTLS');
    expect(named(found, 'XXXXXXXB')!.candidates[0]!.text).toBe('CHUNKING');
    expect(named(found, 'XXXXXXXC')!.candidates[0]!.text).toBe('SMTPUTF8');
  });

  test('otherwise it says how to find out', () => {
    const [mask] = masks('250-8BITMIME', '250-SIZE 14680064', '250 XXXXXXXA');
    expect(mask!.where).toEqual({ side: 'unknown', reasons: [expect.stringContaining('from inside and from outside')] });
  });
});

describe('typed by hand', () => {
  test('nothing but XXXX in a server’s own log: typed by hand, behind a firewall or not', () => {
    const log = (sign: string, text: string) => `Mar 14 09:00:00 mx postfix/smtpd[123]: ${sign} client.example.com[192.0.2.1]: ${text}`;
    const refused = log('>', '502 5.5.2 Error: command not recognized');
    const found = masks(log('>', '220 mx.example.com ESMTP'), log('<', 'XXXX'), refused, log('<', 'XXXX'), refused);
    expect(found.map(({ shown, confidence, typedByHand }) => [shown, confidence, typedByHand])).toEqual([
      ['XXXX', 'possible', true],
      ['XXXX', 'possible', true],
    ]);
    expect(found[0]!.reasons.at(-1)).toContain('no proof');
    expect(found[0]!.candidates.map(({ text, probability }) => [text, probability])).toEqual([['something else', 1]]);
    expect(masks(log('>', '220 mx.example.com ESMTP'), log('<', 'XXXX'), refused)).toEqual([]);
  });

  test('a telnet session whose EHLO was refused is told apart', () => {
    const found = masks(
      '$ telnet mx.example.com 25',
      'Trying 192.0.2.25...',
      'Connected to mx.example.com.',
      "Escape character is '^]'.",
      '220 **********************',
      'EHLO me',
      '500 5.5.1 Command unrecognized: "XXXXXXX"',
    );
    const command = found.find(({ kind }) => kind === 'command');
    expect(command).toMatchObject({ typedByHand: true, confidence: 'possible' });
    expect(command!.reasons.join(' ')).toContain('Ctrl-]');
  });

  test('HELO refused as well, behind a masked greeting', () => {
    const found = masks(
      '220 ****************0***2',
      'EHLO me.example.net',
      '500 unrecognized command',
      'HELO me.example.net',
      '500 unrecognized command',
    );
    expect(found.map(({ kind, typedByHand }) => [kind, typedByHand])).toEqual([
      ['banner', false],
      ['command', true],
      ['command', true],
    ]);
  });

  test('one whose EHLO went through is not', () => {
    const found = masks(
      '$ telnet mx.example.com 25',
      'Trying 192.0.2.25...',
      'Connected to mx.example.com.',
      "Escape character is '^]'.",
      '220 **********************',
      'EHLO me.example.net',
      '250-mx.example.com',
      '250-8BITMIME',
      '250 XXXXXXXA',
      'STARTTLS',
      '500 5.5.2 Error: command not recognized',
    );
    expect(found.every(({ typedByHand }) => !typedByHand)).toBe(true);
    expect(found.map(({ kind }) => kind)).toEqual(['banner', 'keyword', 'command']);
  });
});

test('Amazon SES ends its list with Ok, Exchange 2003 with OK', () => {
  const [starttls, ok] = masks(
    ...['EHLO client.example.net', '250-email-smtp.amazonaws.com', '250-8BITMIME', '250-SIZE 10485760'],
    ...['250-XXXXXXXA', '250-AUTH PLAIN LOGIN', '250 XB'],
  );
  expect(starttls!.candidates[0]!.text).toBe('STARTTLS');
  expect(ok!.candidates[0]!.text).toBe('Ok');
  expect(
    masks('EHLO client.example.net', '250-mx.example.com', '250-8BITMIME', '250-SIZE', '250 XA')[0]!.candidates.map(({ text }) => text),
  ).toContain('Ok');
});

describe('a greeting is rated by the characters that it foretells', () => {
  const greeted = (text: string, host: string) => {
    const lines = [
      `220 ${maskGreetingText('asterisks except 2 and 0', text)}`,
      'HELO client.example.net',
      `250 ${host}`,
      'QUIT',
      '221 Bye',
    ];
    return masks(...lines)[0]!.candidates;
  };

  test.each([
    ['mail.example.com ESMTP MDaemon 20.0.2; Tue, 14 Mar 2017 09:12:40 +0100', /MDaemon/],
    ['mail.example.com ESMTP SmarterMail 16.3.6989; Mon, 2 Nov 2020 22:02:20 -0700', undefined],
    ['mail.example.com ESMTP Service (Lotus Domino Release 8.5.3FP2) ready at Mon, 2 Nov 2020 22:02:20 +0100', /Domino/],
    ['mail.example.com Kerio Connect 9.2.0 ESMTP ready', undefined],
    ['mail.example.com ESMTP MailEnable Service, Version: 10.20-- ready at 11/02/20 22:02:20', undefined],
  ])('%s: no other is called likely because there is room for it', (text, own) => {
    const candidates = greeted(text, 'mail.example.com').filter((candidate) => candidate.text !== SOMETHING_ELSE);
    for (const candidate of candidates) if (own?.test(candidate.text) !== true) expect(candidate.probability).toBeLessThan(0.6);
    if (own !== undefined) expect(candidates.some((candidate) => own.test(candidate.text))).toBe(true);
  });

  test.each([
    ['mail.example.com ESMTP Postfix (Ubuntu)', 0.8],
    ['mail.example.com Microsoft ESMTP MAIL Service ready at Mon, 2 Nov 2020 22:02:20 +0000', 0.8],
  ])('%s foretells all of it', (text, least) => {
    expect(greeted(text, 'mail.example.com')[0]!.text).toBe(text.replace(/Mon, .*/, '(date)'));
    expect(greeted(text, 'mail.example.com')[0]!.probability).toBeGreaterThan(least);
  });

  test('before Google’s own servers no other software runs', () => {
    const [best] = greeted('mx.google.com ESMTP 5b1f17b1804b1-42f.12 - gsmtp', 'mx.google.com at your service');
    expect(best!.text).toMatch(/^mx\.google\.com ESMTP … - gsmtp$/);
  });

  test('no name in the file, no digit where Gmail’s greeting has one: the length alone fits many', () => {
    const [banner] = masks('220 *************************2****0*0');
    expect(banner?.candidates[0]?.text).toBe(SOMETHING_ELSE);
  });
});

describe('a keyword that means nothing without another one', () => {
  const list = (...keywords: string[]) =>
    masks(
      'EHLO client.example.net',
      '250-mx.example.com',
      ...keywords.map((text, i) => `250${i < keywords.length - 1 ? '-' : ' '}${text}`),
    );
  const chunking = (mask: MaskedText | undefined) => mask?.candidates.find(({ text }) => text === 'CHUNKING')?.probability ?? 0;
  const others = ['PIPELINING', '8BITMIME', 'SIZE 10485760'];

  test('BINARYMIME in plain: CHUNKING is masked', () => {
    const [mask] = list(...others, 'BINARYMIME', 'XXXXXXXA');
    expect(mask?.candidates[0]?.text).toBe('CHUNKING');
    expect(evidence(mask)).toContain('BINARYMIME, which stands in plain, can only be used with CHUNKING (RFC 3030)');
    expect(chunking(mask)).toBeGreaterThan(2 * chunking(list(...others, 'XXXXXXXA')[0]));
  });

  test('not where it stands in plain itself', () => {
    const [mask] = list(...others, 'BINARYMIME', 'CHUNKING', 'XXXXXXXA');
    expect(mask?.candidates[0]?.text).not.toBe('CHUNKING');
    expect(mask?.candidates.flatMap((candidate) => candidate.evidence).join()).not.toContain('can only be used with');
  });
});

test.each([
  [
    'Oracle Messaging Server',
    ['8BITMIME', 'PIPELINING', 'DSN', 'ENHANCEDSTATUSCODES', 'XXXA', `${'X'.repeat(37)}B`, 'SIZE 20971520'],
    'XLOOP …',
  ],
  ['Coremail', ['PIPELINING', 'AUTH LOGIN PLAIN', 'AUTH=LOGIN PLAIN', `${'X'.repeat(80)}A`, 'XXXXXXXB', '8BITMIME'], 'coremail …'],
])('a token that differs from server to server is not made up: %s', (_, keywords, expected) => {
  const lines = keywords.map((text, i) => `250${i < keywords.length - 1 ? '-' : ' '}${text}`);
  const long = masks('EHLO client.example.net', '250-mail', ...lines).find(({ length }) => length > 30);
  expect(long?.candidates[0]?.text).toBe(expected);
});

describe('evidence that is evidence', () => {
  const session = (banner: string, keywords: readonly string[], ...rest: string[]) => [
    `220 ${banner}`,
    'EHLO client.example.net',
    '250-mx.example.com',
    ...keywords.map((text, i) => `250${i === keywords.length - 1 ? ' ' : '-'}${text}`),
    ...rest,
  ];
  const probabilityOf = (mask: MaskedText | undefined, text: string) =>
    mask?.candidates.find((candidate) => candidate.text === text)?.probability ?? 0;

  test('a keyword of one vendor is not named where nothing else is of that vendor', () => {
    const [five, eight] = masks(...session('mx.example.com ESMTP', ['PIPELINING', 'SIZE 0', 'XXXXA', 'XXXXXXXB', '8BITMIME']));
    expect(five!.candidates[0]!.text).toBe(SOMETHING_ELSE);
    expect(five!.candidates[0]!.evidence[0]).toContain('No known keyword');
    expect(eight!.candidates[0]!.text).toBe('STARTTLS');
  });

  describe('no server is named where nothing but the length tells it', () => {
    const NAMED = /reads? like|lists? (?:it|[A-Z])|in the list of|is a keyword of/;
    const said = (...lines: string[]) =>
      masks('EHLO client.example.net', ...lines)
        .filter(({ kind }) => kind === 'keyword')
        .flatMap(({ candidates }) => candidates.flatMap((one) => [...one.evidence, ...one.brief]))
        .join('\n');

    test.each([
      ['one mask', ['250-mail.kaskade.example', '250 XXXXXXXA']],
      ['masks only', ['250-mail.kaskade.example', '250-XXXXXXXXXXA', '250-XXXB', `250-${'X'.repeat(20)}C`, '250 XD']],
      ['one common keyword', ['250-mail.kaskade.example', '250-8BITMIME', '250-XXXXXXXA', '250 XXXB']],
      ['keywords that nobody knows', ['250-mail.kaskade.example', '250-KASKADE', '250-TORDREI', '250 XXXXXXXA']],
    ])('%s', (_, reply) => {
      expect(said(...reply)).not.toMatch(NAMED);
      expect(said(...reply)).toContain('This list tells no software');
      if (reply.slice(1).every((line) => /^250.X+[A-Z]$/.test(line))) expect(said(...reply)).not.toContain('what else');
    });

    test.each([
      [
        'keywords',
        'Postfix',
        ['250-mail.kaskade.example', '250-PIPELINING', '250-SIZE 10240000', '250-VRFY', '250-ETRN', '250-XXXXXXXA', '250 8BITMIME'],
      ],
      [
        'the first line',
        'EventMachine',
        ['250-Ok EventMachine SMTP Server', `250-${'X'.repeat(12)}A`, '250-SIZE 20000000', '250 XXXXXXXB'],
      ],
      ['a refusal', 'Cisco ESA', ['250-mail.kaskade.example', '250 XXXXXXXA', 'STARTTLS', '500 #5.5.1 command not recognized']],
    ])('but it is by %s: %s', (_, server, reply) => {
      expect(said(...reply)).toContain(`The reply reads like ${server}`);
    });

    test('a greeting that is the software’s own tells it as well, one that many print does not', () => {
      const told = (greeting: string) =>
        masks(`220 ${greeting}`, 'EHLO a.example.net', `250-${'X'.repeat(12)}A`, '250-SIZE 20000000', '250 XXXXXXXB')
          .flatMap(({ candidates }) => candidates.flatMap(({ evidence }) => evidence))
          .join('\n');
      expect(told('EventMachine SMTP Server')).toContain('The reply reads like EventMachine');
      expect(told('mx.example.com ESMTP')).not.toContain('reads like');
    });
  });

  test('what the likeliest server does not list is held against a candidate, not for it', () => {
    const lists = [
      ['PIPELINING', 'SIZE 0', 'XXXXA', '8BITMIME'],
      ['PIPELINING', 'SIZE 10240000', 'ETRN', 'XXXXXXXXXXXXXA', 'ENHANCEDSTATUSCODES', '8BITMIME', 'DSN'],
      ['SIZE 52428800', '8BITMIME', 'PIPELINING', 'XXXXXXXXXXXXXA', 'XXXB'],
    ];
    for (const { candidates } of lists.flatMap((list) => masks(...session('mx.example.com ESMTP', list)))) {
      for (const { evidence } of candidates)
        for (const sentence of evidence) if (sentence.includes('does not list')) expect(sentence).toMatch(/^Against it: /);
    }
  });

  describe('2 and 0 survive: where none is to be seen, there was hardly one', () => {
    const exchange = ['SIZE 37748736', 'PIPELINING', 'DSN', 'ENHANCEDSTATUSCODES', 'XXXXXXXA', '8BITMIME', 'BINARYMIME', 'XXXXXXXB'];
    const dated = 'mx.example.com Microsoft ESMTP MAIL Service ready at Mon, 14 Mar 1994 11:34:56 +1111';

    test('no date of this century is behind asterisks alone', () => {
      const [banner] = masks(...session('*'.repeat(dated.length), exchange));
      expect(banner!.kind).toBe('banner');
      for (const { text } of banner!.candidates) expect(text).not.toContain('(date)');
      expect(banner!.candidates[0]!.text).toBe(SOMETHING_ELSE);
    });

    test('nor a name with a 2 or a 0', () => {
      const text = 'mx20.example.com ESMTP Postfix';
      const [banner] = masks(`220 ${'*'.repeat(text.length)}`, 'HELO client.example.net', '250 mx20.example.com', 'QUIT', '221 2.0.0 Bye');
      expect(probabilityOf(banner, text)).toBeLessThan(0.3);
    });

    test('a name without them is', () => {
      const text = 'mail.example.com ESMTP Postfix';
      const [banner] = masks(`220 ${'*'.repeat(text.length)}`, 'HELO client.example.net', '250 mail.example.com', 'QUIT', '221 2.0.0 Bye');
      expect(banner!.candidates[0]!.text).toBe(text);
    });
  });

  describe('nothing is said of a rest of the session that is not there, or that reads otherwise', () => {
    const told = (mask: MaskedText | undefined) => mask!.candidates.flatMap(({ evidence }) => evidence);

    test('a greeting alone', () => {
      const [banner] = masks('220 *************************20** ****200**0*********0*00');
      expect(told(banner).join('\n')).not.toContain('The rest of the session');
    });

    test('a session that reads otherwise', () => {
      const postfix = ['PIPELINING', 'SIZE 10240000', 'ETRN', 'XXXXXXXA', 'ENHANCEDSTATUSCODES', '8BITMIME', 'DSN'];
      for (const sentence of told(masks(...session('*'.repeat(40), postfix))[0])) {
        const share = /The rest of the session reads like .* \((\d+) %\)/.exec(sentence)?.[1];
        if (share !== undefined) expect(Number(share)).toBeGreaterThanOrEqual(10);
      }
    });
  });

  test.each([
    ['masks only', ['XXXXXXXA', 'XXXB']],
    ['one common keyword', ['8BITMIME', 'XXXXXXXA', 'XXXB']],
  ])('no software is read out of %s, whose greeting has the length that another software’s has', (_, keywords) => {
    const [banner] = masks(...session('*'.repeat('mx.example.com ESMTP ready'.length), keywords));
    expect(banner!.candidates.flatMap(({ evidence }) => evidence).join('\n')).not.toContain('The rest of the session');
  });

  test('where nothing but a length speaks for a vendor, its keyword is less likely than something else', () => {
    const [mask] = masks('250-mx.example.com', `250-${'X'.repeat('X-EXCHANGEAUTH SHA256'.length - 1)}A`, '250-XXXXXXXB', '250 XXXC');
    expect(mask!.candidates[0]!.text).toBe(SOMETHING_ELSE);
    expect(probabilityOf(mask, 'X-EXCHANGEAUTH SHA256')).toBeLessThan(0.2);
    const exchange = [
      'SIZE 37748736',
      'PIPELINING',
      'DSN',
      'ENHANCEDSTATUSCODES',
      'X'.repeat(20).concat('A'),
      '8BITMIME',
      'BINARYMIME',
      'XXXXXXXB',
    ];
    expect(probabilityOf(masks(...session('mx.example.com ESMTP', exchange))[0], 'X-EXCHANGEAUTH SHA256')).toBeGreaterThan(0.2);
  });

  describe('a keyword that stands in plain as well', () => {
    const edited = ['PIPELINING', 'SIZE 10240000', 'VRFY', 'ETRN', 'XXXXXXXA', 'ENHANCEDSTATUSCODES', '8BITMIME', 'STARTTLS', 'DSN'];

    test('in its place masked, out of its place in plain: was the text edited?', () => {
      const [mask] = masks(...session('mx.example.com ESMTP Postfix', edited));
      expect(mask!.candidates[0]!.text).toBe('STARTTLS');
      expect(mask!.candidates[0]!.probability).toBeLessThan(0.9);
      expect(evidence(mask)).toContain('By its place STARTTLS, which also stands in plain on line 11: was the text edited?');
      expect(mask!.confidence).toBe('likely');
    });

    test('both in place: the mask is another', () => {
      const allowed = ['PIPELINING', 'SIZE 10240000', 'ETRN', 'STARTTLS', 'ENHANCEDSTATUSCODES', '8BITMIME', 'DSN', 'XXXXXXXA'];
      const [mask] = masks(...session('mx.example.com ESMTP Postfix', allowed));
      expect(['SMTPUTF8', 'CHUNKING']).toContain(mask!.candidates[0]!.text);
      expect(mask!.confidence).toBe('certain');
      expect(probabilityOf(mask, 'STARTTLS')).toBeLessThan(0.02);
    });
  });

  describe('how a server accepts mail tells which it is', () => {
    const mail = (sender: string, recipient: string, data: string, queued: string, bye: string) => [
      ...['MAIL FROM:<a@example.net>', sender, 'RCPT TO:<b@example.com>', recipient, 'DATA', data],
      ...['Subject: test', '', 'test', '.', queued, 'QUIT', bye],
    ];
    /** How likely this software is by what is said of the first candidate. */
    const readsLike = (name: string, mask: MaskedText | undefined) =>
      Number(new RegExp(`reads like ${name} \\((\\d+) %\\)`).exec(evidence(mask))?.[1] ?? 0);

    test.each([
      [
        'Postfix',
        ['PIPELINING', 'SIZE 10240000', 'XXXXXXXA', '8BITMIME'],
        mail('250 2.1.0 Ok', '250 2.1.5 Ok', '354 End data with <CR><LF>.<CR><LF>', '250 2.0.0 Ok: queued as 4F1A', '221 2.0.0 Bye'),
        '250 2.0.0 Ok: queued as 4F1A',
      ],
      [
        'Exim',
        ['SIZE 10240000', 'PIPELINING', 'XXXXXXXA', 'HELP'],
        mail(
          '250 OK',
          '250 Accepted',
          '354 Enter message, ending with "." on a line by itself',
          '250 OK id=1l8PB3-00004R-NR',
          '221 mx.example.com closing connection',
        ),
        '354 Enter message, ending with "." on a line by itself',
      ],
    ])('%s', (name, list, rest, wording) => {
      const [keyword] = masks(...session('mx.example.com ESMTP', list, ...rest));
      const [without] = masks(...session('mx.example.com ESMTP', list));
      expect(readsLike(name, keyword)).toBeGreaterThan(80);
      expect(readsLike(name, without)).toBeLessThan(80);
      expect(evidence(keyword)).toContain(`\`${wording}\` is the wording of ${name}`);
    });
  });

  describe('the greeting of an unmasked session in the same file', () => {
    const greeting = 'mx.example.com Our Own Relay 7, no abuse';
    const list = ['PIPELINING', 'SIZE', '8BITMIME'];
    const inside = session(greeting, [...list, 'STARTTLS'], 'QUIT', '221 Bye');
    const outside = (text: string) => session(maskGreetingText('asterisks except 2 and 0', text), [...list, 'XXXXXXXA'], 'QUIT', '221 Bye');

    test('is the best candidate for the masked one', () => {
      const banner = masks('# inside', ...inside, '', '# outside', ...outside(greeting)).find(({ kind }) => kind === 'banner');
      expect(banner!.candidates[0]!.text).toBe(greeting);
      expect(banner!.candidates[0]!.probability).toBeGreaterThan(0.9);
      expect(evidence(banner)).toContain('The session at line 2, which is not masked, is greeted so by the same server.');
    });

    test('its date is another each time', () => {
      const at = (date: string) => `mx.example.com Relay ready at ${date}`;
      const plain = session(at('Mon, 2 Nov 2020 22:02:20 +0000'), [...list, 'STARTTLS'], 'QUIT', '221 Bye');
      const banner = masks('# inside', ...plain, '', '# outside', ...outside(at('Tue, 17 Nov 2020 09:12:40 +0000'))).find(
        ({ kind }) => kind === 'banner',
      );
      expect(banner!.candidates[0]!.text).toBe(at('(date)'));
      // The digits of the date are left, too.
      expect(evidence(banner)).toContain('where this greeting always has');
    });

    describe('of several lines: line by line', () => {
      const lines = ['Our relay, gate 2', 'please behave'];
      const after = ['EHLO client.example.net', '250-mx.example.com', '250-SIZE'];
      const greeted = (texts: readonly string[]) => texts.map((text, i) => `220${i === texts.length - 1 ? ' ' : '-'}${text}`);
      const masked = (texts: readonly string[]) => texts.map((text) => maskGreetingText('asterisks except 2 and 0', text));
      const behind = (plain: readonly string[], texts: readonly string[]) =>
        masks(
          ...['# inside', ...greeted(plain), ...after, '250 STARTTLS', 'QUIT', '221 Bye', ''],
          ...['# outside', ...greeted(masked(texts)), ...after, '250 XXXXXXXA', 'QUIT', '221 Bye'],
        ).find(({ kind }) => kind === 'banner')!;

      test.each([[lines], [['Kaskade relay, tor drei', 'bitte artig sein']], [['mx.example.com ESMTP', 'no abuse', 'since 2002']]])(
        '%s',
        (texts) => {
          const banner = behind(texts, texts);
          expect(banner.candidates[0]!.text).toBe(texts.join(' / '));
          expect(banner.candidates[0]!.probability).toBeGreaterThan(0.9);
          expect(evidence(banner)).toContain(`exactly ${texts.map(({ length }) => length).join(' and ')} characters in its lines`);
          expect(evidence(banner)).toContain('is greeted so by the same server');
        },
      );

      test.each([
        ['more lines', [...lines, 'bye']],
        ['fewer lines', [lines.join('')]],
        ['its lines the other way round', lines.toReversed()],
        ['a 2 elsewhere', ['2 our relay, gate', lines[1]!]],
      ])('not behind one of %s', (_, texts) => {
        const banner = behind(lines, texts);
        expect(banner.candidates.map(({ text }) => text)).not.toContain(lines.join(' / '));
        expect(banner.candidates[0]!.text).toBe(SOMETHING_ELSE);
      });
    });

    test('not one that is shorter', () => {
      const banner = masks('# inside', ...inside, '', '# outside', ...outside(`${greeting}, please`)).find(({ kind }) => kind === 'banner');
      expect(banner!.candidates.map(({ text }) => text)).not.toContain(greeting);
    });
  });
});
