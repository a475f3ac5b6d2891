/** IP packets that came in pieces, put together again. Bounded: what is never completed gives way to what comes later. */
import { itemAt } from '../text/at.ts';

/** Datagrams of which pieces are held, and the pieces of one. */
const MOST_DATAGRAMS = 256;
const MOST_PIECES = 64;
const LARGEST = 1 << 16;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const FRAGMENT_HEADER = 44;

interface Piece {
  /** In the payload of the whole. */
  readonly at: number;
  readonly octets: Uint8Array;
  /** More come behind it. */
  readonly more: boolean;
  /** The header that the whole is given: that of IP, without anything that tells of pieces. */
  readonly header: Uint8Array;
  /** What the pieces of one datagram have in common. */
  readonly key: string;
}

export class Fragments {
  private readonly held = new Map<string, Piece[]>();

  /** @param ip a packet that begins with its IP header. @returns a whole one: itself, or what it completes; undefined where pieces are missing */
  whole(ip: Uint8Array): Uint8Array | undefined {
    if (ip.length < IPV4_HEADER) return ip;
    const piece = itemAt(ip, 0) >> 4 === 4 ? pieceOf4(ip) : pieceOf6(ip);
    if (piece === undefined) return ip;
    const pieces = this.held.get(piece.key) ?? [];
    // A piece that was cut short by the capture leaves a hole.
    pieces.push({ ...piece, octets: piece.octets.slice(), header: piece.header.slice() });
    this.held.delete(piece.key);
    const whole = assembled(pieces);
    if (whole === undefined && pieces.length < MOST_PIECES) this.hold(piece.key, pieces);
    return whole;
  }

  private hold(key: string, pieces: Piece[]): void {
    this.held.set(key, pieces);
    if (this.held.size <= MOST_DATAGRAMS) return;
    const [oldest] = this.held.keys();
    if (oldest !== undefined) this.held.delete(oldest);
  }
}

/** @returns undefined for a packet that is whole */
function pieceOf4(ip: Uint8Array): Piece | undefined {
  const place = itemAt(ip, 6) * 256 + itemAt(ip, 7);
  const header = (itemAt(ip, 0) & 15) * 4;
  if ((place & 0x3fff) === 0 || header < IPV4_HEADER) return undefined;
  const total = itemAt(ip, 2) * 256 + itemAt(ip, 3);
  return {
    at: (place & 0x1fff) * 8,
    octets: ip.subarray(header, total),
    more: (place & 0x2000) !== 0,
    header: ip.subarray(0, header),
    // Addresses, number and protocol.
    key: [ip.subarray(12, 20), ip.subarray(4, 6), ip[9]].join(),
  };
}

function pieceOf6(ip: Uint8Array): Piece | undefined {
  if (ip.length < IPV6_HEADER + 8) return undefined;
  let [next, at] = [itemAt(ip, 6), IPV6_HEADER];
  while ((next === 0 || next === 43 || next === 60) && at + 16 <= ip.length)
    [next, at] = [itemAt(ip, at), at + (itemAt(ip, at + 1) + 1) * 8];
  if (next !== FRAGMENT_HEADER || at + 8 > ip.length) return undefined;
  const place = itemAt(ip, at + 2) * 256 + itemAt(ip, at + 3);
  const header = ip.slice(0, IPV6_HEADER);
  header[6] = itemAt(ip, at);
  return {
    at: place & 0xfff8,
    octets: ip.subarray(at + 8, IPV6_HEADER + itemAt(ip, 4) * 256 + itemAt(ip, 5)),
    more: (place & 1) !== 0,
    header,
    key: [ip.subarray(8, IPV6_HEADER), ip.subarray(at + 4, at + 8)].join(),
  };
}

/** @returns undefined where a piece is missing */
function assembled(pieces: readonly Piece[]): Uint8Array | undefined {
  const last = pieces.find(({ more }) => !more);
  const first = pieces.find(({ at }) => at === 0);
  if (last === undefined || first === undefined) return undefined;
  const length = last.at + last.octets.length;
  const { header } = first;
  if (header.length + length >= LARGEST) return undefined;
  const whole = new Uint8Array(header.length + length);
  whole.set(header);
  let end = 0;
  for (const { at, octets } of [...pieces].sort((a, b) => a.at - b.at)) {
    if (at > end) return undefined;
    const room = length - at;
    if (room > 0) whole.set(octets.subarray(0, room), header.length + at);
    end = Math.max(end, at + octets.length);
  }
  if (end < length) return undefined;
  const view = new DataView(whole.buffer);
  if (itemAt(whole, 0) >> 4 === 4) {
    view.setUint16(2, whole.length);
    view.setUint16(6, 0);
  } else view.setUint16(4, length);
  return whole;
}
