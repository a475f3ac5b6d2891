/** docs/fleet.md: the jobs of a pipeline one after the other, and GNU parallel over two real sshd, one of which dies in the middle. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { pasted } from '../support/blocks.ts';
import { fromDebian, withSbin } from '../support/debian.ts';
import { writeFleet } from '../support/fleet.mjs';

const CLI = join(ROOT, 'dist', 'cli.js');

const why =
  process.platform === 'linux' ? fromDebian({ parallel: 'parallel', sshd: 'openssh-server', ssh: 'openssh-client' }) : 'not Linux';
if (why !== undefined) console.log(`skipped: GNU parallel over ssh: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-fleet-'));
const at = (name: string) => join(folder, name);
const machines: Machine[] = [];
afterAll(() => {
  for (const machine of machines) machine.die();
  rmSync(folder, { recursive: true, force: true });
});

const FILES = 2000;
const env = { ...withSbin(), HOME: folder, PATH: `${at('bin')}:${withSbin()['PATH']}` };

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  mkdirSync(at('bin'));
  // It keeps a book of who was asked for what.
  const started = `[ -z "$MACHINE" ] || echo "$MACHINE $*" >> "${at('asked')}"`;
  writeFileSync(at('bin/esmtp-lens'), `#!/bin/sh\n${started}\nexec "${process.execPath}" "${CLI}" "$@"\n`, { mode: 0o755 });
  mkdirSync(at('configs'));
  // Small ones, with little to find: it is about the machines, and two thousand of any size cost both of them as much as they are long.
  for (let index = 0; index < FILES; index++) {
    const inspects = index % 16 === 0 ? 'fixup protocol smtp 25\n' : '';
    writeFileSync(at(`configs/fw${index}.asa`), `PIX Version 6.3(5)\nhostname fw${index}\n${inspects}`);
  }
});

const whole = (format: string, path: string, cwd: string) =>
  spawnSync('esmtp-lens', ['check', path, '--format', format], { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });

test.skipIf(process.platform === 'win32')('the jobs of the pipeline make the report of one run', () => {
  const lines = [...pasted('docs/fleet.md', 'Jobs of a pipeline', 'yaml').matchAll(/^ +- run: (esmtp-lens .*)$/gm)].map(
    ([, line]) => line!,
  );
  expect(lines.length).toBe(2);
  mkdirSync(at('job'));
  writeFleet(at('job/configs'), 9, 0);
  const run = (line: string) => spawnSync('sh', ['-c', line], { cwd: at('job'), env }).status;
  for (const shard of [1, 2, 3, 4]) expect(run(lines[0]!.replace(/\$\{\{ matrix\.shard \}\}/g, String(shard)))).toBe(0);
  const one = whole('junit', 'configs', at('job'));
  expect(run(lines[1]!)).toBe(one.status);
  expect(readFileSync(at('job/esmtp-lens.xml'), 'utf8')).toBe(one.stdout);
});

/** An sshd behind a port that the system picks: as inetd runs it, one for each connection. */
class Machine {
  readonly name: string;
  readonly #server: Server;
  readonly #running = new Set<number>();

  constructor(name: string) {
    this.name = name;
    const config = at(`sshd.${name}`);
    writeFileSync(
      config,
      `HostKey ${at('host')}
AuthorizedKeysFile ${at('user.pub')}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PidFile none
SetEnv MACHINE=${name} PATH=${env['PATH']}
`,
    );
    const sshd = execFileSync('sh', ['-c', 'command -v sshd'], { env, encoding: 'utf8' }).trim();
    this.#server = createServer({ pauseOnConnect: true }, (socket) => {
      const child = spawn(sshd, ['-i', '-f', config], { env, stdio: [socket, socket, 'ignore'] });
      this.#running.add(child.pid!);
      child.on('close', () => this.#running.delete(child.pid!));
      // The connection is the child's now.
      socket.destroy();
    });
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Its connections break off, and nobody listens any longer. What it was about notices when it writes. */
  die(): void {
    this.#server.close();
    for (const pid of this.#running) {
      for (const each of [...childrenOf(pid), pid]) kill(each);
    }
    this.#running.clear();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const own = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  return own.flatMap((child) => [...childrenOf(child), child]);
}

const asked = () => (existsSync(at('asked')) ? readFileSync(at('asked'), 'utf8').trim().split('\n') : []);

test.skipIf(why !== undefined)(
  'a fleet over two machines, one of which dies in the middle: nothing is lost, and nothing is done twice',
  async () => {
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    for (const key of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)], { env });
    const config: string[] = [`IdentityFile ${at('user')}`, 'IdentitiesOnly yes', `UserKnownHostsFile ${at('known')}`, 'BatchMode yes'];
    const known: string[] = [];
    for (const name of ['one', 'two']) {
      const machine = new Machine(name);
      machines.push(machine);
      const port = await machine.listen();
      config.push(`Host ${name}`, 'HostName 127.0.0.1', `Port ${port}`, `User ${userInfo().username}`);
      known.push(`[127.0.0.1]:${port} ${readFileSync(at('host.pub'), 'utf8').trim()}`);
    }
    writeFileSync(at('ssh_config'), `${config.join('\n')}\n`);
    const ssh = execFileSync('sh', ['-c', 'command -v ssh'], { env: withSbin(), encoding: 'utf8' }).trim();
    writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec "${ssh}" -F "${at('ssh_config')}" "$@"\n`, { mode: 0o755 });
    writeFileSync(at('known'), `${known.join('\n')}\n`);
    const have = (names: readonly string[]) => writeFileSync(at('machines'), names.map((name) => `1/${name}\n`).join(''));

    const block = pasted('docs/fleet.md', 'Machines over ssh', 'sh');
    const [distribute, merge] = block.replace('/srv/configs', at('configs')).split(/\n(?=esmtp-lens merge)/) as [string, string];
    const start = () => {
      const child = spawn('sh', ['-c', distribute], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (data) => {
        said += data;
      });
      return new Promise<{ code: number | null; said: string }>((resolve) => child.on('close', (code) => resolve({ code, said })));
    };
    const done = () =>
      readFileSync(at('jobs.log'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
        .filter(([, , , , , , exit, signal]) => exit === '0' && signal === '0')
        .map(([seq]) => seq!);

    have(['one', 'two']);
    let over = false;
    const first = start().then((ended) => {
      over = true;
      return ended;
    });
    while (!over && asked().filter((line) => line.startsWith('two ')).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    machines[1]!.die();
    const { code, said } = await first;
    expect({ code, said }).not.toMatchObject({ code: 0 });
    expect(asked().some((line) => line.startsWith('one '))).toBe(true);
    const before = done();
    expect(before.length, said).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(16);
    expect(spawnSync('sh', ['-c', merge], { cwd: folder, env }).status).toBe(2);

    have(['one']);
    rmSync(at('asked'));
    expect(await start()).toEqual({ code: 0, said: '' });
    expect(asked().length).toBe(16 - before.length);
    const merged = spawnSync('sh', ['-c', merge], { cwd: folder, env, encoding: 'utf8' });
    const one = whole('json', '.', at('configs'));
    expect(merged).toMatchObject({ status: one.status, stderr: '' });
    expect(JSON.parse(one.stdout).summary.files).toBe(FILES);
    expect(readFileSync(at('report.json'), 'utf8') === one.stdout).toBe(true);
  },
  600_000,
);
