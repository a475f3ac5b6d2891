/** Neovim, an editor with a language client of its own, against `esmtp-lens lsp --stdio`. Skipped where it is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const present = spawnSync('nvim', ['--version']).status === 0;
if (!present) console.log('skipped: nvim is not installed');

interface Report {
  readonly diagnostics: readonly { readonly line: number; readonly code: string; readonly source: string }[];
  readonly hover: string;
  readonly actions: readonly string[];
  readonly text: readonly string[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-neovim-'));
  if (present && !existsSync(cli)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function edit(file: string): Report {
  const report = path.join(folder, 'report.json');
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: folder, NODE: process.execPath, SERVER: cli, FILE: file, REPORT: report };
  const script = path.join(import.meta.dirname, 'neovim.lua');
  const { status, stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', script], {
    env,
    encoding: 'utf8',
    timeout: 90_000,
  });
  if (status !== 0 || !existsSync(report)) throw new Error(`nvim ended with ${status}: ${stderr}`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

describe.skipIf(!present)('Neovim', () => {
  test('shows what is wrong in a configuration, explains and mends it', () => {
    const file = path.join(folder, 'before.asa');
    cpSync(path.join(root, 'examples/asa-9.1-before.asa'), file);
    const { diagnostics, hover, actions, text } = edit(file);
    expect(diagnostics.map(({ code }) => code)).toContain('inspection-hides-starttls');
    expect(diagnostics[0]?.source).toBe('ESMTP Lens');
    expect(hover).toContain('_default_esmtp_map');
    expect(actions[0]).toMatch(/^Exempt mail-gateway \(192\.0\.2\.25\)/);
    expect(actions.filter((title) => title.startsWith('Show the commands'))).toEqual([]);
    expect(`${text.join('\n')}\n`).toBe(readFileSync(path.join(root, 'examples/asa-9.1-after.asa'), 'utf8'));
  });

  test('shows what is masked in a transcript', () => {
    const file = path.join(folder, 'session.smtp');
    writeFileSync(file, '250-8BITMIME\n250-SIZE 14680064\n250 XXXXXXXA\nSTARTTLS\n500 #5.5.1 command not recognized\n');
    const { diagnostics, hover } = edit(file);
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['masked-ehlo-keyword', 2],
      ['starttls-refused', 4],
    ]);
    expect(hover).toContain('`STARTTLS`');
  });
});
