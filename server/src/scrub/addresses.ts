/**
 * Public IPv4 and IPv6 addresses in place of others, one to one, so that what a configuration says of them stays true: an address stays in
 * the networks and ranges that it was in, and keeps its order among the others and its last part.
 *
 * Each /24 (each /64) that occurs is moved as a whole; one that stands in a larger network or range of the text, with all of that. They are
 * laid out in ascending order in the ranges for documentation (RFC 5737, RFC 3849), and in those that nobody routes (RFC 2544, RFC 1112)
 * when there are too many for them. Private addresses name nobody: they stay.
 */

import { canonicalIpv6, maskLength } from '../sets/address-text.ts';
import { itemAt, sure } from '../text/at.ts';

/** A block of addresses that is moved as a whole. First and size in units: /24 or /64. */
interface Block {
  readonly first: bigint;
  readonly size: bigint;
}

type Pool = readonly (readonly [first: bigint, size: bigint])[];

interface Family {
  /** Bits of an address, and those that a unit keeps. */
  readonly bits: number;
  readonly kept: bigint;
  readonly pools: readonly Pool[];
}

const unit4 = (text: string) => sure(numberOf4(text)) >> 8n;
const DOCUMENTATION4: Pool = ['192.0.2.0', '198.51.100.0', '203.0.113.0'].map((text) => [unit4(text), 1n]);
const V4: Family = { bits: 32, kept: 8n, pools: [DOCUMENTATION4, [[unit4('198.18.0.0'), 512n]], [[unit4('240.0.0.0'), 1n << 20n]]] };
const V6: Family = { bits: 128, kept: 64n, pools: [[[0x20010db8_00000000n, 1n << 32n]]] };

const IPV4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?=[\da-f]*:[\da-f:]*:)[\da-f:]{3,45}(?![\w:])/gi;
/** `20.1.0.0 255.255.0.0`, `20.1.0.0/16`, `range 20.1.2.3 20.1.9.9`, `20.1.2.3-20.1.9.9` */
const WIDE4 = /(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2})(?!\d)|[ \t]+(\d{1,3}(?:\.\d{1,3}){3})|-(\d{1,3}(?:\.\d{1,3}){3}))/g;
const WIDE6 = /(?<![\w:])([\da-f:]{2,45})\/(\d{1,3})(?!\d)/gi;

function numberOf4(text: string): bigint | undefined {
  const parts = text.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part <= 255) ? parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) : undefined;
}

function numberOf6(text: string): bigint | undefined {
  const canonical = canonicalIpv6(text);
  if (canonical === undefined) return undefined;
  const [head = '', tail] = canonical.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...(tail === undefined ? [] : Array(zeros).fill('0')), ...groups(tail)];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

const print4 = (address: bigint) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
const print6 = (address: bigint) =>
  sure(canonicalIpv6([112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((address >> shift) & 0xffffn).toString(16)).join(':')));

/** What names a network of somebody: not private (RFC 1918, RFC 6598), of this host or link, a mask, or a group. */
function isPublic4(address: bigint): boolean {
  const [a, b] = [Number(address >> 24n), Number((address >> 16n) & 255n)];
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  return !((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128));
}

const isPublic6 = (address: bigint) => address >> 125n === 1n;

/** @returns what replaces every public address of a text */
export function renumbering(text: string): (text: string) => string {
  const v4 = moved(V4, [...unitsOf4(text)]);
  const v6 = moved(V6, [...unitsOf6(text)]);
  return (part) =>
    part
      .replace(IPV4, (shown) => {
        const address = numberOf4(shown);
        return address === undefined || !isPublic4(address) ? shown : print4(v4(address));
      })
      .replace(IPV6, (shown) => {
        const address = numberOf6(shown);
        return address === undefined || !isPublic6(address) ? shown : print6(v6(address));
      });
}

function* unitsOf4(text: string): Iterable<Block> {
  for (const [shown] of text.matchAll(IPV4)) {
    const address = numberOf4(shown);
    if (address !== undefined && isPublic4(address)) yield { first: address >> 8n, size: 1n };
  }
  for (const [, from = '', length, mask, to] of text.matchAll(WIDE4)) {
    const first = numberOf4(from);
    if (first === undefined || !isPublic4(first)) continue;
    const bits = length === undefined ? maskLength(mask ?? '') : Number(length);
    const last = numberOf4(to ?? mask ?? '');
    if (bits !== undefined && bits > 0 && bits < 24) yield aligned(first >> 8n, first >> 8n, 1n << BigInt(24 - bits));
    else if (bits === undefined && last !== undefined && last > first && isPublic4(last)) yield aligned(first >> 8n, last >> 8n, 1n);
  }
}

function* unitsOf6(text: string): Iterable<Block> {
  for (const [shown] of text.matchAll(IPV6)) {
    const address = numberOf6(shown);
    if (address !== undefined && isPublic6(address)) yield { first: address >> 64n, size: 1n };
  }
  for (const [, from = '', length] of text.matchAll(WIDE6)) {
    const [first, bits] = [numberOf6(from), Number(length)];
    if (first !== undefined && isPublic6(first) && bits > 2 && bits < 64)
      yield aligned(first >> 64n, first >> 64n, 1n << BigInt(64 - bits));
  }
}

/** The smallest block, of at least this size, whose first unit is a multiple of its size and that holds both. */
function aligned(first: bigint, last: bigint, least: bigint): Block {
  let size = least;
  while (first / size !== last / size) size *= 2n;
  return { first: (first / size) * size, size };
}

/** Where an address goes. Blocks that find no room (half the internet in one network) stay where they are. */
function moved({ kept, pools }: Family, blocks: readonly Block[]): (address: bigint) => bigint {
  const outermost: Block[] = [];
  // Two aligned blocks are apart, or one holds the other.
  for (const block of [...blocks].sort((a, b) => (a.first === b.first ? compare(b.size, a.size) : compare(a.first, b.first)))) {
    const last = outermost.at(-1);
    if (last === undefined || block.first >= last.first + last.size) outermost.push(block);
  }
  const places = pools.map((pool) => layOut(outermost, pool)).find((each) => each !== undefined);
  const offsets = new Map(outermost.map(({ first }, index) => [first, (places?.[index] ?? first) - first]));
  const firsts = outermost.map(({ first }) => first);
  return (address) => {
    const unit = address >> kept;
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (itemAt(firsts, middle) <= unit) low = middle + 1;
      else high = middle;
    }
    const block = outermost[low - 1];
    const offset = block === undefined || unit >= block.first + block.size ? 0n : sure(offsets.get(block.first));
    return address + (offset << kept);
  };
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** In ascending order, each aligned; undefined when there is not room for all. */
function layOut(blocks: readonly Block[], pool: Pool): bigint[] | undefined {
  const places: bigint[] = [];
  let part = 0;
  let next = itemAt(pool, 0)[0];
  for (const { size } of blocks) {
    for (;;) {
      if (part >= pool.length) return undefined;
      const [first, room] = itemAt(pool, part);
      const at = ((next + size - 1n) / size) * size;
      if (at + size <= first + room) {
        places.push(at);
        next = at + size;
        break;
      }
      part++;
      next = pool[part]?.[0] ?? next;
    }
  }
  return places;
}
