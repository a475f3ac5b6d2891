/**
 * Where translations decide: a class map names an address of one side, and the first packet may carry that of the other. From 8.3 on
 * ACLs name real addresses and a packet is un-translated before it is matched; before, they name the addresses that are
 * seen on the interface where the policy acts. Only static translations are followed: no mail host is reached through another.
 */
import type { AddressSpec, AddressUse, Context, NameUse, Translation } from '../asa/model.ts';
import type { Address, AddressSet } from './addresses.ts';
import * as addresses from './addresses.ts';
import { Axis } from './axis.ts';
import { type Cover, doubted, EVERYWHERE, isNowhere, NOWHERE, union } from './cover.ts';
import { isAtLeast, REAL_ADDRESSES } from './facts/versions.ts';
import { grouped } from './grouped.ts';
import type { Interval } from './intervals.ts';
import { resolverOf } from './resolve.ts';
import type { Ternary } from './ternary.ts';

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

const views = new WeakMap<Context, Map<string, Views>>();

/** What a policy on one side sees of flows that enter at `ingress`; worked out once, for each port is asked about on its own. */
export function viewsAt(context: Context, ingress: string | undefined, side: Side): Views {
  const own = views.get(context) ?? new Map<string, Views>();
  views.set(context, own);
  const key = JSON.stringify([ingress, side]);
  const known = own.get(key) ?? findViews(context, ingress, side);
  own.set(key, known);
  return known;
}

function findViews(context: Context, ingress: string | undefined, side: Side): Views {
  if (namesRealAddresses(context)) return { source: [], destination: untranslations(context, ingress) };
  if (side.kind === 'ingress') return { source: [], destination: translations(context, ingress) };
  const source = [...translations(context, side.interface), ...hidings(context, ingress, side.interface)];
  return { source, destination: untranslations(context, ingress) };
}

/** `nat` up to 8.2, by the `global` lines of its number: which address of them a host gets, and whether any, is not followed. */
function hidings(context: Context, ingress: string | undefined, egress: string): readonly View[] {
  const dynamic = context.translations.filter(({ kind }) => kind === 'dynamic');
  const own = dynamic.filter(({ realInterface }) => realInterface !== undefined && realInterface.name === ingress);
  const sized = own.map((translation) => ({ translation, from: cover(context, translation.real) }));
  // The one that fits best comes first.
  return sized
    .toSorted((a, b) => sizeOf(a.from) - sizeOf(b.from))
    .flatMap(({ translation, from }) => {
      if (translation.pool === 0) return viewsOf(translation, undefined, { from, to: from, peers: EVERYWHERE, leaves: undefined });
      const pools = dynamic.filter(({ pool, mappedInterface }) => pool === translation.pool && mappedInterface?.name === egress);
      if (pools.length === 0) return [];
      const all = union(pools.map((pool) => mappedCover(context, pool)));
      const to = sizeOf(all) === 1 ? all : doubted(all);
      return viewsOf(translation, undefined, { from, to, peers: doubted(EVERYWHERE), leaves: undefined });
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
  const peers = peer === undefined ? EVERYWHERE : cover(context, peer.real);
  return viewsOf(translation, service && { ...service, from: service.mappedPort, to: service.realPort }, {
    from: mappedCover(context, translation),
    to: cover(context, translation.real),
    // The peer's own port would have to be the one that is translated.
    peers: peer?.service === undefined ? peers : doubted(peers),
    leaves: realInterface,
  });
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
    const { isStatic, mappedInterface, realInterface, service, real } = translation;
    if (!isStatic || !meets(mappedInterface, shownAt)) return [];
    const ports = service && { ...service, from: service.realPort, to: service.mappedPort };
    const ends = { from: cover(context, real), to: mappedCover(context, translation), peers: EVERYWHERE, leaves: realInterface };
    return viewsOf(translation, ports, ends);
  });
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
  const applicable = views.filter(({ fromPort }) => fromPort === undefined || fromPort === port);
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
    pieces: same[0]!.pieces,
  }));
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
  return context.translations.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
}

function rank(context: Context, translation: Translation): number {
  if (translation.kind === 'twice') return translation.afterAuto ? Number.MAX_VALUE : -1;
  return translation.kind === 'object' ? sizeOf(cover(context, translation.real)) : 0;
}

function meets(use: NameUse | undefined, name: string | undefined): boolean {
  return use === undefined || use.name === 'any' || use.name === name;
}

function sizeOf({ yes, maybe }: Cover): number {
  return addresses.size(yes) + addresses.size(maybe);
}

function mappedCover(context: Context, translation: Translation): Cover {
  const { mapped, mappedInterface } = translation;
  // `static interface` means the address of the mapped interface.
  if (mapped?.kind === 'interface' && mappedInterface !== undefined) return cover(context, { kind: 'interface', use: mappedInterface });
  return mapped?.kind === 'host' ? inlineCover(context, translation, mapped.address) : cover(context, mapped);
}

/** An address in the `nat` line of an object stands for as many as the object has: a network with its mask, or a range that begins there (CG9). */
function inlineCover(context: Context, { kind, real }: Translation, address: AddressUse): Cover {
  const single = cover(context, { kind: 'host', address });
  const value = kind === 'object' && real?.kind === 'object' ? context.networkObjects.get(real.use.name)?.value : undefined;
  if (value?.kind === 'network') return cover(context, { ...value, address });
  const [from, first] = [value?.kind === 'range' ? only(cover(context, value).yes) : undefined, only(single.yes)?.[0]];
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
  readonly to: Cover;
}

/** No view where nothing is translated; one that may hold where the file does not tell whom it is for. */
function viewsOf(translation: Translation, ports: Ports | undefined, { from: real, to: shown, peers, leaves }: Ends): readonly View[] {
  const [from, target] = [real, shown].map(({ yes, maybe }) => addresses.union(yes, maybe)) as [AddressSet, AddressSet];
  if ((ports !== undefined && ports.protocol !== 'tcp') || addresses.isEmpty(from) || addresses.isEmpty(target) || isNowhere(peers))
    return [];
  const told = addresses.isEmpty(real.maybe);
  const followed = addresses.isEmpty(shown.maybe) ? moves(told ? from : undefined, target) : UNFOLLOWED;
  return [
    {
      translation,
      from,
      fromPort: ports?.from,
      toPort: ports?.to,
      peers: told && !translation.conditional ? peers : doubted(peers),
      identity: followed !== UNFOLLOWED && told && addresses.equal(from, target) && ports?.from === ports?.to,
      leaves,
      target,
      ...followed,
    },
  ];
}

const UNFOLLOWED = { to: undefined, back: undefined };

/** @param from undefined where the file does not tell it: only what all become can be followed then */
function moves(from: AddressSet | undefined, to: AddressSet): Pick<View, 'to' | 'back'> {
  if (from !== undefined && addresses.equal(from, to)) return { to: (address) => address, back: (set) => addresses.intersect(set, to) };
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
