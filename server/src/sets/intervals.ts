/**
 * Sets as sorted, disjoint, inclusive intervals that do not touch one another; numbers (IPv4 addresses, ports) and bigints (IPv6
 * addresses) alike. Each operation is one walk over both operands.
 */

export type Interval<T> = readonly [T, T];
export type Intervals<T> = readonly Interval<T>[];

/** What the operations must know of a coordinate: its bounds, and its neighbours. */
export interface Line<T> {
  readonly first: T;
  readonly last: T;
  readonly after: (x: T) => T;
  readonly before: (x: T) => T;
}

function numbers(last: number): Line<number> {
  return { first: 0, last, after: (x) => x + 1, before: (x) => x - 1 };
}

export const PORTS = numbers(0xffff);
export const IPV4 = numbers(0xffff_ffff);
export const IPV6: Line<bigint> = { first: 0n, last: (1n << 128n) - 1n, after: (x) => x + 1n, before: (x) => x - 1n };

/** Sorts and joins intervals that are given in any order and may overlap; empty ones (`[5, 3]`) vanish. */
export function normalize<T>(line: Line<T>, intervals: Iterable<Interval<T>>): Intervals<T> {
  const sorted = [...intervals].filter(([lo, hi]) => lo <= hi).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const joined: [T, T][] = [];
  for (const [lo, hi] of sorted) {
    const last = joined.at(-1);
    if (last === undefined || (last[1] < lo && line.after(last[1]) < lo)) joined.push([lo, hi]);
    else if (last[1] < hi) last[1] = hi;
  }
  return joined;
}

export function intersect<T>(a: Intervals<T>, b: Intervals<T>): Intervals<T> {
  const both: Interval<T>[] = [];
  if (a.length === 0 || b.length === 0) return both;
  // One host of thousands: what lies before it is skipped in a few steps.
  for (let i = reaching(a, b[0]![0]), j = reaching(b, a[0]![0]); i < a.length && j < b.length; ) {
    const [aLo, aHi] = a[i]!;
    const [bLo, bHi] = b[j]!;
    // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
    const lo = aLo < bLo ? bLo : aLo;
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
    const hi = aHi < bHi ? aHi : bHi;
    if (lo <= hi) both.push([lo, hi]);
    if (aHi < bHi) i++;
    else j++;
  }
  return both;
}

export function complement<T>(line: Line<T>, a: Intervals<T>): Intervals<T> {
  const rest: Interval<T>[] = [];
  let from: T | undefined = line.first;
  for (const [lo, hi] of a) {
    if (from! < lo) rest.push([from!, line.before(lo)]);
    from = hi < line.last ? line.after(hi) : undefined;
  }
  if (from !== undefined) rest.push([from, line.last]);
  return rest;
}

/** Logarithmic. */
export function includes<T>(a: Intervals<T>, x: T): boolean {
  const at = reaching(a, x);
  return at < a.length && a[at]![0] <= x;
}

/** The place of the first interval that does not end before a coordinate. */
function reaching<T>(a: Intervals<T>, x: T): number {
  let lo = 0;
  let hi = a.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if (a[middle]![1] < x) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

export function equal<T>(a: Intervals<T>, b: Intervals<T>): boolean {
  return a.length === b.length && a.every(([lo, hi], i) => lo === b[i]![0] && hi === b[i]![1]);
}
