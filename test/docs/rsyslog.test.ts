/** The block of rsyslog in docs/command-line.md, in a real rsyslogd: what a relay and a firewall send is told as it comes. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { pasted } from '../support/blocks.ts';
import { fromDebian, withSbin } from '../support/debian.ts';

const why = fromDebian({ rsyslogd: 'rsyslog' });
if (why !== undefined) console.log(`skipped: rsyslog: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'esmtp-lens-rsyslog-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

/** What the file holds when it holds what is waited for; a machine that is busy takes its time, and the test's own limit ends it. */
async function holding(file: string, what: RegExp): Promise<string> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (what.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test.skipIf(why !== undefined)('lines that reach rsyslogd come out as findings, and no other line does', async () => {
  if (!existsSync(join(ROOT, 'dist/cli.js'))) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  const here = pasted('docs/command-line.md', 'A log that goes on: `--follow`', 'text')
    .replace('/usr/local/bin/esmtp-lens', `${process.execPath} ${join(ROOT, 'dist/cli.js')}`)
    .replace('/var/log/esmtp-lens.log', at('told'));
  expect(here).not.toContain('/usr/local');
  writeFileSync(
    at('rsyslog.conf'),
    `global(workDirectory="${folder}")
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="${at('port')}")
${here}`,
  );
  const daemon = spawn('rsyslogd', ['-n', '-f', at('rsyslog.conf'), '-i', at('pid')], {
    env: withSbin(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  daemon.stderr.on('data', (data) => {
    said += data;
  });
  const ended = new Promise((resolve) => daemon.on('close', resolve));
  try {
    const port = Number(await holding(at('port'), /^\d+/));
    const socket = connect(port, '127.0.0.1');
    const send = (line: string) => socket.write(`${line}\n`);
    send(
      '<166>Aug 14 11:04:31 fw %ASA-6-302013: Built inbound TCP connection 1 for outside:203.0.113.9/4711 (203.0.113.9/4711) to inside:192.0.2.25/25 (192.0.2.25/25)',
    );
    send('<22>Aug 14 11:04:31 mx other[9]: %XXX-4-108004: nothing');
    send(
      '<164>Aug 14 11:04:32 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/4711 to inside:192.0.2.25/25; matched Class 31: header line length gt 998',
    );
    expect(await holding(at('told'), /firewall-dropped-mail/)).toMatch(/^<stdin>:2:\d+ /);
    send(
      '<22>Aug 14 11:04:33 mx postfix/smtp[813]: 4ABCDE: to=<a@example.org>, relay=mx.example.org[198.51.100.25]:25, delay=300, dsn=4.4.2, status=deferred (lost connection with mx.example.org[198.51.100.25] while sending end of data -- message may be sent more than once)',
    );
    await holding(at('told'), /lost-after-data/);
    socket.destroy();
  } finally {
    daemon.kill();
    await ended;
  }
  expect(said).toBe('');
  expect(readFileSync(at('told'), 'utf8').match(/^<stdin>:/gm)).toHaveLength(2);
});
