/** What a path took away, and whether an inspection explains it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { saysTheSame } from '../../server/src/path/align.ts';
import { compareSessions, isSpoken } from '../../server/src/path/compare.ts';
import { predictSession, transcriptText } from '../../server/src/path/predict.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { inspection, policy } from '../masking/play.ts';
import { corpus, present } from '../support/shared.ts';
import { sessionOf, steadySession } from './sessions.ts';

const PIX = 'PIX Version 6.3(5)\nfixup protocol smtp 25\n';

function compared(inside: string, outside: string) {
  const transcript = readTranscript(Lines.read(inside));
  return compareSessions(transcript, transcript.sessions[0]!, sessionOf(outside));
}

function through(text: string, configuration = policy()): string {
  const transcript = readTranscript(Lines.read(text));
  return transcriptText(predictSession(transcript.sessions[0]!, inspection(configuration), refusalsOf(transcript)));
}

const INSIDE = `220 mx.example.com ESMTP Postfix
EHLO inside.example.com
250-mx.example.com
250-PIPELINING
250-SIZE 10240000
250-STARTTLS
250-8BITMIME
250 CHUNKING
QUIT
221 2.0.0 Bye
`;
const OUTSIDE = `220 ****************************
EHLO client.example.net
250-mx.example.com
250-PIPELINING
250-SIZE 10240000
250-XXXXXXXA
250-8BITMIME
250 XXXXXXXB
QUIT
221 2.0.0 Bye
`;

describe('an inspection explains', () => {
  test('nothing where nothing differs: names and times may', () => {
    const inside =
      'S: 220 mx.example.com ESMTP; Sun, 22 Nov 2026 01:44:56 +0000\nC: EHLO a.example\nS: 250 mx.example.com\nC: QUIT\nS: 221 bye\n';
    const outside = inside.replace('01:44:56', '17:03:21').replace('a.example', 'b.example');
    expect(compared(inside, outside)).toMatchObject({ verdict: 'same', differences: [] });
  });

  test('all of it', () => {
    const { verdict, differences, inspection, causes } = compared(INSIDE, OUTSIDE);
    expect([verdict, inspection, causes]).toEqual(['all', 'inspect esmtp', []]);
    expect(differences.map(({ kind, inside, outside }) => [kind, inside?.line, outside?.line])).toEqual([
      ['greeting', 0, 0],
      ['keyword', 5, 5],
      ['keyword', 7, 7],
    ]);
  });

  test('all of it where the client goes on otherwise, as a client that is offered no TLS does', () => {
    const starts = `${INSIDE.replace('QUIT\n221 2.0.0 Bye\n', '')}STARTTLS\n220 2.0.0 Ready to start TLS\n`;
    const goes = `${OUTSIDE.replace('QUIT\n221 2.0.0 Bye\n', '').replace('client.example.net', 'inside.example.com')}MAIL FROM:<a@example.com>\n250 2.1.0 Ok\nQUIT\n221 2.0.0 Bye\n`;
    expect(compared(starts, goes).verdict).toBe('all');
  });

  test('all of it where the time in the greeting is another', () => {
    const inside = INSIDE.replace('ESMTP Postfix', 'ESMTP Sendmail 8.14; Sun, 22 Nov 2026 01:44:56 +0000');
    const masked = `220 ${'mx.example.com ESMTP Sendmail 8.14; Tue, 24 Nov 2026 20:02:07 +0000'.replace(/[^20]/g, '*')}`;
    expect(compared(inside, OUTSIDE.replace(/^220 .*/, masked)).verdict).toBe('all');
  });

  test('all of it where one connection was recorded on both sides of the firewall', () => {
    const server = `S: 220 mx.example.com ESMTP Postfix\nC: EHLO c.example\nS: 250-mx.example.com\nS: 250 STARTTLS\nC: XXXXXXXX\nS: 502 5.5.2 Error: command not recognized\nC: QUIT\nS: 221 2.0.0 Bye\n`;
    const client = `S: 220 ****************************\nC: EHLO c.example\nS: 250-mx.example.com\nS: 250 XXXXXXXA\nC: STARTTLS\nS: 502 5.5.2 Error: command not recognized\nC: QUIT\nS: 221 2.0.0 Bye\n`;
    expect(compared(server, client).verdict).toBe('all');
  });

  test('all of what a PIX did', () => {
    expect(
      compared(
        INSIDE,
        '220 ****************************\nEHLO client.example.net\n500 5.5.1 what?\nHELO client.example.net\n250 mx.example.com\n',
      ).verdict,
    ).toBe('all');
  });

  test('all of it where a map of its own limits nothing, and only the engine itself changes a line', () => {
    const mail = `MAIL FROM:<a@example.net>\n250 2.1.0 Ok\nRCPT TO:<c|d@example.com>\n250 2.1.5 Ok\nDATA\n354 go ahead\nSubject: ${'x'.repeat(1500)}\n\n.\n250 2.0.0 Ok\nQUIT`;
    const inside = INSIDE.replace('QUIT', mail);
    expect(compared(inside, inside.replace('c|d', 'c d')).verdict).toBe('all');
  });

  test('part of it, where a line is gone as well', () => {
    const { verdict, causes } = compared(INSIDE, OUTSIDE.replace('250-8BITMIME\n', ''));
    expect([verdict, causes.map(({ cause }) => cause)]).toEqual(['part', ['proxy']]);
    expect(causes[0]!.evidence).toEqual(['8BITMIME is gone as a line; an inspection masks it, and keeps its length']);
  });

  test.each([
    ['proxy', INSIDE.replace('250-STARTTLS\n', '')],
    ['other server', INSIDE.replace('10240000', '20480000')],
    ['not recorded', INSIDE.replace(/^220 .*\n/, '')],
    ['other server', INSIDE.replace('mx.example.com ESMTP Postfix', 'relay.example.org ready')],
    ['other server', INSIDE.replace('250-mx.example.com', '250-relay.example.org')],
    ['server policy', INSIDE.replace(/EHLO[\s\S]*/, 'EHLO inside.example.com\n554 5.7.1 Access denied\n')],
  ])('none of it: %s', (cause, outside) => {
    const { verdict, causes, inspection } = compared(INSIDE, outside);
    expect([verdict, inspection, causes[0]?.cause]).toEqual(['none', undefined, cause]);
  });

  test('none of greylisting', () => {
    const mail = 'MAIL FROM:<a@example.net>\n250 2.1.0 Ok\nRCPT TO:<b@example.com>\n';
    const inside = INSIDE.replace('QUIT', `${mail}250 2.1.5 Ok\nQUIT`);
    const outside = INSIDE.replace('QUIT', `${mail}450 4.2.0 Greylisted, see http://postgrey.example/\nQUIT`);
    expect(compared(inside, outside)).toMatchObject({ verdict: 'none', causes: [{ cause: 'greylisting' }] });
  });
});

describe('a line that the firewall drops, and lets the connection go on, is told for what it is', () => {
  const session = `${INSIDE.replace('QUIT\n221 2.0.0 Bye\n', '')}VRFY root
252 2.0.0 perhaps
MAIL FROM:<a@example.net>
250 2.1.0 Ok
RCPT TO:<b@example.com>
550 5.1.1 unknown
RCPT TO:<c@example.com>
250 2.1.5 Ok
DATA
354 go ahead
Subject: a header line that goes on and on, and on and on

body
.
250 2.0.0 Ok
QUIT
221 2.0.0 Bye
`;

  test.each([
    ['cmd verb VRFY', 'command', 'VRFY', 'VRFY root'],
    ['header line length gt 40', 'message', 'message', 'Subject: a header line that goes on and on, and on and on'],
    ['ehlo-reply-parameter size', 'keyword', 'EHLO', '250-SIZE 10240000'],
  ])('match %s', (match, kind, verb, text) => {
    const transcript = readTranscript(Lines.read(session));
    const dropping = inspection(policy(`match ${match}\n drop\n`));
    const { lines, ended } = predictSession(transcript.sessions[0]!, dropping, refusalsOf(transcript));
    expect([ended, lines.filter(({ left }) => left === undefined).map(({ said }) => said.text)]).toEqual([undefined, [text]]);
    const outside = sessionOf(transcriptText({ lines }));
    const { verdict, differences } = compareSessions(transcript, transcript.sessions[0]!, outside, [{ name: 'fw', inspection: dropping }]);
    const gone = differences.filter((each) => each.outside === undefined);
    expect([verdict, gone.map((each) => [each.kind, each.verb, each.inside?.original])]).toEqual(['all', [[kind, verb, text]]]);
  });
});

describe('a session that a limit of a named map ends, where no firewall is named', () => {
  const session = `${INSIDE.replace('QUIT\n221 2.0.0 Bye\n', '')}MAIL FROM:<bounces+1234567890@lists.example.net>
250 2.1.0 Ok
RCPT TO:<b@example.com>
250 2.1.5 Ok
RCPT TO:<cc@example.com>
550 5.1.1 unknown
RCPT TO:<ddd@example.com>
550 5.1.1 unknown
DATA
354 go ahead
Subject: a header line that goes on and on, and on and on

body
.
250 2.0.0 Ok
QUIT
221 2.0.0 Bye
`;

  // The limit of the map, and the largest that would have ended the session at the same line.
  test.each([
    ['cmd RCPT count gt 1', 'match cmd RCPT count gt N', 1],
    ['header line length gt 40', 'match header line length gt N', 56],
    ['sender-address length gt 20', 'match sender-address length gt N', 35],
    ['invalid-recipients count gt 1', 'match invalid-recipients count gt N', 1],
  ])('%s is possible, and it says up to which number', (match, named, most) => {
    const outside = through(session, policy(`parameters\n mask-banner\nmatch ${match}\n drop-connection log\n`));
    const { verdict, causes } = compared(session, outside);
    expect([verdict, causes.map(({ cause }) => cause)]).toEqual(['part', ['closed elsewhere']]);
    expect(causes[0]!.evidence).toContain(`possible: a map of its own has "${named}" with drop-connection, N ${most} or less`);
  });

  test('none is possible where it ends at what nothing counts, or something else differs', () => {
    const cut = session.slice(0, session.indexOf('354 go ahead'));
    const [first, second] = [cut, cut.replace('250-PIPELINING', '250-PIPECONNECT')].map((outside) => compared(session, outside));
    expect(first!.causes.flatMap(({ evidence }) => evidence)).toEqual(['the recording outside ends at DATA, the other goes on']);
    expect(second!.causes.flatMap(({ evidence }) => evidence).filter((each) => each.startsWith('possible'))).toEqual([]);
  });
});

describe('a session and its own prediction', () => {
  const configurations = fc.constantFrom(policy(), PIX, policy('parameters\n allow-tls\nmatch ehlo-reply-parameter others\n mask\n'));

  test('differ by an inspection, all of it', () => {
    fc.assert(
      fc.property(steadySession, configurations, (text, configuration) => {
        const { verdict, differences } = compared(text, through(text, configuration));
        expect([verdict, differences.filter(({ explained }) => !explained)]).toEqual([differences.length === 0 ? 'same' : 'all', []]);
      }),
      { numRuns: 40 },
    );
  });

  test('and no longer all of it, once any single line is another, is gone, or stands there twice', () => {
    // Of a PIX that overwrites EHLO nobody can tell whether the client is the same, and then only what the server says is compared.
    const esmtp = fc.constantFrom(policy(), policy('parameters\n allow-tls\nmatch ehlo-reply-parameter others\n mask\n'));
    const changes = fc.constantFrom('code', 'letter', 'gone', 'twice');
    fc.assert(
      fc.property(steadySession, esmtp, fc.nat(1000), changes, (text, configuration, at, how) => {
        const lines = through(text, configuration).split('\n');
        const i = at % lines.length;
        const changed = {
          code: lines.with(i, lines[i]!.replace(/^S: (\d)\d\d/, 'S: $199')),
          letter: lines.with(i, `${lines[i]}q`),
          gone: lines.toSpliced(i, 1),
          twice: lines.toSpliced(i, 0, lines[i]!),
        }[how];
        fc.pre(!mayDiffer(lines, i, how, changed) && readTranscript(Lines.read(changed.join('\n'))).sessions.length === 1);
        expect(compared(text, changed.join('\n')).verdict).not.toBe('all');
      }),
      { numRuns: 150 },
    );
  });

  /** What differs from session to session, of two clients, or where a connection has ended. */
  function mayDiffer(lines: readonly string[], i: number, how: string, changed: readonly string[]): boolean {
    const [line, before = ''] = [lines[i]!, lines[i - 1] ?? ''];
    // Times and ids; and a line beside itself is the same line again.
    if (changed.length === lines.length && saysTheSame(line, changed[i]!)) return true;
    // The client's name: of another client only what the server says is compared.
    if (line.startsWith('C: EHLO ')) return true;
    // The words in which a server refuses what is left of a command.
    if (before.startsWith('C: X') && how === 'letter') return true;
    // What comes behind a farewell, and what a client sends into a connection that is gone.
    return how === 'twice' && (line === 'C: QUIT' || before === 'C: QUIT' || i === lines.length - 1);
  }
});

const lab = join(corpus, 'lab');

interface Sample {
  readonly file: string;
  readonly server: string;
  readonly mode: string;
}

const samples: readonly Sample[] = present
  ? readFileSync(join(lab, 'expected.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
const spoken = samples.flatMap((sample) => {
  const text = readFileSync(join(lab, 'transcripts', sample.file), 'utf8');
  return readTranscript(Lines.read(text)).sessions.some(isSpoken) ? [{ ...sample, text }] : [];
});
const direct = spoken.filter(({ mode }) => mode === 'direct');
const masked = spoken.filter(({ mode, server }) => mode !== 'direct' && direct.some((each) => each.server === server));

describe.skipIf(!present)('each recording behind an inspection, and each of the same server past it (skipped without ../shared)', () => {
  test.each(masked.map((each) => [each.file, each] as const))('%s', (_, outside) => {
    const verdicts = direct
      .filter(({ server }) => server === outside.server)
      .map(({ file, text }) => {
        const { verdict, differences } = compared(text, outside.text);
        // Each tool has its own commands; what the server says is all that is the same.
        const unexplained = differences.filter(({ kind, explained }) => !explained && /^(?:greeting|keyword|reply)$/.test(kind));
        expect([file, unexplained]).toEqual([file, []]);
        return verdict;
      });
    // A person who says HELO, where all that was recorded past it says EHLO, is none of them.
    expect(verdicts).toContain(/\nHELO /.test(outside.text) ? 'part' : 'all');
  });
});

test('a reply whose command the file does not show is compared all the same', () => {
  const outside = OUTSIDE.replace(/^(?:EHLO|QUIT).*\n/gm, '').replace('250 XXXXXXXB', '250 XXXXXXXX');
  expect(compared(INSIDE, outside)).toMatchObject({ verdict: 'part', causes: [{ cause: 'other device' }] });
});
