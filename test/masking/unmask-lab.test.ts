/** The recorded sessions in `../shared/corpus`, with the truth beside them; skipped where that folder is absent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MaskedText } from '../../server/src/masking/masked.ts';
import { unmask } from '../../server/src/masking/unmask.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { corpus, present } from '../support/shared.ts';

const lab = join(corpus, 'lab');

interface Expected {
  readonly file: string;
  readonly direction: 'client-view' | 'server-view';
  readonly facts: {
    readonly clean: boolean;
    readonly bannerMasked: boolean;
    readonly bannerLine: number | null;
    readonly bannerLines?: readonly number[];
    readonly maskedKeywords: readonly { readonly line: number | null; readonly shown: string; readonly original: string }[];
    readonly maskedCommands: readonly { readonly line: number | null; readonly replyLine: number | null; readonly original: string }[];
  };
}

const samples: readonly Expected[] = present
  ? readFileSync(join(lab, 'expected.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : [];

/** Findings with the line of their start as the truth counts it: from 1, split at LF only. */
function findings(path: string): { readonly line: number; readonly last: number; readonly mask: MaskedText }[] {
  const lines = Lines.read(readFileSync(path, 'latin1'));
  const numbers: number[] = [];
  let number = 1;
  for (const { eol } of lines.all) {
    numbers.push(number);
    if (eol.includes('\n')) number++;
  }
  return unmask(readTranscript(lines)).map((mask) => ({
    line: numbers[mask.range.start.line]!,
    last: numbers[mask.range.end.line]!,
    mask,
  }));
}

const told = ({ line, mask }: { line: number; mask: MaskedText }) => `${line} ${mask.kind} ${mask.shown}`;

describe.skipIf(!present)('the lab: every mask that is in the file is found, and nothing else is', () => {
  test.each(samples.map((sample) => [sample.file, sample] as const))('%s', (file, { facts }) => {
    const found = findings(join(lab, 'transcripts', file));
    if (facts.clean) {
      expect(found.map(told)).toEqual([]);
      return;
    }
    const banners = facts.bannerMasked ? (facts.bannerLines ?? (facts.bannerLine === null ? [] : [facts.bannerLine])) : [];
    const keywords = facts.maskedKeywords.flatMap(({ line }) => line ?? []);
    const at = (kind: MaskedText['kind'], wanted: number) =>
      found.some(({ line, last, mask }) => mask.kind === kind && line <= wanted && wanted <= last);
    const missed = [
      ...banners.filter((line) => !at('banner', line)).map((line) => `${line} banner`),
      ...keywords.filter((line) => !at('keyword', line)).map((line) => `${line} keyword`),
      ...facts.maskedCommands
        .filter(({ line, replyLine }) => line !== null && !at('command', line) && !(replyLine !== null && at('command', replyLine)))
        .map(({ line, original }) => `${line} command ${original}`),
    ];
    expect(missed).toEqual([]);

    const commands = facts.maskedCommands.flatMap(({ line, replyLine }) => [line, replyLine]);
    const expected = { banner: new Set<number | null>(banners), keyword: new Set<number | null>(keywords), command: new Set(commands) };
    // Where the truth has no line (a hex dump splits it), the shown text tells.
    const split = new Set(facts.maskedKeywords.filter(({ line }) => line === null).map(({ shown }) => shown));
    const surplus = found.filter(({ line, mask }) => !expected[mask.kind].has(line) && !split.has(mask.shown));
    expect(surplus.map(told)).toEqual([]);
  });

  test('the truth is first for nearly every keyword', () => {
    let all = 0;
    let first = 0;
    for (const { file, facts } of samples) {
      const found = findings(join(lab, 'transcripts', file));
      for (const { line, shown, original } of facts.maskedKeywords) {
        const mask = found.find((one) => one.line === line && one.mask.shown === shown)?.mask;
        if (mask === undefined) continue;
        all++;
        if (mask.candidates[0]!.text === original) first++;
      }
    }
    console.info(`lab: ${first} of ${all} masked keywords named rightly`);
    expect(first / all).toBeGreaterThan(0.95);
  });
});

describe.skipIf(!present)('public transcripts: none of them is masked', () => {
  const folder = join(corpus, 'transcripts');
  test.each(present ? readdirSync(folder) : [])('%s', (file) => {
    expect(findings(join(folder, file)).map(told)).toEqual([]);
  });
});
