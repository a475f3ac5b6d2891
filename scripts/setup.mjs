/** Makes a clean clone ready to build. Plain Node: it runs before any package is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Installs the packages of the lock file where that has not been done since it changed. Exits when it cannot be done.
 * @param options of the process: where npm's output goes, for a caller whose own is read by a program
 */
export function installPackages(options = {}) {
  if (Number(process.versions.node.split('.')[0]) < 20) stop(`Node 20 or later is needed; this is ${process.version}.`);
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('Installing the packages of package-lock.json ...');
  // No package of ours needs its install script.
  const { status } = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (status !== 0) stop('npm ci failed; is the npm registry within reach?');
}

/** Runs a program in the project's folder, on this terminal. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
}

export function stop(message) {
  console.error(message);
  process.exit(1);
}
