/** Things by sets of addresses: which of thousands have one in common with a given set, found without looking at each. */
import type { Address, AddressSet } from './addresses.ts';
import type { Interval, Intervals } from './intervals.ts';

export class AddressIndex<T> {
  private readonly v4: Index<number, T>;
  private readonly v6: Index<bigint, T>;

  /** @param items may overlap, and one may come several times */
  constructor(items: readonly { readonly item: T; readonly set: AddressSet }[]) {
    this.v4 = new Index(items.flatMap(({ item, set }) => set.v4.map((interval) => ({ item, interval }))));
    this.v6 = new Index(items.flatMap(({ item, set }) => set.v6.map((interval) => ({ item, interval }))));
  }

  /** Those whose set meets `set`, in no order; one may be there several times. Logarithmic for each interval, but for what is found. */
  meeting(set: AddressSet): T[] {
    const found: T[] = [];
    this.v4.meeting(set.v4, found);
    this.v6.meeting(set.v6, found);
    return found;
  }
}

interface Placed<X, T> {
  readonly item: T;
  readonly interval: Interval<X>;
  /** The last address of all intervals up to this one: further back there is nothing where it lies before what is looked for. */
  readonly reach: X;
}

class Index<X extends Address, T> {
  /** By their first address. */
  private readonly placed: readonly Placed<X, T>[];

  constructor(items: readonly Omit<Placed<X, T>, 'reach'>[]) {
    let reach: X | undefined;
    this.placed = items
      .toSorted(({ interval: [a] }, { interval: [b] }) => (a < b ? -1 : a > b ? 1 : 0))
      .map(({ item, interval }) => {
        if (reach === undefined || reach < interval[1]) reach = interval[1];
        return { item, interval, reach };
      });
  }

  meeting(set: Intervals<X>, found: T[]): void {
    for (const [first, last] of set) {
      for (let at = this.endOf(last) - 1; at >= 0; at--) {
        const placed = this.placed[at];
        if (placed === undefined || placed.reach < first) break;
        if (placed.interval[1] >= first) found.push(placed.item);
      }
    }
  }

  /** How many begin no later than at an address. */
  private endOf(address: X): number {
    let lo = 0;
    let hi = this.placed.length;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      // biome-ignore lint/style/noNonNullAssertion: between the bounds of the search
      if (this.placed[middle]!.interval[0] <= address) lo = middle + 1;
      else hi = middle;
    }
    return lo;
  }
}
