/** Coordinate compression: all addresses cut into the cells that no set of a collection tells apart, numbered in one row. */
import type { AddressSet } from './addresses.ts';
import { type Interval, IPV4, IPV6, type Line, normalize } from './intervals.ts';

/** Cells `from` up to, not including, `to`. */
export type Span = readonly [from: number, to: number];

export class Axis {
  private readonly v4: readonly number[];
  private readonly v6: readonly bigint[];
  private readonly known = new Map<AddressSet, readonly Span[]>();
  /** The number of cells. */
  readonly count: number;

  constructor(sets: Iterable<AddressSet>) {
    const starts4 = new Set<number>([IPV4.first]);
    const starts6 = new Set<bigint>([IPV6.first]);
    for (const { v4, v6 } of new Set(sets)) {
      addStarts(IPV4, v4, starts4);
      addStarts(IPV6, v6, starts6);
    }
    this.v4 = [...starts4].sort((a, b) => a - b);
    this.v6 = [...starts6].sort((a, b) => (a < b ? -1 : 1));
    this.count = this.v4.length + this.v6.length;
  }

  /** The cells of one of the sets the axis was made for. */
  spans(set: AddressSet): readonly Span[] {
    const known = this.known.get(set);
    if (known !== undefined) return known;
    const spans = [
      ...set.v4.map(([first, last]): Span => [find(this.v4, first), find(this.v4, last) + 1]),
      ...set.v6.map(([first, last]): Span => [this.v4.length + find(this.v6, first), this.v4.length + find(this.v6, last) + 1]),
    ];
    this.known.set(set, spans);
    return spans;
  }

  /** The addresses of some cells. */
  set(spans: readonly Span[]): AddressSet {
    const count = this.v4.length;
    const v4 = spans.filter(([from]) => from < count).map(([from, to]) => interval(IPV4, this.v4, from, Math.min(to, count)));
    const v6 = spans.filter(([, to]) => to > count).map(([from, to]) => interval(IPV6, this.v6, Math.max(from - count, 0), to - count));
    return { v4: normalize(IPV4, v4), v6: normalize(IPV6, v6) };
  }
}

function addStarts<T>(line: Line<T>, intervals: readonly Interval<T>[], starts: Set<T>): void {
  for (const [first, last] of intervals) {
    starts.add(first);
    if (last < line.last) starts.add(line.after(last));
  }
}

function interval<T>(line: Line<T>, starts: readonly T[], from: number, to: number): Interval<T> {
  const next = starts[to];
  // biome-ignore lint/style/noNonNullAssertion: a span holds a cell
  return [starts[from]!, next === undefined ? line.last : line.before(next)];
}

/** The cell that holds a coordinate. */
function find<T>(starts: readonly T[], x: T): number {
  let lo = 0;
  let hi = starts.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    // biome-ignore lint/style/noNonNullAssertion: between the bounds of the search
    if (starts[middle]! <= x) lo = middle + 1;
    else hi = middle;
  }
  return lo - 1;
}
