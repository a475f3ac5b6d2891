/**
 * Each hostile shape is read and checked in time that grows with it, and the program gives an answer in little memory. Nothing here is random.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer, checked } from '../../server/src/answers/check.ts';
import { ROOT } from '../cli/run.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { open } from '../support/cursor.ts';
import { CONFIGURATIONS, TRANSCRIPTS } from '../support/hostile.ts';

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
  });

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
