/** The second picture of README.md is what the program draws. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../scripts/session-picture.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('docs/session.svg is fresh ("npm run picture" draws it), and README.md shows it', async () => {
  expect(await main(['--check'], root)).toBe(0);
  expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain('](docs/session.svg)');
});
