/** Reading takes time in step with the text, whatever the text is. */
import { expect, test } from 'vitest';
import { recognise } from '../../server/src/smtp/logs/records.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { read } from './print.ts';

const SESSION = 'EHLO a.example\n250-mx.example.com\n250 DSN\n';

/** Texts of `n` repeats, each of which sent some reader back and forth, or could. */
const TEXTS: Readonly<Record<string, (n: number) => string>> = {
  'a greeting of asterisks that is none': (n) => `220 ${'*'.repeat(n)}x\n${SESSION}`,
  'a greeting of blanks and zeros': (n) => `220 ${' 0'.repeat(n)}x\n${SESSION}`,
  'X without end': (n) => `250-${'X'.repeat(n)}\n250 ${'X'.repeat(n)}!\n`,
  'a masked greeting that goes on and on': (n) => `220 ${'*'.repeat(70)}\n${`${'*'.repeat(72)}\n`.repeat(n)}${SESSION}`,
  'a masked keyword that goes on and on': (n) => `220 mx ESMTP\nEHLO a\n250-${'X'.repeat(70)}\n${`${'X'.repeat(72)}\n`.repeat(n)}QUIT\n`,
  'a masked greeting that ends otherwise, again and again': (n) => `${'220 **** '.repeat(n / 8)}x\n*\n${SESSION}`,
  'asterisks that end otherwise below a greeting': (n) => `220\n${'*'.repeat(n)}x\n${SESSION}`,
  'a refusal again and again': (n) => `${'500 '.repeat(n / 4)}!\n"XXXX"\n${SESSION}`,
  'challenges on one line': (n) => `${`EHLO a 220 x AUTH PLAIN 334 ${'!'.repeat(7_000)}\n`.repeat(Math.ceil(n / 1000))}${SESSION}`,
  'a wrapped line of a notice': (n) => ` In:  EHLO a\n${`${' '.repeat(10)}bbb\n`.repeat(n)}`,
  'a tool that tells of TLS': (n) => `< 220 mx ESMTP\n* ${'TLS '.repeat(n)}\n<= Recv header, 5 bytes (0x5)\n== Info: ${'TLS '.repeat(n)}\n`,
  'a timeout of Exim': (n) => `  SMTP<< 220 mx ESMTP\n  SMTP(${'timeout '.repeat(n)}\n${'a TLS session is required '.repeat(n)}\n`,
  'the header of a packet': (n) => `${'a.25 > b.25: Flags [S]length 0: '.repeat(n)}\na.25 > b.25: Flags [S],${' length 0'.repeat(n)}\n`,
  'a quoting mark on every line': (n) => '> a\n'.repeat(n),
  'quoting marks on one line': (n) => `${'>'.repeat(n)} 220 mx ESMTP\n${'> '.repeat(n)}220 mx ESMTP\n`,
  'blanks and then a mark': (n) => `220 mx ESMTP\n${' '.repeat(n)}> a\n${'\u00a0'.repeat(n)}> a\n${SESSION}`,
  'empty lines between numbers': (n) => '1: a\n\n\n\n2: b\n'.repeat(n),
  'empty lines': (n) => '\n'.repeat(n),
  'empty lines between quoted ones': (n) => '> a\n\n\nb\n'.repeat(n),
  'times and programs': (n) => '05:10:00 a b: c\n05:10:00 d\n'.repeat(n),
  'times behind one another': (n) => `${'05:10:00 '.repeat(n)}\n`.repeat(2),
  'half an escape sequence': (n) => `${'\x1b['.repeat(n)}\n${'\x1b]'.repeat(n)}\n${`\x1b[${'0;'.repeat(n)}`}\n${SESSION}`,
  'characters without width': (n) => `a${'\u200b'.repeat(n)}a\n${'\u200b'.repeat(n)}\n${SESSION}`,
  'escapes in a string': (n) => `reply: b'250-${String.raw`\x41`.repeat(n)}\n`,
  'a row of a dump': (n) => `0000 ${'32 '.repeat(n)}\n00000000  ${'32'.repeat(n)}\n`,
  'a prefix of many words': (n) => `${'a: '.repeat(n)}220 mx ESMTP\n${'a 220 '.repeat(n)}\n`,
  'a row of Exchange': (n) => `2026-11-22T05:10:00.000Z,a,08DE0A1B2C3D4E5F,1,a,b,>,"${'""'.repeat(n)}",\n`,
  'packets of tshark': (n) => `1 0.0 a → b SMTP 1 S: 250-a${' | a'.repeat(n)}\n`,
};

test.each(Object.entries(TEXTS))('%s', (_, text) => {
  read(text(100));
  expect(cpuMilliseconds(() => read(text(40_000)))).toBeLessThan(2000);
});

const WORDS = ['lost connection with ', 'New SMTP ICID 1 interface a ', 'conversation with timed out while ', 'Receiving aborted ICID 1 '];
const BLANKS = [
  'enabling PIX workarounds:',
  '%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from a:b/1',
  '%ASA-4-507003: tcp flow from a:b/1 to c:d/2 ',
  '%PIX-2-108003: Terminating SMTP connection; malicious pattern detected in the mail address from a:b/1 to c:d/25',
];

test('a log line of any kind', () => {
  const lines = [
    ...WORDS.map((words) => words.repeat(4_000)),
    ...BLANKS.map((words) => words + ' '.repeat(40_000)),
    `${'0'.repeat(40_000)} lost`,
  ];
  for (const line of lines)
    expect(
      cpuMilliseconds(() => recognise(line, 0)),
      line.slice(0, 100),
    ).toBeLessThan(200);
});
