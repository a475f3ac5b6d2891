/** What of a session is a secret, and what is not. What is shown of it: `test/features/transcript/secrets.test.ts`. */
import { describe, expect, test } from 'vitest';
import { hideRepeated } from '../../server/src/smtp/secrets.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { read, saidIn } from './print.ts';

const HELLO = ['C: EHLO x.example', 'S: 250 mx.example.com'];
const said = (...lines: string[]) => saidIn([...HELLO, ...lines, ''].join('\n'))[0]!.slice(2);

describe('secret', () => {
  test.each<[string, string[], string[]]>([
    ['the initial response', ['C: AUTH PLAIN AGFi'], ['C AUTH PLAIN ****']],
    ['an argument that is no mechanism', ['C: AUTH AGFi'], ['C AUTH ****']],
    ['an answer that looks like a command', ['C: AUTH LOGIN', 'S: 334 VXNl', 'C: QUIT'], ['C AUTH LOGIN', 'S 334 VXNl', 'C ****']],
    ['what follows a refusal', ['C: AUTH LOGIN', 'S: 500 what?', 'C: secret'], ['C AUTH LOGIN', 'S 500 what?', 'C ******']],
    ['what follows at once', ['C: AUTH LOGIN', 'C: abc', 'C: def'], ['C AUTH LOGIN', 'C ***', 'C ***']],
    ['what only its reply tells', ['C: secret', 'S: 235 ok'], ['C ******', 'S 235 ok']],
    ['what only an encoder writes', ['C: AGFiAGFi', 'S: 500 what?'], ['C ********', 'S 500 what?']],
    ['an echo', ['C: AUTH PLAIN AGFi', 'S: 500 "AUTH PLAIN AGFi"'], ['C AUTH PLAIN ****', 'S 500 "AUTH PLAIN ****"']],
    ['an echo without its command', ['S: 500 unknown: AUTH PLAIN AGFi'], ['S 500 unknown: AUTH PLAIN ****']],
    [
      'an echo alone, as of a program that prints replies only',
      ['S: 535 5.7.8 Error: authentication failed: AGFsaWNlAHM='],
      ['S 535 5.7.8 Error: authentication failed: ************'],
    ],
    [
      'what an encoder wrote behind a command that is overwritten to its mechanism',
      ['C: XXXX XXXXX AGFiAGFi', 'S: 500 unrecognized: AGFiAGFi'],
      ['C XXXX XXXXX ********', 'S 500 unrecognized: ********'],
    ],
    [
      'a password that the server says in plain, of PLAIN',
      [
        'C: AUTH PLAIN AHBlcnMAZmlnLTctcGx1bQ==',
        'S: 535 no: pers "fig-7-plum"',
        'C: MAIL FROM:<pers@a.example>',
        'S: 250 pers fig-7-plum.',
      ],
      ['C AUTH PLAIN ************************', 'S 535 no: pers "**********"', 'C MAIL FROM:<pers@a.example>', 'S 250 pers ***********'],
    ],
    [
      'a password that the server says in plain, of LOGIN, and not its user',
      ['C: AUTH LOGIN', 'S: 334 VXNl', 'C: cGVyc09OQQ==', 'S: 334 UGFz', 'C: ZmlnLTctcGx1bQ==', 'S: 535 persONA, fig-7-plum'],
      ['C AUTH LOGIN', 'S 334 VXNl', 'C ************', 'S 334 UGFz', 'C ****************', 'S 535 persONA, **********'],
    ],
    [
      'a token that the server says in plain',
      ['C: AUTH XOAUTH2 dXNlcj1wZXJzAWF1dGg9QmVhcmVyIHlhMjkuVG9LAQE=', 'S: 535 token ya29.ToK is too old'],
      ['C AUTH XOAUTH2 ********************************************', 'S 535 token ******** is too old'],
    ],
  ])('%s', (_, lines, expected) => expect(said(...lines)).toEqual(expected));
});

describe('no secret', () => {
  test.each<[string, string[]]>([
    ['AUTH with a mechanism', ['C: AUTH SCRAM-SHA-256']],
    ['mechanisms that are offered', ['C: EHLO x.example', 'S: 250-mx', 'S: 250 AUTH PLAIN LOGIN XNew-Mech']],
    ['a command after a refusal, and what follows it', ['C: AUTH LOGIN', 'S: 500 what?', 'C: HELP', 'S: 214 no', 'C: XTEND']],
    ['what follows an acceptance', ['C: AUTH EXTERNAL', 'S: 235 ok', 'C: XTEND']],
    ['an unknown command', ['C: XTEND', 'S: 500 what?', 'C: Hello there']],
    ['what follows a dialogue that the tool does not print', ['S: 334 VXNl', 'S: 235 ok', 'C: MAIL FROM:<a@b.example>']],
    ['what the author made X of', ['C: AUTH PLAIN XXXXXXXX', 'S: 500 "XXXX XXXXX XXXXXXXX"']],
    ['why it failed', ['S: 535 5.7.8 Error: authentication failed: Connection lost to backend']],
    ['prose about AUTH', ['C: MAIL FROM:<>', 'S: 538 Encryption required for AUTH PLAIN mechanism']],
  ])('%s', (_, lines) => expect(said(...lines)).toEqual(lines.map((line) => line.replace(':', ''))));
});

test.each([
  ['XXXX PLAIN AGFiAGFi', 'XXXX PLAIN ********'],
  ['XXXXXXXXXX AGFiAGFi', 'XXXXXXXXXX ********'],
  ['XXXX ME', 'XXXX ME'],
  [
    'smtp-source: <<< 535 5.7.8 Error: authentication failed: AGFi+GFi',
    'smtp-source: <<< 535 5.7.8 Error: authentication failed: ********',
  ],
  [
    'warning: mx[192.0.2.1]: SASL LOGIN authentication failed: UGFzc3dvcmQ6',
    'warning: mx[192.0.2.1]: SASL LOGIN authentication failed: ************',
  ],
])('a line of a log: %s', (text, shown) => expect(hideRepeated(text)).toBe(shown));

test('long secrets and many replies cost no more than their length', () => {
  const secret = 'AGFi'.repeat(100_000);
  const lines = [
    ...HELLO,
    ...Array.from({ length: 16 }, () => `C: AUTH PLAIN ${secret}`),
    ...Array.from({ length: 5_000 }, () => 'S: 500 say it again, AGF Sam'),
  ];
  const text = lines.join('\n');
  expect(cpuMilliseconds(() => read(text))).toBeLessThan(3_000);
});
