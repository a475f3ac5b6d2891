import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  type AddressSet,
  ALL,
  ALL_V4,
  ALL_V6,
  complement,
  contains,
  equal,
  intersect,
  isAll,
  masked,
  NONE,
  parseAddress,
  prefix,
  printAddress,
  printSet,
  range,
  single,
  subtract,
  union,
} from '../../server/src/sets/addresses.ts';

const at = (text: string): Address => parseAddress(text)!;
const net = (text: string): AddressSet => prefix(at(text.split('/')[0]!), Number(text.split('/')[1]));

describe('addresses in text', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:25', '2001:db8::25'],
    ['::', '::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['fe80::1:0:0:1', 'fe80::1:0:0:1'],
  ])('%s is printed %s', (text, printed) => expect(printAddress(at(text))).toBe(printed));

  test.each(['', '192.0.2', '192.0.2.256', '192.0.2.1.1', 'mail', ':::', '2001:db8::1::2', '2001:db8:0:0:0:0:0:0:1', 'g::'])(
    '%j is no address',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );

  test('printing and parsing are inverse', () => {
    const address = fc.oneof(fc.nat(2 ** 32 - 1), fc.bigInt(0n, 2n ** 128n - 1n));
    fc.assert(fc.property(address, (value) => parseAddress(printAddress(value)) === value));
  });
});

describe('sets in words', () => {
  test.each<[string, AddressSet]>([
    ['any', ALL],
    ['none', NONE],
    ['any IPv4 address', ALL_V4],
    ['192.0.2.1', single(at('192.0.2.1'))],
    ['192.0.2.0/24, 2001:db8::/32', union(net('192.0.2.0/24'), net('2001:db8::/32'))],
    ['192.0.2.3-192.0.2.4', range(at('192.0.2.3'), at('192.0.2.4'))],
    ['any except 192.0.2.1', complement(single(at('192.0.2.1')))],
    ['192.0.2.0/24, 192.168.1.0/24, any IPv6 address', union(net('192.0.2.0/24'), net('192.168.1.0/24'), ALL_V6)],
    ['any IPv4 address except 192.0.2.1', subtract(ALL_V4, single(at('192.0.2.1')))],
  ])('%s', (words, set) => expect(printSet(set)).toBe(words));

  test('many parts are counted', () => {
    const many = union(...['192.0.2.1', '192.0.2.3', '192.0.2.5'].map((text) => single(at(text))));
    expect(printSet(many, 2)).toBe('192.0.2.1, 192.0.2.3 and 1 more');
  });
});

describe('masks', () => {
  test('a netmask', () => expect(printSet(masked(at('192.0.2.77') as number, '255.255.255.192')!)).toBe('192.0.2.64/26'));
  test('of one address, and of all', () => {
    expect(printSet(masked(at('192.0.2.77') as number, '255.255.255.255')!)).toBe('192.0.2.77');
    expect(equal(masked(0, '0.0.0.0')!, ALL_V4)).toBe(true);
  });
  test('with ones that are not all in front', () => {
    expect(printSet(masked(at('192.0.2.1') as number, '255.255.253.255')!)).toBe('192.0.0.1, 192.0.2.1');
  });
  test('with too many zeros between its ones, or no mask at all', () => {
    expect(masked(0, '0.0.0.1')).toBeUndefined();
    expect(masked(0, 'mask')).toBeUndefined();
  });
});

describe('algebra', () => {
  const small = fc.nat(40);
  const part = fc.tuple(small, fc.nat(6)).map(([first, size]) => range(first, first + size));
  const part6 = fc.tuple(small, fc.nat(6)).map(([first, size]) => range(BigInt(first), BigInt(first + size)));
  const edges = fc.constantFrom(single(2 ** 32 - 1), single(0), single(0n), single(2n ** 128n - 1n));
  const set = fc.array(fc.oneof(part, part6, edges), { maxLength: 6 }).map((parts) => union(...parts));
  const address = fc.oneof(small, small.map(BigInt), fc.constantFrom<Address>(2 ** 32 - 1, 2n ** 128n - 1n));

  test('union, intersection, difference and complement are those of their members', () => {
    fc.assert(
      fc.property(set, set, address, (a, b, x) => {
        expect(contains(union(a, b), x)).toBe(contains(a, x) || contains(b, x));
        expect(contains(intersect(a, b), x)).toBe(contains(a, x) && contains(b, x));
        expect(contains(subtract(a, b), x)).toBe(contains(a, x) && !contains(b, x));
        expect(contains(complement(a), x)).toBe(!contains(a, x));
      }),
    );
  });

  test('equal sets have equal intervals', () => {
    fc.assert(
      fc.property(
        set,
        set,
        (a, b) => equal(complement(complement(a)), a) && equal(union(a, b), union(b, a)) && isAll(union(a, complement(a))),
      ),
    );
  });
});
