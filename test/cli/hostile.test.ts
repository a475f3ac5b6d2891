/** Names of files, settings and options that do harm where they are believed: nothing is overwritten, nothing injected, nothing read outside. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ignoring } from '../../server/src/cli/ignore.ts';
import { replaceFile } from '../../server/src/cli/write.ts';
import { esmtpLens, ROOT, removeFolders } from './run.ts';

const FIREWALL = `ASA Version 9.1(5)
hostname fw
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;
/** One safe remedy: `--fix` writes it. */
const MENDABLE = 'ASA Version 9.1(5)\nhostname fw\naccess-list mail extended permit tcp any 192.0.2.25 eq smtp\n';
const CLI = join(ROOT, 'dist', 'cli.js');

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-hostile-'));
});
afterEach(() => {
  removeFolders();
  rmSync(folder, { recursive: true });
});
const run = (argv: readonly string[]) => spawnSync(process.execPath, [CLI, ...argv], { cwd: folder, encoding: 'utf8' });

describe('names of files', () => {
  const NAME = 'a\n::error ::owned\r\u001b[31m\u0007\u009b2J\u202e.asa';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  it.each(['pretty', 'json', 'ndjson', 'sarif', 'github', 'gitlab', 'junit'])('do nothing in --format %s', async (format) => {
    const { out, err } = await esmtpLens(['check', '.', '--format', format], { files: { [NAME]: FIREWALL } });
    expect(out).toContain('inspection-hides-starttls');
    expect(out + err).not.toMatch(HARMFUL);
    expect((out + err).split('\n').filter((line) => line.trimStart().startsWith('::error ::'))).toEqual([]);
  });

  it('do nothing in what is said of them', async () => {
    const { err } = await esmtpLens(['check', NAME, 'x', '--format', 'json'], { files: { [NAME]: Buffer.from([0, 1, 2, 3]) } });
    const missing = await esmtpLens(['explain', NAME, '--flow', 'tcp 192.0.2.1 -> 198.51.100.1:25']);
    for (const said of [err, missing.err]) {
      expect(said).not.toMatch(HARMFUL);
      expect(said).toMatch(/^(esmtp-lens: .*\n)+$/);
    }
  });

  it('are quoted in a diff', async () => {
    const { out } = await esmtpLens(['check', '.', '--fix-dry-run'], { files: { 'a\n+++ b.asa': MENDABLE } });
    expect(out.split('\n').slice(0, 2)).toEqual(['--- "a/a\\n+++ b.asa"', '+++ "b/a\\n+++ b.asa"']);
  });

  // Other systems take no such names.
  it.runIf(process.platform === 'linux')('that are not UTF-8 are checked like others, and not mended', () => {
    const odd = Buffer.concat([Buffer.from(`${folder}/fw-`), Buffer.from([0xfc]), Buffer.from('.asa')]);
    writeFileSync(odd, MENDABLE);
    writeFileSync(join(folder, 'fw.asa'), MENDABLE);
    const { stdout, status } = run(['check', '.', '--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(['fw-\ufffd.asa', 'fw.asa']);
    const fixed = run(['check', '.', '--fix']);
    expect([fixed.status, fixed.stderr]).toEqual([2, expect.stringContaining('its name is not UTF-8')]);
    expect(readFileSync(odd, 'utf8')).toBe(MENDABLE);
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).not.toBe(MENDABLE);
  });
});

describe('globs of "ignore"', () => {
  const leftOut = (patterns: readonly string[], path: string) => ignoring(patterns, '/w').file(path);

  it.each<[string[], string, boolean]>([
    [['archive'], '/w/archive/a.asa', true],
    [['archive/'], '/w/archive/deep/a.asa', true],
    [['./archive/**'], '/w/archive/.hidden/a.asa', true],
    [['/w/archive'], '/w/archive/a.asa', true],
    [['*.asa'], '/w/a.asa', true],
    [['*.asa'], '/w/sub/a.asa', false],
    [['**/old-{1,2}.asa'], '/w/sub/old-2.asa', true],
    [['archive', '!archive/keep.asa'], '/w/archive/keep.asa', false],
    [['archive', '!archive/keep.asa'], '/w/archive/a.asa', true],
    [['**'], '/w/a.asa', true],
    [['**', '/proc/**', '../**'], '/proc/1/environ', false],
    [['../**'], '/x/a.asa', false],
    [['', '/', '.', '[', '{', '!'], '/w/a.asa', false],
  ])('%j, %s: %s', (patterns, path, expected) => {
    expect(leftOut(patterns, path)).toBe(expected);
  });

  it('are matched in no time, however they are written', () => {
    const begin = process.cpuUsage();
    leftOut(['+(+(a|aa))+b', `${'**/'.repeat(50)}x`, '{'.repeat(2000), `${'*a'.repeat(40)}b`], `/w/${'a'.repeat(200)}`);
    expect(process.cpuUsage(begin).user).toBeLessThan(2e6);
  });

  it('are not looked up on the disk', async () => {
    mkdirSync(join(folder, 'outside'));
    // Were it walked, it would have no end.
    symlinkSync('/proc', join(folder, 'outside/proc'));
    const ignore = ['/proc/**', `${folder}/**`, '../../**', '**/../**'];
    const { code, out } = await esmtpLens(['check', '.', '--format', 'json'], {
      files: { 'esmtp-lens.json': JSON.stringify({ ignore }), 'fw.asa': FIREWALL },
    });
    expect([code, JSON.parse(out).summary.files]).toEqual([1, 1]);
  });
});

describe('what is written', () => {
  it.each([
    ['the input', ['check', 'fw.asa', '--output', './fw.asa']],
    ['the input of scrub', ['scrub', 'fw.asa', '--output', 'link.asa']],
    ['the input by another name', ['check', 'fw.asa', '--output', 'link.asa']],
    ['a file of the folder', ['check', '.', '--output', 'fw.asa']],
    ['one that a glob finds', ['check', '*.asa', '--output', 'fw.asa']],
    ['the input, as a baseline', ['check', 'fw.asa', '--baseline', 'fw.asa', '--update-baseline']],
    ['the input, though there is something to mend', ['check', '.', '--fix', '--output', 'fw.asa']],
  ])('is never %s', (_, argv) => {
    writeFileSync(join(folder, 'fw.asa'), MENDABLE);
    linkSync(join(folder, 'fw.asa'), join(folder, 'link.asa'));
    const { status, stderr } = run(argv);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/: is an input; it would be overwritten\n$/)]);
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).toBe(MENDABLE);
  });

  it.each([
    ['check', 'check - --output fw.asa'],
    ['check, as a baseline', 'check - --baseline fw.asa --update-baseline'],
    ['check, under another name', 'check - --stdin-filename x.asa --output link.asa'],
    ['survey', 'survey - --output fw.asa'],
    ['scrub', 'scrub - --output fw.asa'],
  ])('is never what comes in by a redirection: %s', (_, argv) => {
    writeFileSync(join(folder, 'fw.asa'), MENDABLE);
    linkSync(join(folder, 'fw.asa'), join(folder, 'link.asa'));
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${CLI}" ${argv} < fw.asa`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/: is an input; it would be overwritten\n$/)]);
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).toBe(MENDABLE);
  });

  it('is never the settings, or the baseline', () => {
    writeFileSync(join(folder, 'fw.asa'), FIREWALL);
    writeFileSync(join(folder, 'esmtp-lens.json'), '{}');
    expect(run(['check', 'fw.asa', '--output', 'esmtp-lens.json']).status).toBe(2);
    expect(run(['check', 'fw.asa', '--baseline', 'known.json', '--update-baseline']).status).toBe(0);
    expect(run(['check', 'fw.asa', '--baseline', 'known.json', '--output', 'known.json']).status).toBe(2);
    expect(readFileSync(join(folder, 'esmtp-lens.json'), 'utf8')).toBe('{}');
  });

  it('may be the report of before, in the folder that is checked', () => {
    writeFileSync(join(folder, 'fw.asa'), FIREWALL);
    for (const format of ['json', 'ndjson', 'sarif', 'junit', 'github', 'gitlab']) {
      for (let i = 0; i < 2; i++) expect(run(['check', '.', '--format', format, '--output', `report.${format}`]).status).toBe(1);
    }
  });

  it.runIf(existsSync('/dev/full'))('is said to be lost where nothing is left to write on: 2, in one line', () => {
    writeFileSync(join(folder, 'fw.asa'), FIREWALL);
    for (const argv of ['check fw.asa', 'check fw.asa --format json', 'rules', '--version', 'check --help']) {
      const script = `"${process.execPath}" "${CLI}" ${argv} > /dev/full`;
      const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      expect([argv, status, stderr]).toEqual([argv, 2, 'esmtp-lens: standard output: no space left on the device\n']);
    }
    const { status, stderr } = run(['check', 'fw.asa', '--output', '/dev/full']);
    expect([status, stderr]).toEqual([2, 'esmtp-lens: /dev/full: no space left on the device\n']);
  });
});

describe('--fix', () => {
  it('keeps the other names of a file, and its mode with the set-user-ID bit', () => {
    for (const name of ['fw.asa', 'alone.asa']) {
      writeFileSync(join(folder, name), MENDABLE);
      chmodSync(join(folder, name), 0o6750);
    }
    linkSync(join(folder, 'fw.asa'), join(folder, 'other.txt'));
    run(['check', 'fw.asa', 'alone.asa', '--fix']);
    expect(readFileSync(join(folder, 'fw.asa'), 'utf8')).toContain('host 192.0.2.25');
    expect(readFileSync(join(folder, 'other.txt'), 'utf8')).toBe(readFileSync(join(folder, 'fw.asa'), 'utf8'));
    expect(statSync(join(folder, 'fw.asa')).nlink).toBe(2);
    for (const name of ['fw.asa', 'alone.asa']) expect(statSync(join(folder, name)).mode & 0o7777).toBe(0o6750);
  });

  it.each([['shorter'], ['a text that is longer than the one before'], ['']])('writes over a file that has two names: %j', async (text) => {
    const [file, link] = [join(folder, 'a'), join(folder, 'b')];
    writeFileSync(file, 'the one before');
    linkSync(file, link);
    await replaceFile(file, Buffer.from('the one before'), Buffer.from(text));
    expect(readFileSync(link, 'utf8')).toBe(text);
    await expect(replaceFile(file, Buffer.from('the one before'), Buffer.from('x'))).rejects.toThrow('changed meanwhile');
  });

  it('mends a file with the longest name there is', () => {
    const name = `${'n'.repeat(250)}.asa`;
    writeFileSync(join(folder, name), MENDABLE);
    run(['check', '.', '--fix']);
    expect(readFileSync(join(folder, name), 'utf8')).toContain('host 192.0.2.25');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('leaves behind, when it is killed, nothing that is checked afterwards', () => {
    writeFileSync(join(folder, 'fw.asa'), FIREWALL);
    writeFileSync(join(folder, '.esmtp-lens.01234567-89ab-cdef-0123-456789abcdef.tmp'), FIREWALL);
    expect(JSON.parse(run(['check', '.', '.*', '--format', 'json']).stdout).files.length).toBe(1);
  });
});
