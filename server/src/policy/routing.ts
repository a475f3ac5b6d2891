/** Where a flow enters and leaves, as far as the file tells: connected networks and static routes, the longest prefix first. */

import { sameInterface } from '../asa/evaluation/interface-names.ts';
import type { Context, Statement } from '../asa/model.ts';
import type { Address, AddressSet } from '../sets/addresses.ts';
import * as addresses from '../sets/addresses.ts';
import { Axis, type Span } from '../sets/axis.ts';
import { part, partsBy } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import type { View } from './nat.ts';
import { type Entry, resolverOf } from './resolve.ts';

export type RouteKind = 'connected' | 'route' | 'default route';

export interface RouteEntry {
  readonly kind: RouteKind;
  readonly set: AddressSet;
  readonly interface: string;
  readonly statement: Statement;
  readonly metric: number;
  /** How many addresses it covers: fewer come first. */
  readonly size: number;
}

/** Every interface name that the configuration speaks of, in the order of the file. */
export const interfaceNames = part('names of interfaces', (context: Context): readonly string[] => {
  const policies = context.servicePolicies.flatMap(({ scope }) => (scope.kind === 'interface' ? [scope.use.name] : []));
  const translated = context.translations.flatMap(({ realInterface, mappedInterface }) => [realInterface?.name, mappedInterface?.name]);
  const groups = context.accessGroups.map((group) => group.interface?.name);
  const names = [
    ...context.interfaces.map(({ name }) => name),
    ...policies,
    ...context.routes.map((route) => route.interface.name),
    ...translated,
    ...groups,
  ];
  return [...new Set(names.filter((name) => name !== undefined))].filter((name) => name !== 'any');
});

/** The spelling of the file for a name as a person wrote it; the name itself where the file has no such interface. */
export function interfaceAsSpelled(context: Context, name: string): string {
  return interfaceNames(context).find((each) => sameInterface(each, name)) ?? name;
}

/** In the place of a name: any interface that the configuration does not name. */
export const UNNAMED = '';

/** The names of interfaces in a sentence. */
export function interfacesInWords(names: readonly string[]): string {
  const named = names.filter((name) => name !== UNNAMED);
  return [...named, ...(named.length < names.length ? ['any other interface'] : [])].join(', ');
}

/** Where flows enter and leave: the interfaces that are up and, where the file may not show all of them, the others. */
export const openInterfaces = part('open interfaces', (context: Context): readonly string[] => {
  const names = interfaceNames(context);
  const shut = shutInterfaces(context);
  const up = names.filter((name) => !shut.has(name));
  return names.length === 0 || showsAllInterfaces(context) ? up : [...up, UNNAMED];
});

/** Whether the file shows the sections of its interfaces: two or more, and of every one that other lines speak of. */
export const showsAllInterfaces = part('whether all interfaces are shown', (context: Context): boolean => {
  const shown = new Set(context.interfaces.map(({ name }) => name).filter((name) => name !== undefined));
  return shown.size > 1 && interfaceNames(context).every((name) => shown.has(name));
});

/** The line that shuts an interface; undefined where it is up, or not in the file. */
export function shutdownOf({ interfaces }: Context, name: string): Statement | undefined {
  const section = interfaces.find((item) => item.name === name && item.shutdown)?.statement;
  return section?.children.findLast(({ command }) => command === 'shutdown') ?? section;
}

function shutInterfaces({ interfaces }: Context): ReadonlySet<string | undefined> {
  return new Set(interfaces.filter(({ shutdown }) => shutdown).map(({ name }) => name));
}

/** The table in the order in which it is tried. */
export const routingTable = part('routing table', (context: Context): readonly RouteEntry[] =>
  [...connected(context), ...configured(context)].sort((a, b) => a.size - b.size || a.metric - b.metric),
);

/** The best routes to an address: several where two interfaces have equal ones; none where the file has no route to it. */
export function routesTo(context: Context, address: Address): readonly RouteEntry[] {
  const table = routingTable(context);
  const best = table.find(({ set }) => addresses.contains(set, address));
  if (best === undefined) return [];
  return table.filter((entry) => entry.size === best.size && entry.metric === best.metric && addresses.contains(entry.set, address));
}

/** The routing table carried out for all destinations at once; the sets of `to` and `undecided` are disjoint. */
interface Reach {
  /** What the table leads out for certain, by interface. */
  readonly to: ReadonlyMap<string, AddressSet>;
  /** Where it has a route of which the file does not tell whether it is taken. */
  readonly undecided: AddressSet;
  /** Everything that some route is for. */
  readonly routed: AddressSet;
}

const reachOf = part('reach of routes', (context: Context): Reach => {
  const table = routingTable(context);
  const axis = new Axis(table.map(({ set }) => set));
  const taker: (RouteEntry | undefined)[] = new Array(axis.count).fill(undefined);
  // Backwards, so that each cell is left to the first route that is for it.
  for (const route of table.toReversed()) for (const [from, to] of axis.spans(route.set)) taker.fill(route, from, to);
  const isCertain = certainty(context, table);
  const spans = new Map<string | undefined, Span[]>();
  for (const [cell, route] of taker.entries()) {
    if (route === undefined) continue;
    const key = isCertain(route) ? route.interface : undefined;
    const own = spans.get(key);
    if (own === undefined) spans.set(key, [[cell, cell + 1]]);
    else own.push([cell, cell + 1]);
  }
  const to = new Map([...spans].flatMap(([name, own]) => (name === undefined ? [] : [[name, axis.set(own)] as const])));
  return { to, undecided: axis.set(spans.get(undefined) ?? []), routed: axis.set([...spans.values()].flat()) };
});

/** Whether the file tells that a route is the one taken: no other of the same rank leads elsewhere. */
function certainty(context: Context, table: readonly RouteEntry[]): (route: RouteEntry) => boolean {
  const keyOf = ({ set, metric }: RouteEntry) => `${metric} ${set.v4.join(';')} ${set.v6.join(';')}`;
  const ways = new Map<string, Set<string>>();
  for (const route of table) {
    const key = keyOf(route);
    ways.set(key, (ways.get(key) ?? new Set()).add(route.interface));
  }
  // A network that is not in the file comes before the default route.
  const complete = showsAllInterfaces(context);
  return (route) => sure(ways.get(keyOf(route))).size === 1 && (complete || route.kind !== 'default route');
}

const egressLists = partsBy('who leaves where, by views', (_: Context, _views: readonly View[]) => new Map<string, readonly Entry[]>());

/**
 * "The flow leaves by `egress`" as a list that permits it, denies it, or cannot tell: translations first, which name the interface they
 * lead to, then the routes. One object where the interfaces of entry make no difference.
 */
export function egressList(context: Context, ingress: string | undefined, views: readonly View[], egress: string): readonly Entry[] {
  const open = openSet(context);
  // Where no route leads, a flow may leave by any interface but its own; by the one that is left, where there is but one.
  const others = ingress !== UNNAMED && open.has(ingress) ? open.size - 1 : open.size;
  const isOther = open.has(egress) && (egress !== ingress || egress === UNNAMED);
  const rest = isOther ? (others === 1 ? 'permit' : 'unknown') : 'deny';
  const known = egressLists(context, views);
  const key = `${rest} ${egress}`;
  const list = known.get(key) ?? listFor(context, views, egress, entry(undefined, addresses.ALL, isOther, rest !== 'unknown', undefined));
  known.set(key, list);
  return list;
}

function listFor(context: Context, views: readonly View[], egress: string, rest: Entry): readonly Entry[] {
  const translated = views.flatMap(({ translation, from, fromPort, peers, leaves }) => {
    const name = leaves?.name;
    if (name === undefined || name === 'any') return [];
    return [{ ...entry(translation.statement, from, name === egress, true, fromPort), source: { ...peers, doubts: [] } }];
  });
  const { to, undecided, routed } = reachOf(context);
  return [
    ...translated,
    entry(undefined, undecided, true, false, undefined),
    entry(undefined, to.get(egress) ?? addresses.NONE, true, true, undefined),
    entry(undefined, routed, false, true, undefined),
    rest,
  ];
}

const openSet = part('set of open interfaces', (context: Context): ReadonlySet<string | undefined> => new Set(openInterfaces(context)));

function entry(
  statement: Statement | undefined,
  destination: AddressSet,
  permits: boolean,
  certain: boolean,
  port: number | undefined,
): Entry {
  return {
    statement,
    ace: undefined,
    action: certain ? (permits ? 'permit' : 'deny') : 'unknown',
    source: { yes: addresses.ALL, maybe: addresses.NONE, doubts: [] },
    destination: { yes: destination, maybe: addresses.NONE, doubts: [] },
    services: [{ sources: [[0, 0xffff]], destinations: port === undefined ? [[0, 0xffff]] : [[port, port]], certain: true }],
    inForce: true,
    doubts: [],
  };
}

function connected(context: Context): readonly RouteEntry[] {
  return context.interfaces.flatMap((item) => {
    const { name, address, setroute, prefixes, shutdown, statement } = item;
    if (name === undefined || shutdown) return [];
    const own = addresses.parseAddress(address?.address.value ?? '');
    const v4 = typeof own === 'number' ? addresses.masked(own, sure(address).mask) : undefined;
    const v6 = prefixes.map(prefixSet);
    const networks = [v4, ...v6].flatMap((set) => (set === undefined ? [] : [routeEntry('connected', set, name, statement, 0)]));
    return setroute === undefined ? networks : [...networks, routeEntry('default route', addresses.ALL_V4, name, setroute, 1)];
  });
}

function configured(context: Context): readonly RouteEntry[] {
  const shut = shutInterfaces(context);
  return context.routes.flatMap(({ interface: use, destination, statement, metric }) => {
    if (shut.has(use.name)) return [];
    const { yes } = resolverOf(context).addresses(destination);
    if (addresses.isEmpty(yes)) return [];
    const isDefault = addresses.equal(yes, addresses.ALL_V4) || addresses.equal(yes, addresses.ALL_V6) || addresses.isAll(yes);
    return [routeEntry(isDefault ? 'default route' : 'route', yes, use.name, statement, metric)];
  });
}

function routeEntry(kind: RouteKind, set: AddressSet, name: string, statement: Statement, metric: number): RouteEntry {
  return { kind, set, interface: name, statement, metric, size: addresses.size(set) };
}

function prefixSet(text: string): AddressSet | undefined {
  const [head = '', length = ''] = text.split('/');
  const address = addresses.parseAddress(head);
  return address === undefined || !/^\d+$/.test(length) ? undefined : addresses.prefix(address, Number(length));
}
