/** The files below the folders of a workspace, on a disk, for editors that hand out none themselves; and texts for editors that show files only. */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Disk, FileSource } from './workspace.ts';

/** Folders that hold what others have written, or what no person looks into. */
const NEVER = /^(?:node_modules|\..+)$/;
/** Entries that are looked at: a home folder may be open. */
const MOST_ENTRIES = 20_000;

export const disk: Disk = { files: filesBelow, keep };

/** In a folder that nobody else may look into, which goes with this process: a sheet tells of somebody's firewall. */
async function keep(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'esmtp-lens-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o400 });
  return pathToFileURL(path).toString();
}

/** @param folders addresses; those that are no files are passed over */
function filesBelow(folders: readonly string[]): FileSource {
  const roots = folders.flatMap((uri) => (uri.startsWith('file:') ? [fileURLToPath(uri)] : []));
  return {
    list: async (extensions, most) => {
      const found: string[] = [];
      const ours = new RegExp(`\\.(?:${extensions.join('|')})$`, 'i');
      let looked = 0;
      // The nearest first.
      const waiting = [...roots];
      for (let folder = waiting.shift(); folder !== undefined && looked < MOST_ENTRIES; folder = waiting.shift()) {
        const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
        for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
          if (++looked > MOST_ENTRIES || found.length >= most) return found;
          if (entry.isDirectory() && !NEVER.test(entry.name)) waiting.push(join(folder, entry.name));
          else if (entry.isFile() && ours.test(entry.name)) found.push(pathToFileURL(join(folder, entry.name)).toString());
        }
      }
      return found;
    },
    read: async (uri, most) => {
      const path = fileURLToPath(uri);
      if ((await stat(path)).size > most) return undefined;
      return await readFile(path, 'utf8');
    },
  };
}
