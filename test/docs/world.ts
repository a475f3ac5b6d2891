/** A folder as the blocks of docs/ find it: the program on the path, files under the names that the docs use, stand-ins for other machines. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packetsOf, pcap, type Sent } from '../captures/write.ts';
import { ROOT } from '../cli/run.ts';

export const FIREWALL = `ASA Version 9.1(5)
hostname fw
interface Ethernet0/0
 nameif outside
 security-level 0
 ip address 203.0.113.1 255.255.255.0
interface Ethernet0/1
 nameif inside
 security-level 100
 ip address 192.168.1.254 255.255.255.0
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

const session = (greeting: string, keyword: string) =>
  `220 ${greeting}\nEHLO client.example.net\n250-mx.example.com\n250-${keyword}\n250 8BITMIME\nQUIT\n221 2.0.0 Bye\n`;
const INSIDE = session('mx.example.com ESMTP', 'STARTTLS');
const OUTSIDE = session('********************', 'XXXXXXXA');
const DROPPED =
  'Aug 14 11:04:32 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/4711 to inside:192.0.2.25/25; matched Class 31: header line length gt 998\n';

/** The packets of a session: what begins with a digit is said by the server. */
function capture(text: string): Uint8Array {
  const lines = text.trimEnd().split('\n');
  return pcap(packetsOf(lines.map((line): Sent => ({ by: /^\d/.test(line) ? 'S' : 'C', text: `${line}\r\n` }))));
}

export interface World {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  write(name: string, contents: string | Uint8Array): void;
  /** Runs a program in the folder, and throws where it fails. @returns its standard output */
  run(program: string, ...args: string[]): string;
  /** A script of a person: each line may end with 0 or 1, which is findings. */
  script(text: string): { readonly status: number | null; readonly output: string };
  remove(): void;
}

export function makeWorld(): World {
  if (!existsSync(join(ROOT, 'dist/cli.js'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'esmtp-lens-docs-')));
  const [folder, bin] = [join(top, 'work'), join(top, 'bin')];
  const put = (file: string, contents: string | Uint8Array) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  };
  const program = (name: string, text: string) => {
    put(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('esmtp-lens', `exec "${process.execPath}" "${join(ROOT, 'dist/cli.js')}" "$@"`);
  const prints = (name: string, text: string) => program(name, `cat <<'END'\n${text}END`);
  prints('ssh', FIREWALL);
  prints('swaks', OUTSIDE);
  prints('journalctl', DROPPED);
  program('mail', 'cat > "$0.sent"');
  // A person's git has a name; nobody's settings are read here.
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    HOME: top,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'noc'],
        [`GIT_${who}_EMAIL`, 'noc@example.com'],
      ]),
    ),
  };
  const world: World = {
    folder,
    env,
    write: (name, contents) => put(join(folder, name), contents),
    run: (name, ...args) => execFileSync(name, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    script: (text) => {
      const lines = text
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => line.trim() !== '');
      const checked = lines.map((line) => `${line}\ns=$?; [ $s -le 1 ] || { echo "exit $s" >&2; exit $s; }`).join('\n');
      const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail\n${checked}`], { cwd: folder, env, encoding: 'utf8' });
      return { status, output: stdout + stderr };
    },
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries({
    'firewall.asa': FIREWALL,
    'session.smtp': INSIDE,
    'from-inside.smtp': INSIDE,
    'from-outside.smtp': OUTSIDE,
    'in.pcap': capture(INSIDE),
    'out.pcap': capture(OUTSIDE),
    'configs/fw1': FIREWALL,
    'configs/fw2.asa': 'hostname fw2\n',
  }))
    world.write(name, text);
  world.run('git', 'init', '-q');
  world.run('git', 'add', '.');
  world.run('git', 'commit', '-q', '-m', 'one');
  world.write('configs/fw2.asa', FIREWALL.replace('hostname fw', 'hostname fw2'));
  world.run('git', 'commit', '-q', '-a', '-m', 'two');
  return world;
}
