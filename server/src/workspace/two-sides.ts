/**
 * Two sessions with one server, recorded in two files: one on the inside, one on the outside of what changes mail. Nobody says that two files
 * belong together, so both must be told: that it is one server (its name, its address, its greeting, what it offers), and which side each is
 * (the names of the files and what stands above the sessions, the addresses, the masks).
 */
import { PRIVATE } from '../facts/own-hosts.ts';
import { hostAt } from '../mail/mail-hosts.ts';
import { bannerFormOf } from '../path/variants.ts';
import { agree, areTwoServers, isNamedAlike, type Side, type Sight, sideIn, sightOf } from '../rules/shared/two-sides.ts';
import type { Transcript } from '../smtp/model.ts';
import { type Firewall, partsOf } from './tie.ts';

/** A session of a file of the workspace. */
export interface Recorded {
  readonly uri: string;
  readonly sight: Sight;
}

/** One server, and which of two recordings of it is which. */
export interface TwoSides {
  /** As the server says it. */
  readonly plain: Recorded;
  /** The one that something stands before: it has the masks, or else it is that from outside. */
  readonly changed: Recorded;
  /** The side on which `plain` was recorded; undefined where the masks alone tell the two apart. */
  readonly side: Side | undefined;
  /** How it is known which is which, the surest first. */
  readonly by: 'names' | 'addresses' | 'masks';
}

/** The sessions of a file, to be looked up by a name or an address of their server. */
export interface Sights {
  readonly all: readonly Sight[];
  readonly by: ReadonlyMap<string, readonly Sight[]>;
}

/** Sessions of one file; a log of thousands repeats itself. */
const MOST_SESSIONS = 200;
/** What stands for "no name" among the keys. */
const NAMELESS = '';

/** Those that show what a server offers, or that it refuses to; of sessions that show the same the first. */
export function sightsOf(transcript: Transcript): Sights {
  const seen = new Set<string>();
  const all: Sight[] = [];
  const by = new Map<string, Sight[]>();
  for (const session of transcript.sessions) {
    if (all.length === MOST_SESSIONS) break;
    if (session.offers.length === 0 && !session.commands.some(({ verb, reply }) => verb === 'EHLO' && reply !== undefined)) continue;
    const sight = sightOf(transcript, session);
    const shown = sight.offer?.reply.lines.map(({ text }) => text.replace(/^(\S+).*/s, '$1'));
    const key = JSON.stringify([sight.names, sight.server, sight.heading, sight.masks, shown]);
    if (seen.has(key)) continue;
    seen.add(key);
    all.push(sight);
    for (const each of keysOf(sight)) by.set(each, [...(by.get(each) ?? []), sight]);
  }
  return { all, by };
}

function keysOf({ names, server }: Sight): readonly string[] {
  const address = server === undefined ? [] : [server.address];
  return names.length > 0 ? [...names, ...address] : [NAMELESS, ...address, ...address.map(namelessAt)];
}

/** Of two servers with names the names decide: by their addresses only the others are looked for, of which a folder may hold thousands. */
function namelessAt(address: string): string {
  return `nameless ${address}`;
}

/** Another file, and its sessions. */
export interface File {
  readonly uri: string;
  readonly sights: Sights;
}

/**
 * The other side of each session of a file, where another file has it.
 *
 * @param files others of the workspace
 * @param firewalls whose translations tell that two addresses are one host
 */
export function otherSides(own: File, files: readonly File[], firewalls: readonly Firewall[]): readonly TwoSides[] {
  const others = files.filter(({ uri }) => uri !== own.uri);
  if (others.length === 0) return [];
  return own.sights.all.flatMap((sight) => {
    const one = { uri: own.uri, sight };
    const found = candidates(one, others, firewalls).flatMap((other) => sidesOf(one, other) ?? []);
    return found.length === 0 ? [] : [best(one, found)];
  });
}

function candidates({ uri, sight }: Recorded, others: readonly File[], firewalls: readonly Firewall[]): readonly Recorded[] {
  const { server, names } = sight;
  const addresses = server === undefined ? [] : addressesOf(server.address, firewalls);
  const keys = new Set(names.length === 0 ? addresses : [...names, ...addresses.map(namelessAt)]);
  return others.flatMap((other) => {
    const named = [...keys].flatMap((key) => other.sights.by.get(key) ?? []);
    // Of a server without a name only what lies beside it in the same folder is asked.
    const nameless = names.length === 0 ? other.sights.all : (other.sights.by.get(NAMELESS) ?? []);
    if (named.length + nameless.length === 0) return [];
    const beside = nameless.length > 0 && folderOf(other.uri) === folderOf(uri) ? nameless.filter((each) => isLike(sight, each)) : [];
    return [...new Set([...named, ...beside])].map((each) => ({ uri: other.uri, sight: each }));
  });
}

/** The address, and what firewalls translate it to or from. */
function addressesOf(address: string, firewalls: readonly Firewall[]): readonly string[] {
  const known = firewalls.flatMap(({ configuration: { contexts } }) =>
    contexts.flatMap((context) => hostAt(context, { address, label: undefined }).addresses),
  );
  return [address, ...known];
}

/** What the server of one says is, but for masks, what that of the other says. */
function isLike(one: Sight, other: Sight): boolean {
  const masked = maskedOf(one, other);
  if (masked === undefined) return false;
  const plain = masked === one ? other : one;
  return hasMaskedGreetingOf(masked, plain) || (masked.masksKeywords && agree(masked, plain));
}

/** The one that has masks. Asterisks alone prove nothing, unless the other one has the greeting of which they are the mask. */
function maskedOf(one: Sight, other: Sight): Sight | undefined {
  if (one.masks !== other.masks) return one.masks ? one : other;
  if (hasMaskedGreetingOf(one, other)) return one;
  return hasMaskedGreetingOf(other, one) ? other : undefined;
}

function hasMaskedGreetingOf(one: Sight, plain: Sight): boolean {
  const [outside, inside] = [greetingOf(one), greetingOf(plain)];
  return outside !== undefined && inside !== undefined && bannerFormOf({ inside, outside }) !== 'kept';
}

function greetingOf({ session: { greeting } }: Sight): string | undefined {
  return greeting?.lines.length === 1 ? greeting.lines[0]?.text : undefined;
}

/** @returns undefined where nothing tells which is which, and where they are two servers, or twice the same side */
function sidesOf(one: Recorded, other: Recorded): TwoSides | undefined {
  const [a, b] = [one.sight, other.sight];
  if (areTwoServers(a, b) || portsDiffer(a, b)) return undefined;
  const [named, otherNamed] = [toldSide(one), toldSide(other)];
  if (named !== undefined && named === otherNamed) return undefined;
  const byNames = named !== undefined && otherNamed !== undefined ? named : undefined;
  const side = byNames ?? sideByAddress(a, b);
  const by = byNames !== undefined ? 'names' : 'addresses';
  const masked = maskedOf(a, b);
  if (masked === undefined) {
    if (side === undefined) return undefined;
    const [plain, changed] = side === 'inside' ? [one, other] : [other, one];
    return { plain, changed, side: 'inside', by };
  }
  const [plain, changed] = masked === b ? [one, other] : [other, one];
  const ofPlain = side === undefined || plain === one ? side : opposite(side);
  // A firewall before the client masks what is seen from inside: a person says so, an address does not.
  if (ofPlain === undefined || (ofPlain === 'outside' && by === 'addresses')) return { plain, changed, side: undefined, by: 'masks' };
  return { plain, changed, side: ofPlain, by };
}

function opposite(side: Side): Side {
  return side === 'inside' ? 'outside' : 'inside';
}

/** Another port is another service, with settings of its own. */
function portsDiffer({ server: a }: Sight, { server: b }: Sight): boolean {
  return a !== undefined && b !== undefined && a.port !== b.port;
}

/** What stands above the session, or else the name of its file, or of its folder. */
function toldSide({ uri, sight }: Recorded): Side | undefined {
  const [folder = '', file = ''] = partsOf(uri).slice(-2);
  return sight.heading ?? sideIn(wordsIn(file)) ?? sideIn(wordsIn(folder));
}

function wordsIn(name: string): readonly string[] {
  return name.split(/[^\p{L}]+/u);
}

/** The side of the first, where one of the two was reached by an address that is not routed on the internet, and the other by one that is. */
function sideByAddress({ server: a }: Sight, { server: b }: Sight): Side | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [one, other] = [a, b].map(({ address }) => PRIVATE.value.test(address));
  return one === other ? undefined : one ? 'inside' : 'outside';
}

const SUREST: readonly TwoSides['by'][] = ['names', 'addresses', 'masks'];

/** The one whose sides are known best; of equals the one that shows the same name, then that in the same folder, then the first. */
function best(one: Recorded, found: readonly TwoSides[]): TwoSides {
  const rank = (sides: TwoSides): readonly number[] => {
    const other = sides.plain.uri === one.uri ? sides.changed : sides.plain;
    return [
      SUREST.indexOf(sides.by),
      isNamedAlike(one.sight.names, other.sight.names) ? 0 : 1,
      folderOf(other.uri) === folderOf(one.uri) ? 0 : 1,
    ];
  };
  const ranked = found.map((sides) => ({ sides, at: rank(sides) }));
  return ranked.reduce((a, b) => (isBefore(b.at, a.at) ? b : a)).sides;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function folderOf(uri: string): string {
  return partsOf(uri).slice(0, -1).join('/');
}
