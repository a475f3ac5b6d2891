/** Files are written so that no reader ever sees half of one, and nothing is left behind. */
import { randomUUID } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { access, chmod, chown, constants, lstat, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { constants as os } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Failure, reasonOf } from './exit.ts';
import { UNKNOWN, unfinishedName } from './files.ts';

/**
 * Replaces a file in one step: readers see the old bytes or the new ones. Mode and, where allowed, owner are kept; a symbolic link stays one.
 * A file that has other names (hard links) is written in its place instead, for a new file would take its name away from them.
 *
 * @param before the bytes that the change was made from
 * @throws Failure when the file changed meanwhile, or cannot be written
 */
export async function replaceFile(path: string, before: Buffer, after: Buffer): Promise<void> {
  if (path.includes(UNKNOWN)) throw new Failure(`${path}: its name is not UTF-8; rename it, and it can be written`);
  const target = await realpath(path).catch((error) => fail(path, error));
  const stats = await lstat(target).catch((error) => fail(path, error));
  await access(target, constants.W_OK).catch((error) => fail(path, error));
  const unchanged = async () => {
    if (!(await readFile(target)).equals(before)) throw new Failure(`${path}: changed meanwhile, left as it is`);
  };
  try {
    if (stats.nlink > 1) {
      await unchanged();
      await overwrite(target, before, after, stats);
    } else await exchange(target, after, stats, unchanged);
  } catch (error) {
    throw error instanceof Failure ? error : fail(path, error);
  }
}

async function exchange(target: string, bytes: Buffer, stats: Stats, unchanged: () => Promise<void>): Promise<void> {
  const temporary = join(dirname(target), unfinishedName(randomUUID()));
  const release = removedOnSignal(temporary);
  try {
    await writeNew(temporary, bytes);
    await keepRights(temporary, stats);
    await unchanged();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    release();
  }
}

/** One call of the system for all bytes, then the end is cut: the shortest time in which the file is neither old nor new. */
async function overwrite(target: string, before: Buffer, after: Buffer, stats: Stats): Promise<void> {
  const file = await open(target, 'r+');
  try {
    await writeOver(file, after).catch(async (error) => {
      // Its old bytes have a place on a disk that is full.
      await writeOver(file, before);
      throw error;
    });
    await file.sync();
  } finally {
    await file.close();
  }
  await keepRights(target, stats);
}

async function writeOver(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  await file.truncate(bytes.length);
}

/** The mode last: a new owner, or new bytes, take the set-user-ID bit away. */
async function keepRights(file: string, { uid, gid, mode }: Stats): Promise<void> {
  await chown(file, uid, gid).catch(() => undefined);
  await chmod(file, mode & 0o7777);
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
  } catch (error) {
    // What is no file, as `/dev/stdout`, was there before.
    if (stats === undefined) await rm(file, { force: true });
    fail(path, error);
  } finally {
    await handle.close();
  }
}

function fail(path: string, error: unknown): never {
  throw new Failure(`${path}: ${reasonOf(error)}`);
}
