/** The lists of keywords that servers have: those of known software, version by version, and the orders in which a server that nobody knows can list its own. */

import { KEYWORDS, keywordNamed } from '../../facts/keywords.ts';
import { ANY_SERVER, familyOf, SERVERS, type ServerProfile, type Slot } from '../../facts/servers.ts';
import { sure } from '../../text/at.ts';
import { lazily } from '../../text/lazily.ts';

/** How often a line of a server that nobody knows stands out of the common order. */
const UNLISTED_AT_STRANGER = 0.42;
/** How many of these servers keep to each order, and how often a line stands out of it. */
const ORDERS = { common: 0.25, alphabet: 0.2, known: 0.55 } as const;
const OUT_OF_ALPHABET = 0.05;
const OUT_OF_KNOWN = 0.1;
/** How often such a server has a keyword of a known one that nobody else has. */
export const LEAST_CHANCE = 0.01;
/** How often a list has a keyword that is not in the common list, for each unit of its weight. */
const CHANCE_OF_WEIGHT = 0.02;

/** The lists of a server, each with its share: of each of its versions, or the one that it has. */
export function listsOf(profile: ServerProfile): readonly ServerList[] {
  return knownLists().get(profile) ?? listsIn(profile);
}

/** One of the lists of keywords that a server has. */
export interface ServerList {
  readonly share: number;
  readonly slots: readonly Slot[];
}

const knownLists = lazily(() => new Map(SERVERS.map((profile) => [profile, listsIn(profile)])));

function listsIn({ slots, versions }: ServerProfile): readonly ServerList[] {
  if (versions === undefined) return [{ share: 1, slots }];
  return versions.map(({ share, chances }) => ({
    share,
    slots: slots.map((slot) => ({ ...slot, chance: chances[slot.name] ?? slot.chance })).filter(({ chance }) => chance > 0),
  }));
}

interface Order {
  readonly slots: readonly Slot[];
  readonly share: number;
  readonly outOfOrder: number;
}

/**
 * The orders in which a server that nobody knows can list its keywords: the common one, that of the alphabet or its reverse, or that of a known
 * server, of which it can be a copy or a successor.
 */
export const orders = lazily((): readonly Order[] => {
  const slotOf = (name: string): Slot => ({ name, chance: CHANCES.get(name) ?? LEAST_CHANCE, lines: keywordNamed(name)?.lines ?? [name] });
  const names = [...CHANCES.keys(), ...SERVERS.flatMap(({ slots }) => slots.map(({ name }) => name))];
  const slots = new Map(names.map((name) => [name, slotOf(name)]));
  const anySlot = (name: string): Slot => sure(slots.get(name));
  const alphabet = [...CHANCES.keys()].sort().map(anySlot);
  const families = [...new Map([...SERVERS].sort((a, b) => a.weight - b.weight).map((profile) => [familyOf(profile), profile])).values()];
  return [
    { slots: ANY_SERVER, share: ORDERS.common, outOfOrder: UNLISTED_AT_STRANGER },
    { slots: alphabet, share: ORDERS.alphabet / 2, outOfOrder: OUT_OF_ALPHABET },
    { slots: [...alphabet].reverse(), share: ORDERS.alphabet / 2, outOfOrder: OUT_OF_ALPHABET },
    ...families.map(({ slots }) => ({
      slots: slots.map(({ name }) => anySlot(name)),
      share: ORDERS.known / families.length,
      outOfOrder: OUT_OF_KNOWN,
    })),
  ];
});

/** How often a list has each keyword: the commonest chance of those that the keyword has in it. */
export const CHANCES: ReadonlyMap<string, number> = new Map([
  ...KEYWORDS.map(({ name, weight }): [string, number] => [name, weight * CHANCE_OF_WEIGHT]),
  ...[...ANY_SERVER].sort((a, b) => a.chance - b.chance).map(({ name, chance }): [string, number] => [name, chance]),
]);

/** What other versions of the same software list, and this one does not; nothing for a server that is none of the known ones. */
export function kinOf(profile: ServerProfile): readonly Slot[] {
  return knownKin().get(profile) ?? [];
}

const knownKin = lazily(() => new Map(SERVERS.map((profile) => [profile, kinIn(profile)])));

function kinIn(profile: ServerProfile): readonly Slot[] {
  const family = SERVERS.filter((other) => other !== profile && familyOf(other) === familyOf(profile));
  const own = new Set(profile.slots.map(({ name }) => name));
  const others = family.flatMap(({ slots }) => slots).filter(({ name }) => !own.has(name));
  return [...new Map(others.map((slot) => [slot.name, slot])).values()];
}
