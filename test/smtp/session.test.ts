/** The state machine: which reply answers which command, what is data, what is secret. */
import { describe, expect, test } from 'vitest';
import { endsOf } from '../../server/src/path/flow-of.ts';
import type { Session } from '../../server/src/smtp/model.ts';
import { placeOf } from '../../server/src/smtp/model.ts';
import { characterAt, octets } from '../../server/src/smtp/octets.ts';
import { read } from './print.ts';

const lines = (...all: string[]) => all.join('\n');
const session = (...all: string[]): Session => {
  const { sessions } = read(lines(...all));
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
};
const answers = ({ commands }: Session) => commands.map(({ verb, reply }) => [verb, reply?.code]);
const GREETING = ['220 mx.example.com ESMTP', 'EHLO x', '250-mx.example.com', '250 PIPELINING'];

describe('greeting and keywords', () => {
  test('the greeting line is no keyword; names in upper case, parameters apart, the last one marked', () => {
    const { greeting, offers, protocol } = session(
      '220-hello',
      '220 mx.example.com ESMTP',
      'EHLO x',
      '250-mx.example.com greets x',
      '250-size 1000',
      '250 AUTH PLAIN LOGIN',
    );
    expect(greeting!.lines).toHaveLength(2);
    expect(protocol).toBe('esmtp');
    expect(offers[0]!.keywords.map(({ name, parameters, last }) => [name, parameters, last])).toEqual([
      ['SIZE', ['1000'], false],
      ['AUTH', ['PLAIN', 'LOGIN'], true],
    ]);
  });

  test("the seeds' block: begins within the reply, and a backslash is the document's", () => {
    const one = session('250-8BITMIME\\', '250-SIZE 14680064', '250 XXXXXXXA', 'STARTTLS', '500 #5.5.1 command not recognized');
    expect(one.offers[0]!.keywords.map(({ name }) => name)).toEqual(['8BITMIME', 'SIZE', 'XXXXXXXA']);
    expect(one.commands).toMatchObject([{ verb: 'STARTTLS', reply: { code: 500, enhanced: '5.5.1' } }]);
  });

  test('a bare 250 OK to EHLO offers nothing', () => {
    expect(session('220 ***********', 'EHLO x', '250 OK').offers).toMatchObject([{ keywords: [] }]);
  });

  test('EHLO refused, HELO accepted', () => {
    expect(session('220 mx ESMTP', 'EHLO x', '500 what', 'HELO x', '250 mx')).toMatchObject({ protocol: 'smtp', offers: [] });
  });

  test('replies only: which is which', () => {
    const { greeting, commands, orphans, offers } = session('220 mx ESMTP', '250-mx', '250-DSN', '250 STARTTLS', '500 5.5.2 no', '221 bye');
    expect(greeting!.code).toBe(220);
    expect(commands).toEqual([]);
    expect(orphans.map(({ code }) => code)).toEqual([250, 500, 221]);
    expect(offers[0]!.keywords.map(({ name }) => name)).toEqual(['DSN', 'STARTTLS']);
  });

  test('the go-ahead of STARTTLS is no second greeting', () => {
    expect(
      session('220 mx ESMTP', '250-mx', '250 STARTTLS', '220 2.0.0 Ready to start TLS', '250-mx', '250 DSN').offers.map(({ tls }) => tls),
    ).toEqual([false, true]);
  });
});

describe('replies', () => {
  test('pipelined commands get their replies in order', () => {
    const one = session(
      ...GREETING,
      'MAIL FROM:<a@example.com>',
      'RCPT TO:<b@example.com>',
      'RCPT TO:<c@example.com>',
      'DATA',
      '250 1',
      '550 5.1.1 2',
      '250 3',
      '354 go',
    );
    expect(answers(one)).toEqual([
      ['EHLO', 250],
      ['MAIL', 250],
      ['RCPT', 550],
      ['RCPT', 250],
      ['DATA', 354],
    ]);
    expect(one.commands.map(({ pipelined }) => pipelined)).toEqual([false, false, true, true, true]);
    expect(one.messages).toMatchObject([{ recipients: [{ reply: { enhanced: '5.1.1' } }, { reply: { enhanced: undefined } }] }]);
  });

  test('a reply that is not in the file puts the next ones not out of step', () => {
    expect(
      answers(
        session(...GREETING, 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA', '354 go', '.', '250 ok', 'QUIT', '221 bye'),
      ).at(-2),
    ).toEqual(['DATA', 354]);
  });

  test('a session that begins in the middle', () => {
    expect(answers(session('RCPT TO:<b@example.com>', '550 5.7.1 no', 'QUIT', '221 bye'))).toEqual([
      ['RCPT', 550],
      ['QUIT', 221],
    ]);
  });

  test('words that no server knows were commands all the same', () => {
    expect(answers(session(...GREETING, 'XXXXXXXX', '500 5.5.1 Command unrecognized: "XXXXXXXX"', 'FOO bar', '500 what'))).toEqual([
      ['EHLO', 250],
      ['XXXXXXXX', 500],
      ['FOO', 500],
    ]);
  });

  test('a greeting that refuses', () => {
    expect(session('554 5.7.1 no service for you', 'QUIT', '221 bye').greeting!.code).toBe(554);
  });

  test('220 answers STARTTLS, though no greeting is in the file', () => {
    expect(answers(session('C: STARTTLS', 'S: 220 go ahead'))).toEqual([['STARTTLS', 220]]);
  });

  test('XCLIENT is answered by a greeting of the same session', () => {
    expect(session(...GREETING, 'XCLIENT ADDR=192.0.2.1', '220 mx.example.com ESMTP', 'EHLO y', '250-mx', '250 DSN').offers).toHaveLength(
      2,
    );
  });
});

describe('mail data', () => {
  const DATA = [...GREETING, 'MAIL FROM:<a@example.com>', '250 ok', 'RCPT TO:<b@example.com>', '250 ok', 'DATA', '354 go'];

  test('headers with their folds, the body, the end, and the reply to it', () => {
    const { messages } = session(
      ...DATA,
      'Subject: a',
      '  folded',
      'To: b',
      '',
      'MAIL FROM:<no command>',
      '250 no reply',
      '.',
      '250 queued',
      'QUIT',
      '221 bye',
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]!.headers.map(({ name, value, lines }) => [name, value, lines.length])).toEqual([
      ['Subject', 'a  folded', 2],
      ['To', 'b', 1],
    ]);
    expect(messages[0]!.body.map(({ text }) => text)).toEqual(['MAIL FROM:<no command>', '250 no reply']);
    expect(messages[0]!.endReply!.lines[0]!.text).toBe('queued');
  });

  test('a message that is left out, with or without its dot', () => {
    expect(session(...DATA, 'Subject: a', '250 queued', 'QUIT', '221 bye').messages[0]).toMatchObject({
      end: undefined,
      endReply: { code: 250 },
    });
    expect(session(...DATA, '.', '250 queued').messages[0]).toMatchObject({ body: [], endReply: { code: 250 } });
  });

  test('two messages', () => {
    const once = DATA.slice(GREETING.length);
    expect(session(...DATA, '.', '250 1', ...once, '.', '250 2').messages.map(({ endReply }) => endReply!.lines[0]!.text)).toEqual([
      '1',
      '2',
    ]);
  });

  test('BDAT counts octets, not lines', () => {
    const text = ['Subject: ü', '', 'QUIT'];
    const size = text.reduce((sum, line) => sum + octets(line) + 2, 0);
    const { messages, commands } = session(
      ...[
        'S: 220 mx ESMTP',
        'C: EHLO x',
        'S: 250-mx',
        'S: 250 CHUNKING',
        'C: MAIL FROM:<a@example.com>',
        'S: 250 ok',
        'C: RCPT TO:<b@example.com>',
        'S: 250 ok',
      ],
      `C: BDAT ${size} LAST`,
      ...text.map((line) => `C: ${line}`),
      ...['S: 250 queued', 'C: QUIT', 'S: 221 bye'],
    );
    expect(messages[0]!.headers.map(({ name }) => name)).toEqual(['Subject']);
    expect(messages[0]!.body.map((line) => line.text)).toEqual(['QUIT']);
    expect(messages[0]!.endReply!.code).toBe(250);
    expect(commands.filter(({ verb }) => verb === 'QUIT')).toHaveLength(1);
  });

  test('LMTP answers for each recipient, and the worst answer stands', () => {
    const one = session(
      '220 mx LMTP',
      'LHLO x',
      '250-mx',
      '250 PIPELINING',
      'MAIL FROM:<a@example.com>',
      '250 ok',
      'RCPT TO:<b@example.com>',
      '250 ok',
      'RCPT TO:<c@example.com>',
      '250 ok',
      'DATA',
      '354 go',
      '.',
      '250 b',
      '552 c',
      'QUIT',
      '221 bye',
    );
    expect(one).toMatchObject({ protocol: 'lmtp', messages: [{ endReply: { code: 552 } }] });
    expect(answers(one).at(-1)).toEqual(['QUIT', 221]);
  });
});

describe('TLS and AUTH', () => {
  test('what is said after the go-ahead is inside TLS, not after a refusal', () => {
    const tls = (reply: string) => session(...GREETING, 'STARTTLS', reply, 'EHLO x', '250-mx', '250 DSN').offers.map((offer) => offer.tls);
    expect(tls('220 go ahead')).toEqual([false, true]);
    expect(tls('500 5.5.1 no')).toEqual([false, false]);
  });

  test('secrets are marked: the initial response, and each answer of the dialogue', () => {
    const { commands } = session(
      ...GREETING,
      'AUTH PLAIN AGFiYwBhYmM=',
      '535 5.7.8 no',
      'AUTH LOGIN',
      '334 VXNlcm5hbWU6',
      'YWJj',
      '334 UGFzc3dvcmQ6',
      'YWJj',
      '235 2.7.0 ok',
      'MAIL FROM:<a@example.com>',
      '250 ok',
    );
    expect(commands.slice(1).map(({ verb, secretAt, reply }) => [verb, secretAt, reply!.code])).toEqual([
      ['AUTH', 11, 535],
      ['AUTH', undefined, 334],
      ['', 0, 334],
      ['', 0, 235],
      ['MAIL', undefined, 250],
    ]);
  });
});

test.for([
  ['', 0],
  ['abc', 3],
  ['ü', 2],
  ['€', 3],
  ['😀', 4],
  ['\ud800', 3],
] as const)('octets of %j: %i', ([text, count]) => expect(octets(text)).toBe(count));

test('what befell a connection on which nothing was said is not told of the next one', () => {
  const { sessions } = read(
    lines(
      '$ openssl s_client -connect mx.example.org:25 -starttls smtp',
      'CONNECTED(00000003)',
      "Didn't find STARTTLS in server response, trying anyway...",
      '140:error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
      '---',
      '$ openssl s_client -connect 192.0.2.25:25 -starttls smtp',
      'CONNECTED(00000003)',
      'depth=0 CN = mx.example.org',
      '---',
      '250 CHUNKING',
      'quit',
      '221 2.0.0 Bye',
    ),
  );
  expect(sessions.map(({ notes, offers }) => [notes.map(({ note }) => note), offers.length])).toEqual([
    [['connected', 'starttls-not-offered', 'tls-failed'], 0],
    [['connected'], 1],
  ]);
});

test.each([
  ['a character of UTF-8', [0xc3, 0xb6], 'ö', 2],
  ['of four octets', [0xf0, 0x9f, 0x98, 0x80, 0x61], '😀', 4],
  ['an octet of Latin-1', [0xf6, 0x61], '\udcf6', 1],
  ['a character that is cut off', [0xe2, 0x82], '\udce2', 1],
  ['half of a pair', [0xed, 0xb0, 0x80], '\udced', 1],
])('%s', (_, values, text, length) => {
  expect(characterAt(values, 0)).toEqual({ text, length });
  expect(octets(text)).toBe(length);
});

test.each([
  [String.raw`send: b'Subject: \xc3\xbc\xf0\x9f\x98\x80\r\n'`, 'Subject: ü😀', 15],
  [String.raw`send: b'Subject: \xfc\r\n'`, 'Subject: \udcfc', 10],
  [String.raw`<- "Subject: \303\274\r\n"`, 'Subject: ü', 11],
])('an escaped octet is one octet: %s', (line, text, size) => {
  const python = [String.raw`reply: b'220 mx ESMTP\r\n'`, String.raw`send: 'data\r\n'`, String.raw`reply: b'354 go\r\n'`];
  const ruby = [String.raw`-> "220 mx ESMTP\r\n"`, String.raw`<- "DATA\r\n"`, String.raw`-> "354 go\r\n"`];
  const { sessions, lines } = read([...(line.startsWith('<-') ? ruby : python), line].join('\n'));
  const [header] = sessions[0]!.messages[0]!.headers;
  expect(header!.lines[0]!.text).toBe(text);
  expect(octets(header!.lines[0]!.text)).toBe(size);
  expect(lines.slice(placeOf(header!.lines[0]!, 9, text.length))).toMatch(/^\\/);
});

test.each([
  ['a word between blocks of code', '```\n250-STARTTLS\n```\n\nor\n\n```\n250-XXXXXXXA\n```\n', [1, 1]],
  ['a heading', '250-STARTTLS\n\ninstead of:\n\n250-XXXXXXXA\n', [1, 1]],
  ['a remark among the lines of one reply', 'EHLO a.example.net\n250-mx\n250-SIZE 1\n<- look here\n250-XXXXXXXA\n250 DSN\n', [3]],
  ['empty lines in one reply', 'EHLO a.example.net\n\n250-mx\n\n250-SIZE 1\n\n250 DSN\n', [2]],
  ['words and an empty line before a reply', 'EHLO a.example.net\n\nit answers\n\n250-mx\n250-SIZE 1\n250 DSN\n', [2]],
] as const)('what stands apart on a page is two replies: %s', (_, text, keywords) => {
  const offers = read(text).sessions.flatMap((session) => session.offers);
  expect(offers.map((offer) => offer.keywords.length)).toEqual(keywords);
});

test('an author marks what was typed, and the server stands bare', () => {
  const { commands, greeting } = session(
    '$ telnet mx.example.com 25',
    'Trying 192.0.2.25...',
    '220 mx.example.com ESMTP',
    '> EHLO client.example.net',
    '250-mx.example.com',
    '250 SIZE 1',
    '> QUIT',
    '221 Bye',
  );
  expect(greeting?.code).toBe(220);
  expect(commands.map(({ verb, reply }) => [verb, reply?.code])).toEqual([
    ['EHLO', 250],
    ['QUIT', 221],
  ]);
});

describe('curl tells whom it connects to above all that is said', () => {
  const SAID = ['220 mx.example.com ESMTP', '250-mx.example.com', '250 SIZE 1'];
  const verbose = [`< ${SAID[0]}`, '> EHLO client.example.net', `< ${SAID[1]}`, `< ${SAID[2]}`];
  const traced = ['<= Recv header, 26 bytes (0x1a)', `0000: ${SAID[0]}`];
  test.each([
    ['-v', ['*   Trying 192.0.2.25:25...', '* Connected to mx.example.com (192.0.2.25) port 25 (#0)', ...verbose]],
    ['-v, cut', ['* Connected to mx.example.com (192.0.2.25) port 25', ...verbose]],
    [
      '-v, the second address',
      ['*   Trying 192.0.2.24:587...', '*   Trying 192.0.2.25:587...', '* Connected to mx (192.0.2.25) port 587', ...verbose],
    ],
    ['-v, IPv6', ['*   Trying [2001:db8::25]:25...', '* Connected to mx.example.com (2001:db8::25) port 25', ...verbose]],
    ['--trace-ascii', ['== Info: Connected to mx.example.com (192.0.2.25) port 25 (#0)', ...traced]],
  ])('%s', (_, lines) => {
    const [only, ...others] = read(lines.join('\n')).sessions;
    expect(others).toEqual([]);
    expect(only && endsOf(only).server?.address).toMatch(/^(?:192\.0\.2\.25|2001:db8::25)$/);
  });

  test.each([443, 8025])('to port %i it may speak anything', (port) => {
    expect(read(`* Connected to www.example.com (192.0.2.25) port ${port}\n* Operation timed out\n`).sessions).toEqual([]);
  });
});
