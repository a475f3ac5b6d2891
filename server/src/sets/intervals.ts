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
  const [firstOfA] = a;
  const [firstOfB] = b;
  if (firstOfA === undefined || firstOfB === undefined) return both;
  // One host of thousands: what lies before it is skipped in a few steps.
  let i = reaching(a, firstOfB[0]);
  let j = reaching(b, firstOfA[0]);
  for (let inA = a[i], inB = b[j]; inA !== undefined && inB !== undefined; ) {
    const [aLo, aHi] = inA;
    const [bLo, bHi] = inB;
    // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
    const lo = aLo < bLo ? bLo : aLo;
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
    const hi = aHi < bHi ? aHi : bHi;
    if (lo <= hi) both.push([lo, hi]);
    if (aHi < bHi) inA = a[++i];
    else inB = b[++j];
  }
  return both;
}

export function complement<T extends number | bigint>(line: Line<T>, a: Intervals<T>): Intervals<T> {
  const rest: Interval<T>[] = [];
  let from: T | undefined = line.first;
  for (const [lo, hi] of a) {
    if (from !== undefined && from < lo) rest.push([from, line.before(lo)]);
    from = hi < line.last ? line.after(hi) : undefined;
  }
  if (from !== undefined) rest.push([from, line.last]);
  return rest;
}

/** Logarithmic. */
export function includes<T>(a: Intervals<T>, x: T): boolean {
  const found = a[reaching(a, x)];
  return found !== undefined && found[0] <= x;
}

/** The place of the first interval that does not end before a coordinate. */
function reaching<T>(a: Intervals<T>, x: T): number {
  let lo = 0;
  let hi = a.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    // biome-ignore lint/style/noNonNullAssertion: between the bounds of the search; asked for each pair of classes of a proof
    if (a[middle]![1] < x) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

export function equal<T>(a: Intervals<T>, b: Intervals<T>): boolean {
  return a.length === b.length && a.every(([lo, hi], i) => lo === b[i]?.[0] && hi === b[i]?.[1]);
}
