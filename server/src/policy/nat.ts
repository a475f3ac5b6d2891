/**
 * Where translations decide: a class map names an address of one side, and the first packet may carry that of the other. From 8.3 on
 * ACLs name real addresses and a packet is un-translated before it is matched; before, they name the addresses that are
 * seen on the interface where the policy acts. Only static translations are followed: no mail host is reached through another.
 */

import type { AddressSpec, AddressUse, Context, NameUse, Translation } from '../asa/model.ts';
import { isAtLeast, REAL_ADDRESSES } from '../facts/versions.ts';
import type { Address, AddressSet } from '../sets/addresses.ts';
import * as addresses from '../sets/addresses.ts';
import { Axis } from '../sets/axis.ts';
import { type Cover, doubted, EVERYWHERE, isNowhere, NOWHERE, union } from '../sets/cover.ts';
import type { Interval, Intervals } from '../sets/intervals.ts';
import * as intervals from '../sets/intervals.ts';
import type { Ternary } from '../sets/ternary.ts';
import { part } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { ALL_PORTS, resolverOf } from './resolve.ts';

/** One translation in one direction: an endpoint in `from` is seen as `to`. */
export interface View {
  readonly translation: Translation;
  readonly from: AddressSet;
  /** Only for flows whose other end is one of these; `maybe`: it cannot be told whether it holds for them. */
  readonly peers: Cover;
  /** Only this port is translated; undefined: every port, kept. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  /** All that an address of `from` may become. */
  readonly target: AddressSet;
  /** The address it becomes; undefined where the pair is no plain shift and not one single address. */
  readonly to: ((address: Address) => Address) | undefined;
  /** The addresses of `from` that become one of `set`; undefined as `to` is. */
  readonly back: ((set: AddressSet) => AddressSet) | undefined;
  /** True where it changes nothing: it only keeps others from being tried. */
  readonly identity: boolean;
  /** The interface that a translated flow leaves by. */
  readonly leaves: NameUse | undefined;
}

/** An endpoint as a policy sees it; `address` is undefined where the translation cannot be followed: then it is one of `among`. */
export interface Endpoint {
  readonly address: Address | undefined;
  readonly among: AddressSet;
  readonly port: number;
}

/** How a policy sees the flows that enter at one interface. */
export interface Views {
  readonly source: readonly View[];
  readonly destination: readonly View[];
}

/** Where a policy acts on a flow. `egress`: the policy of the interface where the flow leaves. */
export type Side = { readonly kind: 'ingress' } | { readonly kind: 'egress'; readonly interface: string };

/** Whether class maps name real addresses: by the version, else by the kind of translation the file uses. */
export function namesRealAddresses(context: Context): boolean {
  const byVersion = context.version?.platform === 'FWSM' ? false : isAtLeast(context.version, REAL_ADDRESSES.value);
  return byVersion ?? !context.translations.some(({ kind }) => kind === 'static');
}

export const NO_VIEWS: Views = { source: [], destination: [] };

/** The interfaces that a translation names: to it, all others are one. */
const interfacesOf = part(
  'interfaces that translations name',
  (context: Context): ReadonlySet<string | undefined> =>
    new Set(context.translations.flatMap(({ realInterface, mappedInterface }) => [realInterface?.name, mappedInterface?.name])),
);

const knownViews = part('views by ingress and side', (_: Context) => new Map<string, Views>());

/** What a policy on one side sees of flows that enter at `ingress`; worked out once, for each port is asked about on its own. */
export function viewsAt(context: Context, ingress: string | undefined, side: Side): Views {
  if (context.translations.length === 0) return NO_VIEWS;
  const named = interfacesOf(context);
  const own = (name: string | undefined) => (named.has(name) ? name : undefined);
  // A packet is un-translated where it enters, wherever it leaves.
  const egress = side.kind === 'ingress' || namesRealAddresses(context) ? '' : JSON.stringify(own(side.interface) ?? '');
  const key = `${JSON.stringify(own(ingress) ?? '')}${egress}`;
  const views = knownViews(context);
  const there = views.get(key) ?? findViews(context, ingress, side);
  views.set(key, there);
  return there;
}

function findViews(context: Context, ingress: string | undefined, side: Side): Views {
  if (namesRealAddresses(context)) return { source: [], destination: untranslations(context, ingress) };
  if (side.kind === 'ingress') {
    const exempt = exemptions(context, ({ name }) => name !== ingress);
    return { source: [], destination: [...exempt, ...translations(context, ingress)] };
  }
  const exempt = exemptions(context, ({ name }) => name === ingress);
  // A port that is published is its server's: no connection of the host comes from it.
  const own = translations(context, side.interface).filter(
    ({ translation, fromPort }) => fromPort === undefined && meets(translation.realInterface, ingress),
  );
  return { source: [...exempt, ...own, ...hidings(context, ingress, side.interface)], destination: untranslations(context, ingress) };
}

/** `nat 0 access-list`, up to 8.2: it comes before every other translation, whichever side opens the connection. */
function exemptions(context: Context, isReal: (real: NameUse) => boolean): readonly View[] {
  return context.translations.flatMap((translation) => {
    const { pool, policy, realInterface } = translation;
    if (pool !== 0 || policy === undefined || realInterface === undefined || !isReal(realInterface)) return [];
    return scopes(context, translation).flatMap(({ real, peers }) =>
      viewsOf(translation, undefined, { from: real, to: undefined, peers, leaves: undefined }),
    );
  });
}

/** `nat` up to 8.2, by the `global` lines of its number: which address of them a host gets, and whether any, is not followed. */
function hidings(context: Context, ingress: string | undefined, egress: string): readonly View[] {
  const dynamic = context.translations.filter(({ kind }) => kind === 'dynamic');
  const own = dynamic.filter(({ realInterface }) => realInterface !== undefined && realInterface.name === ingress);
  const policies = own.filter(({ policy, pool }) => policy !== undefined && pool !== 0);
  const plain = own.filter(({ policy }) => policy === undefined).map((translation) => ({ translation, size: rank(context, translation) }));
  // Of those without a list, the one that fits best comes first.
  const tried = [...policies, ...plain.toSorted((a, b) => a.size - b.size).map(({ translation }) => translation)];
  return tried.flatMap((translation) => {
    const pools = dynamic.filter(({ pool, mappedInterface }) => pool === translation.pool && mappedInterface?.name === egress);
    const all = union(pools.map((pool) => mappedCover(context, pool, NOWHERE)));
    return scopes(context, translation).flatMap(({ real, peers }) => {
      if (translation.pool === 0) return viewsOf(translation, undefined, { from: real, to: undefined, peers, leaves: undefined });
      const to = sizeOf(all) === 1 ? all : doubted(all);
      return viewsOf(translation, undefined, { from: real, to, peers: doubted(peers), leaves: undefined });
    });
  });
}

/** Mapped to real, for packets that enter at an interface. */
export function untranslations(context: Context, ingress: string | undefined): readonly View[] {
  return ordered(context).flatMap((translation) => [
    ...ownUntranslation(context, translation, ingress),
    ...peerUntranslation(context, translation, ingress),
  ]);
}

/** Packets to the mapped address of the real side. */
function ownUntranslation(context: Context, translation: Translation, ingress: string | undefined): readonly View[] {
  const { isStatic, unidirectional, mappedInterface, realInterface, service, peer } = translation;
  if (!isStatic || unidirectional || !meets(mappedInterface, ingress)) return [];
  const ports = service && { ...service, from: service.mappedPort, to: service.realPort };
  return scopes(context, translation).flatMap(({ real, peers }) =>
    viewsOf(translation, ports, {
      from: mappedCover(context, translation, real),
      to: real,
      // The peer's own port would have to be the one that is translated.
      peers: peer?.service === undefined ? peers : doubted(peers),
      leaves: realInterface,
    }),
  );
}

/** Packets from the real side to the address by which it knows the peer of a twice NAT. */
function peerUntranslation(context: Context, translation: Translation, ingress: string | undefined): readonly View[] {
  const { mappedInterface, realInterface, service, real, peer } = translation;
  if (peer === undefined || !meets(realInterface, ingress)) return [];
  const peers = cover(context, real);
  const { service: ports } = peer;
  return viewsOf(translation, ports && { ...ports, from: ports.mappedPort, to: ports.realPort }, {
    from: cover(context, peer.mapped),
    to: cover(context, peer.real),
    peers: service === undefined ? peers : doubted(peers),
    leaves: mappedInterface,
  });
}

/** Real to mapped, as an interface shows it. */
function translations(context: Context, shownAt: string | undefined): readonly View[] {
  return ordered(context).flatMap((translation) => {
    const { isStatic, mappedInterface, realInterface, service } = translation;
    if (!isStatic || !meets(mappedInterface, shownAt)) return [];
    const ports = service && { ...service, from: service.realPort, to: service.mappedPort };
    return scopes(context, translation).flatMap(({ real, peers }) =>
      viewsOf(translation, ports, { from: real, to: mappedCover(context, translation, real), peers, leaves: realInterface }),
    );
  });
}

/** Whom a translation is for: its real addresses, and the peers to which it shows them as others. */
interface Scope {
  readonly real: Cover;
  readonly peers: Cover;
}

function scopes(context: Context, { real, policy, peer }: Translation): readonly Scope[] {
  if (policy === undefined) return [{ real: cover(context, real), peers: peer === undefined ? EVERYWHERE : cover(context, peer.real) }];
  const list = context.accessLists.get(policy.name);
  if (list === undefined) return [{ real: doubted(EVERYWHERE), peers: doubted(EVERYWHERE) }];
  const entries = resolverOf(context).entries(list);
  const taking = entries.filter(({ action, inForce, services }) => action !== 'deny' && inForce !== false && services.length > 0);
  // What a line before it denies is not followed, nor is a port.
  const denied = entries.findIndex(({ action, inForce }) => action === 'deny' && inForce !== false);
  return taking.map((entry) => {
    const sure = entry.action === 'permit' && entry.inForce === true && (denied < 0 || entries.indexOf(entry) < denied);
    const whole = entry.services.some(({ sources, destinations, certain }) => certain && [sources, destinations].every(isEveryPort));
    return { real: entry.source, peers: sure && whole ? entry.destination : doubted(entry.destination) };
  });
}

function isEveryPort(ports: Intervals<number>): boolean {
  return intervals.equal(ports, ALL_PORTS);
}

/** Whether a view holds for a packet. */
export function holds({ from, fromPort, peers }: View, address: Address, port: number, peer: Address): Ternary {
  if ((fromPort !== undefined && fromPort !== port) || !addresses.contains(from, address)) return false;
  if (addresses.contains(peers.yes, peer)) return true;
  return addresses.contains(peers.maybe, peer) ? 'unknown' : false;
}

/** An endpoint that no translation changes. */
export function plainEndpoint(address: Address, port: number): Endpoint {
  return { address, among: addresses.single(address), port };
}

/** An endpoint as the views show it to flows with `peer`: more than one where it cannot be told whether a translation holds. */
export function seen(
  views: readonly View[],
  address: Address,
  port: number,
  peer: Address,
): { views: readonly View[]; endpoints: readonly Endpoint[] } {
  const possible = views.filter((view) => holds(view, address, port, peer) !== false);
  const sure = possible.findIndex((view) => holds(view, address, port, peer) === true);
  const tried = sure < 0 ? possible : possible.slice(0, sure + 1);
  const shown = tried.map(({ to, target, toPort }) => ({ address: to?.(address), among: target, port: toPort ?? port }));
  return { views: tried, endpoints: sure < 0 ? [...shown, plainEndpoint(address, port)] : shown };
}

/** Destinations that are told apart by the translations that may hold for them, tried in this order. */
export interface Piece {
  readonly region: AddressSet;
  /** undefined: seen as they are. */
  readonly ways: readonly (View | undefined)[];
}

/** Flows whose other end is in `peers` have these pieces; where none holds an address, it is seen as it is. */
export interface Zone {
  readonly peers: AddressSet;
  readonly pieces: readonly Piece[];
}

/** What `seen` says of all addresses with all peers at once: the zones are disjoint, and so are the pieces of each. */
export function zonesOf(views: readonly View[], port: number): readonly Zone[] {
  if (views.length === 0) return AS_THEY_ARE;
  const applicable = changing(views.filter(({ fromPort }) => fromPort === undefined || fromPort === port));
  const axis = new Axis(applicable.flatMap(({ peers }) => [peers.yes, peers.maybe]));
  const cells: { view: View; certain: boolean }[][] = Array.from({ length: axis.count }, () => []);
  const enter = (view: View, set: AddressSet, certain: boolean) => {
    for (const [from, to] of axis.spans(set)) for (const cell of cells.slice(from, to)) cell.push({ view, certain });
  };
  for (const view of applicable) {
    enter(view, view.peers.yes, true);
    enter(view, view.peers.maybe, false);
  }
  const zones = cells.map((there, cell) => ({ peers: axis.set([[cell, cell + 1]]), pieces: piecesOf(there) }));
  const numbers = new Map(applicable.map((view, i) => [view, i]));
  const keyOf = ({ region, ways }: Piece) => `${region.v4.join(';')} ${region.v6.join(';')} ${ways.map((way) => way && numbers.get(way))}`;
  return grouped(zones, ({ pieces }) => pieces.map(keyOf).join('|')).map((same) => ({
    peers: addresses.union(...same.map(({ peers }) => peers)),
    pieces: same[0].pieces,
  }));
}

const AS_THEY_ARE: readonly Zone[] = [{ peers: addresses.ALL, pieces: [] }];

/** Without the views that change nothing and keep no other from being tried: a firewall with tunnels has thousands of them. */
function changing(views: readonly View[]): readonly View[] {
  const changed = addresses.union(...views.filter(({ identity }) => !identity).map(({ from }) => from));
  return views.filter(({ identity, from }) => !identity || !addresses.isEmpty(addresses.intersect(from, changed)));
}

function piecesOf(views: readonly { view: View; certain: boolean }[]): readonly Piece[] {
  const closed: Piece[] = [];
  let open: readonly Piece[] = [{ region: addresses.ALL, ways: [] }];
  for (const { view, certain } of views) {
    const next: Piece[] = [];
    for (const { region, ways } of open) {
      const hit = addresses.intersect(region, view.from);
      const rest = addresses.subtract(region, hit);
      if (!addresses.isEmpty(rest)) next.push({ region: rest, ways });
      if (!addresses.isEmpty(hit)) (certain ? closed : next).push({ region: hit, ways: [...ways, view] });
    }
    open = next;
  }
  const asTheyAre = open.map(({ region, ways }) => ({ region, ways: [...ways, undefined] }));
  return [...closed, ...asTheyAre].filter(({ ways }) => ways.some((way) => way !== undefined && !way.identity));
}

/** The device's order: twice NAT, the translations of objects, with the fewest addresses first, and twice NAT with `after-auto`. */
function ordered(context: Context): readonly Translation[] {
  const ranks = new Map(context.translations.map((translation) => [translation, rank(context, translation)]));
  return context.translations.toSorted((a, b) => sure(ranks.get(a)) - sure(ranks.get(b)));
}

function rank(context: Context, translation: Translation): number {
  if (translation.kind === 'twice') return translation.afterAuto ? Number.MAX_VALUE : -1;
  return translation.kind === 'static' ? 0 : sizeOf(cover(context, translation.real));
}

function meets(use: NameUse | undefined, name: string | undefined): boolean {
  return use === undefined || use.name === 'any' || use.name === name;
}

function sizeOf({ yes, maybe }: Cover): number {
  return addresses.size(yes) + addresses.size(maybe);
}

/** @param real what it is the mapped side of */
function mappedCover(context: Context, translation: Translation, real: Cover): Cover {
  const { mapped, mappedInterface } = translation;
  // `static interface` means the address of the mapped interface.
  if (mapped?.kind === 'interface' && mappedInterface !== undefined) return cover(context, { kind: 'interface', use: mappedInterface });
  return mapped?.kind === 'host' ? inlineCover(context, translation, mapped.address, real) : cover(context, mapped);
}

/**
 * An address in the `nat` line of an object stands for as many as the object has: a network with its mask, or a range that begins there
 * (CG9); one in a `static` with an access-list, for as many as a line of that names.
 */
function inlineCover(context: Context, { kind, real, policy }: Translation, address: AddressUse, of: Cover): Cover {
  const single = cover(context, { kind: 'host', address });
  const value = kind === 'object' && real?.kind === 'object' ? context.networkObjects.get(real.use.name)?.value : undefined;
  if (value?.kind === 'network') return cover(context, { ...value, address });
  const ranged = value?.kind === 'range' || policy !== undefined;
  const [from, first] = [ranged ? only(of.yes) : undefined, only(single.yes)?.[0]];
  if (from === undefined || first === undefined || typeof first !== typeof from[0]) return single;
  return { yes: addresses.range(first, move(first, BigInt(from[1]) - BigInt(from[0]))), maybe: addresses.NONE };
}

function cover(context: Context, spec: AddressSpec | undefined): Cover {
  return spec === undefined ? NOWHERE : resolverOf(context).addresses(spec);
}

interface Ports {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

interface Ends extends Pick<View, 'peers' | 'leaves'> {
  readonly from: Cover;
  /** undefined: each is kept as it is. */
  readonly to: Cover | undefined;
}

/** No view where nothing is translated; one that may hold where the file does not tell whom it is for. */
function viewsOf(translation: Translation, ports: Ports | undefined, { from: real, to: shown, peers, leaves }: Ends): readonly View[] {
  const from = addresses.union(real.yes, real.maybe);
  const target = shown === undefined ? from : addresses.union(shown.yes, shown.maybe);
  if ((ports !== undefined && ports.protocol !== 'tcp') || addresses.isEmpty(from) || addresses.isEmpty(target) || isNowhere(peers))
    return [];
  const told = addresses.isEmpty(real.maybe);
  const followed = shown === undefined || addresses.isEmpty(shown.maybe);
  const kept = followed && (shown === undefined || told) && addresses.equal(from, target);
  return [
    {
      translation,
      from,
      fromPort: ports?.from,
      toPort: ports?.to,
      peers: told && !translation.conditional ? peers : doubted(peers),
      identity: kept && ports?.from === ports?.to,
      leaves,
      target,
      ...(kept ? keeping(from) : followed ? moves(told ? from : undefined, target) : UNFOLLOWED),
    },
  ];
}

function keeping(from: AddressSet): Pick<View, 'to' | 'back'> {
  return { to: (address) => address, back: (set) => addresses.intersect(set, from) };
}

const UNFOLLOWED = { to: undefined, back: undefined };

/** @param from undefined where the file does not tell it: only what all become can be followed then */
function moves(from: AddressSet | undefined, to: AddressSet): Pick<View, 'to' | 'back'> {
  const [a, b] = [from && only(from), only(to)];
  if (b !== undefined && b[0] === b[1]) {
    const target = b[0];
    return { to: () => target, back: (set) => (addresses.contains(set, target) ? (from ?? addresses.ALL) : addresses.NONE) };
  }
  return (a && b && shift(a, b)) ?? UNFOLLOWED;
}

/** One interval onto another of the same size and family. */
function shift(from: Interval<Address>, to: Interval<Address>): Pick<View, 'to' | 'back'> | undefined {
  if (typeof from[0] !== typeof to[0]) return undefined;
  const by = BigInt(to[0]) - BigInt(from[0]);
  if (BigInt(to[1]) - BigInt(from[1]) !== by) return undefined;
  const target = addresses.range(...to);
  return {
    to: (address) => move(address, by),
    back: (set) => {
      const { v4, v6 } = addresses.intersect(set, target);
      return {
        v4: v4.map(([first, last]) => [first - Number(by), last - Number(by)]),
        v6: v6.map(([first, last]) => [first - by, last - by]),
      };
    },
  };
}

function move(address: Address, by: bigint): Address {
  return typeof address === 'number' ? address + Number(by) : address + by;
}

function only(set: AddressSet): Interval<Address> | undefined {
  return set.v4.length + set.v6.length === 1 ? (set.v4[0] ?? set.v6[0]) : undefined;
}
