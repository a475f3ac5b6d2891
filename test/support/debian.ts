/** Programs of Debian that tests run, installed where this user may. */
import { spawnSync } from 'node:child_process';

const INSTALLING = 150_000;

/** @returns whether a program is on the path */
export const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`], { env: withSbin() }).status === 0;

/** The environment with what only root looks for on its path. */
export function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, LC_ALL: 'C' };
}

/** @returns whether it did what it was asked */
export function aptGet(args: readonly string[], cwd?: string): boolean {
  const env = { ...withSbin(), DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=60', ...args], { env, cwd, timeout: INSTALLING }).status === 0;
}

/** @param packages that each program is in @returns undefined where all are there; else why they are not, in a sentence */
export function fromDebian(packages: Readonly<Record<string, string>>): string | undefined {
  const missing = () => Object.keys(packages).filter((program) => !has(program));
  if (missing().length === 0) return undefined;
  if (!has('apt-get')) return `${missing().join(', ')} not installed, and there is no apt-get`;
  if (process.getuid?.() !== 0) return `${missing().join(', ')} not installed, and only root may`;
  const install = () => aptGet(['install', '-y', '--no-install-recommends', ...missing().map((program) => packages[program]!)]);
  if (!install()) aptGet(['update']) && install();
  return missing().length === 0 ? undefined : `${missing().join(', ')} cannot be installed`;
}

/** A package that has no program of its own. @returns undefined where it is there; else why it is not, in a sentence */
export function packageFromDebian(name: string): string | undefined {
  const isThere = () => spawnSync('dpkg', ['-s', name], { env: withSbin() }).status === 0;
  if (isThere()) return undefined;
  if (!has('apt-get')) return `${name} is not installed, and there is no apt-get`;
  if (process.getuid?.() !== 0) return `${name} is not installed, and only root may`;
  const install = () => aptGet(['install', '-y', '--no-install-recommends', name]);
  if (!install()) aptGet(['update']) && install();
  return isThere() ? undefined : `${name} cannot be installed`;
}
