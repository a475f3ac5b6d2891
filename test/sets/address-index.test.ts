import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressIndex } from '../../server/src/sets/address-index.ts';
import { type AddressSet, intersect, isEmpty, range, union } from '../../server/src/sets/addresses.ts';

const interval = fc
  .tuple(fc.nat(60), fc.nat(12), fc.boolean())
  .map(([first, length, v6]) => (v6 ? range(BigInt(first), BigInt(first + length)) : range(first, first + length)));
const set: fc.Arbitrary<AddressSet> = fc.array(interval, { maxLength: 4 }).map((parts) => union(...parts));

test('finds those, and only those, that have an address in common with a set', () => {
  fc.assert(
    fc.property(fc.array(set, { maxLength: 12 }), set, (sets, asked) => {
      const index = new AddressIndex(sets.map((each, item) => ({ item, set: each })));
      const expected = sets.flatMap((each, item) => (isEmpty(intersect(each, asked)) ? [] : [item]));
      expect([...new Set(index.meeting(asked))].sort((a, b) => a - b)).toEqual(expected);
    }),
  );
});
