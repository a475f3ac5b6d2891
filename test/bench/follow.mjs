/**
 * The memory of `check - --follow` over a day of lines. Not part of `npm test`.
 *
 *     node test/bench/follow.mjs [millions of lines, default 10]
 *
 * Pipes lines of a busy relay and its firewall into the built program (npm run build), most of them ordinary, one in fifty a hazard with an address of
 * its own, and prints what the program holds (resident memory, as Linux tells it) at every tenth of the way.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const lines = Number(process.argv[2] ?? 10) * 1e6;
const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
const child = spawn(process.execPath, [cli, 'check', '-', '--follow'], { stdio: ['pipe', 'pipe', 'inherit'] });
let told = 0;
child.stdout.on('data', (data) => {
  told += data.toString().match(/^<stdin>:/gm)?.length ?? 0;
});

function line(i) {
  const client = `203.${(i >> 16) % 256}.${(i >> 8) % 256}.${i % 256}`;
  if (i % 50 === 0)
    return `Aug 14 11:04:32 fw %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:${client}/4711 to inside:192.0.2.25/25; matched Class ${i % 7000}: header line length gt 998\n`;
  return `Aug 14 11:04:31 mx postfix/smtpd[812]: ${i.toString(16)}: client=mail${i % 5000}.example.net[${client}]\n`;
}

const BATCH = 1000;
const started = process.hrtime.bigint();
for (let i = 0; i < lines; i += BATCH) {
  const batch = Array.from({ length: BATCH }, (_, k) => line(i + k)).join('');
  if (!child.stdin.write(batch)) await once(child.stdin, 'drain');
  if ((i + BATCH) % (lines / 10) === 0) {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    console.log(
      `${((i + BATCH) / 1e6).toFixed(1)} million lines: ${Math.round(kilobytes / 1024)} MB, ${told} findings told, ${Math.round((i + BATCH) / seconds)} lines/s`,
    );
  }
}
child.stdin.end();
await once(child, 'close');
