/** Sets of IPv4 and IPv6 addresses as sorted, disjoint, inclusive intervals; exact, so that a partition of them can be. */

export interface AddressSet {
  /** 0 to 2^32 - 1 */
  readonly v4: readonly (readonly [number, number])[];
  /** 0 to 2^128 - 1 */
  readonly v6: readonly (readonly [bigint, bigint])[];
}
