/** Unified diffs, as `patch -p1` and `git apply` take them. */

import { isAbsolute, relative, sep } from 'node:path';
import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import { holdsSecret, withoutSecrets } from '../asa/secrets.ts';
import { itemAt, lastOf } from '../text/at.ts';

const CONTEXT = 3;

/**
 * Secrets of the configuration are in no diff: its context ends before a line that has one. Equally on both sides, for `patch` takes a hunk
 * with less context behind it than before it for the end of the file.
 *
 * @param path relative to the folder where the diff is to be applied
 */
export function unified(path: string, before: string, after: string): string {
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: CONTEXT });
  return formatPatch({ ...patch, hunks: patch.hunks.flatMap(withoutSecretContext) }, FILE_HEADERS_ONLY);
}

/**
 * What a diff calls a file: from the folder at hand, and for a file outside of it from the root (`patch -d / -p1`), for `patch` takes
 * neither absolute paths nor `..`.
 */
export function nameInDiff(path: string, cwd: string): string {
  const near = isAbsolute(path) ? relative(cwd, path) : path;
  const parts = near.startsWith('..') || isAbsolute(near) ? path.split(sep) : near.split(sep);
  return parts.filter((part) => part !== '').join('/');
}

/** A line of a hunk, and the number of the line before it on either side. */
interface HunkLine {
  readonly text: string;
  readonly old: number;
  readonly new: number;
}

function withoutSecretContext(hunk: StructuredPatchHunk): StructuredPatchHunk[] {
  const rows: HunkLine[] = [];
  let old = hunk.oldStart - 1;
  let added = hunk.newStart - 1;
  for (const text of hunk.lines) {
    rows.push({ text, old, new: added });
    if (text.startsWith(' ') || text.startsWith('-')) old++;
    if (text.startsWith(' ') || text.startsWith('+')) added++;
  }
  const isSecret = ({ text }: HunkLine) => text.startsWith(' ') && holdsSecret(text.slice(1));
  if (!rows.some(isSecret)) return [shown(rows)];
  const pieces: HunkLine[][] = [[]];
  for (const row of rows) {
    if (isSecret(row)) pieces.push([]);
    else lastOf(pieces).push(row);
  }
  return pieces.filter((piece) => piece.some(isChange)).map((piece) => shown(balanced(piece)));
}

function isChange({ text }: HunkLine): boolean {
  return text.startsWith('+') || text.startsWith('-');
}

function balanced(rows: readonly HunkLine[]): readonly HunkLine[] {
  const first = rows.findIndex(isChange);
  const last = rows.findLastIndex((row) => !row.text.startsWith(' '));
  const context = Math.min(first, rows.length - 1 - last);
  return rows.slice(first - context, last + 1 + context);
}

function shown(rows: readonly HunkLine[]): StructuredPatchHunk {
  const count = (sign: string) => rows.filter(({ text }) => text.startsWith(' ') || text.startsWith(sign)).length;
  return {
    oldStart: itemAt(rows, 0).old + 1,
    oldLines: count('-'),
    newStart: itemAt(rows, 0).new + 1,
    newLines: count('+'),
    // A changed line has none; were there one, it had better not apply than be told.
    lines: rows.map(({ text }) => text.charAt(0) + withoutSecrets(text.slice(1))),
  };
}
