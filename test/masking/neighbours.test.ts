import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEYWORDS } from '../../server/src/facts/keywords.ts';
import { SERVERS } from '../../server/src/facts/servers.ts';
import { fill, type ListLine, neighboursIn } from '../../server/src/masking/neighbours.ts';

const follows = neighboursIn(SERVERS);
const evenly = (...names: string[]): ListLine => ({ choices: names.map((name) => ({ text: name, name, odds: 1 })) });
const best = (texts: ReadonlyMap<string, number> | undefined) => [...texts!].sort((a, b) => b[1] - a[1])[0]?.[0];

describe('a masked line is told by its neighbours', () => {
  test.each([
    ['behind BINARYMIME', [{ name: 'BINARYMIME' }, evenly('STARTTLS', 'CHUNKING', 'SMTPUTF8'), { name: 'XEXCH50' }], 'CHUNKING'],
    ['before AUTH', [{ name: 'ETRN' }, evenly('STARTTLS', 'CHUNKING', 'SMTPUTF8'), { name: 'AUTH' }], 'STARTTLS'],
    ['at the end', [{ name: 'DSN' }, { name: 'STARTTLS' }, evenly('EXPN', 'HELP', 'TURN')], 'HELP'],
  ] as const)('%s', (_, places, expected) => {
    const masked = places.findIndex((place) => 'choices' in place);
    expect(best(fill(places, follows, true)[masked])).toBe(expected);
  });

  test('a keyword that nobody listed tells nothing', () => {
    expect(follows('X-NOBODY', 'X-NEITHER')).toBe(1);
    expect(follows('X-NOBODY', 'HELP')).toBe(1);
  });
});

const names = KEYWORDS.map(({ name }) => name);
const place: fc.Arbitrary<ListLine> = fc.oneof(
  fc.constantFrom(...names).map((name) => ({ name })),
  fc
    .uniqueArray(fc.record({ name: fc.constantFrom(...names), odds: fc.double({ min: 0.01, max: 10, noNaN: true }) }), {
      minLength: 1,
      maxLength: 5,
      selector: ({ name }) => name,
    })
    .map((known) => ({
      choices: [...known.map(({ name, odds }) => ({ text: name, name, odds })), { text: '?', name: undefined, odds: 0.1 }],
    })),
);

test('each masked line is something, and no keyword stands twice', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), fc.boolean(), (places, whole) => {
      const filled = fill(places, follows, whole);
      const often = new Map<string, number>();
      places.forEach((one, i) => {
        if ('name' in one) {
          expect(filled[i]).toBeUndefined();
          return;
        }
        let sum = 0;
        for (const [text, p] of filled[i]!) {
          sum += p;
          if (text !== '?') often.set(text, (often.get(text) ?? 0) + p);
        }
        expect(sum).toBeCloseTo(1, 6);
      });
      for (const p of often.values()) expect(p).toBeLessThan(1 + 1e-6);
    }),
  );
});
