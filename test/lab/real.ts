/** Real mail servers and clients for tests, on 127.0.0.1: installed where this user may, with folders of their own, ended with the test. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { aptGet, fromDebian, withSbin } from '../support/debian.ts';

/** Programs, and the package of Debian that has each. */
const PACKAGES: Readonly<Record<string, string>> = { postfix: 'postfix', swaks: 'swaks', openssl: 'openssl', curl: 'curl' };

/** @returns undefined where all is there; else why it is not, in a sentence */
export function installed(): string | undefined {
  if (process.getuid?.() !== 0) return 'a mail server of one’s own needs root';
  return fromDebian(PACKAGES);
}

/** What passes a port of 127.0.0.1, written down by tcpdump. */
export interface Tap {
  readonly file: string;
  /** When nothing more comes. */
  stop(): Promise<void>;
}

/** @returns undefined where this user may not, or tcpdump cannot be had */
export async function tap(port: number, file: string): Promise<Tap | undefined> {
  if (fromDebian({ tcpdump: 'tcpdump' }) !== undefined) return undefined;
  // Root keeps its rights: the folder is root's.
  const options = ['-i', 'lo', '-w', file, '-U', '--immediate-mode', '-s', '0', '-Z', 'root', 'tcp', 'port', String(port)];
  const child = spawn('tcpdump', options, { env: withSbin(), stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()).on('error', () => resolve()));
  let said = '';
  const listens = new Promise<boolean>((resolve) => {
    child.stderr.on('data', (data) => {
      said += data;
      if (said.includes('listening on')) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await listens)) return undefined;
  const stop = async () => {
    for (let size = -1; size !== statSync(file).size; await new Promise((resolve) => setTimeout(resolve, 500))) size = statSync(file).size;
    child.kill('SIGINT');
    await ended;
  };
  return { file, stop };
}

export interface MailServer {
  readonly port: number;
  stop(): unknown;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Until the server greets. */
async function greeting(port: number, log: () => string): Promise<void> {
  for (let i = 0; i < 150; i++) {
    const greets = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (data) => {
        resolve(data.toString().startsWith('220'));
        socket.end('QUIT\r\n');
      });
      socket.on('error', () => resolve(false));
    });
    if (greets) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail server on port ${port}: ${log()}`);
}

/** A key and a certificate in the folder. */
export function certificate(folder: string): void {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=mx.example.com',
  ];
  spawnSync('openssl', [...made, '-keyout', key, '-out', cert]);
  chmodSync(key, 0o644);
}

/** Postfix with a configuration and a queue of its own; mail is taken, and kept. */
export async function startPostfix(folder: string): Promise<MailServer> {
  const port = await freePort();
  const [config, data, queue] = ['postfix', 'postfix-data', 'postfix-queue'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [config, data, queue]) mkdirSync(path);
  spawnSync('chown', ['postfix', data]);
  const services = readFileSync('/etc/postfix/master.cf', 'utf8')
    .split('\n')
    .filter((line) => !/^smtp\s+inet/.test(line))
    .map((line) => line.replace(/^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)/, '$1n$2'));
  writeFileSync(
    join(config, 'master.cf'),
    `${services.join('\n')}\n127.0.0.1:${port} inet n - n - - smtpd\npostlog unix-dgram n - n - 1 postlogd\n`,
  );
  const log = join(folder, 'mail.log');
  writeFileSync(
    join(config, 'main.cf'),
    `compatibility_level = 3.6
myhostname = mx.example.com
mydestination =
relay_domains = example.com
inet_interfaces = loopback-only
inet_protocols = ipv4
queue_directory = ${queue}
data_directory = ${data}
maillog_file = ${log}
maillog_file_prefixes = ${folder}
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_security_level = may
smtpd_relay_restrictions = permit_mynetworks, reject
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
defer_transports = smtp, relay
`,
  );
  const postfix = (command: string) => spawnSync('postfix', ['-c', config, command], { encoding: 'utf8', env: withSbin() });
  const started = postfix('start');
  await greeting(port, () => started.stdout + started.stderr + (existsSync(log) ? readFileSync(log, 'utf8') : ''));
  return { port, stop: () => postfix('stop') };
}

/** Exim, which cannot be installed beside Postfix: unpacked, with a configuration and a spool of its own. @returns undefined where it cannot be had */
export async function startExim(folder: string): Promise<MailServer | undefined> {
  const root = join(folder, 'exim');
  mkdirSync(root);
  // apt's own user writes there.
  chmodSync(root, 0o777);
  aptGet(['download', 'exim4-daemon-light', 'exim4-base', 'libidn12'], root);
  spawnSync('sh', ['-c', 'for deb in *.deb; do dpkg -x "$deb" . || exit 1; done'], { cwd: root });
  const program = join(root, 'usr/sbin/exim4');
  // Built to run as this user.
  const isNew = spawnSync('id', ['Debian-exim']).status !== 0;
  if (isNew) spawnSync('useradd', ['--system', '--no-create-home', 'Debian-exim'], { env: withSbin() });
  const removeUser = () => isNew && spawnSync('userdel', ['Debian-exim'], { env: withSbin() });
  const libraries = join(root, 'usr/lib');
  const env = {
    ...withSbin(),
    LD_LIBRARY_PATH: existsSync(libraries)
      ? readdirSync(libraries)
          .map((name) => join(libraries, name))
          .join(':')
      : '',
  };
  const spool = join(root, 'spool');
  mkdirSync(spool);
  spawnSync('chown', ['Debian-exim:', spool]);
  const port = await freePort();
  const config = join(root, 'exim.conf');
  writeFileSync(
    config,
    `primary_hostname = mx.example.org
exim_path = ${program}
spool_directory = ${spool}
log_file_path = ${spool}/%slog
exim_user = Debian-exim
exim_group = Debian-exim
keep_environment =
host_lookup =
acl_smtp_rcpt = accept
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
queue_only
`,
  );
  if (spawnSync(program, ['-C', config, '-bV'], { env }).status !== 0) {
    removeUser();
    return undefined;
  }
  const child = spawn(program, ['-C', config, '-bdf', '-oX', `127.0.0.1.${port}`], { stdio: ['ignore', 'ignore', 'pipe'], env });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  await greeting(port, () => said);
  const stop = () => {
    child.kill('SIGTERM');
    child.once('exit', removeUser);
  };
  return { port, stop };
}

/** Runs a client; all it says, both streams in the order in which they come. A client that fails is no error: firewalls make them fail. */
export function client(command: string, input = ''): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${command} 2>&1`], { env: withSbin() });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data.toString('latin1');
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
  });
}

/** A client of a few lines: says each line when the one before it is answered. @returns both sides of the session, as `C: ` and `S: ` */
export function converse(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const said: string[] = [];
    const left = [...lines];
    let held = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      held += text;
      const whole = held.split('\r\n');
      held = whole.pop()!;
      for (const line of whole) {
        said.push(`S: ${line}`);
        if (!/^\d{3} /.test(line)) continue;
        const next = left.shift();
        if (next === undefined) socket.end();
        else {
          said.push(`C: ${next}`);
          socket.write(`${next}\r\n`);
        }
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(`${said.join('\n')}\n`));
  });
}
