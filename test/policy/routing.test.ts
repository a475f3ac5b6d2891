/** "The flow leaves by this interface" as a list, held against the routing table walked route by route. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Context } from '../../server/src/asa/model.ts';
import { readConfiguration } from '../../server/src/asa/read.ts';
import { egressList, openInterfaces, routingTable, showsAllInterfaces, UNNAMED } from '../../server/src/policy/routing.ts';
import { contains, equal, parseAddress } from '../../server/src/sets/addresses.ts';
import { Lines } from '../../server/src/text/lines.ts';

const NAMES = ['outside', 'inside', 'dmz'];
const NETWORKS = [
  '0.0.0.0 0.0.0.0',
  '192.0.2.0 255.255.255.0',
  '192.0.2.0 255.255.255.128',
  '198.51.100.0 255.255.255.0',
  '10.0.0.0 255.0.255.0',
];
const ADDRESSES = ['192.0.2.1', '192.0.2.200', '198.51.100.7', '10.7.0.1', '203.0.113.5', '2001:db8::1'];

const route = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NETWORKS), fc.constantFrom('', '', ' 1', ' 5'))
  .map(([name, network, metric]) => `route ${name} ${network} 192.0.2.254${metric}\n`);
const shown = fc
  .subarray(NAMES)
  .map((names) =>
    names.map((name, i) => `interface Ethernet0/${i}\n nameif ${name}\n ip address 198.51.100.${1 + i * 64} 255.255.255.192\n`).join(''),
  );
const text = fc
  .tuple(shown, fc.array(route, { maxLength: 8 }))
  .map(([interfaces, routes]) => `ASA Version 9.6(2)\n${interfaces}${routes.join('')}`);

/** The first route that is for the address decides, unless another of the same rank leads elsewhere. */
function leaves(context: Context, ingress: string, egress: string, address: string): string {
  const table = routingTable(context);
  const first = table.find(({ set }) => contains(set, parseAddress(address)!));
  if (first !== undefined) {
    const rivals = table.some(
      (other) => other.metric === first.metric && equal(other.set, first.set) && other.interface !== first.interface,
    );
    if (rivals || (first.kind === 'default route' && !showsAllInterfaces(context))) return 'unknown';
    return first.interface === egress ? 'permit' : 'deny';
  }
  const others = openInterfaces(context).filter((name) => name !== ingress || name === UNNAMED);
  if (!others.includes(egress)) return 'deny';
  return others.length === 1 ? 'permit' : 'unknown';
}

test('on random routing tables', () => {
  fc.assert(
    fc.property(text, (lines) => {
      const context = readConfiguration(Lines.read(lines)).contexts[0]!;
      for (const ingress of [...NAMES, UNNAMED]) {
        for (const egress of NAMES) {
          const list = egressList(context, ingress, [], egress);
          for (const address of ADDRESSES) {
            const decisive = list.find(({ destination }) => contains(destination.yes, parseAddress(address)!))!;
            expect(`${ingress} -> ${egress} ${address} ${decisive.action}`).toBe(
              `${ingress} -> ${egress} ${address} ${leaves(context, ingress, egress, address)}`,
            );
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});
