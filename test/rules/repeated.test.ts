/** A hazard that comes again and again is told once, with a count, the first and the last line. */
import { expect, test } from 'vitest';
import { checkTranscript } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { tellRepeatedOnce } from '../../server/src/rules/shared/repeated.ts';
import { AS_TYPED } from '../../server/src/smtp/dialogue.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const finding = (line: number, message: string, rule = 'a'): Finding => ({
  rule,
  message,
  severity: 'warning',
  confidence: 'certain',
  range: { start: { line, character: 0 }, end: { line, character: 3 } },
  related: [],
});
const many = (count: number, messageOf: (i: number) => string) => Array.from({ length: count }, (_, i) => finding(i, messageOf(i)));

test('fifty of one rule are told one by one', () => {
  const findings = many(50, () => 'Bad.');
  expect(tellRepeatedOnce(findings)).toEqual(findings);
});

test('more are told once for each message, at the first place', () => {
  const told = tellRepeatedOnce([...many(40_000, (i) => (i % 2 === 0 ? 'Even.' : 'Odd.')), finding(40_000, 'Other.', 'b')]);
  expect(told.map(({ message }) => message)).toEqual([
    'Even. Seen 20,000 times, lines 1 to 39,999.',
    'Odd. Seen 20,000 times, lines 2 to 40,000.',
    'Other.',
  ]);
  expect(told[0]).toMatchObject({ range: { start: { line: 0 } } });
  expect(told[0]!.related).toHaveLength(9);
});

test('many messages that differ end in one finding for the rest', () => {
  const told = tellRepeatedOnce(many(1000, (i) => `Bad ${i}.`));
  expect(told).toHaveLength(51);
  expect(told.at(-1)!.message).toBe('Bad 50. This and others like it: 950 times, lines 51 to 1,000.');
});

test.each([
  ['masked greetings', (n: number) => '220 ****\n'.repeat(n)],
  ['EHLO in one session', (n: number) => `220 mx\n${'EHLO a\n250-mx\n250 XXXXXXXA\n'.repeat(n / 4)}`],
  ['refused commands', (n: number) => `220 ***************\nEHLO a\n250-mx\n250 XXXXXXXA\n${'ETRX a\n500 what\n'.repeat(n)}`],
])('work is linear in what is read: %s', (_, textOf) => {
  const time = (n: number) => cpuMilliseconds(() => checkTranscript(readTranscript(Lines.read(textOf(n)))));
  time(500);
  expect(time(16_000)).toBeLessThan(8 * time(4_000) + 500);
});

test('a masked keyword in each of 100 sessions', () => {
  const session = [
    '220 mx.example.com ESMTP',
    'EHLO a',
    '250-mx.example.com',
    '250-SIZE 1',
    '250-XXXXXXXA',
    '250 8BITMIME',
    'QUIT',
    '221 Bye',
  ];
  const times = (n: number) => Lines.read(Array.from({ length: n }, () => session.join('\n')).join('\n'));
  const found = checkTranscript(readTranscript(times(100)));
  expect(found.map(({ rule }) => rule)).toEqual(['masked-ehlo-keyword']);
  expect(found[0]!.message).toContain('Seen 100 times, lines 5 to 797.');
  const [partly] = checkTranscript(readTranscript(times(300), undefined, AS_TYPED));
  expect(partly!.message).toContain('Seen 200 times, lines 5 to 1,597; sessions were read up to line 1,601 only.');
});
