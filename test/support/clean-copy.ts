/** The project as a fresh clone has it: what git would keep, uncommitted work included, and the packages that are installed here. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @param root the project @param to a folder that is not there yet @returns false where this is no clone, and nothing can be told */
export function cleanCopy(root: string, to: string): boolean {
  if (!existsSync(join(root, '.git'))) return false;
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: 1 << 26 });
  for (const file of listed.toString().split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file));
  }
  // Older than the packages: nothing is to be installed, least of all through the link.
  utimesSync(join(to, 'package-lock.json'), 0, 0);
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'), 'junction');
  return true;
}
