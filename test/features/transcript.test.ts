/** What a transcript can do in an editor: one line, one place, one answer. `‸` is the cursor. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, openDocument, type TranscriptDocument, wholeTranscript } from '../../server/src/features/document.ts';
import { transcriptFeatures as features } from '../../server/src/features/transcript/features.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cursor, hoverText, open } from '../support/cursor.ts';

const SESSION = `C: EHLO client.example
S: 250-mail.example.com
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-XXXXXXXA
S: 250 8BITMIME
C: STARTTLS
S: 500 5.5.1 command not recognized
C: MAIL FROM:<a@example.com>
S: 250 2.1.0 Ok
C: RCPT TO:<b@example.net>
S: 250 2.1.5 Ok
C: DATA
S: 354 go ahead
C: Subject: hello
C: X-Long: one
C:  two
C:
C: body
C: .
S: 250 2.0.0 queued
C: QUIT
S: 221 2.0.0 Bye
`;
const document = () => open(SESSION, 'smtp-transcript');

describe('hover', () => {
  test.each([
    ['a reply code', 'C: STARTTLS\nS: 5‸00 5.5.1 command not recognized', ['500', 'command unrecognized', 'RFC 5321, 4.2.3', '`STARTTLS`']],
    ['an enhanced code', 'C: MAIL FROM:<a@b.example>\nS: 250 2.1‸.0 Ok', ['2.1.0', 'Success', 'RFC 3463']],
    ['a command', 'C: ST‸ARTTLS\nS: 220 go ahead', ['STARTTLS', 'encrypt', 'RFC 3207', '`220 go ahead`']],
    ['a parameter of MAIL', 'C: MAIL FROM:<"a b>"@c.example> SI‸ZE=1000 BODY=8BITMIME\nS: 250 ok', ['**SIZE**', 'octets', 'RFC 1870']],
    ['a value', 'C: mail from:<> body=8BIT‸MIME\nS: 250 ok', ['**BODY**', 'RFC 6152']],
    ['a parameter without a value', 'C: MAIL FROM:<a@b.example> AUTH=<> REQUIRE‸TLS\nS: 250 ok', ['**REQUIRETLS**', 'RFC 8689']],
    ['a parameter of RCPT', 'C: RCPT TO:<a@b.example> NOTIFY=NEVER OR‸CPT=rfc822;a@b.example\nS: 250 ok', ['**ORCPT**', 'RFC 3461']],
    ['the reply to a message', 'C: DATA\nS: 354 go\nC: x\nC: .\nS: 2‸50 2.0.0 queued', ['250', 'Answers `.`, the end of the message']],
    ['a final dot', 'C: DATA\nS: 354 go\nC: x\nC: ‸.\nS: 250 2.0.0 queued', ['Ends the message', 'Answered: `250 2.0.0 queued`']],
    ['a command without a reply', 'S: 220 mail.example ESMTP\nC: EH‸LO x', ['EHLO', 'No reply']],
    ['a keyword', 'C: EHLO x\nS: 250-mail.example\nS: 250-PIPEL‸INING\nS: 250 SIZE', ['PIPELINING', 'RFC 2920']],
    [
      'a masked keyword',
      'C: EHLO x\nS: 250-mail.example\nS: 250-PIPELINING\nS: 250 XXX‸XXXXA',
      ['STARTTLS', 'TLS', 'How to prove it', 'Sources'],
    ],
  ])('on %s', (_, marked, said) => {
    const { text, at } = cursor(marked);
    const shown = hoverText(features.hover?.(open(text, 'smtp-transcript'), at));
    for (const words of said) expect(shown).toContain(words);
  });

  test.each([
    ['the text of a reply', 'C: MAIL FROM:<a@b.example>\nS: 250 2.1.0 Sender o‸k'],
    ['a secret of AUTH', 'C: AUTH PLAIN\nS: 334 \nC: AGFsaWNl‸AHNlY3JldA==\nS: 235 ok'],
    ['what a path calls a parameter', 'C: MAIL FROM:<"a SI‸ZE=1"@b.example>\nS: 250 ok'],
    ['a parameter that nobody knows', 'C: MAIL FROM:<a@b.example> XYZ‸ZY=1\nS: 250 ok'],
    ['an empty line', 'C: NOOP\nS: 250 ok\n‸\n'],
  ])('none on %s', (_, marked) => {
    const { text, at } = cursor(marked);
    expect(features.hover?.(open(text, 'smtp-transcript'), at) ?? null).toBeNull();
  });
});

describe('from a command to its reply and back', () => {
  test.each([
    [
      'command to reply',
      6,
      [
        { line: 7, character: 3 },
        { line: 7, character: 35 },
      ],
    ],
    [
      'reply to command',
      7,
      [
        { line: 6, character: 3 },
        { line: 6, character: 11 },
      ],
    ],
    [
      'EHLO to all lines of its reply',
      0,
      [
        { line: 1, character: 3 },
        { line: 5, character: 15 },
      ],
    ],
    [
      'final dot to reply',
      19,
      [
        { line: 20, character: 3 },
        { line: 20, character: 19 },
      ],
    ],
    [
      'reply to final dot',
      20,
      [
        { line: 19, character: 3 },
        { line: 19, character: 4 },
      ],
    ],
  ])('%s', (_, line, [start, end]) => {
    expect(features.definition?.(document(), { line, character: 4 })).toEqual([{ uri: 'file:///test', range: { start, end } }]);
  });
});

test('LMTP: a final dot has a reply for each recipient', () => {
  const text = 'LHLO x\n250 y\nMAIL FROM:<>\n250 ok\nRCPT TO:<a@b.c>\n250 ok\nRCPT TO:<d@b.c>\n250 ok\nDATA\n354 go\n.\n250 one\n552 two\n';
  const lmtp = open(text, 'smtp-transcript');
  const linesAt = (line: number) => features.definition?.(lmtp, { line, character: 0 }).map(({ range }) => range.start.line);
  expect(linesAt(10)).toEqual([11, 12]);
  expect([linesAt(11), linesAt(12)]).toEqual([[10], [10]]);
});

test('outline: the session, its phases, the message with headers and body', () => {
  const [session] = features.documentSymbols?.(document()) ?? [];
  expect(session?.children?.map((it) => it.name)).toEqual(['EHLO', 'STARTTLS', 'message', 'QUIT']);
  expect(session?.children?.[0]?.children?.map((it) => it.name)).toEqual(['PIPELINING', 'SIZE', 'XXXXXXXA', '8BITMIME']);
  expect(session?.children?.[2]?.range.end).toEqual({ line: 20, character: 19 });
  expect(session?.children?.[2]?.children?.map((it) => `${it.name} ${it.detail}`)).toEqual(['headers 2', 'body 1 lines']);
});

test('folding: the session, the reply of several lines, the headers', () => {
  const ranges = features.foldingRanges?.(document()).map((it) => [it.startLine, it.endLine]);
  expect(ranges).toEqual(
    expect.arrayContaining([
      [0, 22],
      [1, 5],
      [14, 16],
    ]),
  );
});

test('colours: code, keyword, masked text and command differ', () => {
  const tokens = features.semanticTokens?.(document()) ?? [];
  const on = (line: number) =>
    tokens.filter((it) => it.line === line).map((it) => `${it.type} ${SESSION.split('\n')[line]!.slice(it.start, it.start + it.length)}`);
  expect(on(0)).toEqual(['method EHLO']);
  expect(on(2)).toEqual(['number 250', 'keyword PIPELINING']);
  expect(on(4)).toEqual(['number 250', 'regexp XXXXXXXA']);
  expect(on(14)).toEqual(['property Subject']);
  const order = tokens.map((it) => it.line * 1000 + it.start);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('a hint beside the mask says what stood there, and how likely', () => {
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = features.inlayHints?.(document(), all) ?? [];
  expect(hints).toHaveLength(1);
  expect(hints[0]?.position).toEqual({ line: 4, character: 15 });
  expect(hints[0]?.label).toMatch(/^◂ STARTTLS \d+ %$/);
});

test.each([
  ['masked', SESSION, '1 session: 2 masked texts, 1 other finding', 'warning'],
  ['clean', 'C: NOOP\nS: 250 ok\n', '1 session: nothing masked', 'information'],
  [
    'mail that fails for want of TLS, and no mask',
    'Nov 27 10:00:00 mx postfix/smtp[1]: 4F2: to=<a@example.com>, relay=mx.example.com[192.0.2.25]:25, delay=1, delays=0/0/1/0, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mx.example.com[192.0.2.25])\n',
    '1 log record: 1 finding',
    'warning',
  ],
  ['nothing', 'some prose\n', 'no SMTP session found', 'information'],
  ['a configuration', 'class-map C\n match port tcp eq 25\n', 'reads as a firewall configuration', 'warning'],
])('status: %s', (_, text, said, severity) => {
  const status = features.status?.(open(text, 'smtp-transcript'));
  expect(status?.text).toBe(said);
  expect(status?.severity).toBe(severity);
});

describe('a document with more sessions than are read after each keystroke', () => {
  const session = ['220 mx.example.com ESMTP', 'EHLO a', '250-mx.example.com', '250 XXXXXXXA', 'QUIT', '221 Bye'];
  const lines = Lines.read(Array.from({ length: 1000 }, () => session.join('\n')).join('\n'));

  test('an editor reads the first ones, and says so', () => {
    const document = openDocument('file:///test.smtp', 'smtp-transcript', lines) as TranscriptDocument;
    expect(document.transcript.sessions.length).toBeLessThan(210);
    expect(features.status?.(document)?.detail).toMatch(
      /Sessions were looked for in the first 12\d\d of 6000 lines, log records in all of them/,
    );
  });

  test('a program reads them all', () => {
    expect(wholeTranscript('log.smtp', lines, DEFAULT_SETTINGS).transcript.sessions).toHaveLength(1000);
  });
});
