/**
 * Measures the lab: a message of 100 MB through it, against a plain pipe between the same two sockets, in turn; and whole sessions a
 * second through the engine. Bundle and run with node:
 *   npx esbuild test/bench/lab.ts --bundle --platform=node --format=esm --outfile=dist/bench-lab.mjs && node dist/bench-lab.mjs
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Lab, type Observer } from '../../server/src/cli/lab/proxy.ts';
import { InspectedSession } from '../../server/src/masking/session.ts';
import { inspection, octets, policy } from '../masking/play.ts';

const MEGABYTES = 100;
const ROUNDS = 5;
const ENGINE = inspection(policy());
const LINE = `${'a'.repeat(76)}\r\n`;
const BODY = Buffer.from(LINE.repeat(840));
const PIECES = Math.ceil((MEGABYTES << 20) / BODY.length);

const listening = (server: Server) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));

/** Takes a message, and answers when it has all of it. */
function takes(socket: Socket): void {
  let last = '';
  socket.write('220 mx.example.com ESMTP\r\n');
  socket.on('data', (data) => {
    last = (last + data.subarray(-16).toString('latin1')).slice(-16);
    if (last.endsWith('DATA\r\n')) socket.write('354 go on\r\n');
    else if (last.endsWith('\r\n.\r\n')) socket.write('250 ok\r\n');
  });
  socket.on('error', () => socket.destroy());
}

/** Seconds that a message takes. */
function send(port: number): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let start = 0;
    socket.on('data', async (data) => {
      const text = data.toString('latin1');
      if (text.startsWith('220')) socket.write('DATA\r\n');
      else if (text.startsWith('354')) {
        start = performance.now();
        socket.write('Subject: large\r\n\r\n');
        for (let i = 0; i < PIECES; i++) if (!socket.write(BODY)) await new Promise((drained) => socket.once('drain', drained));
        socket.write('.\r\n');
      } else {
        socket.destroy();
        resolve((performance.now() - start) / 1000);
      }
    });
  });
}

const server = createServer(takes);
const target = { address: '127.0.0.1', port: await listening(server) };
const plain = createServer((client) => {
  const upstream = connect(target.port, target.address);
  client.pipe(upstream).pipe(client);
  for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
});
const plainPort = await listening(plain);
const nothing = () => undefined;
const observer: Observer = {
  clientSays: nothing,
  clientHears: nothing,
  serverHears: nothing,
  serverSays: nothing,
  event: nothing,
  ended: nothing,
};
const lab = await Lab.start(
  { listen: { address: '127.0.0.1', port: 0 }, target, inspection: ENGINE, connections: 8, idle: 600_000, silentDrops: false },
  { opened: () => observer, refused: nothing },
);

const best = { pipe: 0, lab: 0 };
for (let round = 0; round < ROUNDS; round++) {
  best.pipe = Math.max(best.pipe, MEGABYTES / (await send(plainPort)));
  best.lab = Math.max(best.lab, MEGABYTES / (await send(lab.at.port)));
}
console.log(
  `a message of ${MEGABYTES} MB, best of ${ROUNDS}: plain pipe ${best.pipe.toFixed(0)} MB/s, lab ${best.lab.toFixed(0)} MB/s (${((100 * best.lab) / best.pipe).toFixed(0)} %)`,
);

const SESSION: readonly (readonly ['C' | 'S', Uint8Array])[] = (
  [
    ['S', '220 mx.example.com ESMTP Postfix\r\n'],
    ['C', 'EHLO client.example.net\r\n'],
    ['S', '250-mx.example.com\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250-8BITMIME\r\n250 CHUNKING\r\n'],
    ['C', 'MAIL FROM:<a@example.net>\r\n'],
    ['S', '250 ok\r\n'],
    ['C', 'RCPT TO:<u@example.com>\r\n'],
    ['S', '250 ok\r\n'],
    ['C', 'DATA\r\n'],
    ['S', '354 go on\r\n'],
    ['C', `From: a@example.net\r\nTo: u@example.com\r\nSubject: x\r\n\r\n${LINE.repeat(20)}.\r\n`],
    ['S', '250 queued\r\n'],
    ['C', 'QUIT\r\n'],
    ['S', '221 bye\r\n'],
  ] as const
).map(([by, text]) => [by, octets(text)]);
const SESSIONS = 20_000;
const start = process.cpuUsage();
for (let i = 0; i < SESSIONS; i++) {
  const session = new InspectedSession(ENGINE);
  for (const [by, said] of SESSION) by === 'C' ? session.fromClient(said) : session.fromServer(said);
}
const seconds = process.cpuUsage(start).user / 1e6;
console.log(`whole sessions through the engine: ${(SESSIONS / seconds).toFixed(0)} a second of processor time`);

await lab.stop();
plain.close();
server.close();
