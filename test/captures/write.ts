/** Writes captures: packets of one tcp connection, in the layers and file formats that tools write. */
export interface Sent {
  readonly by: 'C' | 'S';
  readonly text?: string;
  readonly flags?: number;
  /** Octets of the payload that the capture keeps. */
  readonly kept?: number;
}

export const SYN = 2;
const ACK = 16;
export const FIN = 1;
export const RST = 4;

export type Layer = 'ethernet' | 'vlan' | 'cooked' | 'cooked2' | 'raw';
export const LINKS: Readonly<Record<Layer, number>> = { ethernet: 1, vlan: 1, cooked: 113, cooked2: 276, raw: 101 };

export interface Ends {
  readonly client: readonly number[];
  readonly server: readonly number[];
  readonly clientPort?: number;
  readonly serverPort?: number;
}

export const IPV4: Ends = { client: [203, 0, 113, 9], server: [192, 0, 2, 25] };
export const IPV6: Ends = {
  client: [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), 9],
  server: [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 10 }, () => 0), 0, 0x25],
};

/** The packets of what was sent, with sequence numbers that begin just before they wrap around. */
export function packetsOf(sent: readonly Sent[], ends: Ends = IPV4, layer: Layer = 'ethernet'): Uint8Array[] {
  const next = { C: 0xffff_fff0, S: 1000 };
  return sent.map(({ by, text = '', flags = 0, kept }) => {
    const payload = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const other = by === 'C' ? 'S' : 'C';
    const segment = tcp(by, next[by], next[other], flags | (flags === SYN && by === 'C' ? 0 : ACK), payload, ends);
    next[by] = (next[by] + payload.length + (flags & (SYN | FIN) ? 1 : 0)) % 2 ** 32;
    const whole = framed(ip(by, segment, ends), layer, ends.client.length === 4);
    return kept === undefined ? whole : whole.subarray(0, whole.length - payload.length + kept);
  });
}

function tcp(by: 'C' | 'S', sequence: number, acknowledged: number, flags: number, payload: Uint8Array, ends: Ends): Uint8Array {
  const header = new DataView(new ArrayBuffer(20));
  const [client, server] = [ends.clientPort ?? 40000, ends.serverPort ?? 25];
  header.setUint16(0, by === 'C' ? client : server);
  header.setUint16(2, by === 'C' ? server : client);
  header.setUint32(4, sequence);
  header.setUint32(8, acknowledged);
  header.setUint8(12, 5 << 4);
  header.setUint8(13, flags);
  return joined(new Uint8Array(header.buffer), payload);
}

function ip(by: 'C' | 'S', segment: Uint8Array, { client, server }: Ends): Uint8Array {
  const [from, to] = by === 'C' ? [client, server] : [server, client];
  if (client.length === 4) {
    const length = 20 + segment.length;
    return joined(Uint8Array.from([0x45, 0, length >> 8, length & 255, 0, 0, 0x40, 0, 64, 6, 0, 0, ...from, ...to]), segment);
  }
  return joined(Uint8Array.from([0x60, 0, 0, 0, segment.length >> 8, segment.length & 255, 6, 64, ...from, ...to]), segment);
}

/** An Ethernet packet as routers cut it up: pieces of so many octets of payload, a multiple of 8. */
export function fragmented(frame: Uint8Array, size: number, id = 7): Uint8Array[] {
  const packet = frame.subarray(14);
  const v4 = packet[0]! >> 4 === 4;
  const payload = packet.subarray(v4 ? 20 : 40);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const part = payload.subarray(at, at + size);
    const more = at + size < payload.length;
    if (v4) {
      const header = packet.slice(0, 20);
      const view = new DataView(header.buffer);
      view.setUint16(2, 20 + part.length);
      view.setUint16(4, id);
      view.setUint16(6, (more ? 0x2000 : 0) + at / 8);
      pieces.push(framed(joined(header, part), 'ethernet', true));
    } else {
      const header = packet.slice(0, 40);
      const view = new DataView(header.buffer);
      view.setUint16(4, 8 + part.length);
      header[6] = 44;
      const extension = new DataView(new ArrayBuffer(8));
      extension.setUint8(0, 6);
      extension.setUint16(2, at + (more ? 1 : 0));
      extension.setUint32(4, id);
      pieces.push(framed(joined(header, joined(new Uint8Array(extension.buffer), part)), 'ethernet', false));
    }
  }
  return pieces;
}

function framed(packet: Uint8Array, layer: Layer, v4: boolean): Uint8Array {
  const type = v4 ? [8, 0] : [0x86, 0xdd];
  const macs = Array.from({ length: 12 }, (_, i) => i);
  switch (layer) {
    case 'ethernet':
      return joined(Uint8Array.from([...macs, ...type]), packet);
    case 'vlan':
      return joined(Uint8Array.from([...macs, 0x81, 0, 0, 10, ...type]), packet);
    case 'cooked':
      return joined(Uint8Array.from([0, 0, 0, 1, 0, 6, 0, 1, 2, 3, 4, 5, 0, 0, ...type]), packet);
    case 'cooked2':
      return joined(Uint8Array.from([...type, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 1, 2, 3, 4, 5, 0, 0]), packet);
    case 'raw':
      return packet;
  }
}

const FIRST = Date.UTC(2026, 10, 22, 1, 44, 56) / 1000;

/** pcap, with microseconds. @param apart seconds from each packet to the next */
export function pcap(packets: readonly Uint8Array[], layer: Layer = 'ethernet', little = true, apart = 1): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, 0xa1b2c3d4, little);
  head.setUint16(4, 2, little);
  head.setUint16(6, 4, little);
  head.setUint32(16, 65535, little);
  head.setUint32(20, LINKS[layer], little);
  const records = packets.map((packet, i) => {
    const record = new DataView(new ArrayBuffer(16));
    record.setUint32(0, FIRST + i * apart, little);
    record.setUint32(4, 250_000, little);
    record.setUint32(8, packet.length, little);
    record.setUint32(12, packet.length, little);
    return joined(new Uint8Array(record.buffer), packet);
  });
  return joined(new Uint8Array(head.buffer), ...records);
}

/** pcapng, with nanoseconds told by the interface. */
export function pcapng(packets: readonly Uint8Array[], layer: Layer = 'ethernet', little = true): Uint8Array<ArrayBuffer> {
  const block = (type: number, body: Uint8Array) => {
    const padded = joined(body, new Uint8Array((4 - (body.length % 4)) % 4));
    const length = 12 + padded.length;
    const edge = new DataView(new ArrayBuffer(8));
    edge.setUint32(0, type, little);
    edge.setUint32(4, length, little);
    const end = new DataView(new ArrayBuffer(4));
    end.setUint32(0, length, little);
    return joined(joined(new Uint8Array(edge.buffer), padded), new Uint8Array(end.buffer));
  };
  const body = (size: number, fill: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(size));
    fill(view);
    return new Uint8Array(view.buffer);
  };
  const section = body(16, (view) => {
    view.setUint32(0, 0x1a2b3c4d, little);
    view.setUint16(4, 1, little);
    view.setBigInt64(8, -1n, little);
  });
  const description = body(20, (view) => {
    view.setUint16(0, LINKS[layer], little);
    view.setUint32(4, 65535, little);
    view.setUint16(8, 9, little);
    view.setUint16(10, 1, little);
    view.setUint8(12, 9);
  });
  const blocks = packets.map((packet, i) => {
    const head = body(20, (view) => {
      const time = BigInt(FIRST + i) * 1_000_000_000n + 250_000_000n;
      view.setUint32(4, Number(time >> 32n), little);
      view.setUint32(8, Number(time & 0xffff_ffffn), little);
      view.setUint32(12, packet.length, little);
      view.setUint32(16, packet.length, little);
    });
    return block(6, joined(head, packet));
  });
  return joined(block(0x0a0d0d0a, section), block(1, description), ...blocks);
}

/** The text of `show capture NAME dump`. */
export function asaDump(packets: readonly Uint8Array[]): string {
  const rows = packets.map((packet, i) => {
    const lines = [
      `${String(i + 1).padStart(4)}: 01:44:${String(10 + i)}.250000       203.0.113.9.40000 > 192.0.2.25.25: P 1:2(1) ack 1 win 8192`,
    ];
    for (let at = 0; at < packet.length; at += 16) {
      const octets = Array.from(packet.subarray(at, at + 16), (octet) => octet.toString(16).padStart(2, '0'));
      const pairs = octets.flatMap((octet, j) => (j % 2 === 0 ? [octet + (octets[j + 1] ?? '')] : []));
      const text = Array.from(packet.subarray(at, at + 16), (octet) => (octet > 32 && octet < 127 ? String.fromCharCode(octet) : '.')).join(
        '',
      );
      lines.push(`0x${at.toString(16).padStart(4, '0')}\t ${pairs.join(' ').padEnd(39)}\t${text}`);
    }
    return lines.join('\n');
  });
  return `${packets.length} packets captured\n\n${rows.join('\n')}\n${packets.length} packets shown\n`;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
