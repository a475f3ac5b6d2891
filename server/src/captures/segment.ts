/** A packet down to its tcp segment: Ethernet with VLAN tags, Linux cooked, raw IP; IPv4 and IPv6. */

import type { Address } from '../sets/addresses.ts';
import { itemAt } from '../text/at.ts';

export interface Segment {
  readonly source: Address;
  readonly sourcePort: number;
  readonly destination: Address;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledged: number | undefined;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  /** What was captured of what it carries. */
  readonly octets: Uint8Array;
  /** What it carried on the wire; more than `octets` where the capture cut it short. */
  readonly length: number;
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN: readonly number[] = [0x8100, 0x88a8, 0x9100];
const TCP = 6;

/** @param link the link type of the capture. @returns the packet from its IP header on; undefined for what carries none that is read */
export function networkIn(link: number, octets: Uint8Array): Uint8Array | undefined {
  const at = networkAt(link, octets);
  return at === undefined || at >= octets.length ? undefined : octets.subarray(at);
}

/** Where the IP header begins. */
function networkAt(link: number, octets: Uint8Array): number | undefined {
  switch (link) {
    case 0: // BSD loopback
    case 108:
      return 4;
    case 1:
      return behindType(octets, 12);
    case 12: // raw IP, as some systems number it
    case 14:
    case 101:
    case 228:
    case 229:
      return 0;
    case 113: // Linux cooked
      return behindType(octets, 14);
    case 276: // Linux cooked, version 2
      return behindType(octets, 0, 20);
    default:
      return undefined;
  }
}

/** Behind the type of the payload and the VLAN tags that can stand before it. */
function behindType(octets: Uint8Array, at: number, payload = at + 2): number | undefined {
  let [place, behind] = [at, payload];
  for (let tags = 0; tags < 4; tags++) {
    const type = typeAt(octets, place);
    if (type === undefined) return undefined;
    if (isIp(type)) return behind;
    if (!VLAN.includes(type)) return undefined;
    [place, behind] = [behind + 2, behind + 4];
  }
  return undefined;
}

function typeAt(octets: Uint8Array, at: number): number | undefined {
  return at + 1 < octets.length ? itemAt(octets, at) * 256 + itemAt(octets, at + 1) : undefined;
}

function isIp(type: number): boolean {
  return type === IPV4 || type === IPV6;
}

/** @param ip a whole packet, from its IP header on. @returns undefined for what is no tcp */
export function segmentIn(ip: Uint8Array): Segment | undefined {
  if (ip.length < 20) return undefined;
  const version = itemAt(ip, 0) >> 4;
  const view = new DataView(ip.buffer, ip.byteOffset, ip.byteLength);
  if (version === 4) {
    const header = (itemAt(ip, 0) & 15) * 4;
    if (ip[9] !== TCP || header < 20) return undefined;
    // Offloading leaves the length to the card.
    const total = view.getUint16(2) || ip.length;
    return inTransport(ip, header, total, view.getUint32(12), view.getUint32(16));
  }
  if (version !== 6 || ip.length < 40) return undefined;
  let [next, at] = [itemAt(ip, 6), 40];
  // Hop-by-hop, routing, destination options.
  while ((next === 0 || next === 43 || next === 60) && at + 8 <= ip.length)
    [next, at] = [itemAt(ip, at), at + (itemAt(ip, at + 1) + 1) * 8];
  if (next !== TCP) return undefined;
  const total = 40 + (view.getUint16(4) || ip.length - 40);
  return inTransport(ip, at, total, big(ip, 8, 16), big(ip, 24, 16));
}

function inTransport(ip: Uint8Array, at: number, total: number, source: Address, destination: Address): Segment | undefined {
  if (at + 20 > ip.length) return undefined;
  const view = new DataView(ip.buffer, ip.byteOffset, ip.byteLength);
  const header = (itemAt(ip, at + 12) >> 4) * 4;
  const flags = itemAt(ip, at + 13);
  const length = total - at - header;
  if (header < 20 || length < 0) return undefined;
  return {
    source,
    sourcePort: view.getUint16(at),
    destination,
    destinationPort: view.getUint16(at + 2),
    sequence: view.getUint32(at + 4),
    acknowledged: flags & 0x10 ? view.getUint32(at + 8) : undefined,
    syn: (flags & 2) !== 0,
    fin: (flags & 1) !== 0,
    rst: (flags & 4) !== 0,
    octets: ip.subarray(Math.min(ip.length, at + header), Math.min(ip.length, at + header + length)),
    length,
  };
}

function big(octets: Uint8Array, from: number, length: number): bigint {
  let value = 0n;
  for (let i = from; i < from + length; i++) value = value * 256n + BigInt(itemAt(octets, i));
  return value;
}
