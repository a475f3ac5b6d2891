/** Packets as tcpdump prints them, octets and all: mail is told by what is said, on whatever port, and not by a greeting that names its protocol. */
import { describe, expect, test } from 'vitest';
import { IPV4, type Layer, packetsOf, type Sent } from '../../captures/write.ts';
import { saidIn } from '../print.ts';

const SENT: readonly Sent[] = [
  { by: 'S', text: '220 welcome\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250 XXXXXXXA\r\n' },
  { by: 'C', text: 'DATA\r\n' },
  { by: 'S', text: '354 go\r\n' },
  { by: 'C', text: 'x\r\n' },
  { by: 'C', text: '.\r\n' },
  { by: 'S', text: '250\r\n' },
];
const SAID = [
  'S 220 welcome',
  'C EHLO client.example.net',
  'S 250-mx.example.com',
  'S 250 XXXXXXXA',
  'C DATA',
  'S 354 go',
  'D x',
  'D .',
  'S 250',
];

/** Ethernet fills a frame up to 60 octets. */
const SHORTEST = 60;

function printed(sent: readonly Sent[], port: number, layer: Layer): string {
  return packetsOf(sent, { ...IPV4, serverPort: port }, layer)
    .flatMap((packet, i) => {
      const { by, text = '' } = sent[i] ?? { by: 'C' };
      const ends = ['203.0.113.9.40000', `192.0.2.25.${port}`];
      const [from, to] = by === 'C' ? ends : ends.toReversed();
      const filled = new Uint8Array(layer === 'raw' ? Math.max(packet.length, SHORTEST - 14) : Math.max(packet.length, SHORTEST));
      filled.set(packet);
      const rows = Array.from({ length: Math.ceil(filled.length / 16) }, (_, row) =>
        rowOf(filled.subarray(16 * row, 16 * row + 16), 16 * row),
      );
      return [`12:00:00.00000${i} IP ${from} > ${to}: Flags [P.], seq 1:2, ack 1, win 64, length ${text.length}`, ...rows];
    })
    .join('\n');
}

function rowOf(octets: Uint8Array, at: number): string {
  const digits = Array.from(octets, (octet, i) => octet.toString(16).padStart(2, '0') + (i % 2 === 1 ? ' ' : ''))
    .join('')
    .trimEnd();
  const shown = Array.from(octets, (octet) => (octet > 32 && octet < 127 ? String.fromCharCode(octet) : '.')).join('');
  return `\t0x${at.toString(16).padStart(4, '0')}:  ${digits.padEnd(39)}  ${shown}`;
}

describe.each([25, 587, 2525, 10_587])('port %d', (port) => {
  test.each([
    ['-X', 'raw'],
    ['-XX', 'ethernet'],
  ] as const)('tcpdump %s', (_, layer) => {
    expect(saidIn(printed(SENT, port, layer))).toEqual([SAID]);
  });
});

test('what else is said behind a 220 is no mail', () => {
  const ftp: Sent[] = [
    { by: 'S', text: '220 welcome\r\n' },
    { by: 'C', text: 'USER a\r\n' },
    { by: 'S', text: '331 password\r\n' },
  ];
  expect(saidIn(printed(ftp, 10_587, 'raw'))).toEqual([]);
});
