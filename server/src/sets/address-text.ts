/** Addresses as configurations write them: canonical text, masks, prefixes. Sets of addresses are in `addresses.ts`. */

/** Canonical dotted quad; `0` alone is PIX's short form of 0.0.0.0. Undefined when it is not an IPv4 address. */
export function canonicalIpv4(text: string): string | undefined {
  if (CANONICAL_QUAD.test(text)) return text;
  if (text === '0') return '0.0.0.0';
  const numbers = QUAD.exec(text)?.slice(1).map(Number);
  return numbers?.every((number) => number <= 255) ? numbers.join('.') : undefined;
}

/** As nearly all are written. */
const CANONICAL_QUAD = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** RFC 5952 text of an IPv6 address (an embedded dotted quad is read); undefined when it is none. */
export function canonicalIpv6(text: string): string | undefined {
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const [start, length] = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** Canonical text of either family. */
export function canonicalAddress(text: string): string | undefined {
  return text.includes(':') ? canonicalIpv6(text) : canonicalIpv4(text);
}

/** The length of a contiguous netmask (`255.255.255.0` is 24); undefined for any other text. */
export function maskLength(mask: string): number | undefined {
  const canonical = canonicalIpv4(mask);
  if (canonical === undefined) return undefined;
  const value = canonical.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const inverted = 2 ** 32 - 1 - value;
  const length = 32 - Math.log2(inverted + 1);
  return Number.isInteger(length) ? length : undefined;
}

/** The netmask of a length, 0 to 32: what `maskLength` takes back. */
export function netmask(length: number): string {
  return [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, length - before)))).join('.');
}

/** The two halves of `PREFIX/LENGTH`, either family; undefined when it is not one. */
export function splitPrefix(text: string): { readonly address: string; readonly length: number } | undefined {
  const slash = text.indexOf('/');
  if (slash < 0 || !/^\d{1,3}$/.test(text.slice(slash + 1))) return undefined;
  const address = canonicalAddress(text.slice(0, slash));
  const length = Number(text.slice(slash + 1));
  if (address === undefined || length > (address.includes(':') ? 128 : 32)) return undefined;
  return { address, length };
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before = '', behind = ''] = halves;
  const head = groupsOf(before);
  const tail = groupsOf(behind);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing >= 1 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : undefined;
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const quad = index === parts.length - 1 && part.includes('.') ? canonicalIpv4(part)?.split('.').map(Number) : undefined;
    if (quad === undefined) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = quad;
    groups.push(a * 256 + b, c * 256 + d);
  }
  return groups;
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > best[1]) best = [i, end - i];
    if (end > i) i = end;
  }
  return best;
}
