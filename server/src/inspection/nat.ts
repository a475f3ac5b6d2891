/**
 * Where translations decide: a class map names an address of one side, and the first packet may carry that of the other. From 8.3 on
 * ACLs name real addresses and a packet is un-translated before it is matched; before, they name the addresses that are
 * seen on the interface where the policy acts. Only static translations are followed: no mail host is reached through another.
 */
import type { AddressSpec, Context, NameUse, Translation } from '../asa/model.ts';
import type { Address, AddressSet } from './addresses.ts';
import * as addresses from './addresses.ts';
import { isAtLeast, REAL_ADDRESSES } from './facts/versions.ts';
import type { Interval } from './intervals.ts';
import { resolverOf } from './resolve.ts';

/** One translation in one direction: an endpoint in `from` is seen as `to`. */
export interface View {
  readonly translation: Translation;
  readonly from: AddressSet;
  /** Only this port is translated; undefined: every port, kept. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  /** The address it becomes; undefined where the pair is no plain shift and not one single address. */
  readonly to: ((address: Address) => Address) | undefined;
  /** The addresses of `from` that become one of `set`; undefined as `to` is. */
  readonly back: ((set: AddressSet) => AddressSet) | undefined;
  /** False where the translation holds under conditions that are not read (twice NAT with `destination`). */
  readonly certain: boolean;
}

/** An endpoint as a policy sees it; `address` is undefined where the translation cannot be followed. */
export interface Endpoint {
  readonly address: Address | undefined;
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

export function viewsAt(context: Context, ingress: string | undefined, side: Side): Views {
  if (namesRealAddresses(context)) return { source: [], destination: untranslations(context, ingress) };
  if (side.kind === 'ingress') return { source: [], destination: translations(context, ingress) };
  return { source: translations(context, side.interface), destination: untranslations(context, ingress) };
}

/** Mapped to real, for packets that enter at an interface. */
export function untranslations(context: Context, ingress: string | undefined): readonly View[] {
  return statics(context, ingress).flatMap((translation) => {
    const mapped = mappedSet(context, translation);
    return mapped === undefined ? [] : viewsOf(translation, mapped, realSet(context, translation), 'mapped');
  });
}

/** Real to mapped, as an interface shows it. */
function translations(context: Context, shownAt: string | undefined): readonly View[] {
  return statics(context, shownAt).flatMap((translation) => {
    const real = realSet(context, translation);
    const mapped = mappedSet(context, translation);
    return real === undefined || mapped === undefined ? [] : viewsOf(translation, real, mapped, 'real');
  });
}

/** An endpoint as the views show it: more than one where it cannot be told whether a translation holds. */
export function seen(views: readonly View[], address: Address, port: number): { view: View | undefined; endpoints: readonly Endpoint[] } {
  const view = views.find(({ from, fromPort }) => (fromPort === undefined || fromPort === port) && addresses.contains(from, address));
  if (view === undefined) return { view, endpoints: [{ address, port }] };
  const translated = { address: view.to?.(address), port: view.toPort ?? port };
  return { view, endpoints: view.certain ? [translated] : [translated, { address, port }] };
}

/** The device's order: twice NAT before the others; of those, `nat` in an object with the fewest addresses first. */
function statics(context: Context, shownAt: string | undefined): readonly Translation[] {
  const here = context.translations.filter(({ isStatic, mappedInterface }) => isStatic && meets(mappedInterface, shownAt));
  const sizes = new Map(here.map((translation) => [translation, rank(context, translation)]));
  return here.toSorted((a, b) => sizes.get(a)! - sizes.get(b)!);
}

function meets(use: NameUse | undefined, name: string | undefined): boolean {
  return use === undefined || use.name === 'any' || use.name === name;
}

function rank(context: Context, translation: Translation): number {
  if (translation.kind === 'twice') return -1;
  return translation.kind === 'object' ? addresses.size(realSet(context, translation) ?? addresses.NONE) : 0;
}

function realSet(context: Context, { real }: Translation): AddressSet | undefined {
  return known(context, real);
}

function mappedSet(context: Context, { mapped, mappedInterface }: Translation): AddressSet | undefined {
  // `static interface` means the address of the mapped interface.
  const spec =
    mapped?.kind === 'interface' && mappedInterface !== undefined ? { kind: 'interface' as const, use: mappedInterface } : mapped;
  return known(context, spec);
}

/** undefined where the file does not tell the addresses: such a translation is left out. */
function known(context: Context, spec: AddressSpec | undefined): AddressSet | undefined {
  if (spec === undefined) return undefined;
  const { yes, maybe } = resolverOf(context).addresses(spec);
  return addresses.isEmpty(maybe) && !addresses.isEmpty(yes) ? yes : undefined;
}

function viewsOf(translation: Translation, from: AddressSet, to: AddressSet | undefined, side: 'mapped' | 'real'): readonly View[] {
  const { service, conditional } = translation;
  if (service !== undefined && service.protocol !== 'tcp') return [];
  const ports = service === undefined ? [] : [service.mappedPort, service.realPort];
  const [fromPort, toPort] = side === 'mapped' ? ports : ports.toReversed();
  return [{ translation, from, fromPort, toPort, certain: !conditional, ...moves(from, to) }];
}

function moves(from: AddressSet, to: AddressSet | undefined): Pick<View, 'to' | 'back'> {
  const [a, b] = [only(from), to && only(to)];
  if (b !== undefined && b[0] === b[1]) {
    const target = b[0];
    return { to: () => target, back: (set) => (addresses.contains(set, target) ? from : addresses.NONE) };
  }
  if (a === undefined || b === undefined) return { to: undefined, back: undefined };
  return shift(a, b) ?? { to: undefined, back: undefined };
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
