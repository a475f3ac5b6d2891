/** Files on disk: found by path, folder or glob, read as a stream of chunks. `write.ts` writes them. */
import { fstatSync, type Stats } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { escapePath, glob, isDynamicPattern } from 'tinyglobby';
import { Failure, reasonOf } from './exit.ts';
import { type Ignored, ignoring } from './ignore.ts';
import type { Input } from './input.ts';

/** Something that is wrong with one input: told in one line, the others are still checked. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const UNFINISHED = /^\.esmtp-lens\.[0-9a-f-]{36}\.tmp$/;

/** The name of a file that is still being written. One that was left behind by a program that was killed is never an input. */
export function unfinishedName(uuid: string): string {
  return `.esmtp-lens.${uuid}.tmp`;
}

function isUnfinished(file: string): boolean {
  return UNFINISHED.test(basename(file));
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
    if (!named && isUnfinished(file)) return;
    if (named || !found.has(path)) found.set(path, { path, named, again, open: () => chunksOf(file) });
  };
  const ignored = ignoring(ignore, cwd);
  for (const pattern of patterns) {
    const target = resolve(cwd, pattern);
    const kind = await kindOf(target);
    if (kind === 'folder' && (await isBareRepository(target))) {
      problems.push({ path: pattern, message: 'is a git repository without a work tree; git clone it, and name the clone' });
    } else if (kind === 'folder') {
      for await (const file of walk(target, cwd, ignored, problems)) add(file, false);
    } else if (kind === 'file' || kind === 'pipe') {
      add(target, true, kind === 'file');
    } else if (isDynamicPattern(pattern)) {
      for (const file of await globFiles(pattern, cwd)) if (!ignored.file(file)) add(file, false);
    } else {
      problems.push({ path: pattern, message: kind });
    }
  }
  return { files: [...found.values()], problems };
}

/** A file by the path that `findFiles` gave it. */
export function fileInput(path: string, named: boolean, cwd: string): Input {
  return { path, named, again: true, open: () => chunksOf(resolve(cwd, path)) };
}

/** @returns what it is, or why it cannot be told */
async function kindOf(path: string): Promise<'file' | 'folder' | 'pipe' | (string & {})> {
  try {
    const stats = await stat(await onDisk(path));
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'pipe';
  } catch (error) {
    return reasonOf(error);
  }
}

/** What git itself tells a repository by. In one without a work tree, as Oxidized keeps it, no file is as it was written. */
async function isBareRepository(folder: string): Promise<boolean> {
  const kinds = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => kindOf(join(folder, name))));
  return kinds.join() === 'file,folder,folder';
}

async function* walk(folder: string, cwd: string, ignored: Ignored, problems: Problem[]): AsyncGenerator<string> {
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
      if (!NEVER.includes(entry.name) && !ignored.folder(path)) yield* walk(path, cwd, ignored, problems);
    } else if (!ignored.file(path) && (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path))))) {
      yield path;
    }
  }
}

async function list(folder: string) {
  const entries = await readdir(await onDisk(folder), { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function isFile(path: string): Promise<boolean> {
  return (await kindOf(path)) === 'file';
}

async function globFiles(pattern: string, cwd: string): Promise<string[]> {
  // A backslash in a pattern escapes on every system but Windows, where it is the separator a person types.
  const files = await glob([sep === '\\' ? pattern.replaceAll('\\', '/') : pattern], {
    cwd: escapePath(cwd),
    absolute: true,
    expandDirectories: false,
    ignore: NEVER.map((name) => `**/${name}/**`),
  });
  return files.map((file) => resolve(file)).sort();
}

/** What Node makes of bytes in a name that are not UTF-8. */
export const UNKNOWN = '\ufffd';

/**
 * A path as the system takes it. A name that is not UTF-8 comes to us with signs in the place of some bytes; its bytes are looked up.
 *
 * @throws Failure where several names look the same
 */
async function onDisk(path: string): Promise<string | Buffer> {
  if (!path.includes(UNKNOWN)) return path;
  let found = Buffer.from(path.startsWith('/') ? '/' : '.');
  for (const part of path.split('/').filter((it) => it !== '')) {
    const names = part.includes(UNKNOWN) ? (await readdir(found, { encoding: 'buffer' })).filter((name) => name.toString() === part) : [];
    if (names.length > 1) throw new Failure('several files have this name but for bytes that are not UTF-8; rename them');
    found = Buffer.concat([found, Buffer.from('/'), names[0] ?? Buffer.from(part)]);
  }
  return found;
}

/** Whether two paths lead to one file, by whatever names; false where there is none. */
export async function sameFile(one: string, other: string, cwd: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => statsOf(path, cwd)));
  return areSame(a, b);
}

/** Whether an open file, as a shell redirects one (`< FILE`), is the one at a path; false for a pipe. */
export async function isOpenFile(descriptor: number, path: string, cwd: string): Promise<boolean> {
  return areSame(fstatSync(descriptor), await statsOf(path, cwd));
}

async function statsOf(path: string, cwd: string): Promise<Stats | undefined> {
  return stat(await onDisk(resolve(cwd, path))).catch(() => undefined);
}

function areSame(a: Stats | undefined, b: Stats | undefined): boolean {
  return a !== undefined && b !== undefined && a.isFile() && a.ino === b.ino && a.dev === b.dev;
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
  const handle = await open(await onDisk(file));
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
