/** Runs the program in this process, on a folder of its own, and catches what it says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Pages } from '../../server/src/cli/pages.ts';
import { run } from '../../server/src/cli/program.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As they stand in the repository. */
export const PAGES: Pages = { page: (rule) => readFileSync(join(ROOT, 'docs/rules', `${rule}.md`), 'utf8') };

export interface World {
  /** Files by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard output is a terminal of this width. */
  readonly columns?: number;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The bytes of a file after the run. */
  file(path: string): Buffer;
}

const folders: string[] = [];

export async function esmtpLens(argv: readonly string[], world: World = {}): Promise<Ended> {
  const cwd = mkdtempSync(join(tmpdir(), 'esmtp-lens-cli-'));
  folders.push(cwd);
  for (const [path, contents] of Object.entries(world.files ?? {})) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), contents);
  }
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const code = await run(argv, {
    stdin: Readable.from([Buffer.from(world.stdin ?? '')]),
    stdout: { write: (data) => out.push(Buffer.from(data)), isTTY: world.columns !== undefined, columns: world.columns },
    stderr: { write: (data) => err.push(Buffer.from(data)) },
    cwd,
    env: world.env ?? {},
    pages: PAGES,
  });
  return {
    code,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
    file: (path) => readFileSync(join(cwd, path)),
  };
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
