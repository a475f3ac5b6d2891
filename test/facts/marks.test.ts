/** A mark is said by its fact: nowhere else is one typed, so that a fact has the same mark in every door. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const source = join(dirname(fileURLToPath(import.meta.url)), '../../server/src');
const files = (readdirSync(source, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts') && !name.startsWith('facts/'));

const TYPED = / \((?:documented|seen|inferred|unverified)[:;,)]|\bis unverified\b/;

/** The pages of rules are comments: their lists of sources are written by hand. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('no mark is typed into a message', () => {
  test.each(files)('%s', (file) => {
    expect(
      withoutComments(readFileSync(join(source, file), 'utf8'))
        .split('\n')
        .filter((line) => TYPED.test(line)),
    ).toEqual([]);
  });
});

test('the test sees one', () => {
  expect("const text = 'Cisco TAC 113423 (documented)';").toMatch(TYPED);
  expect(withoutComments('/** CG9 (documented). */\nconst x = 1; // y\n')).not.toMatch(TYPED);
});
