/** What happens many times: edits keep nothing of the states before, and a `--fix` that is killed leaves each file as it was, or mended. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { changeDocument, type Document } from '../../server/src/features/document.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { ROOT } from '../cli/run.ts';
import { open } from '../support/cursor.ts';
import { exempt } from '../support/shapes.ts';

/** With `FUZZ_SECONDS`, more: in an hour as much as was once looked at by hand. */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 0);
const PATIENCE = { timeout: 180_000 + 2000 * SECONDS };
const EDITS = Math.max(300, Math.round((50_000 * SECONDS) / 3600));
const KILLS = Math.max(4, Math.round((90 * SECONDS) / 3600));

const TRANSCRIPT = `${'220 **********\nEHLO a.example\n250-mx.example.com\n250-XXXXXXXA\n250 XXXB\nXXXX\n500 5.5.1 Command unrecognized: "XXXX"\n'.repeat(10)}`;

describe('a document', PATIENCE, () => {
  test.each([
    ['cisco-asa', exempt(20)],
    ['smtp-transcript', TRANSCRIPT],
  ] as const)('keeps nothing of what it was before an edit: %s', async (language, text) => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    let document: Document = open(text, language);
    const states: WeakRef<object>[] = [];
    for (let i = 0; i < EDITS; i++) {
      const at = { line: i % 40, character: 0 };
      // Half of them take back the edit before.
      const typed =
        i % 2 === 0 ? { range: { start: at, end: at }, text: '!\n' } : { range: { start: before(at), end: after(at) }, text: '' };
      document = changeDocument(document, [typed]);
      states.push(new WeakRef(document), new WeakRef(document.lines));
      ask(document);
      // What a WeakRef was made for in a turn lives until that turn ends.
      if (i % 100 === 0) await wait(0);
    }
    await wait(0);
    collect();
    await wait(0);
    collect();
    expect(states.filter((state) => state.deref() !== undefined).length).toBeLessThan(20);
    expect(document.lines.count).toBeGreaterThan(40);
  });
});

const before = ({ line }: { line: number }) => ({ line: line - 1, character: 0 });
const after = ({ line }: { line: number }) => ({ line, character: 0 });

function ask(document: Document): void {
  diagnostics(document, undefined);
  const at = { line: 5, character: 4 };
  if (document.language === 'cisco-asa') configurationFeatures.hover?.(document, at);
  else transcriptFeatures.hover?.(document, at);
  codeActions(document, { start: at, end: at }, [], undefined, true);
}

describe('--fix that is killed', PATIENCE, () => {
  const CLI = join(ROOT, 'dist', 'cli.js');
  const FILES = 20;
  const OLD = 'ASA Version 9.1(5)\nhostname fw\naccess-list mail extended permit tcp any 192.0.2.25 eq smtp\n';
  const NEW = OLD.replace('any 192', 'any host 192');
  beforeAll(() => {
    if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  });

  test.skipIf(process.platform === 'win32')('leaves each file as it was, or mended, and nothing that is checked', async () => {
    const names = Array.from({ length: FILES }, (_, i) => `fw${i}.asa`);
    const mended: number[] = [];
    for (let i = 0; i < KILLS; i++) {
      const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-killed-'));
      for (const name of names) writeFileSync(join(folder, name), OLD);
      const child = spawn(process.execPath, [CLI, 'check', '.', '--fix', '--threads', '1'], { cwd: folder, stdio: 'ignore' });
      const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
      // However slow the machine is: after so many files as this, not after a time.
      const done = () => names.filter((name) => readFileSync(join(folder, name), 'utf8') !== OLD).length;
      while (child.exitCode === null && done() < (i * FILES) / KILLS / 2 + 1) await wait(1);
      child.kill('SIGKILL');
      await ended;
      for (const name of names) expect([OLD, NEW]).toContain(readFileSync(join(folder, name), 'utf8'));
      mended.push(done());
      expect(readdirSync(folder).filter((name) => !names.includes(name) && !/^\.esmtp-lens\..*\.tmp$/.test(name))).toEqual([]);
      rmSync(folder, { recursive: true });
    }
    // It was killed at work, and not always after it.
    expect(mended.some((count) => count > 0)).toBe(true);
  });
});
