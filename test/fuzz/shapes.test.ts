/**
 * Texts that a person never writes, and that somebody will: each is read and checked in time that grows with it, and the program gives an
 * answer in little memory. Nothing here is random; each once took minutes or gigabytes, or could.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer, checked } from '../../server/src/answers/check.ts';
import { ROOT } from '../cli/run.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { open } from '../support/cursor.ts';
import { address, times } from '../support/shapes.ts';

const INSPECTS = 'policy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n';
const SESSION = '220 mx ESMTP\nEHLO a.example\n';

const CONFIGURATIONS: Readonly<Record<string, (n: number) => string>> = {
  'one long line': (n) => `ASA Version 9.8(2)\naccess-list mail remark ${'x '.repeat(n * 20)}\n${INSPECTS}`,
  'one entry of many words': (n) => `ASA Version 9.8(2)\naccess-list mail extended permit tcp ${'any '.repeat(n * 5)}\n${INSPECTS}`,
  'groups in groups': (n) =>
    `object-group network G0\n network-object host 192.0.2.25\n${times(n, (i) => `object-group network G${i + 1}\n group-object G${i}\n`).join('')}access-list mail extended deny tcp any object-group G${n} eq smtp\n${INSPECTS}`,
  'a circle of groups': (n) =>
    `${times(n, (i) => `object-group network G${i}\n group-object G${(i + 1) % n}\n`).join('')}access-list mail extended deny tcp any object-group G0 eq smtp\n${INSPECTS}`,
  'class maps': (n) => `${times(n, (i) => `class-map c${i}\n match any\n`).join('')}${INSPECTS}`,
  'entries of an applied class': (n) =>
    `${times(n, (i) => `access-list mail extended permit tcp any host ${address('10.9', i)} eq smtp\n`).join('')}class-map mail\n match access-list mail\n${INSPECTS} class mail\n  inspect esmtp\n`,
};

const TRANSCRIPTS: Readonly<Record<string, (n: number) => string>> = {
  recipients: (n) => `${SESSION}250 mx\nMAIL FROM:<a@a.example>\n250 ok\n${'RCPT TO:<b@b.example>\n250 ok\n'.repeat(n)}`,
  'masked commands': (n) => `${SESSION}250 mx\n${'XXXX\n500 5.5.1 Command unrecognized: "XXXX"\n'.repeat(n)}`,
  'masked lines of one reply': (n) => `${SESSION}${'250-XXXXXXXA\n'.repeat(n)}250 HELP\n`,
  'one long line': (n) => `${SESSION}250 mx\nMAIL FROM:<${'a'.repeat(n * 20)}@a.example>\n250 ok\n`,
};

const check = (text: string, language: 'cisco-asa' | 'smtp-transcript') => checkAnswer([checked('a', open(text, language))]);

describe.each([
  ['cisco-asa', CONFIGURATIONS],
  ['smtp-transcript', TRANSCRIPTS],
] as const)('%s', (language, texts) => {
  test.each(Object.entries(texts))('%s: four times as much takes less than eight times as long', (_, text) => {
    check(text(50), language);
    const once = cpuMilliseconds(() => check(text(400), language));
    const fourfold = cpuMilliseconds(() => check(text(1600), language));
    // What takes a moment is said by the noise around it.
    expect(fourfold).toBeLessThan(Math.max(8 * once, 500));
  });
});

describe('the program, with 512 MB', () => {
  const CLI = join(ROOT, 'dist', 'cli.js');
  beforeAll(() => {
    if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  }, 60_000);

  test.each([
    ['a reply of 80,000 masked lines', TRANSCRIPTS['masked lines of one reply']!(80_000), 'a.smtp'],
    ['5,000 groups in groups', CONFIGURATIONS['groups in groups']!(5000), 'a.asa'],
    ['a line of 1 MB', CONFIGURATIONS['one long line']!(25_000), 'a.asa'],
  ])('answers for %s', (_, input, name) => {
    const argv = ['--max-old-space-size=512', CLI, 'check', '-', '--stdin-filename', name, '--format', 'json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
    expect([status, stderr]).toEqual([expect.toSatisfy((code) => code === 0 || code === 1), '']);
    expect(JSON.parse(stdout).summary.files).toBe(1);
  });
});
