/** Many files by several threads: the same as by one, to the byte, whatever is among the files and whatever becomes of a thread. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileInput, findFiles } from '../../server/src/cli/files.ts';
import { overAll } from '../../server/src/cli/threads/over-all.ts';
import { DEFAULT_SETTINGS } from '../../server/src/features/document.ts';
import { writeFleet } from '../support/fleet.mjs';
import { ROOT } from './run.ts';

const CLI = join(ROOT, 'dist', 'cli.js');
/** As many as make two threads. */
const COUNT = 130;
const ROUTER = 'version 15.2\nhostname r1\nboot-start-marker\nrouter bgp 65000\nline vty 0 4\n transport input ssh\n';
const MENDABLE = 'ASA Version 9.1(5)\nhostname fw\naccess-list mail extended permit tcp any 192.0.2.25 eq smtp\n';

const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-threads-'));
const fleet = join(folder, 'fleet');

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  writeFleet(fleet, COUNT, 0);
  writeFileSync(join(fleet, 'site000', 'router.cfg'), ROUTER);
  writeFileSync(join(fleet, 'site000', 'a session.smtp'), '220 ****************\nEHLO x\n250-mx.example.com\n250 XXXXXXXA\n');
  writeFileSync(join(fleet, 'site000', 'binary.asa'), Buffer.from([0, 1, 2, 3]));
  writeFileSync(join(fleet, 'site001', 'mend.asa'), MENDABLE);
  writeFileSync(join(fleet, 'site001', 'Büro.asa'), Buffer.from('hostname B\xfcro\n', 'latin1'));
  if (process.platform === 'win32') return;
  writeFileSync(join(fleet, 'site001', 'line\nfeed.asa'), MENDABLE);
  if (process.platform !== 'linux') return;
  writeFileSync(Buffer.concat([Buffer.from(`${fleet}/site001/fw-`), Buffer.from([0xfc]), Buffer.from('.asa')]), MENDABLE);
  // A file that is there and cannot be read, by root neither.
  symlinkSync('/proc/self/mem', join(fleet, 'site000', 'unreadable.asa'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lens(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

describe('several threads say what one says', () => {
  it.each([
    ['pretty', []],
    ['sarif', ['--rule', 'inspection-hides-starttls=hint']],
    ['pretty', ['--fix-dry-run']],
  ])('--format %s %j', (format, more) => {
    const by = (threads: number) =>
      lens('check', 'fleet', 'gone.asa', 'fleet/site000/binary.asa', '--format', format, ...more, '--threads', String(threads));
    const one = by(1);
    expect(one.status).toBe(2);
    expect(one.stderr).toContain('gone.asa: no such file');
    expect(one.stderr).toContain('Büro.asa: not UTF-8');
    if (process.platform === 'linux') expect(one.stderr).toMatch(/unreadable\.asa: /);
    expect(one.stdout.length).toBeGreaterThan(format === 'pretty' && more.length > 0 ? 100 : 10_000);
    expect(by(3)).toEqual(one);
  });

  it('is asked for in a number', () => {
    for (const odd of ['0', '-1', '1.5', 'x']) expect(lens('check', 'fleet', '--threads', odd).status).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('a pipe among many files is read by the thread that has it open', () => {
    const script = `cat fleet/site000/fw00000.asa | "${process.execPath}" "${CLI}" check - fleet --stdin-filename in.asa --format json --threads`;
    const by = (threads: number) => spawnSync('sh', ['-c', `${script} ${threads}`], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    const [one, two] = [by(1), by(2)];
    expect(JSON.parse(one.stdout).files[0].path).toBe('in.asa');
    expect([two.status, two.stderr, two.stdout === one.stdout]).toEqual([one.status, one.stderr, true]);
  });
});

describe('a thread that dies', () => {
  const SCRIPTS: Readonly<Record<string, string>> = {
    'before it begins': 'process.exit(1)',
    'of its first files': `require('node:worker_threads').parentPort.on('message', () => process.exit(1))`,
    'by an error': `require('node:worker_threads').parentPort.on('message', () => { throw new Error('out of everything'); })`,
  };
  it.each(Object.keys(SCRIPTS))('%s leaves no file behind', async (when) => {
    const script = join(folder, 'dies.cjs');
    writeFileSync(script, SCRIPTS[when]!);
    const { files } = await findFiles(['fleet'], folder, []);
    const task = { settings: DEFAULT_SETTINGS, fix: undefined, named: Number.POSITIVE_INFINITY, cwd: folder };
    const [seen, done]: [string[], number[]] = [[], []];
    const watch = { done: (count: number) => done.push(count), read: () => undefined };
    for await (const { input, outcome } of overAll('check', task, files, { script, most: 2 }, watch))
      seen.push(`${input.path}: ${outcome.kind}`);
    const alone: string[] = [];
    for await (const { input, outcome } of overAll('check', task, files, { script: undefined, most: 1 }, watch))
      alone.push(`${input.path}: ${outcome.kind}`);
    expect(seen).toEqual(alone);
    expect(seen.filter((each) => each.endsWith(': done')).length).toBeGreaterThanOrEqual(COUNT);
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(2 * files.length);
  });
});

it('a file is found again by the path that it is reported by', async () => {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (const cwd of [folder, join(folder, 'sub')]) {
    const { files } = await findFiles([fleet], cwd, []);
    for (const { path } of files.slice(0, 3)) {
      for await (const chunk of fileInput(path, false, cwd).open()) expect(chunk.length).toBeGreaterThan(0);
    }
  }
});
