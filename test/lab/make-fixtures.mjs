/**
 * Makes the fixtures of `test/fixtures/dialects` again, with real servers and real clients on 127.0.0.1. Not a part of
 * `npm test`: it needs Debian 12, root, and the packages below. What it cannot make it says, and leaves the fixture that is there.
 *
 *   node test/lab/make-fixtures.mjs --install     installs the packages first (apt-get)
 *   node test/lab/make-fixtures.mjs [NAME ...]    all fixtures, or those whose names begin so
 *
 * Exim, OpenSMTPD, sendmail and ssmtp conflict with Postfix as packages: they are downloaded and run from a folder of their own.
 * `-masked` fixtures go through `esmtp-lens lab`, behind `inspect esmtp` with the default map.
 * Fixtures whose names begin with `hand-` were written by hand after documents, for their tools cannot be had: see the README there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSPECTS, startLab } from './start.mjs';

const PACKAGES = `postfix swaks msmtp s-nail gnutls-bin inetutils-telnet ncat netcat-openbsd busybox tshark tcpdump ngrep tcpflow socat
  curl openssl ruby ruby-net-smtp nmap libio-socket-ssl-perl git-email libmailtools-perl php-cli libphp-phpmailer default-jdk-headless libmail-java
  python3-aiosmtpd bsdutils xxd bsdextrautils`.split(/\s+/);
const EXTRACTED = ['exim4-daemon-light', 'exim4-base', 'opensmtpd', 'ssmtp', 'sendmail-bin', 'sendmail-base', 'sendmail-cf', 'm4'];
/** What those need that the packages above do not bring. */
const LIBRARIES = ['liblockfile1', 'libnsl2', 'libtirpc3', 'libevent-2.1-7'];
const NPM = ['nodemailer@7', 'smtp-server@3'];

const folder = join(import.meta.dirname, '../fixtures/dialects');
const work = mkdtempSync(join(tmpdir(), 'fixtures-'));
const at = (...parts) => join(work, ...parts);
const children = new Set();
const HELO = 'client.example.net';
const FROM = 'sender@example.net';
const TO = 'user@example.com';
const MESSAGE = [
  `From: Sender <${FROM}>`,
  `To: User <${TO}>`,
  'Subject: test message',
  'Message-ID: <1@client.example.net>',
  '',
  'this is a test',
  '',
].join('\r\n');

// --- running things -------------------------------------------------------------------------------------------------------------

/** Runs a shell line; its output and errors together, in the order in which they come. */
function shell(line, { input, env, cwd = work, timeout = 40_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', line], {
      cwd,
      env: { ...process.env, LC_ALL: 'C', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), timeout);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}

/** Starts a server and waits until its port answers. */
async function serve(command, args, port, { env } = {}) {
  const child = spawn(command, args, { cwd: work, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  children.add(child);
  child.log = '';
  child.stdout.on('data', (chunk) => (child.log += chunk.toString('latin1')));
  child.stderr.on('data', (chunk) => (child.log += chunk.toString('latin1')));
  await answering(port, () => child.log);
  return child;
}

async function answering(port, log = () => '') {
  for (let i = 0; i < 100; i++) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await pause(100);
  }
  throw new Error(`nothing answers on port ${port}: ${log()}`);
}

function end(child) {
  children.delete(child);
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A file of the work folder, with this text. */
function file(name, text, mode = 0o644) {
  writeFileSync(at(name), text, { mode });
  return at(name);
}

// --- servers --------------------------------------------------------------------------------------------------------------------

/** A Postfix of its own: server on one port; a client that logs all it says to the hosts in `debug_peer_list`. */
async function startPostfix() {
  const port = await freePort();
  const config = at('postfix');
  const data = at('postfix-data');
  const queue = at('postfix-queue');
  for (const path of [config, data, queue]) mkdirSync(path, { recursive: true });
  spawnSync('chmod', ['755', work]);
  spawnSync('chown', ['postfix', data]);
  const master = readFileSync('/etc/postfix/master.cf', 'utf8')
    .split('\n')
    .filter((line) => !/^smtp\s+inet/.test(line))
    .map((line) => line.replace(/^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)/, '$1n$2'));
  writeFileSync(
    join(config, 'master.cf'),
    `${master.join('\n')}\n127.0.0.1:${port} inet n - n - - smtpd\npostlog unix-dgram n - n - 1 postlogd\n`,
  );
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
maillog_file = ${at('mail.log')}
maillog_file_prefixes = ${work}
smtpd_tls_cert_file = ${at('cert.pem')}
smtpd_tls_key_file = ${at('key.pem')}
smtpd_tls_security_level = may
smtp_tls_security_level = may
smtpd_relay_restrictions = permit_mynetworks, reject
mynetworks = 127.0.0.0/8
smtp_helo_name = ${HELO}
disable_dns_lookups = yes
debug_peer_level = 2
debug_peer_list =
notify_classes = resource, software, protocol
error_notice_recipient = postmaster@notice.example.net
defer_transports = smtp, relay
`,
  );
  const postfix = (...args) => spawnSync('postfix', ['-c', config, ...args], { encoding: 'utf8' });
  const started = postfix('start');
  await answering(port, () => started.stdout + started.stderr + (existsSync(at('mail.log')) ? readFileSync(at('mail.log'), 'utf8') : ''));
  const set = (setting) => {
    spawnSync('postconf', ['-c', config, '-e', setting]);
    postfix('reload');
  };
  return { port, config, set, log: () => readFileSync(at('mail.log'), 'utf8'), stop: () => postfix('stop') };
}

function certificate() {
  spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=mx.example.com',
    '-keyout',
    at('key.pem'),
    '-out',
    at('cert.pem'),
  ]);
}

/** Packages that conflict with Postfix, unpacked. */
function extract() {
  const root = at('root');
  if (existsSync(root)) return root;
  mkdirSync(root);
  const debs = at('debs');
  mkdirSync(debs);
  chmodSync(debs, 0o777);
  for (const name of EXTRACTED) spawnSync('apt-get', ['download', name], { cwd: debs });
  for (const deb of readdirSync(debs)) spawnSync('dpkg', ['-x', join(debs, deb), root]);
  return root;
}

/** A user that a program insists on. */
function user(name) {
  if (spawnSync('id', [name]).status !== 0) spawnSync('useradd', ['--system', '--no-create-home', name]);
}

/** Exim as it comes, with a configuration of its own; also the client's part, which delivers to a port. */
function eximConfig(port) {
  // Built to run as this user.
  user('Debian-exim');
  const spool = at('exim-spool');
  mkdirSync(spool, { recursive: true });
  spawnSync('chown', ['Debian-exim:Debian-exim', spool]);
  return file(
    'exim.conf',
    `primary_hostname = ${HELO}
exim_path = ${at('root')}/usr/sbin/exim4
spool_directory = ${spool}
log_file_path = ${spool}/%slog
exim_user = Debian-exim
exim_group = Debian-exim
keep_environment =
trusted_users = root
host_lookup =
acl_smtp_rcpt = accept
tls_advertise_hosts = *
tls_certificate = ${at('cert.pem')}
tls_privatekey = ${at('exim-key.pem')}
queue_only
begin routers
r:
  driver = manualroute
  route_list = * 127.0.0.1
  transport = t
  self = send
begin transports
t:
  driver = smtp
  port = ${port}
  allow_localhost
  helo_data = ${HELO}
  hosts_try_chunking =
  tls_verify_certificates =
`,
  );
}

async function startExim() {
  const root = extract();
  const port = await freePort();
  spawnSync('cp', [at('key.pem'), at('exim-key.pem')]);
  const config = eximConfig(25);
  spawnSync('chown', ['Debian-exim', at('exim-key.pem')]);
  const child = await serve(`${root}/usr/sbin/exim4`, ['-C', config, '-bdf', '-oX', `127.0.0.1.${port}`], port);
  return { port, child };
}

/** OpenSMTPD, in a mount namespace: its folders are built in. */
async function startOpenSmtpd() {
  const root = extract();
  const port = await freePort();
  for (const name of ['opensmtpd', 'opensmtpq']) user(name);
  const config = file(
    'smtpd.conf',
    `listen on 127.0.0.1 port ${port} hostname mail.example.org\naction a relay\nmatch from any for any action a\n`,
    0o600,
  );
  const script = file(
    'smtpd.sh',
    `mkdir -p /var/lib/opensmtpd /var/spool/smtpd
mount -t tmpfs none /var/lib/opensmtpd && mkdir -p -m 755 /var/lib/opensmtpd/empty
mount -t tmpfs none /var/spool/smtpd && chmod 711 /var/spool/smtpd
mount -t tmpfs none /var/run
exec ${root}/usr/sbin/smtpd -d -f ${config}
`,
  );
  return { port, child: await serve('unshare', ['-m', 'bash', script], port) };
}

/** A program of Node with the packages that the fixtures need. */
function npmInstalled() {
  if (!existsSync(at('node_modules'))) {
    file('package.json', '{"private":true,"type":"module"}');
    spawnSync('npm', ['install', '--silent', ...NPM], { cwd: work });
  }
}

async function startNodeServer() {
  const port = await freePort();
  file(
    'server.mjs',
    `import { SMTPServer } from 'smtp-server';
new SMTPServer({ name: 'node.example.com', banner: 'Nodemailer test server 2.0', logger: true, authOptional: true, disableReverseLookup: true, size: 10485760 }).listen(${port}, '127.0.0.1');
`,
  );
  const child = await serve('node', [at('server.mjs')], port);
  await pause(300);
  child.log = '';
  return { port, child };
}

async function startAiosmtpd() {
  const port = await freePort();
  file(
    'aio.py',
    `import logging, asyncio, time
logging.basicConfig(level=logging.DEBUG, format='%(asctime)s %(levelname)s %(name)s: %(message)s')
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
c = Controller(Sink(), hostname='127.0.0.1', port=${port}, server_hostname='aio.example.org')
c.start()
while True: time.sleep(60)
`,
  );
  const child = await serve('/usr/bin/python3', ['-u', at('aio.py')], port);
  await pause(500);
  child.log = '';
  return { port, child };
}

// --- clients --------------------------------------------------------------------------------------------------------------------

const SESSION = [
  `EHLO ${HELO}`,
  'STARTTLS',
  `MAIL FROM:<${FROM}>`,
  `RCPT TO:<${TO}>`,
  'DATA',
  ...MESSAGE.split('\r\n').slice(0, -1),
  '.',
  'QUIT',
];
const SHORT = [`EHLO ${HELO}`, 'STARTTLS', 'QUIT'];

/** A shell line that types these lines one after another, with an end of line. */
const typed = (lines, eol = String.raw`\r\n`) =>
  `(sleep 0.4; ${lines.map((line) => `printf '%s${eol}' '${line.replaceAll("'", `'\\''`)}'; sleep 0.25`).join('; ')}; sleep 0.3)`;

const swaks = (port, more) =>
  `swaks --server 127.0.0.1 --port ${port} --helo ${HELO} --from ${FROM} --to ${TO} --body 'this is a test' ${more}`;
const upload = (port, more) =>
  `curl --silent --show-error ${more} --url smtp://127.0.0.1:${port}/${HELO} --mail-from ${FROM} --mail-rcpt ${TO} --upload-file ${at('message.eml')}`;
const python = (port, level, more) => `import smtplib, ssl
s = smtplib.SMTP(local_hostname='${HELO}', timeout=10)
s.set_debuglevel(${level})
s.connect('127.0.0.1', ${port})
s._host = 'mx.example.com'
${more}
s.sendmail('${FROM}', ['${TO}'], open('${at('message.eml')}', newline='').read())
s.quit()
`;
const ruby = (port, starttls) => `require 'net/smtp'
s = Net::SMTP.new('127.0.0.1', ${port}, starttls: ${starttls}, tls_verify: false)
s.set_debug_output $stderr
s.start(helo: '${HELO}') { |c| c.send_message "Subject: test\\r\\n\\r\\nthis is a test\\r\\n", '${FROM}', '${TO}' }
`;
const perl = (port, starttls) => `use Net::SMTP;
my $s = Net::SMTP->new('127.0.0.1', Port => ${port}, Hello => '${HELO}', Debug => 1) or die;
${starttls ? '$s->starttls(SSL_verify_mode => 0) or print STDERR "no tls: ", $s->message;' : ''}
$s->mail('${FROM}'); $s->to('${TO}'); $s->data("Subject: test\\n\\nthis is a test\\n"); $s->quit;
`;
const mailer = (port, options) => `import nodemailer from 'nodemailer';
const t = nodemailer.createTransport({ host: '127.0.0.1', port: ${port}, name: '${HELO}', logger: true, debug: true, tls: { rejectUnauthorized: false }, ...${JSON.stringify(options)} });
await t.sendMail({ from: '${FROM}', to: '${TO}', subject: 'test', text: 'this is a test' }).catch((error) => console.log(error));
`;
const php = (port) => `<?php
require '/usr/share/php/libphp-phpmailer/autoload.php';
$m = new PHPMailer\\PHPMailer\\PHPMailer();
$m->isSMTP(); $m->Host = '127.0.0.1'; $m->Port = ${port}; $m->Helo = '${HELO}'; $m->SMTPDebug = 3; $m->Debugoutput = 'echo';
$m->SMTPOptions = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false, 'allow_self_signed' => true]];
$m->setFrom('${FROM}'); $m->addAddress('${TO}'); $m->Subject = 'test'; $m->Body = 'this is a test';
$m->send();
`;
const java = (port, starttls) => `import java.util.*; import javax.mail.*; import javax.mail.internet.*;
public class T { public static void main(String[] a) throws Exception {
  Properties p = new Properties(); p.put("mail.smtp.host", "127.0.0.1"); p.put("mail.smtp.port", "${port}"); p.put("mail.smtp.localhost", "${HELO}");
  p.put("mail.smtp.starttls.enable", "${starttls}"); p.put("mail.smtp.ssl.trust", "*"); p.put("mail.smtp.ssl.checkserveridentity", "false"); p.put("mail.debug", "true");
  MimeMessage m = new MimeMessage(Session.getInstance(p)); m.setFrom("${FROM}"); m.setRecipients(Message.RecipientType.TO, "${TO}"); m.setSubject("test"); m.setText("this is a test\\n");
  Transport.send(m); } }
`;

/** Captures what goes over the loopback to a port while a session runs; the capture's path. */
async function captured(port, run) {
  const path = at(`capture-${port}.pcap`);
  const dump = spawn('tcpdump', ['-i', 'lo', '-U', '-s', '0', '-Z', 'root', '-w', path, `tcp port ${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  children.add(dump);
  await new Promise((resolve) => dump.stderr.once('data', resolve));
  await run();
  await pause(500);
  end(dump);
  await pause(300);
  return path;
}

// --- the fixtures ---------------------------------------------------------------------------------------------------------------

async function main() {
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (process.argv.includes('--install')) {
    spawnSync('apt-get', ['update'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES, ...LIBRARIES], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  certificate();
  file('message.eml', MESSAGE);
  spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.mjs')], { stdio: 'inherit' });
  npmInstalled();
  const postfix = await startPostfix();
  const P = postfix.port;
  const masked = await startLab(INSPECTS, P);
  const M = masked.port;

  const run = (name, script, command) => {
    const path = file(name, script);
    return shell(`${command} ${path}`);
  };
  const exim = (port, flags) => {
    const root = extract();
    return shell(`${root}/usr/sbin/exim4 -C ${eximConfig(port)} ${flags} -odf -f ${FROM} ${TO}`, { input: MESSAGE.replaceAll('\r', '') });
  };
  const sendmail = async (port, flags) => {
    const root = extract();
    file(
      'sendmail.mc',
      `divert(0)dnl
include(\`${root}/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(\`linux')dnl
define(\`SMART_HOST', \`relay:[127.0.0.1]')dnl
define(\`RELAY_MAILER_ARGS', \`TCP $h ${port}')dnl
define(\`confDOMAIN_NAME', \`${HELO}')dnl
define(\`QUEUE_DIR', \`${at('mqueue')}')dnl
define(\`STATUS_FILE', \`${at('sendmail.st')}')dnl
define(\`confPID_FILE', \`${at('sendmail.pid')}')dnl
define(\`ALIAS_FILE', \`')dnl
define(\`confDONT_PROBE_INTERFACES', \`True')dnl
define(\`confDONT_BLAME_SENDMAIL', \`GroupWritableDirPathSafe')dnl
FEATURE(\`nocanonify')dnl
MAILER(\`smtp')dnl
`,
    );
    mkdirSync(at('mqueue'), { recursive: true });
    await shell(`${root}/usr/bin/m4 -D_CF_DIR_=${root}/usr/share/sendmail/cf/ sendmail.mc > sendmail.cf; rm -f x.log`);
    // Without a host name that has a dot it waits for a minute.
    const command = `${root}/usr/libexec/sendmail/sendmail -Am -C ${at('sendmail.cf')} ${flags} -odi -f ${FROM} ${TO}`;
    const out = await shell(`unshare --uts bash -c 'hostname ${HELO}; exec ${command}'`, { input: MESSAGE.replaceAll('\r', '') });
    return flags.includes('-X') ? readFileSync(at('x.log'), 'latin1') : out;
  };
  /** The lines that a log gains while something runs. */
  const gained = async (what) => {
    const before = postfix.log().length;
    await what();
    await pause(1500);
    return postfix.log().slice(before);
  };
  /** Postfix' notices wait in its queue; the newest that has the text. */
  const notice = async (text) => {
    await pause(1500);
    const listed = spawnSync('postqueue', ['-c', postfix.config, '-j'], { encoding: 'utf8' }).stdout.trim().split('\n');
    const found = listed
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).queue_id)
      .map((id) => spawnSync('postcat', ['-c', postfix.config, '-hbq', id], { encoding: 'latin1' }).stdout)
      .filter((mail) => mail.includes(text));
    return found.at(-1) ?? '';
  };

  const capture = await captured(M, () => shell(`${typed(SESSION)} | nc -N 127.0.0.1 ${M}`)).catch(() => undefined);
  const tlsCapture = await captured(P, () => shell(`${typed(SHORT.slice(0, 1))} | nc -N 127.0.0.1 ${P}`)).catch(() => undefined);

  const fixtures = {
    'swaks-tls.smtp': () => shell(swaks(P, '--tls')),
    'swaks-masked.smtp': () => shell(swaks(M, '--tls-optional')),
    'swaks-no-hints-masked.smtp': () => shell(swaks(M, '--no-hints')),
    'swaks-tls-refused-masked.smtp': () => shell(swaks(M, '--tls')),
    'curl-v-masked.smtp': () => shell(upload(M, '--verbose')),
    'curl-v-tls.smtp': () => shell(upload(P, '--verbose --ssl-reqd --insecure')),
    'curl-trace-ascii-masked.smtp': () => shell(upload(M, '--trace-ascii - --trace-time')),
    'curl-trace-masked.smtp': () => shell(upload(M, '--trace -')),
    'openssl.smtp': () => shell(`${typed([`EHLO ${HELO}`, 'QUIT'])} | openssl s_client -starttls smtp -crlf -connect 127.0.0.1:${P}`),
    'openssl-masked.smtp': () => shell(`${typed(['QUIT'])} | openssl s_client -starttls smtp -crlf -connect 127.0.0.1:${M}`),
    'openssl-debug-masked.smtp': () => shell(`${typed(['QUIT'])} | openssl s_client -debug -starttls smtp -crlf -connect 127.0.0.1:${M}`),
    'openssl-msg-masked.smtp': () => shell(`${typed(['QUIT'])} | openssl s_client -msg -starttls smtp -crlf -connect 127.0.0.1:${M}`),
    'gnutls-cli.smtp': () =>
      shell(`${typed([`EHLO ${HELO}`, 'QUIT'])} | gnutls-cli --insecure --crlf --starttls-proto=smtp --port ${P} 127.0.0.1`),
    'gnutls-cli-masked.smtp': () => shell(`${typed(['QUIT'])} | gnutls-cli --insecure --starttls-proto=smtp --port ${M} 127.0.0.1`),
    'smtplib-1-masked.smtp': () => run('py1.py', python(M, 1, ''), '/usr/bin/python3'),
    'smtplib-2-tls.smtp': () => run('py2.py', python(P, 2, 's.starttls(context=ssl._create_unverified_context())'), '/usr/bin/python3'),
    'nodemailer-tls.smtp': () => run('nm1.mjs', mailer(P, {}), 'node'),
    'nodemailer-masked.smtp': () => run('nm2.mjs', mailer(M, { requireTLS: true }), 'node'),
    'smtp-server-masked.log': async () => {
      const { port, child } = await startNodeServer();
      const proxy = await startLab(INSPECTS, port);
      await shell(`${typed(SHORT)} | nc -N 127.0.0.1 ${proxy.port}`);
      await pause(500);
      await proxy.stop();
      end(child);
      return child.log;
    },
    'aiosmtpd-masked.log': async () => {
      const { port, child } = await startAiosmtpd();
      const proxy = await startLab(INSPECTS, port);
      await shell(`${typed(SESSION)} | nc -N 127.0.0.1 ${proxy.port}`);
      await pause(500);
      await proxy.stop();
      end(child);
      return child.log;
    },
    'javamail-tls.smtp': () => shell(`java -cp /usr/share/java/javax.mail.jar ${file('T.java', java(P, true))}`),
    'javamail-masked.smtp': () => shell(`java -cp /usr/share/java/javax.mail.jar ${file('T.java', java(M, true))}`),
    'phpmailer-tls.smtp': () => run('p1.php', php(P), 'php'),
    'phpmailer-masked.smtp': () => run('p2.php', php(M), 'php'),
    'net-smtp-tls.smtp': () => run('n1.pl', perl(P, true), 'perl'),
    'net-smtp-masked.smtp': () => run('n2.pl', perl(M, true), 'perl'),
    'git-send-email-masked.smtp': async () => {
      file(
        '0001-test.patch',
        `From 0000000000000000000000000000000000000001 Mon Sep 17 00:00:00 2001\nFrom: Sender <${FROM}>\nDate: Sun, 1 Nov 2026 10:00:00 +0000\nSubject: [PATCH] test\n\ntest\n---\n`,
      );
      return shell(
        `git send-email --from ${FROM} --to ${TO} --smtp-server 127.0.0.1 --smtp-server-port ${M} --smtp-domain ${HELO} --smtp-debug=1 --confirm=never --suppress-cc=all 0001-test.patch`,
        { env: { HOME: work, GIT_COMMITTER_NAME: 'Sender', GIT_COMMITTER_EMAIL: FROM, GIT_AUTHOR_NAME: 'Sender', GIT_AUTHOR_EMAIL: FROM } },
      );
    },
    'ruby-tls.smtp': () => run('r1.rb', ruby(P, ':auto'), 'ruby'),
    'ruby-masked.smtp': () => run('r2.rb', ruby(M, ':always'), 'ruby'),
    'msmtp-masked.smtp': () =>
      shell(`msmtp --debug --host=127.0.0.1 --port=${M} --domain=${HELO} --tls=off --from=${FROM} ${TO} < message.eml`),
    'msmtp-tls.smtp': () =>
      shell(`msmtp --debug --host=127.0.0.1 --port=${P} --domain=${HELO} --tls=on --tls-certcheck=off --from=${FROM} ${TO} < message.eml`),
    's-nail-masked.smtp': () =>
      shell(
        `echo 'this is a test' | s-nail -n -vv -Sv15-compat -Smta=smtp://127.0.0.1:${M} -Shostname=${HELO} -Ssmtp-hostname= -Sfrom=${FROM} -Ssmtp-auth=none -s test ${TO}`,
        { env: { HOME: work } },
      ),
    'ssmtp-masked.smtp': () => {
      const root = extract();
      const config = file('ssmtp.conf', `mailhub=127.0.0.1:${M}\nhostname=${HELO}\nFromLineOverride=YES\nUseSTARTTLS=YES\n`);
      return shell(`${root}/usr/sbin/ssmtp -v -C${config} ${TO} < message.eml`);
    },
    'posttls-finger.smtp': () =>
      shell(`posttls-finger -L routine -o inet_protocols=ipv4 -o myhostname=${HELO} -t 10 -l may '[127.0.0.1]:${P}'`),
    'posttls-finger-masked.smtp': () =>
      shell(`posttls-finger -L routine -o inet_protocols=ipv4 -o myhostname=${HELO} -t 10 -l encrypt '[127.0.0.1]:${M}'`),
    'smtp-source-masked.smtp': () => shell(`smtp-source -v -c -f ${FROM} -t ${TO} -M ${HELO} 127.0.0.1:${M}`),
    'telnet-masked.smtp': () => shell(`${typed(SESSION, String.raw`\r`)} | script -qefc 'telnet 127.0.0.1 ${M}' /dev/null`),
    'script-telnet.smtp': async () => {
      await shell(
        `${typed([`EHLO ${HELO}`, 'HELP', 'QUIT'], String.raw`\r`)} | script -qef -c 'telnet 127.0.0.1 ${P}' ${at('typescript')} > /dev/null`,
      );
      return readFileSync(at('typescript'), 'latin1');
    },
    'nc-masked.smtp': () => shell(`${typed(SHORT)} | nc -N 127.0.0.1 ${M}`),
    'busybox-nc-masked.smtp': () => shell(`${typed(SHORT, String.raw`\n`)} | script -qefc 'busybox nc 127.0.0.1 ${M}' /dev/null`),
    'ncat-v.smtp': () => shell(`${typed(SHORT.toSpliced(1, 1))} | ncat -v 127.0.0.1 ${P}`),
    'ncat-x-masked.smtp': async () => {
      await shell(`${typed(SHORT)} | ncat -x ${at('ncat.hex')} 127.0.0.1 ${M}`);
      return readFileSync(at('ncat.hex'), 'latin1');
    },
    'xxd-masked.smtp': () => shell(`${typed(SHORT)} | nc -N 127.0.0.1 ${M} | xxd`),
    'hexdump-C-masked.smtp': () => shell(`${typed(SHORT)} | nc -N 127.0.0.1 ${M} | hexdump -C`),
    'socat-v-masked.smtp': () => shell(`${typed(SESSION)} | socat -v - TCP4:127.0.0.1:${M} 2>&1 >/dev/null`),
    'bash-x-masked.smtp': () => {
      const script = file(
        'session.sh',
        String.raw`exec 3<>/dev/tcp/127.0.0.1/${M}
reply() { while IFS= read -r line <&3; do printf '%s\n' "$line" >&9; [[ $line == ???" "* ]] && break; done; }
exec 9>&2
set -x
{ set +x; reply; set -x; } 2>/dev/null
printf 'EHLO ${HELO}\r\n' >&3
{ set +x; reply; set -x; } 2>/dev/null
printf 'STARTTLS\r\n' >&3
{ set +x; reply; set -x; } 2>/dev/null
printf 'QUIT\r\n' >&3
{ set +x; reply; set -x; } 2>/dev/null
`,
      );
      return shell(`bash ${script}`);
    },
    'nmap-masked.log': () =>
      shell(`nmap -n -Pn -p ${M} --script smtp-commands --script-args smtp-commands.domain=${HELO} -sV --version-light 127.0.0.1 || true`),
    'postfix-client-masked.log': async () => {
      const { port, child } = await startNodeServer();
      const proxy = await startLab(INSPECTS, port);
      const log = await gained(async () => {
        for (const setting of ['debug_peer_list = 127.0.0.1', 'defer_transports =', `relayhost = [127.0.0.1]:${proxy.port}`])
          postfix.set(setting);
        await pause(500);
        await shell(`sendmail -C ${postfix.config} -f ${FROM} someone@example.org`, { input: MESSAGE.replaceAll('\r', '') });
        await pause(2500);
        for (const setting of ['defer_transports = smtp, relay', 'debug_peer_list =', 'relayhost =']) postfix.set(setting);
      });
      await proxy.stop();
      end(child);
      return log;
    },
    'postfix-server-masked.log': () =>
      gained(async () => {
        postfix.set('debug_peer_list = 127.0.0.1');
        await pause(500);
        await shell(`${typed(SHORT)} | nc -N 127.0.0.1 ${M}`);
        postfix.set('debug_peer_list =');
      }),
    'postfix-notice-server-masked.eml': async () => {
      await shell(`${typed([...SHORT.slice(0, 2), 'EXPN users', 'QUIT'])} | nc -N 127.0.0.1 ${M}`);
      return notice('Postfix SMTP server: errors from');
    },
    'swaks-exim-masked.smtp': async () => {
      const { port, child } = await startExim();
      const proxy = await startLab(INSPECTS, port);
      const out = await shell(swaks(proxy.port, '--quit-after RCPT'));
      await proxy.stop();
      end(child);
      return out;
    },
    'swaks-opensmtpd-masked.smtp': async () => {
      const { port, child } = await startOpenSmtpd();
      const proxy = await startLab(INSPECTS, port);
      const out = await shell(swaks(proxy.port, '--quit-after RCPT'));
      await proxy.stop();
      end(child);
      return out;
    },
    'exim-v-masked.smtp': () => exim(M, '-v'),
    'exim-d-tls.smtp': () => exim(P, '-d-all+transport+tls'),
    'sendmail-v-masked.smtp': () => sendmail(M, '-v'),
    'sendmail-X-masked.smtp': () => sendmail(M, `-X ${at('x.log')}`),
    ...(capture === undefined
      ? {}
      : {
          'tcpdump-A-masked.smtp': () => shell(`tcpdump -n -A -r ${capture} 2>/dev/null`),
          'tcpdump-X-masked.smtp': () => shell(`tcpdump -n -X -r ${capture} 2>/dev/null`),
          'tshark-follow-ascii-masked.smtp': () => shell(`tshark -r ${capture} -q -z follow,tcp,ascii,0 2>/dev/null`),
          'tshark-follow-hex-masked.smtp': () => shell(`tshark -r ${capture} -q -z follow,tcp,hex,0 2>/dev/null`),
          'tshark-summary-masked.smtp': () => shell(`tshark -r ${capture} -d tcp.port==${M},smtp -Y smtp 2>/dev/null`),
          'tshark-O-smtp-masked.smtp': () => shell(`tshark -r ${capture} -d tcp.port==${M},smtp -Y smtp -O smtp 2>/dev/null`),
          'ngrep-masked.smtp': () => shell(`ngrep -q -W byline -I ${capture} 2>/dev/null`),
          'tcpflow-c-masked.smtp': () => shell(`tcpflow -c -r ${capture} 2>/dev/null`),
          'tcpflow-c.smtp': () => shell(`tcpflow -c -r ${tlsCapture} 2>/dev/null`),
        }),
  };

  let failed = 0;
  try {
    for (const [name, make] of Object.entries(fixtures)) {
      if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
      const text = await make().catch((error) => `${error}`);
      const made = /[2-5]\d\d|error|Timeout|smtp/i.test(text) && text.length > 60;
      if (made) writeFileSync(join(folder, name), withoutPlaces(text), 'latin1');
      else failed++;
      console.log(`${made ? 'made  ' : 'FAILED'} ${name}, ${text.length} characters${made ? '' : `: ${text.slice(0, 300)}`}`);
    }
  } finally {
    await masked.stop();
    postfix.stop();
    for (const child of children) end(child);
    rmSync(work, { recursive: true, force: true });
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The folder of this run is nobody's business. */
function withoutPlaces(text) {
  return text.replaceAll(work, '/home/user');
}

await main();
