/**
 * What changed in a git repository since a revision, as a pipeline asks: in the work tree, what is staged, what is committed, and what git does
 * not know yet. Git itself is asked, and told to run nothing that a repository's settings name, and to fetch nothing.
 */
import { execFile } from 'node:child_process';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Failure } from './exit.ts';
import type { Input } from './input.ts';

/**
 * @param revision as git names one; of a branch that went on, the place where ours left it
 * @returns those of the files that changed since
 * @throws Failure where a file is in no repository, or its repository has no such revision
 */
export async function changedSince<T extends Pick<Input, 'path'>>(revision: string, files: readonly T[], cwd: string): Promise<T[]> {
  const repositories = new Repositories(revision);
  const kept: T[] = [];
  for (const file of files) {
    const path = resolve(cwd, file.path);
    const folder = await realpath(dirname(path));
    const repository = await repositories.of(folder);
    if (repository === undefined) throw new Failure(`--changed-since ${revision}: ${file.path} is in no git repository`);
    const name = relative(repository.root, join(folder, basename(path)));
    if (repository.changed.has(name.replaceAll(sep, '/'))) kept.push(file);
  }
  return kept;
}

interface Repository {
  readonly root: string;
  /** Paths from its root, with `/`. */
  readonly changed: ReadonlySet<string>;
}

class Repositories {
  private readonly revision: string;
  private readonly byFolder = new Map<string, Promise<Repository | undefined>>();

  constructor(revision: string) {
    this.revision = revision;
  }

  /** The innermost that the folder is in. */
  of(folder: string): Promise<Repository | undefined> {
    const known = this.byFolder.get(folder) ?? this.find(folder);
    this.byFolder.set(folder, known);
    return known;
  }

  private async find(folder: string): Promise<Repository | undefined> {
    // A folder; of a linked work tree a file.
    const isRoot = await lstat(join(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (isRoot) return { root: folder, changed: await changesIn(folder, this.revision) };
    return folder === dirname(folder) ? undefined : this.of(dirname(folder));
  }
}

async function changesIn(root: string, revision: string): Promise<Set<string>> {
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`).catch((error) => {
    if (error instanceof Failure) throw error;
    throw new Failure(`--changed-since ${revision}: no such revision in ${root}; of a shallow clone fetch all (fetch-depth: 0)`);
  });
  const tip = commit.trim();
  const base = await git(root, 'merge-base', tip, 'HEAD').catch(() => tip);
  const [known, unknown] = await Promise.all([
    git(root, 'diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--diff-filter=d', base.trim(), '--'),
    git(root, 'ls-files', '-z', '--others', '--exclude-standard'),
  ]);
  return new Set(`${known}${unknown}`.split('\0').filter((name) => name !== ''));
}

/** @returns what it says on standard output; @throws Failure with what it says on standard error, where it says anything */
function git(root: string, ...args: readonly string[]): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  // In a hook they name the repository that is being committed to, whatever folder is asked about.
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']) delete env[name];
  return new Promise((done, fail) => {
    const settings = ['-c', 'core.fsmonitor=false', '-C', root];
    execFile('git', [...settings, ...args], { env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) return done(stdout);
      if (error.code === 'ENOENT') return fail(new Failure('--changed-since needs git, and there is none here'));
      const [told] = stderr.trim().split('\n');
      return fail(told ? new Failure(`--changed-since: git: ${told}`) : error);
    });
  });
}
