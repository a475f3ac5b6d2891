/** What a pipeline asks of `check`: reports that others read, what changed, and the repositories that RANCID and Oxidized write. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../server/src/cli/program.ts';
import { esmtpLens, PAGES, removeFolders } from './run.ts';

const folders: string[] = [];
afterAll(() => {
  removeFolders();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const FAULT = 'access-list MAIL extended permit tcp any host 192.0.2.25 eq smtp\nclass-map MAIL\n match address MAIL\n';
const CLEAN = 'hostname fw\n';

describe('--format gitlab', () => {
  it('is a Code Quality report: what its readers need of each finding, and of what cannot be read', async () => {
    const { code, out } = await esmtpLens(['check', 'a/fw.asa', 'gone.asa', '--format', 'gitlab'], { files: { 'a/fw.asa': FAULT } });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual([
      {
        description: expect.stringMatching(/match address/),
        check_name: 'class-map-match-address',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        severity: 'critical',
        location: { path: 'a/fw.asa', lines: { begin: 3, end: 3 } },
      },
      {
        description: 'no such file or folder',
        check_name: 'read',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        severity: 'blocker',
        location: { path: 'gone.asa', lines: { begin: 1 } },
      },
    ]);
  });

  it('knows a finding again when lines above it come, and tells those of two files that are the same apart', async () => {
    const prints = async (files: Record<string, string>) => {
      const { out } = await esmtpLens(['check', '.', '--format', 'gitlab'], { files });
      return JSON.parse(out).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    };
    const [one, other] = await prints({ 'a.asa': FAULT, 'b.asa': FAULT });
    expect(one).not.toBe(other);
    expect(await prints({ 'a.asa': `hostname fw\n!\n${FAULT}` })).toEqual([one]);
    expect(await prints({ 'a.asa': CLEAN })).toEqual([]);
  });
});

describe('--format ndjson', () => {
  const files = { 'a.asa': FAULT, 'b.asa': CLEAN };
  const lines = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('has a line for each input and the summary, and says what json says', async () => {
    const { code, out } = await esmtpLens(['check', 'gone.asa', 'a.asa', 'b.asa', '--format', 'ndjson'], { files });
    const told = JSON.parse((await esmtpLens(['check', 'a.asa', 'b.asa', '--format', 'json'], { files })).out);
    expect(code).toBe(2);
    expect(lines(out)).toEqual([
      { version: 1, path: 'gone.asa', problem: 'no such file or folder' },
      ...told.files.map((file: object) => ({ version: 1, ...file })),
      { version: 1, summary: told.summary },
    ]);
  });

  it('writes each line before the next file is read', async () => {
    const heard: string[] = [];
    const cwd = mkdtempSync(join(tmpdir(), 'esmtp-lens-ndjson-'));
    folders.push(cwd);
    for (const name of ['a.asa', 'b.asa']) writeFileSync(join(cwd, name), FAULT);
    await run(['check', '.', '--format', 'ndjson'], {
      stdin: Readable.from([]),
      // The first line takes the second file away.
      stdout: {
        write: (data) => {
          heard.push(String(data));
          if (heard.length === 1) rmSync(join(cwd, 'b.asa'));
        },
      },
      stderr: { write: () => true },
      cwd,
      env: {},
      pages: PAGES,
    });
    expect(heard.map((line) => Object.keys(JSON.parse(line))[1])).toEqual(['path', 'path', 'summary']);
    expect(JSON.parse(heard[1]!)).toEqual({ version: 1, path: 'b.asa', problem: 'no such file or folder' });
  });

  it('leaves out what a baseline holds, and goes to a file whole', async () => {
    const known = await esmtpLens(['check', '.', '--baseline', 'known.json', '--update-baseline', '--format', 'ndjson'], { files });
    expect([known.code, known.out]).toEqual([0, '']);
    const again = { files: { ...files, 'known.json': known.file('known.json') } };
    const { code, out, file } = await esmtpLens(
      ['check', 'a.asa', 'b.asa', '--baseline', 'known.json', '--format', 'ndjson', '--output', 'report.ndjson'],
      again,
    );
    expect([code, out]).toEqual([0, '']);
    expect(lines(file('report.ndjson').toString()).at(-1)).toMatchObject({ summary: { files: 2, error: 0 } });
  });
});

describe('--changed-since', () => {
  let repository: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main', ...args], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(repository, name)), { recursive: true });
    writeFileSync(join(repository, name), text);
  };
  const commit = (message: string) => (git('add', '-A'), git('commit', '-q', '-m', message));

  beforeEach(() => {
    repository = realpathSync(mkdtempSync(join(tmpdir(), 'esmtp-lens-git-')));
    folders.push(repository);
    git('init', '-q');
    write('old.asa', FAULT);
    write('deep/er/fw é.asa', CLEAN);
    write('moved.asa', CLEAN);
    commit('one');
  });

  async function checked(revision: string, paths = ['.'], cwd = repository) {
    let [out, err] = ['', ''];
    const code = await run(['check', ...paths, '--changed-since', revision, '--format', 'ndjson'], {
      stdin: Readable.from([]),
      stdout: { write: (data) => (out += data) },
      stderr: { write: (data) => (err += data) },
      cwd,
      env: {},
      pages: PAGES,
    });
    const paths_ = out
      .trimEnd()
      .split('\n')
      .flatMap((line) => (line === '' ? [] : (JSON.parse(line).path ?? [])));
    return { code, err, paths: paths_ };
  }

  it('takes what is committed, staged, written and new; not what is as it was, is ignored, or gone', async () => {
    write('.gitignore', 'ignored.asa\n');
    write('committed.asa', CLEAN);
    commit('two');
    write('staged.asa', CLEAN);
    git('add', 'staged.asa');
    write('deep/er/fw é.asa', 'hostname other\n');
    write('new.asa', CLEAN);
    write('ignored.asa', CLEAN);
    renameSync(join(repository, 'moved.asa'), join(repository, 'there.asa'));
    expect(await checked('HEAD~1')).toMatchObject({
      code: 0,
      paths: ['committed.asa', 'deep/er/fw é.asa', 'new.asa', 'staged.asa', 'there.asa'],
    });
    expect((await checked('HEAD')).paths).not.toContain('committed.asa');
    // From another folder.
    const elsewhere = mkdtempSync(join(tmpdir(), 'esmtp-lens-else-'));
    folders.push(elsewhere);
    expect((await checked('HEAD~1', [join(repository, 'deep')], elsewhere)).paths).toEqual([join(repository, 'deep/er/fw é.asa')]);
  });

  it('counts from where the branch left, not what the other has done since', async () => {
    git('checkout', '-q', '-b', 'mine');
    write('mine.asa', FAULT);
    commit('mine');
    git('checkout', '-q', 'main');
    write('old.asa', `hostname fw\n${FAULT}`);
    commit('theirs');
    git('checkout', '-q', 'mine');
    expect(await checked('main')).toMatchObject({ code: 1, paths: ['mine.asa'] });
  });

  it('ends with 0 where nothing changed, and with 3 where there was nothing', async () => {
    expect(await checked('HEAD')).toEqual({ code: 0, err: 'esmtp-lens: 3 files not changed since HEAD\n', paths: [] });
    mkdirSync(join(repository, 'empty'));
    expect((await checked('HEAD', ['empty'])).code).toBe(3);
  });

  it('says in a line what is wrong', async () => {
    for (const revision of ['nowhere', '--output=x', 'HEAD~5']) {
      const { code, err } = await checked(revision, ['old.asa']);
      expect([code, err]).toEqual([2, expect.stringMatching(/^esmtp-lens: --changed-since .*: no such revision in .*fetch-depth: 0\)\n$/)]);
    }
    const outside = mkdtempSync(join(tmpdir(), 'esmtp-lens-none-'));
    folders.push(outside);
    writeFileSync(join(outside, 'fw.asa'), CLEAN);
    expect(await checked('HEAD', ['fw.asa'], outside)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/fw\.asa is in no git repository\n$/),
    });
    expect(await checked('HEAD', ['-'])).toMatchObject({ code: 2, err: expect.stringMatching(/standard input is in no repository/) });
  });

  it('runs nothing that the repository names', async () => {
    const ran = join(repository, 'ran');
    write('hook.sh', `#!/bin/sh\ntouch "${ran}"\n`);
    execFileSync('chmod', ['+x', join(repository, 'hook.sh')]);
    for (const name of ['core.fsmonitor', 'diff.external', 'diff.x.textconv', 'diff.x.command'])
      git('config', name, join(repository, 'hook.sh'));
    write('.gitattributes', '* diff=x\n');
    write('old.asa', CLEAN);
    expect((await checked('HEAD')).paths).toContain('old.asa');
    expect(() => execFileSync('ls', [ran], { stdio: 'ignore' })).toThrow();
  });
});

describe('the repository of a collector, as it is', () => {
  const INSPECTS =
    'class-map inspection_default\n match default-inspection-traffic\npolicy-map global_policy\n class inspection_default\n  inspect esmtp\nservice-policy global_policy global\n';
  const INTERFACE = 'interface Ethernet0/0\n nameif outside\n security-level 0\n ip address 203.0.113.1 255.255.255.0\n';
  const disk = (count: number) =>
    Array.from({ length: count }, (_, i) => `!Flash: disk0:  ${i}     -rwx  27611136     09:33:22 Aug 14 2013  dap${i}.xml\n`).join('');
  const rancid = (count: number) =>
    `!RANCID-CONTENT-TYPE: cisco\n!\n!Chassis type: ASA5510\n!CPU: Pentium 4 Celeron 1600 MHz\n!\n!Memory: main 256M\n!\n${disk(count)}!\n: Saved\n!\n`;
  const ROUTER =
    'version 15.1\nservice timestamps debug datetime msec\nhostname r1\npolicy-map type inspect out\n class type inspect mail\n  inspect\n' +
    'interface GigabitEthernet0/0\n ip address 198.51.100.1 255.255.255.0\n ip nat outside\nline vty 0 4\n login\nend\n';
  const oxidized =
    '! Cisco Adaptive Security Appliance Software Version 9.1(5)\n! Compiled on Thu 27-Mar-14 10:18 by builders\n! \n! Hardware:   ASA5515, 8192 MB RAM\n' +
    `! Name: "Chassis", DESCR: "ASA 5515-X with SW, 6 GE Data, 1 GE Mgmt"\n${'! PID: X , VID: V01 , SN: <removed>\n'.repeat(60)}`;

  const files = {
    'fw/configs/fw1.example.com': `${rancid(3)}ASA Version 9.1(5)\n!\nhostname fw1\nenable password <removed>\n${INTERFACE}${INSPECTS}`,
    // More files on its disk than are looked at of a beginning.
    'fw/configs/fw2.example.com': `${rancid(3000)}ASA Version 9.1(5)\n!\nhostname fw2\n${INTERFACE}${INSPECTS}`,
    'fw/configs/pix': `${rancid(30)}PIX Version 6.3(5)\nnameif ethernet0 outside security0\nfixup protocol smtp 25\nhostname pix\n`,
    'fw/configs/r1.example.com': `${rancid(3)}${ROUTER}`,
    'fw/configs/sw1': `${rancid(3000)}${ROUTER}`,
    'fw/router.db': 'fw1.example.com;cisco;up\nr1.example.com;cisco;up\n',
    'fw/CVS/Entries': '/router.db/1.1/Thu Aug 14 09:33:22 2013//\n',
    'oxidized/fw3': `${oxidized}hostname fw3\nenable password <secret hidden> encrypted\n${INTERFACE}${INSPECTS}`,
    'oxidized/r2': `! Cisco IOS Software, Version 15.1(4)M4\n!\n${ROUTER}`,
  };

  it('finds the firewalls among routers, whatever their names and however long the comments in front', async () => {
    const { out, err } = await esmtpLens(['check', '.', '--format', 'ndjson'], { files });
    const told = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const rules = told.flatMap(({ path, findings }) =>
      path === undefined ? [] : [[path, findings.map(({ rule }: { rule: string }) => rule)]],
    );
    expect(rules).toEqual([
      ['fw/configs/fw1.example.com', expect.arrayContaining(['inspection-hides-starttls'])],
      ['fw/configs/fw2.example.com', expect.arrayContaining(['inspection-hides-starttls'])],
      ['fw/configs/pix', expect.arrayContaining(['fixup-smtp'])],
      ['oxidized/fw3', expect.arrayContaining(['inspection-hides-starttls'])],
    ]);
    expect(err).toBe('esmtp-lens: 5 other files passed over\n');
  });

  it.each(['check', 'survey'])('says what to do about a repository without a work tree, as Oxidized keeps one: %s', async (name) => {
    const bare = {
      'oxidized.git/HEAD': 'ref: refs/heads/master\n',
      'oxidized.git/objects/info/packs': '\n',
      'oxidized.git/refs/heads/master': '',
    };
    const { code, out, err } = await esmtpLens([name, 'oxidized.git', 'oxidized'], { files: { ...files, ...bare } });
    expect(code).toBe(2);
    expect(err).toContain('esmtp-lens: oxidized.git: is a git repository without a work tree; git clone it, and name the clone\n');
    expect(out).toContain('oxidized/fw3');
  });

  it('says of a folder without a firewall that there is none', async () => {
    const { code, out, err } = await esmtpLens(['survey', '.'], { files: { r1: files['oxidized/r2'] } });
    expect([code, out.trimEnd().split('\n').at(-1), err.split('\n').at(-2)]).toEqual([
      3,
      '0 firewalls.',
      'esmtp-lens: no firewall among the inputs',
    ]);
  });
});
