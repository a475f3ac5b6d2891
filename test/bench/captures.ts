/**
 * Measures captures: a gigabyte of mails, each over a connection of its own, through the reader of captures, with the memory that it takes;
 * then a hundred thousand short connections. Bundle and run with node:
 *   npx esbuild test/bench/captures.ts --bundle --platform=node --format=esm --outfile=dist/bench-captures.mjs && node dist/bench-captures.mjs
 */
import { Capture } from '../../server/src/captures/capture.ts';
import { FIN, packetsOf, pcap, type Sent, SYN } from '../captures/write.ts';

const CHUNK = 1 << 18;
const HEAD = 24;
const RECORD = 16;

const begin: Sent[] = [
  { by: 'C', flags: SYN },
  { by: 'S', flags: SYN },
  { by: 'S', text: '220 mx.example.com ESMTP Postfix\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250-SIZE 10240000\r\n250 XXXXXXXA\r\n' },
];
const end: Sent[] = [
  { by: 'C', text: 'QUIT\r\n' },
  { by: 'S', text: '221 2.0.0 Bye\r\n' },
  { by: 'S', flags: FIN },
  { by: 'C', flags: FIN },
];
const segment = `${'a'.repeat(71)}\r\n`.repeat(20);
const mail: Sent[] = [
  ...begin,
  { by: 'C', text: 'MAIL FROM:<a@example.net>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n' },
  { by: 'S', text: '250 ok\r\n250 ok\r\n354 go on\r\n' },
  { by: 'C', text: 'Subject: large\r\n\r\n' },
  ...Array.from({ length: 1000 }, (): Sent => ({ by: 'C', text: segment })),
  { by: 'C', text: '.\r\n' },
  { by: 'S', text: '250 ok\r\n' },
  ...end,
];

function measure(name: string, sent: readonly Sent[], most: number): void {
  const packets = packetsOf(sent);
  const file = Buffer.from(pcap(packets));
  const places: number[] = [];
  let at = HEAD;
  for (const [i, packet] of packets.entries()) {
    // The client's address: of the source, or of the destination.
    places.push(at + RECORD + (sent[i]!.by === 'C' ? 26 : 30));
    at += RECORD + packet.length;
  }
  const capture = new Capture();
  capture.read(file.subarray(0, HEAD));
  let [read, peak, spent, connections] = [0, 0, 0, 0];
  for (; read < most; connections++) {
    for (const place of places) file.writeUInt32BE(0x0a000000 + connections, place);
    const before = process.cpuUsage();
    for (let from = HEAD; from < file.length; from += CHUNK) capture.read(file.subarray(from, from + CHUNK));
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
    read += file.length - HEAD;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const { text, remarks } = capture.end();
  const rate = (read / spent).toFixed(0);
  console.log(
    `${name}: ${(read / 1e6).toFixed(0)} MB, ${connections} connections: ${rate} MB a second of processor time, at most ${peak >> 20} MB of memory`,
  );
  console.log(`  ${text.length} characters kept${remarks.map((remark) => `; ${remark}`).join('')}`);
}

measure('large mails', mail, 2e9);
const short = [...begin, ...end];
measure('short connections', short, 100_000 * (pcap(packetsOf(short)).length - HEAD));
