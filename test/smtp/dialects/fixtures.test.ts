/**
 * Output of real tools, each with what it must be understood as beside it (`NAME.dialogue`). `test/lab/make-fixtures.mjs` makes
 * the outputs again; UPDATE_GOLDEN=1 writes the goldens again.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../../../server/src/smtp/dialects/index.ts';
import { print, read } from '../print.ts';

const folder = join(import.meta.dirname, '../../fixtures/dialects');
const files = readdirSync(folder).filter((name) => /\.(?:smtp|log|eml)$/.test(name));

describe('output of real tools', () => {
  test.for(files)('%s', (name) => {
    const golden = join(folder, `${name}.dialogue`);
    const printed = print(read(readFileSync(join(folder, name), 'utf8')));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, printed);
    expect(existsSync(golden), `${golden} is missing: run with UPDATE_GOLDEN=1 and read it`).toBe(true);
    expect(printed).toBe(readFileSync(golden, 'utf8'));
  });
});

test('every dialect has a sample', () => {
  // What `captures/` writes is no tool's output: `test/captures` has it.
  const known = new Set(['capture']);
  for (const name of files) for (const { region } of read(readFileSync(join(folder, name), 'utf8')).sessions) known.add(region.dialect);
  expect(DIALECTS.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});
