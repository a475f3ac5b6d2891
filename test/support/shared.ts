/**
 * The folder `../shared` beside the project (or ESMTP_LENS_SHARED): recorded sessions and collected files that are not ours to copy. Tests that
 * read it are skipped where it is absent, and say so.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

export const shared = process.env['ESMTP_LENS_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
export const corpus = path.join(shared, 'corpus');
export const present = existsSync(corpus);
if (!present) console.log(`some tests are skipped: ${corpus} is absent`);
