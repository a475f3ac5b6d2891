/** Sets of IPv4 and IPv6 addresses as sorted, disjoint, inclusive intervals; exact, so that a partition of them can be. */
import { canonicalAddress, canonicalIpv6 } from './address-text.ts';
import * as intervals from './intervals.ts';
import { type Interval, type Intervals, IPV4, IPV6 } from './intervals.ts';

export interface AddressSet {
  /** 0 to 2^32 - 1 */
  readonly v4: readonly (readonly [number, number])[];
  /** 0 to 2^128 - 1 */
  readonly v6: readonly (readonly [bigint, bigint])[];
}

/** An address as a coordinate: IPv4 is a number, IPv6 a bigint. */
export type Address = number | bigint;

export const NONE: AddressSet = { v4: [], v6: [] };
export const ALL_V4: AddressSet = { v4: [[IPV4.first, IPV4.last]], v6: [] };
export const ALL_V6: AddressSet = { v4: [], v6: [[IPV6.first, IPV6.last]] };
export const ALL: AddressSet = { v4: ALL_V4.v4, v6: ALL_V6.v6 };

export function union(...sets: readonly AddressSet[]): AddressSet {
  const filled = sets.filter((set) => !isEmpty(set));
  if (filled.length <= 1) return filled[0] ?? NONE;
  return {
    v4: intervals.normalize(
      IPV4,
      filled.flatMap((set) => set.v4),
    ),
    v6: intervals.normalize(
      IPV6,
      filled.flatMap((set) => set.v6),
    ),
  };
}

export function intersect(a: AddressSet, b: AddressSet): AddressSet {
  if (a === b || isAll(b)) return a;
  if (isAll(a)) return b;
  return { v4: intervals.intersect(a.v4, b.v4), v6: intervals.intersect(a.v6, b.v6) };
}

export function complement(a: AddressSet): AddressSet {
  return { v4: intervals.complement(IPV4, a.v4), v6: intervals.complement(IPV6, a.v6) };
}

export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  return isEmpty(b) ? a : intersect(a, complement(b));
}

export function contains(set: AddressSet, address: Address): boolean {
  return typeof address === 'number' ? intervals.includes(set.v4, address) : intervals.includes(set.v6, address);
}

export function equal(a: AddressSet, b: AddressSet): boolean {
  return a === b || (intervals.equal(a.v4, b.v4) && intervals.equal(a.v6, b.v6));
}

export function isEmpty(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

/** How many addresses; for IPv6 as near as a number can be. */
export function size({ v4, v6 }: AddressSet): number {
  const sizes = [...v4.map(([first, last]) => last - first + 1), ...v6.map(([first, last]) => Number(last - first) + 1)];
  return sizes.reduce((sum, one) => sum + one, 0);
}

export function isAll(set: AddressSet): boolean {
  return set === ALL || (covers(set.v4, IPV4.last) && covers(set.v6, IPV6.last));
}

function covers<T>(a: readonly Interval<T>[], last: T): boolean {
  const [only] = a;
  return only !== undefined && a.length === 1 && only[1] === last && Number(only[0]) === 0;
}

export function single(address: Address): AddressSet {
  return typeof address === 'number' ? { v4: [[address, address]], v6: [] } : { v4: [], v6: [[address, address]] };
}

/** `first` to `last`, both inside; empty when they are of two families or in the wrong order. */
export function range(first: Address, last: Address): AddressSet {
  if (typeof first === 'number' && typeof last === 'number') return { v4: intervals.normalize(IPV4, [[first, last]]), v6: [] };
  if (typeof first === 'bigint' && typeof last === 'bigint') return { v4: [], v6: intervals.normalize(IPV6, [[first, last]]) };
  return NONE;
}

/** The addresses that share the first `length` bits. */
export function prefix(address: Address, length: number): AddressSet {
  if (typeof address === 'number') {
    const size = 2 ** (32 - length);
    const first = Math.floor(address / size) * size;
    return range(first, first + size - 1);
  }
  const size = 1n << BigInt(128 - length);
  const first = (address / size) * size;
  return range(first, first + size - 1n);
}

/**
 * `ADDRESS MASK`. A netmask whose ones are not all in front makes many intervals; undefined beyond 4,096 of them, and where
 * the mask is no dotted quad.
 */
export function masked(address: number, mask: string): AddressSet | undefined {
  const bits = parseAddress(mask);
  if (typeof bits !== 'number') return undefined;
  const wild = bits ^ -1;
  // The low run of zeros in the mask is one interval; each zero above it doubles their number.
  let low = 0;
  while (low < 32 && (wild >>> low) & 1) low++;
  const free: number[] = [];
  for (let bit = low; bit < 32; bit++) if ((wild >>> bit) & 1) free.push(2 ** bit);
  if (free.length > 12) return undefined;
  const size = 2 ** low;
  let starts = [(address & bits) >>> 0];
  for (const step of free) starts = starts.flatMap((start) => [start, start + step]);
  return {
    v4: intervals.normalize(
      IPV4,
      starts.map((start) => [start, start + size - 1]),
    ),
    v6: [],
  };
}

/** Dotted quad or IPv6 in any of its forms; undefined when it is neither. */
export function parseAddress(text: string): Address | undefined {
  const canonical = canonicalAddress(text);
  if (canonical === undefined) return undefined;
  if (!canonical.includes(':')) return canonical.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const [head = [], tail = []] = canonical.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...head, ...new Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** Dotted quad, or IPv6 in RFC 5952 form. */
export function printAddress(address: Address): string {
  if (typeof address === 'number') return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const text = groups.join(':');
  return canonicalIpv6(text) ?? text;
}

/**
 * The set in the words of an administrator: `any`, `any IPv4 address`, hosts, prefixes (`192.0.2.0/24`), ranges. A set that is most
 * of the addresses is told by what it leaves out. At most `most` parts are written, the others counted.
 */
export function printSet(set: AddressSet, most = 8): string {
  if (isEmpty(set)) return 'none';
  if (isAll(set)) return 'any';
  const without = partsOf(complement(set));
  if (set.v4.length > 0 && set.v6.length > 0 && without.length < partsOf(set).length) return `any except ${list(without, most)}`;
  return [printFamily(set.v4, complement(set).v4, 'IPv4', 32, most), printFamily(set.v6, complement(set).v6, 'IPv6', 128, most)]
    .filter((words) => words !== '')
    .join(', ');
}

function printFamily(set: Intervals<Address>, rest: Intervals<Address>, family: string, bits: number, most: number): string {
  const parts = set.map((part) => printInterval(part, bits));
  const without = rest.map((part) => printInterval(part, bits));
  if (parts.length > 0 && without.length === 0) return `any ${family} address`;
  if (parts.length > without.length) return `any ${family} address except ${list(without, most)}`;
  return list(parts, most);
}

function list(parts: readonly string[], most: number): string {
  if (parts.length <= most) return parts.join(', ');
  return `${parts.slice(0, most).join(', ')} and ${parts.length - most} more`;
}

function partsOf(set: AddressSet): string[] {
  return [...set.v4.map((part) => printInterval(part, 32)), ...set.v6.map((part) => printInterval(part, 128))];
}

function printInterval([first, last]: Interval<Address>, bits: number): string {
  if (first === last) return printAddress(first);
  const size = BigInt(last) - BigInt(first) + 1n;
  const isPrefix = (size & (size - 1n)) === 0n && BigInt(first) % size === 0n;
  if (!isPrefix) return `${printAddress(first)}-${printAddress(last)}`;
  const length = bits - (size.toString(2).length - 1);
  return length === 0 ? `any IPv${bits === 32 ? 4 : 6} address` : `${printAddress(first)}/${length}`;
}
