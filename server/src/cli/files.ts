/** Files on disk: found by path, folder or glob, read as a stream of chunks, written so that no reader ever sees half a file. */
import { rmSync } from 'node:fs';
import { access, chmod, chown, constants, lstat, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { constants as os } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { escapePath, glob, isDynamicPattern } from 'tinyglobby';
import { Failure, reasonOf } from './exit.ts';
import type { Input } from './input.ts';

/** Something that is wrong with one input: told in one line, the others are still checked. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Folders that nobody means when naming their parent. */
const NEVER = ['node_modules', '.git'];

/**
 * @param patterns paths, folders, globs
 * @param ignore globs of files to leave out, unless named
 */
export async function findFiles(
  patterns: readonly string[],
  cwd: string,
  ignore: readonly string[],
): Promise<{ files: Input[]; problems: Problem[] }> {
  const found = new Map<string, Input>();
  const problems: Problem[] = [];
  const add = (file: string, named: boolean, again = true) => {
    const path = shownPath(file, cwd);
    if (named || !found.has(path)) found.set(path, { path, named, again, open: () => chunksOf(file) });
  };
  // A folder that is named means all below it, and a name that begins with a dot is not hidden here: the walk sees it.
  const all = { dot: true, expandDirectories: true };
  const ignored = ignore.length === 0 ? new Set<string>() : new Set(await globFiles(ignore, cwd, all));
  for (const pattern of patterns) {
    const target = resolve(cwd, pattern);
    const kind = await kindOf(target);
    if (kind === 'folder') {
      for await (const file of walk(target, cwd, problems)) if (!ignored.has(file)) add(file, false);
    } else if (kind === 'file' || kind === 'pipe') {
      add(target, true, kind === 'file');
    } else if (isDynamicPattern(pattern)) {
      for (const file of await globFiles([pattern], cwd)) if (!ignored.has(file)) add(file, false);
    } else {
      problems.push({ path: pattern, message: kind });
    }
  }
  return { files: [...found.values()], problems };
}

/** @returns what it is, or why it cannot be told */
async function kindOf(path: string): Promise<'file' | 'folder' | 'pipe' | (string & {})> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'pipe';
  } catch (error) {
    return reasonOf(error);
  }
}

async function* walk(folder: string, cwd: string, problems: Problem[]): AsyncGenerator<string> {
  let entries: Awaited<ReturnType<typeof list>>;
  try {
    entries = await list(folder);
  } catch (error) {
    problems.push({ path: shownPath(folder, cwd), message: reasonOf(error) });
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!NEVER.includes(entry.name)) yield* walk(path, cwd, problems);
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) {
      yield path;
    }
  }
}

async function list(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

async function globFiles(patterns: readonly string[], cwd: string, options = { dot: false, expandDirectories: false }): Promise<string[]> {
  // A backslash in a pattern escapes on every system but Windows, where it is the separator a person types.
  const portable = patterns.map((pattern) => (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern));
  const files = await glob(portable, {
    cwd: escapePath(cwd),
    absolute: true,
    ignore: NEVER.map((name) => `**/${name}/**`),
    ...options,
  });
  return files.map((file) => resolve(file)).sort();
}

/** Relative to the current folder where it lies below it, absolute elsewhere. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, resolve(cwd, file));
  return (path.startsWith('..') ? resolve(cwd, file) : path).replaceAll(sep, '/');
}

const CHUNK = 1 << 17;

/**
 * The chunks of a file; of a pipe (`<(ssh fw show run)`) too. All are read into one buffer, so that memory does not grow with the file: a chunk
 * holds until the next is asked for. Errors are thrown while reading.
 */
export async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The whole of a small file as text. @throws Failure naming the file */
export async function readSmall(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new Failure(`${file}: ${reasonOf(error)}`);
  }
}

/**
 * Replaces a file in one step: readers see the old bytes or the new ones. Mode and, where allowed, owner are kept; a symbolic link stays one.
 *
 * @param before the bytes that the change was made from
 * @throws Failure when the file changed meanwhile, or cannot be written
 */
export async function replaceFile(path: string, before: Buffer, after: Buffer): Promise<void> {
  const target = await realpath(path).catch((error) => fail(path, error));
  const stats = await lstat(target).catch((error) => fail(path, error));
  await access(target, constants.W_OK).catch((error) => fail(path, error));
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const release = removedOnSignal(temporary);
  try {
    await writeNew(temporary, after);
    await chmod(temporary, stats.mode);
    await chown(temporary, stats.uid, stats.gid).catch(() => undefined);
    if (!(await readFile(target)).equals(before)) throw new Failure(`${path}: changed meanwhile, left as it is`);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error instanceof Failure ? error : fail(path, error);
  } finally {
    release();
  }
}

/**
 * An interrupted program must not leave behind what it was writing. Signals are caught only for so long: one that is caught waits until
 * the program is idle, and a check that takes long could not be ended.
 * @returns to be called when the file is no longer there
 */
function removedOnSignal(path: string): () => void {
  const end = (signal: NodeJS.Signals) => {
    rmSync(path, { force: true });
    process.exit(128 + os.signals[signal]);
  };
  for (const signal of ENDING) process.once(signal, end);
  return () => {
    for (const signal of ENDING) process.off(signal, end);
  };
}

const ENDING = ['SIGINT', 'SIGTERM'] as const;

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a report or a baseline: created, or replaced in one step. @throws Failure naming the file */
export async function writeReport(path: string, cwd: string, contents: string | Buffer): Promise<void> {
  const file = resolve(cwd, path);
  const bytes = Buffer.from(contents);
  const stats = await stat(file).catch(() => undefined);
  if (stats?.isFile()) return replaceFile(file, await readFile(file), bytes);
  const handle = await open(file, 'w').catch((error) => fail(path, error));
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

function fail(path: string, error: unknown): never {
  throw new Failure(`${path}: ${reasonOf(error)}`);
}
