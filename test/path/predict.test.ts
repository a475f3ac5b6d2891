/** What a firewall would make of a recorded session. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Readings } from '../../server/src/masking/inspection.ts';
import { endsOf, flowOf } from '../../server/src/path/flow-of.ts';
import { predictSession, transcriptText } from '../../server/src/path/predict.ts';
import { refusalsOf } from '../../server/src/path/refusal.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { inspection, octets, play, policy } from '../masking/play.ts';
import { sessionOf, steadySession } from './sessions.ts';

const PIX = 'PIX Version 6.3(5)\nfixup protocol smtp 25\n';

function predicted(text: string, configuration = policy(), readings: Partial<Readings> = {}) {
  const transcript = readTranscript(Lines.read(text));
  return predictSession(transcript.sessions[0]!, inspection(configuration, readings), refusalsOf(transcript));
}

const leaves = (text: string, configuration?: string, readings?: Partial<Readings>) =>
  transcriptText(predicted(text, configuration, readings)).split('\n');

const POSTFIX = `S: 220 mx.example.com ESMTP Postfix
C: EHLO client.example.net
S: 250-mx.example.com
S: 250-PIPELINING
S: 250-SIZE 10240000
S: 250-STARTTLS
S: 250 8BITMIME
`;

const message = `C: MAIL FROM:<a@example.net>
S: 250 2.1.0 Ok
C: RCPT TO:<b@example.com>
S: 250 2.1.5 Ok
C: DATA
S: 354 End data with <CR><LF>.<CR><LF>
C: Subject: x
C: ${'References: '.padEnd(1000, 'x')}
C: 
C: body
C: .
S: 250 2.0.0 Ok
`;

const MASKED = [
  `S: 220 ${'*'.repeat(28)}`,
  'C: EHLO client.example.net',
  'S: 250-mx.example.com',
  'S: 250-PIPELINING',
  'S: 250-SIZE 10240000',
  'S: 250-XXXXXXXA',
  'S: 250 8BITMIME',
];

describe('an overwritten command is answered by a server that does not know it', () => {
  test('in the words of its software; what was said inside TLS would not follow', () => {
    const text = `${POSTFIX}C: STARTTLS\nS: 220 2.0.0 Ready to start TLS\nC: EHLO client.example.net\nS: 250 mx.example.com\nC: QUIT\nS: 221 2.0.0 Bye\n`;
    expect(leaves(text)).toEqual([...MASKED, 'C: XXXXXXXX', 'S: 500 5.5.2 Error: command not recognized']);
    const { divergence, lines } = predicted(text);
    expect(divergence).toMatchObject({ first: 9, last: 12 });
    expect(lines.at(-1)!.predicted).toContain('Postfix');
  });

  test('in the words that the session shows, with what the server got in the place of the command', () => {
    const text = `S: 220 mx.example.com ready\nC: FOO bar\nS: 502 What is "FOO bar"?\nC: EXPN users\nS: 250 a@example.com\n`;
    expect(leaves(text).at(-1)).toBe('S: 502 What is "XXXXXXXXXX"?');
  });

  test('in the words of the standard where the software is not known', () => {
    const { lines } = predicted('S: 220 hello\nC: EHLO a.example\nS: 250-hi there\nS: 250-FOO\nS: 250 BAR\nC: XYZZY 1\nS: 250 done\n');
    expect(lines.at(-1)).toMatchObject({ left: '500 Syntax error, command unrecognized' });
    expect(lines.at(-1)!.predicted).toContain('RFC 5321');
  });

  test('a whole reply gives way to one line', () => {
    expect(leaves(`${POSTFIX}C: QUIT\nS: 221 2.0.0 Bye\n`, PIX)).toEqual([
      `S: 220 ${'*'.repeat(28)}`,
      `C: ${'X'.repeat('EHLO client.example.net'.length)}`,
      'S: 500 5.5.2 Error: command not recognized',
      'C: QUIT',
      'S: 221 2.0.0 Bye',
    ]);
  });

  test('NOOP in its place is answered with 250', () => {
    expect(leaves(POSTFIX, PIX, { otherCommands: 'noop' }).slice(1)).toEqual(['C: NOOP', 'S: 250 OK']);
  });

  test('the dialogue of an AUTH that does not get through does not take place', () => {
    const text = `${POSTFIX}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dXNlcg==\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 2.7.0 ok\nC: NOOP\nS: 250 2.0.0 Ok\n`;
    const map = policy('match cmd verb AUTH\n mask log\nparameters\n no mask-banner\n');
    expect(leaves(text, map).slice(-4)).toEqual([
      'C: XXXXXXXXXX',
      'S: 500 5.5.2 Error: command not recognized',
      'C: NOOP',
      'S: 250 2.0.0 Ok',
    ]);
  });

  test('nor do the chunks of a BDAT', () => {
    const text = `${POSTFIX}C: MAIL FROM:<a@example.net>\nS: 250 2.1.0 Ok\nC: RCPT TO:<b@example.com>\nS: 250 2.1.5 Ok\nC: BDAT 6 LAST\nC: abcd\nS: 250 2.0.0 Ok\nC: QUIT\nS: 221 2.0.0 Bye\n`;
    expect(leaves(text).slice(-4)).toEqual(['C: XXXXXXXXXXX', 'S: 500 5.5.2 Error: command not recognized', 'C: QUIT', 'S: 221 2.0.0 Bye']);
  });

  test('what changes nothing changes nothing behind it', () => {
    const { divergence } = predicted(`${POSTFIX}C: EXPN users\nS: 250 a@example.com\nC: QUIT\nS: 221 2.0.0 Bye\n`);
    expect(divergence).toBeUndefined();
  });
});

test('a connection that is closed ends the transcript at the line that closed it', () => {
  const { ended, lines } = predicted(POSTFIX + message);
  expect(ended).toBe('closed');
  expect(lines.at(-1)!.left).toBeUndefined();
  expect(lines.at(-1)!.said.utterance!.pieces[0]!.line).toBe(14);
});

describe('what the file leaves out', () => {
  const events = (text: string) => predicted(text).lines.flatMap((line) => line.events.map(({ reason }) => reason));

  test('the message: the reply to it is no reply to nothing', () => {
    const text = `${POSTFIX}C: MAIL FROM:<a@example.net>\nS: 250 2.1.0 Ok\nC: RCPT TO:<b@example.com>\nS: 250 2.1.5 Ok\nC: DATA\nS: 354 go\nS: 250 2.0.0 Ok\nC: QUIT\nS: 221 2.0.0 Bye\n`;
    expect(events(text).filter((reason) => reason.includes('unexpected') || reason.includes('before the reply'))).toEqual([]);
    expect(predicted(text).untold.join()).toContain('does not show the message');
  });

  test('the greeting: the first reply is none', () => {
    expect(leaves('EHLO a.example\n250-mx.example.com\n250-SIZE 1000\n250 CHUNKING\n').slice(1)).toEqual([
      'S: 250-mx.example.com',
      'S: 250-SIZE 1000',
      'S: 250 XXXXXXXA',
    ]);
  });

  test('a list of keywords alone is one all the same', () => {
    expect(leaves('250-mx.example.com\n250-SIZE 1000\n250-STARTTLS\n250 8BITMIME\n')).toEqual([
      'S: 250-mx.example.com',
      'S: 250-SIZE 1000',
      'S: 250-XXXXXXXA',
      'S: 250 8BITMIME',
    ]);
  });
});

test('behind STARTTLS that is allowed nothing is changed', () => {
  const text = `<-  220 mx.example.com ESMTP Postfix
 -> EHLO client.example.net
<-  250-mx.example.com
<-  250 STARTTLS
 -> STARTTLS
<-  220 2.0.0 Ready to start TLS
 ~> EHLO client.example.net
<~  250-mx.example.com
<~  250 CHUNKING
 ~> XFOO
<~  250 2.0.0 Ok
`;
  const configuration = policy('parameters\n allow-tls\nmatch ehlo-reply-parameter others\n mask log\n');
  const { lines, divergence } = predicted(text, configuration);
  expect(lines.filter(({ said, left }) => said.text !== left)).toEqual([]);
  expect(divergence).toBeUndefined();
});

test('an octet that is no UTF-8, and a character of several octets, come out as they went in', () => {
  const text = `${POSTFIX}C: MAIL FROM:<m\u00fcller@example.net>\nS: 250 2.1.0 Ok\n`;
  expect(leaves(text).at(-2)).toBe('C: MAIL FROM:<m\u00fcller@example.net>');
});

test('the flow is told by captures, and by the address that a client was connected to in part', () => {
  const dump = `12:00:00.000001 IP 203.0.113.9.40000 > 192.0.2.25.25: Flags [P.], seq 1:6, ack 1, win 1, length 23: SMTP: EHLO client.example.net
12:00:00.000002 IP 192.0.2.25.25 > 203.0.113.9.40000: Flags [P.], seq 1:6, ack 1, win 1, length 20: SMTP: 250 mx.example.com
`;
  expect(flowOf(sessionOf(dump))).toMatchObject({
    source: '203.0.113.9',
    sourcePort: 40000,
    destination: '192.0.2.25',
    destinationPort: 25,
  });
  const telnet = sessionOf(
    "Trying 192.0.2.25...\nConnected to 192.0.2.25.\nEscape character is '^]'.\n220 mx.example.com ESMTP Postfix\nEHLO a.example\n250 mx.example.com\n",
  );
  expect([flowOf(telnet), endsOf(telnet).server?.address]).toEqual([undefined, '192.0.2.25']);
});

describe('the address that a tool prints beside the name of the server', () => {
  const speaks = '220 mx.example.com ESMTP Postfix\nEHLO a.example\n250 mx.example.com\n';
  const marked = speaks.replace(/^(?=EHLO)/m, '> ').replace(/^(?=2)/gm, '< ');
  test.each([
    ['telnet', `Trying 192.0.2.25...\nConnected to mx.example.com.\nEscape character is '^]'.\n${speaks}`, '192.0.2.25'],
    ['the one that answered', `Trying 2001:db8::25...\nTrying 192.0.2.25...\nConnected to mx.example.com.\n${speaks}`, '192.0.2.25'],
    ['nc', `Connection to mx.example.com (192.0.2.25) 25 port [tcp/smtp] succeeded!\n${speaks}`, '192.0.2.25'],
    [
      'posttls-finger',
      `posttls-finger: Connected to mx.example.com[192.0.2.25]:25\n${marked
        .replace(/^/gm, 'posttls-finger: ')
        .trimEnd()
        .replace(/posttls-finger: $/, '')}`,
      '192.0.2.25',
    ],
    ['a name alone', `Connected to mx.example.com.\nEscape character is '^]'.\n${speaks}`, undefined],
  ])('%s', (_, text, address) => expect(endsOf(sessionOf(text)).server?.address).toBe(address));
});

test('a prediction is the engine on the octets of the recording', () => {
  const maps = [
    policy(),
    policy('parameters\n allow-tls\nmatch cmd RCPT count gt 2\n drop-connection log\nmatch ehlo-reply-parameter others\n mask\n'),
  ];
  fc.assert(
    fc.property(steadySession, fc.constantFrom(...maps), (text, configuration) => {
      const engine = inspection(configuration);
      const said = text.split('\n').map((line) => ({ by: line[0] as 'C' | 'S', octets: octets(`${line.slice(3)}\r\n`), keys: false }));
      const { toServer, toClient, events, closed } = play(engine, said);
      const run = predicted(text, configuration);
      const of = (by: string) =>
        run.lines.flatMap(({ said, left }) => (said.by === by && left !== undefined ? `${left}\r\n` : [])).join('');
      expect([of('client'), of('server'), run.ended]).toEqual([toServer, toClient, closed]);
      const told = run.lines.flatMap((line) => line.events.map(({ reason }) => reason));
      expect(told.sort()).toEqual(events.map(({ reason }) => reason).sort());
    }),
    { numRuns: 60 },
  );
});

describe('how fast commands come', () => {
  const map = policy('match cmd verb NOOP\n rate-limit 1\n');
  const at = (times: readonly string[]) => {
    const stamped = times.flatMap((time) => [`${time} C: NOOP`, `${time} S: 250 2.0.0 Ok`]);
    const text = `# capture: tcp 203.0.113.9:40000 -> 192.0.2.25:25\n${times[0]} S: 220 mx.example.com ESMTP\n${stamped.join('\n')}\n`;
    return predicted(text, map).lines.flatMap(({ events }) => events.filter(({ outcome }) => outcome === 'dropped')).length;
  };

  test.each<[string, readonly string[], number]>([
    ['within a second', ['12:00:00.100000', '12:00:00.900000', '12:00:01.200000'], 1],
    ['over midnight', ['2026-11-22 23:59:59.900000', '2026-11-23 00:00:00.100000', '2026-11-23 00:00:05.000000'], 1],
    ['slowly', ['12:00:00.100000', '12:00:01.200000'], 0],
  ])('%s', (_, times, dropped) => expect(at(times)).toBe(dropped));

  test.each([
    ['NOOP', 'C: NOOP\nS: 250 2.0.0 Ok\n'],
    ['DATA', 'C: DATA\nS: 354 go ahead\nC: Subject: x\nC:\nC: DATA\nC: .\nS: 250 2.0.0 queued\n'],
    ['EHLO', 'C: EHLO client.example\nS: 250-mx.example.com\nS: 250 SIZE 1000\n'],
  ])('nobody answers a command that is dropped, nor does its dialogue take place: %s', (verb, dialogue) => {
    const text = `S: 220 mx.example.com ESMTP\n${dialogue}C: QUIT\nS: 221 bye\n`;
    const { lines, departs, divergence } = predicted(text, policy(`match cmd verb ${verb}\n drop\n`));
    expect(lines.flatMap(({ left }) => left ?? [])).toEqual(['220 mx.example.com ESMTP', 'QUIT', '221 bye']);
    expect(lines.flatMap(({ events }) => events.filter(({ kind }) => kind === 'watched'))).toEqual([]);
    expect([departs, divergence?.reason]).toEqual([
      true,
      `the client had an answer to ${verb} there, and gets none: the command is dropped`,
    ]);
  });

  test('is not told by a recording without fractions of a second', () => {
    expect(predicted(`${POSTFIX}C: NOOP\nS: 250 2.0.0 Ok\n`, map).untold.join()).toContain('rate-limit');
    expect(predicted(`${POSTFIX}C: NOOP\nS: 250 2.0.0 Ok\n`).untold).toEqual([]);
  });
});
