/** What names stand for, whatever was asked before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { nodeOf } from '../../server/src/asa/statement.ts';
import { resolverOf } from '../../server/src/policy/resolve.ts';
import { Lines } from '../../server/src/text/lines.ts';

/** The object groups of a text, and what each is resolved to, asked for in this order. */
function resolved(text: string, order: readonly string[]): ReadonlyMap<string, unknown> {
  const context = readConfiguration(Lines.read(text)).contexts[0];
  const uses = new Map([...(context.symbols.get('object-group') ?? [])].map(([name, { definitions }]) => [name, definitions.get(0)]));
  return new Map(
    order.map((name) => {
      const use = uses.get(name);
      if (use === undefined) throw new Error(`no group ${name}`);
      const { yes, maybe, doubts } = resolverOf(context).addresses({ kind: 'object-group', use });
      return [name, { yes, maybe, doubts: doubts.map(({ statement, reason }) => `${statement && nodeOf(statement).text}: ${reason}`) }];
    }),
  );
}

const GROUPS = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5'] as const;
const member = fc.oneof(
  { weight: 3, arbitrary: fc.nat(40).map((host) => `network-object host 192.0.2.${host}`) },
  // Of groups that are in each other a device takes none, but a file may say so.
  { weight: 3, arbitrary: fc.constantFrom(...GROUPS).map((name) => `group-object ${name}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('group-object MISSING', 'network-object object MISSING', 'network-object host NAMELESS', 'odd words'),
  },
);
const groups = fc
  .tuple(...GROUPS.map(() => fc.array(member, { maxLength: 4 })))
  .map((all) => all.map((members, i) => [`object-group network ${GROUPS[i]}`, ...members].join('\n ')).join('\n'));

test('a group is the same whichever groups were asked for before', () => {
  const orders = fc.shuffledSubarray([...GROUPS], { minLength: GROUPS.length });
  fc.assert(
    fc.property(groups, orders, (text, order) => {
      const alone = new Map(order.map((name) => [name, resolved(text, [name]).get(name)]));
      expect(resolved(text, order)).toEqual(alone);
    }),
    { numRuns: 100 },
  );
});

test('of groups each in the next, asked for from the inside, every member is gone through once', () => {
  const nested = (count: number) =>
    Array.from(
      { length: count },
      (_, i) => `object-group network n${i}\n network-object host 10.0.0.${i}${i > 0 ? `\n group-object n${i - 1}` : ''}\n`,
    );
  const context = readConfiguration(Lines.read(nested(200).join(''))).contexts[0];
  let looked = 0;
  for (const { members } of context.objectGroups.values())
    for (const each of members)
      if (each.kind === 'address') {
        const { address } = each;
        Object.defineProperty(each, 'address', {
          get: () => {
            looked++;
            return address;
          },
        });
      }
  for (const symbol of context.symbols.get('object-group')?.values() ?? []) {
    const use = symbol.definitions.get(0);
    if (use !== undefined) resolverOf(context).addresses({ kind: 'object-group', use });
  }
  expect(looked).toBe(200);
});
