/** The program as it is installed: dist/cli.js in a process of its own. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './run.ts';

const CLI = join(ROOT, 'dist', 'cli.js');
const HINT = '! esmtp-lens: ignore[undefined-name]\nhostname fw\n';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let folder: string;
beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist/cli/main.mjs'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-program-'));
  writeFileSync(join(folder, 'hint.asa'), HINT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (argv: readonly string[], options: object = {}) =>
  spawnSync(process.execPath, [CLI, ...argv], { cwd: folder, encoding: 'utf8', ...options });

describe('the program', () => {
  it('can be started by its name', () => {
    expect(readFileSync(CLI, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(spawnSync(CLI, ['--version'], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('loads little before it knows what it is asked for, and the transport for the language server alone', () => {
    const parts = join(ROOT, 'dist/cli');
    /** What loading a part loads, by `import` and `export ... from`. */
    const loadedWith = (name: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(name)) return seen;
      seen.add(name);
      for (const [, other] of readFileSync(join(parts, name), 'utf8').matchAll(/(?:from|import)\s*"\.\/([\w-]+\.mjs)"/g))
        loadedWith(other ?? '', seen);
      return seen;
    };
    const text = (name: string) => [...loadedWith(name)].map((part) => readFileSync(join(parts, part), 'utf8')).join('');
    const part = (beginning: string) => readdirSync(parts).find((name) => name.startsWith(beginning)) ?? '';
    expect(text('main.mjs').length).toBeLessThan(80_000);
    expect(text(part('commands-')).length).toBeGreaterThan(500_000);
    expect(text(part('commands-'))).not.toContain('Content-Length');
    expect(text(part('node-'))).toContain('Content-Length');
  });

  it.each([
    [['check', 'hint.asa'], 0],
    [['check', 'hint.asa', '--fail-on', 'hint'], 1],
    [['check', 'gone.asa'], 2],
    [['check', '*.smtp'], 3],
  ])('%j ends with %i', (argv, status) => {
    expect(run(argv).status).toBe(status);
  });

  it('writes results to standard output, everything else to standard error', () => {
    const { stdout, stderr } = run(['check', 'gone.asa', 'hint.asa', '--format', 'json']);
    expect(JSON.parse(stdout).summary).toMatchObject({ files: 1, hint: 2 });
    expect(stderr).toBe('esmtp-lens: gone.asa: no such file or folder\n');
  });

  it('reads standard input', () => {
    const { stdout, status } = run(['check', '-', '--stdin-filename', 'fw.asa', '--format', 'github', '--fail-on', 'hint'], {
      input: HINT,
    });
    expect([status, stdout.split('\n')[0]]).toEqual([1, expect.stringContaining('::notice file=fw.asa,line=1,')]);
  });

  it.skipIf(process.platform === 'win32')('tells in a line that the folder it is started in is gone', () => {
    const script = `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${CLI}" check .`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, 'esmtp-lens: the current folder is gone; cd to one that is there\n']);
  });

  it('finds the pages of the rules', () => {
    expect(run(['rules', 'unused-suppression']).stdout).toMatch(/^unused-suppression\n/);
  });

  it('does not mind a reader that goes away, and ends as it would have', () => {
    const many = Array.from({ length: 3000 }, () => HINT).join('');
    writeFileSync(join(folder, 'many.asa'), many);
    const script = `"${process.execPath}" "${CLI}" check many.asa --fail-on hint | head -1; exit "\${PIPESTATUS[0]}"`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect([stdout, stderr, status]).toEqual(['many.asa:1:1 hint [suppression-without-reason]\n', '', 1]);
  });

  it.runIf(process.getuid?.() === 0)('names a folder that it may not read, and checks the others', () => {
    // Root may read everything: the program runs as somebody else.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'sealed/inner'), { recursive: true });
    chmodSync(join(folder, 'sealed/inner'), 0o000);
    chmodSync(join(folder, 'sealed'), 0o755);
    const { status, stderr, stdout } = run(['check', 'sealed', 'hint.asa', '--format', 'json'], { uid: 65534, gid: 65534 });
    expect([status, stderr]).toEqual([2, 'esmtp-lens: sealed/inner: permission denied\n']);
    expect(JSON.parse(stdout).summary.files).toBe(1);
  });

  // By the signal itself: a handler would have to wait for the end of long work.
  it('is ended by a signal, and leaves the terminal alone', async () => {
    const child = spawn(process.execPath, [CLI, 'check', '-'], { cwd: folder });
    // More than a pipe holds: when it is through, the program runs and reads.
    await new Promise((resolve) => child.stdin.write('hostname fw\n'.repeat(50_000), resolve));
    child.kill('SIGINT');
    expect(await ended(child)).toBe('SIGINT');
  });

  it('serves an editor over standard input and output', async () => {
    const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { cwd: folder });
    const send = (message: object) => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    let said = '';
    const answer = new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        said += data;
        if (said.includes('"id":1')) resolve();
      });
    });
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    await answer;
    expect(said).toContain('"capabilities"');
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
    expect(await ended(child)).toBe(0);
  });

  it('keeps its memory while a log grows', () => {
    const noise = 'Aug 14 11:04:31 mx postfix/qmgr[123]: 4F1A2B3C4D: from=<sender@example.net>, size=4711, nrcpt=1 (queue active)\n'.repeat(
      10_000,
    );
    const event =
      'Aug 14 2025 11:04:31 fw1 : %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/40000 to inside:192.0.2.25/25; matched Class 4: header line length gt 998\n';
    const script = `"${process.execPath}" "${CLI}" check - --stdin-filename big.log --format json`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      input: (noise + event).repeat(40),
    });
    expect(status).toBe(1);
    expect(stderr).toBe('');
    const { findings, sessionsIn } = JSON.parse(stdout).files[0];
    expect(sessionsIn).toEqual({ lines: expect.any(Number), of: 400_041 });
    expect(findings).toMatchObject([{ rule: 'firewall-dropped-mail', line: 10_001, message: expect.stringContaining('40 times') }]);
  });
});

/** The exit code of a program, or the signal that ended it. */
function ended(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal!)));
}
