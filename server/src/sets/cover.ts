/** Three-valued sets of addresses. */
import * as addresses from './addresses.ts';
import { type AddressSet, ALL, NONE } from './addresses.ts';
import type { Ternary } from './ternary.ts';

/** Addresses that belong, and others that could. */
export interface Cover {
  readonly yes: AddressSet;
  readonly maybe: AddressSet;
}

export const EVERYWHERE: Cover = { yes: ALL, maybe: NONE };
export const NOWHERE: Cover = { yes: NONE, maybe: NONE };

/** No address belongs, for certain or perhaps. */
export function isNowhere({ yes, maybe }: Cover): boolean {
  return addresses.isEmpty(yes) && addresses.isEmpty(maybe);
}

/** The same addresses, none of them for certain. */
export function doubted({ yes, maybe }: Cover): Cover {
  return { yes: NONE, maybe: addresses.union(yes, maybe) };
}

/** What holds in both cases; where they differ, perhaps. */
export function either(a: Cover, b: Cover): Cover {
  if (a === b) return a;
  const yes = addresses.intersect(a.yes, b.yes);
  return { yes, maybe: addresses.subtract(addresses.union(a.yes, a.maybe, b.yes, b.maybe), yes) };
}

/** Whether an address belongs of which only a set is known that holds it. */
export function belongs({ yes, maybe }: Cover, among: AddressSet): Ternary {
  if (addresses.isEmpty(addresses.subtract(among, yes))) return true;
  return addresses.isEmpty(addresses.intersect(among, addresses.union(yes, maybe))) ? false : 'unknown';
}

/** What of the cover lies in a region. */
export function within(region: AddressSet, { yes, maybe }: Cover): Cover {
  return { yes: addresses.intersect(yes, region), maybe: addresses.intersect(maybe, region) };
}

/** Of covers that do not overlap. */
export function union(covers: readonly Cover[]): Cover {
  const [only, ...others] = covers;
  if (only !== undefined && others.length === 0) return only;
  return { yes: addresses.union(...covers.map(({ yes }) => yes)), maybe: addresses.union(...covers.map(({ maybe }) => maybe)) };
}

export function sameCover(a: Cover, b: Cover): boolean {
  return a === b || (addresses.equal(a.yes, b.yes) && addresses.equal(a.maybe, b.maybe));
}
