/** Every fixture and example that an editor would open, as a document. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document } from '../../server/src/features/document.ts';
import { openLines } from './cursor.ts';
import { readFixture } from './fixture.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDERS = ['test/fixtures', 'examples'];

/** @returns its name, with `/` between folders, and the document, without the caret lines of a fixture */
export function* everyDocument(): Iterable<readonly [name: string, document: Document]> {
  for (const folder of FOLDERS) {
    for (const file of (readdirSync(join(root, folder), { recursive: true }) as string[]).sort()) {
      if (!/\.(asa|smtp|log|txt)$/.test(file)) continue;
      const { lines } = readFixture(readFileSync(join(root, folder, file), 'utf8'));
      const name = join(folder, file).replaceAll(sep, '/');
      yield [name, openLines(lines, file.endsWith('.asa') ? 'cisco-asa' : 'smtp-transcript')];
    }
  }
}
