/** Output of real tools as people paste it: what was said stays the same, whatever stands around it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { saidIn } from '../print.ts';

const folder = join(import.meta.dirname, '../../fixtures/dialects');
const files = readdirSync(folder).filter((name) => /\.(?:smtp|log|eml)$/.test(name));

const CHANGES: readonly (readonly [string, (text: string) => string])[] = [
  ['as a block of code', (text) => text.replace(/^(?=.)/gm, '    ')],
  ['between fences', (text) => `This is what I see:\n\`\`\`\n${text}\n\`\`\`\nWhat is wrong?\n`],
  ['with a byte order mark', (text) => `\ufeff${text}`],
];

/** Commands, replies and mail data, in order. A person's own words may be a heading, or stand behind what a tool printed last. */
const spoken = (text: string) => saidIn(text).flatMap((session) => session.filter((line) => /^[CSD] /.test(line)));

describe.each(CHANGES)('%s', (_, change) => {
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(spoken(change(text))).toEqual(spoken(text));
  });
});
