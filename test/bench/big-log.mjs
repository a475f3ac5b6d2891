/**
 * How fast, and in how much memory, a log of a gigabyte is read. Not part of `npm test`.
 *
 *     node test/bench/big-log.mjs [megabytes, default 1000]
 *
 * Writes two synthetic logs (an ESA's mail_logs, a firewall's syslog) to a temporary folder, streams each through `LogScan` and the rules, and
 * prints throughput and peak memory of this process.
 */
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const megabytes = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'big-log-'));

/** Fourteen lines of a message's life; one in a thousand is aborted. */
function mailLogs(i) {
  const at = 'Thu Aug 14 11:04:31 2025 Info:';
  const client = `203.0.${(i >> 8) % 256}.${i % 256}`;
  const end =
    i % 1000 === 0
      ? [`ICID ${i} lost`, `Message aborted MID ${i} Receiving aborted`]
      : [`MID ${i} queued for delivery`, `Message finished MID ${i} done`];
  return [
    `New SMTP ICID ${i} interface Data1 (198.51.100.1) address ${client} reverse dns host mail${i % 5000}.example.net verified yes`,
    `ICID ${i} ACCEPT SG UNKNOWNLIST match sbrs[-1.0:10.0] SBRS 3.5 country United States`,
    `Start MID ${i} ICID ${i}`,
    `MID ${i} ICID ${i} From: <sender${i}@example.net>`,
    `MID ${i} ICID ${i} RID 0 To: <recipient@example.com>`,
    `MID ${i} Message-ID '<${i}.abcdef@mail.example.net>'`,
    `MID ${i} Subject 'Quarterly figures ${i}'`,
    `MID ${i} ready ${1000 + (i % 9000)} bytes from <sender${i}@example.net>`,
    `MID ${i} matched all recipients for per-recipient policy DEFAULT in the inbound table`,
    `MID ${i} interim verdict using engine: CASE negative`,
    `MID ${i} antivirus negative`,
    ...end,
    `ICID ${i} close`,
  ]
    .map((text) => `${at} ${text}\n`)
    .join('');
}

/** Builds and teardowns; one line in five hundred is a dropped mail. */
function syslog(i) {
  const flow = `outside:203.0.${(i >> 8) % 256}.${i % 256}/${1024 + (i % 60000)} to inside:198.51.100.25/25`;
  const head = `<164>Aug 14 2025 11:04:31 fw1 :`;
  if (i % 500 === 0) {
    return (
      `${head} %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from ${flow}; matched Class 4: header line length gt 998\n` +
      `${head} %ASA-4-507003: tcp flow from ${flow} terminated by inspection engine, reason - inspector disconnected, dropped packet.\n`
    );
  }
  return (
    `${head} %ASA-6-302013: Built inbound TCP connection ${i} for ${flow} (198.51.100.25/25)\n` +
    `${head} %ASA-6-302014: Teardown TCP connection ${i} for ${flow} duration 0:00:01 bytes 4711 TCP FINs\n`
  );
}

function write(path, makeLines) {
  const file = openSync(path, 'w');
  let written = 0;
  let part = '';
  for (let i = 1; written + part.length < megabytes * 1e6; i++) {
    part += makeLines(i);
    if (part.length > 1 << 22) {
      written += writeSync(file, part);
      part = '';
    }
  }
  written += writeSync(file, part);
  closeSync(file);
  return written;
}

try {
  const bundle = join(folder, 'scan.mjs');
  const root = new URL('../..', import.meta.url).pathname;
  await build({
    stdin: {
      contents: "export { LogScan } from './server/src/smtp/logs/stream.ts'; export { checkLog } from './server/src/rules/check-log.ts';",
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: bundle,
    logLevel: 'error',
  });
  const { LogScan, checkLog } = await import(pathToFileURL(bundle).href);
  for (const [name, makeLines] of [
    ['mail_logs', mailLogs],
    ['syslog', syslog],
  ]) {
    const path = join(folder, name);
    const size = write(path, makeLines);
    let peak = 0;
    const started = performance.now();
    const cpu = process.cpuUsage();
    const scan = new LogScan();
    let chunks = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      scan.feed(chunk);
      if (chunks++ % 16 === 0) peak = Math.max(peak, process.memoryUsage.rss());
    }
    const findings = checkLog(scan.end());
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const core = size / (user + system);
    console.log(
      `${name}: ${(size / 1e6).toFixed(0)} MB, ${scan.lines} lines in ${seconds.toFixed(2)} s: ${(size / 1e6 / seconds).toFixed(0)} MB/s (${core.toFixed(0)} MB for each second of processor time), peak memory ${(peak / 1e6).toFixed(0)} MB`,
    );
    for (const { rule, severity, message } of findings) console.log(`  ${severity} ${rule}: ${message}`);
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
