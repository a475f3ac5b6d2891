/** What `npm install esmtp-lens` gives: packed from a fresh clone, installed without a registry, each command run from there. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pasted } from '../support/blocks.ts';
import { cleanCopy } from '../support/clean-copy.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'esmtp-lens-npm-')));
const clone = path.join(folder, 'clone');
const prefix = path.join(folder, 'prefix');
const work = path.join(folder, 'work');
const installed = path.join(prefix, 'node_modules/esmtp-lens');

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}
let packed: Packed;

const isClone = cleanCopy(root, clone);
if (!isClone) console.warn('skipped: the package for npm is packed from a clone, and this folder is none');

function npm(cwd: string, ...args: string[]): string {
  const shell = process.platform === 'win32';
  return execFileSync('npm', args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
}

beforeAll(() => {
  if (!isClone) return;
  [packed] = JSON.parse(npm(clone, 'pack', '--json', '--pack-destination', folder));
  mkdirSync(prefix);
  npm(
    prefix,
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--cache',
    path.join(folder, 'cache'),
    '--prefix',
    prefix,
    path.join(folder, packed.filename),
  );
  cpExamples();
}, 300_000);
afterAll(() => {
  // An interrupted run may have left the link to the packages in the clone; only the link goes.
  rmSync(path.join(clone, 'node_modules'), { force: true });
  rmSync(folder, { recursive: true, force: true });
});

function cpExamples(): void {
  mkdirSync(work);
  for (const name of readdirSync(path.join(root, 'examples'))) {
    if (/\.(asa|smtp)$/.test(name)) writeFileSync(path.join(work, name), readFileSync(path.join(root, 'examples', name)));
  }
}

const told = (name: string) => JSON.parse(readFileSync(path.join(installed, name), 'utf8'));

function lens(...args: string[]) {
  const bin = path.join(prefix, 'node_modules/.bin', process.platform === 'win32' ? 'esmtp-lens.cmd' : 'esmtp-lens');
  const { status, stdout, stderr } = spawnSync(bin, args, {
    cwd: work,
    encoding: 'utf8',
    input: '',
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_PATH: '' },
  });
  return { status, stdout, stderr };
}

describe.skipIf(!isClone)('the package for npm', () => {
  test('holds what is needed, in at most 40 files and 800 KB; each thing its manifest names is there', () => {
    const files = packed.files.map((file) => file.path);
    expect(files.length).toBeLessThanOrEqual(40);
    expect(packed.size).toBeLessThanOrEqual(800_000);
    expect(files.filter((file) => /^(test|server|client|scripts|node_modules|syntaxes|images)\//.test(file))).toEqual([]);
    const { bin, man, main, types, exports, dependencies } = told('package.json');
    for (const file of [bin['esmtp-lens'], man, main, types, exports['.'].default, exports['.'].types])
      expect(existsSync(path.join(installed, file))).toBe(true);
    expect(packed.files.find((file) => file.path === 'dist/cli.js')!.mode & 0o111).toBe(0o111);
    expect(dependencies).toBeUndefined();
    expect(readdirSync(path.join(prefix, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['esmtp-lens']);
  });

  test('is no extension of VS Code, and has nothing of this machine in it', () => {
    const manifest = told('package.json');
    for (const member of ['contributes', 'browser', 'devDependencies', 'scripts', 'activationEvents'])
      expect(manifest).not.toHaveProperty(member);
    expect(manifest.main).toBe('./dist/library.mjs');
    for (const { path: file } of packed.files) {
      const text = readFileSync(path.join(installed, file), 'utf8');
      expect(text.includes(root) || text.includes(folder), file).toBe(false);
    }
  });

  test('the manifest of the clone is as it was', () => {
    expect(readFileSync(path.join(clone, 'package.json'), 'utf8')).toBe(readFileSync(path.join(root, 'package.json'), 'utf8'));
  });

  /** What each command is run with, and what its output has. */
  const RUNS: Readonly<Record<string, readonly (readonly [args: readonly string[], status: number, shows: RegExp])[]>> = {
    check: [
      [['check', 'asa-9.1-before.asa'], 1, /inspection-hides-starttls/],
      [['check', 'asa-9.1-before.asa', '--format', 'sarif'], 1, /"markdown": "# /],
    ],
    survey: [[['survey', '.'], 0, /inspect all mail/]],
    merge: [
      [['check', 'asa-9.1-before.asa', '--shard', '1/1', '--format', 'json', '--output', 'part.json'], 1, /^$/],
      [['merge', 'part.json'], 1, /"rule": "inspection-hides-starttls"/],
    ],
    explain: [[['explain', 'asa-9.1-before.asa', '--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25 on outside'], 0, /INSPECTED/]],
    predict: [[['predict', 'asa-9.1-before.asa', 'direct.smtp', '--flow', 'tcp 203.0.113.9 -> 192.0.2.25:25 on outside'], 0, /XXXXXXXA/]],
    compare: [[['compare', 'direct.smtp', 'masked.smtp'], 0, /STARTTLS/]],
    // Without a mail server to send to it ends at once.
    lab: [[['lab', 'asa-9.1-before.asa'], 2, /^$/]],
    scrub: [[['scrub', 'asa-9.1-before.asa'], 0, /inspect esmtp/]],
    picture: [[['picture', 'masked.smtp'], 0, /^<svg /]],
    unmask: [[['unmask', 'masked.smtp'], 0, /STARTTLS/]],
    note: [[['note', 'masked.smtp', '--language', 'de'], 0, /^Eine Firewall verändert/]],
    remedy: [[['remedy', 'asa-9.1-before.asa', '--exempt', '192.0.2.25', '--commands'], 0, /configure terminal/]],
    rules: [
      [['rules'], 0, /masked-ehlo-keyword/],
      [['rules', 'masked-ehlo-keyword'], 0, /Found in/],
    ],
    completion: [
      [['completion', 'bash'], 0, /complete -o bashdefault .* esmtp-lens/],
      [['completion', 'tcsh'], 2, /^$/],
    ],
    lsp: [[['lsp', '--stdio'], 1, /^$/]],
  };

  test('each command that it has is run below', () => {
    const commands = [...lens('--help').stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(commands.filter((name) => name !== 'help').sort()).toEqual(Object.keys(RUNS).sort());
  });

  test.each(Object.values(RUNS).flat())('esmtp-lens %j ends with %i', (args, status, shows) => {
    writeFileSync(
      path.join(work, 'direct.smtp'),
      '220 mx.example.com ESMTP\r\nEHLO client.example.net\r\n250-mx.example.com\r\n250 STARTTLS\r\nQUIT\r\n221 bye\r\n',
    );
    writeFileSync(
      path.join(work, 'masked.smtp'),
      '220 ************************\r\nEHLO client.example.net\r\n250-mx.example.com\r\n250 XXXXXXXA\r\n',
    );
    expect(lens(...args)).toMatchObject({ status, stdout: expect.stringMatching(shows) });
  });

  test('the language server answers', async () => {
    const message = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    const server = spawn(process.execPath, [path.join(installed, 'dist/cli.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    server.stdin.write(`Content-Length: ${message.length}\r\n\r\n${message}`);
    let answer = '';
    for await (const chunk of server.stdout) {
      answer += chunk;
      if (answer.includes('"capabilities":')) break;
    }
    server.kill();
    expect(answer).toContain('"capabilities":');
  });

  test.each([
    ['bash', 'esmtp-lens'],
    ['zsh', '_esmtp-lens'],
    ['fish', 'esmtp-lens.fish'],
  ])('the completion for %s lies in it as %s', (shell, file) => {
    expect(readFileSync(path.join(installed, 'dist/completions', file), 'utf8')).toBe(lens('completion', shell).stdout);
  });

  test('the manual page names each command, and man(1) has nothing to say against it', () => {
    const page = path.join(installed, 'dist/esmtp-lens.1');
    const text = readFileSync(page, 'utf8');
    for (const name of Object.keys(RUNS)) expect(text).toContain(`.SH "${name.toUpperCase()}"`);
    const { error, stdout, stderr } = spawnSync('man', ['--warnings', '-l', page], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '120', MANPAGER: 'cat' },
    });
    if (error !== undefined) return console.warn('skipped: there is no man(1) here');
    expect(stderr).toBe('');
    expect(stdout).toContain('--fix-dry-run');
    return undefined;
  });

  test('the library is imported by its name, and what docs/library.md shows runs', () => {
    writeFileSync(path.join(prefix, 'example.mjs'), pasted('docs/library.md', 'As a library', 'js'));
    const out = execFileSync(process.execPath, ['example.mjs'], { cwd: prefix, encoding: 'utf8' });
    expect(out).toContain('XXXXXXXA was STARTTLS');
    expect(out).toContain('no fixup protocol smtp 25');
    expect(out).toMatch(/^true$/m);
    const schema = execFileSync(process.execPath, ['-p', "require('esmtp-lens/schemas/check.schema.json').title"], {
      cwd: prefix,
      encoding: 'utf8',
    });
    expect(schema).toContain('check --format json');
  });

  test.each(['nodenext', 'bundler'])('its types hold for a program that asks for %s resolution', (resolution) => {
    const program = `import { openLens, QuestionError, type CheckAnswer, type Finding } from 'esmtp-lens';
const answer: CheckAnswer = openLens({ severity: { 'bare-line-feed': 'off' } }).read('', { path: 'a.asa' }).check();
export const lines: readonly number[] = answer.files.flatMap(({ findings }) => findings.map((finding: Finding) => finding.line));
export const asked = (error: unknown) => (error instanceof QuestionError ? error.asked : undefined);
// @ts-expect-error there is no such rule
openLens({ severity: { 'no-such-rule': 'off' } });
// @ts-expect-error a flow has one answer, the picture another
openLens().read('').explain('tcp a -> b:25').classes;
`;
    writeFileSync(path.join(prefix, 'program.mts'), program);
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const module = resolution === 'bundler' ? 'esnext' : resolution;
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        tsc,
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--lib',
        'es2022',
        '--types',
        '',
        '--module',
        module,
        '--moduleResolution',
        resolution,
        'program.mts',
      ],
      { cwd: prefix, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '']);
  });
});
