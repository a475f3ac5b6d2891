/** Sessions for tests: written down, and random ones. */
import fc from 'fast-check';
import type { Session } from '../../server/src/smtp/model.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

export function sessionOf(text: string): Session {
  const { sessions } = readTranscript(Lines.read(text));
  if (sessions.length !== 1) throw new Error(`${sessions.length} sessions in\n${text}`);
  return sessions[0]!;
}

const REFUSAL = '500 5.5.2 Error: command not recognized';
const KEYWORDS = [
  'PIPELINING',
  'SIZE 10240000',
  'VRFY',
  'ETRN',
  'STARTTLS',
  'AUTH PLAIN LOGIN',
  'CHUNKING',
  '8BITMIME',
  'SMTPUTF8',
  'HELP',
];

function word(max: number) {
  return fc.string({ unit: fc.constantFrom(...'abcdxyz29'), minLength: 1, maxLength: max });
}

const message = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('Subject', 'References', 'X-Test'), fc.constantFrom(5, 60, 998, 999, 1500)), { maxLength: 3 }),
    fc.array(word(30), { maxLength: 3 }),
  )
  .map(([fields, body]) => [
    'C: DATA',
    'S: 354 End data with <CR><LF>.<CR><LF>',
    'C: From: a@example.net',
    ...fields.map(([name, length]) => `C: ${`${name}: x`.padEnd(length, 'x')}`),
    'C: ',
    ...body.map((line) => `C: ${line} text`),
    'C: .',
    'S: 250 2.0.0 Ok: queued',
  ]);

const mail = fc
  .tuple(fc.constantFrom(10, 200, 330), fc.array(fc.constantFrom('b', 'c|d', 'e'), { minLength: 1, maxLength: 3 }), message)
  .map(([length, recipients, data]) => [
    `C: MAIL FROM:<${'a'.repeat(length)}@example.net>`,
    'S: 250 2.1.0 Ok',
    ...recipients.flatMap((to) => [`C: RCPT TO:<${to}@example.com>`, 'S: 250 2.1.5 Ok']),
    ...data,
  ]);

const exchange = fc.oneof(
  fc.constantFrom('NOOP', 'RSET').map((command) => [`C: ${command}`, 'S: 250 2.0.0 Ok']),
  word(20).map((name) => [`C: VRFY ${name}`, 'S: 252 2.0.0 cannot say']),
  // What the server refuses in the same words as it refuses a command that a firewall has overwritten.
  fc.constantFrom('EXPN users', 'STARTTLS', 'XCLIENT ADDR=192.0.2.1', 'TURN').map((command) => [`C: ${command}`, `S: ${REFUSAL}`]),
  mail,
);

/** A session in which nothing would go on otherwise behind a firewall: the text of a transcript. */
export const steadySession = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...KEYWORDS), { minLength: 1, maxLength: 8 }), fc.array(exchange, { maxLength: 6 }))
  .map(([keywords, exchanges]) =>
    [
      'S: 220 mx2.example.com ESMTP Postfix',
      'C: EHLO client.example.net',
      'S: 250-mx2.example.com',
      ...keywords.map((keyword, i) => `S: 250${i === keywords.length - 1 ? ' ' : '-'}${keyword}`),
      ...exchanges.flat(),
      'C: QUIT',
      'S: 221 2.0.0 Bye',
    ].join('\n'),
  );
