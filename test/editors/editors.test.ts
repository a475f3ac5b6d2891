/**
 * Editors of Debian as docs/editors.md sets them up, each with the block of that page as its settings and our program on the path: what is
 * wrong is shown, in Neovim explained and mended too. What Debian has not is stood in for. Skipped where an editor is not, and cannot be installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pasted } from '../support/blocks.ts';
import { fromDebian, has, packageFromDebian } from '../support/debian.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'esmtp-lens-editors-'));
  if (!existsSync(cli)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  writeFileSync(path.join(folder, 'esmtp-lens'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, { mode: 0o755 });
  copyFileSync(path.join(root, 'examples/asa-9.1-before.asa'), path.join(folder, 'before.asa'));
  writeFileSync(
    path.join(folder, 'session.smtp'),
    '250-8BITMIME\n250-SIZE 14680064\n250 XXXXXXXA\nSTARTTLS\n500 #5.5.1 command not recognized\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a person would paste: the block below a heading of docs/editors.md, as a file. */
function settings(heading: string, language: string, name: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, pasted('docs/editors.md', heading, language));
  return file;
}

interface Report {
  readonly diagnostics: readonly { readonly line: number; readonly code: string }[];
  readonly hover?: string;
  readonly actions?: readonly string[];
  readonly text?: readonly string[];
}

/** Starts an editor on a file of the folder. @returns what its driver wrote down */
function edit(program: string, args: readonly string[], file: string): Report {
  const report = path.join(folder, 'report.json');
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    HOME: folder,
    XDG_STATE_HOME: folder,
    TERM: 'dumb',
    FILE: path.join(folder, file),
    REPORT: report,
  };
  const ended = spawnSync(program, args, { env, cwd: folder, encoding: 'utf8', input: '', timeout: 150_000 });
  if (!existsSync(report)) throw new Error(`${program} ended with ${ended.status}: ${ended.stdout}${ended.stderr}`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

const driver = (name: string) => path.join(import.meta.dirname, name);

const VIM = ['-N', '--not-a-term', '-n', '-i', 'NONE'];
const NEOVIM = ['--headless', '-i', 'NONE', '-n'];
const noNeovim = fromDebian({ nvim: 'neovim' });
const noVim = fromDebian({ vim: 'vim' }) ?? packageFromDebian('vim-ale');

/** Each editor as it is started; why it cannot be, where that is so. */
const EDITORS: Readonly<Record<string, { readonly why: string | undefined; readonly open: (file: string) => Report }>> = {
  Neovim: {
    why: noNeovim,
    open: (file) => edit('nvim', [...NEOVIM, '-u', settings('Neovim before 0.11', 'lua', 'init.lua'), '-S', driver('neovim.lua')], file),
  },
  'Neovim 0.11': {
    why: noNeovim,
    open: (file) => {
      const block = settings('Neovim 0.11 and later', 'lua', 'block.lua');
      return edit('nvim', [...NEOVIM, '-u', driver('neovim-0.11.lua'), '-c', `luafile ${block}`, '-S', driver('neovim.lua')], file);
    },
  },
  Emacs: {
    why: fromDebian({ emacs: 'emacs-nox' }) ?? packageFromDebian('elpa-eglot'),
    open: (file) => edit('emacs', ['--batch', '-l', settings('Emacs with eglot', 'elisp', 'init.el'), '-l', driver('emacs.el')], file),
  },
  Vim: {
    why: noVim,
    open: (file) => edit('vim', [...VIM, '-u', settings('Vim with ALE', 'vim', 'vimrc'), '-S', driver('vim.vim')], file),
  },
  'Vim with vim-lsp': {
    why: noVim,
    open: (file) => {
      const block = settings('Vim with vim-lsp', 'vim', 'vimrc');
      const standIn = `set runtimepath^=${driver('vim-lsp')}`;
      return edit('vim', [...VIM, '--cmd', standIn, '-u', block, '-c', 'doautocmd User lsp_setup', '-S', driver('vim.vim')], file);
    },
  },
  Kate: {
    why: has('kate') ? undefined : 'not installed, and a desktop with it is much for one test',
    open: (file) => {
      settings('Kate', 'json', '.config/kate/lspclient/settings.json');
      return edit(process.execPath, [driver('kate.mjs')], file);
    },
  },
};

describe.each(Object.entries(EDITORS))('%s', (name, { why, open }) => {
  if (why !== undefined) console.log(`skipped: ${name}: ${why}`);

  test.skipIf(why !== undefined)('shows what is wrong in a configuration', () => {
    const { diagnostics } = open('before.asa');
    expect(diagnostics.map(({ code }) => code)).toContain('inspection-hides-starttls');
  });

  test.skipIf(why !== undefined)('shows what is masked in a transcript', () => {
    const { diagnostics } = open('session.smtp');
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['masked-ehlo-keyword', 2],
      ['starttls-refused', 4],
    ]);
  });
});

describe.skipIf(EDITORS['Neovim']!.why !== undefined)('Neovim', () => {
  test('explains and mends a configuration', () => {
    const { hover, actions, text } = EDITORS['Neovim']!.open('before.asa');
    expect(hover).toContain('_default_esmtp_map');
    expect(actions?.[0]).toMatch(/^Exempt mail-gateway \(192\.0\.2\.25\)/);
    // A file that the server writes: Neovim has no command for it.
    expect(actions).toContain('Show the change sheet');
    expect(`${text?.join('\n')}\n`).toBe(readFileSync(path.join(root, 'examples/asa-9.1-after.asa'), 'utf8'));
  });

  test('explains a mask', () => {
    expect(EDITORS['Neovim']!.open('session.smtp').hover).toContain('`STARTTLS`');
  });
});
