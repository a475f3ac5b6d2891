/** The second picture of README.md, and those of the walkthrough, are what the program draws. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as session from '../../scripts/session-picture.ts';
import * as walkthrough from '../../scripts/walkthrough-pictures.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('docs/session.svg is fresh ("npm run pictures" draws it), and README.md shows it', async () => {
  expect(await session.main(['--check'], root)).toBe(0);
  expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain('](docs/session.svg)');
});

test('images/walkthrough/ is fresh ("npm run pictures" draws it), and has no style element, which VS Code keeps out', async () => {
  expect(await walkthrough.main(['--check'], root)).toBe(0);
  const folder = path.join(root, 'images/walkthrough');
  const drawings = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(drawings).toHaveLength(4);
  for (const svg of drawings) expect(svg).not.toContain('<style');
});
