/** What a line can be that is told by no list: how common each keyword is, and what stands beside it (`neighbours.ts`). */

import { KEYWORDS, keywordNamed } from '../../facts/keywords.ts';
import { SERVERS } from '../../facts/servers.ts';
import { lazily } from '../../text/lazily.ts';
import { SOMETHING_ELSE } from '../masked.ts';
import { type Choice, fill, neighboursIn } from '../neighbours.ts';
import type { Aligned } from './alignment.ts';
import { CHANCES, LEAST_CHANCE } from './lists.ts';
import type { Listing, OfferedLine, Told } from './seen.ts';
import { expectedChance, type Generic, keptChance, LENGTHS, mixOf, NOTHING, sharesOf, shownOf, slotOfLength, sum } from './slots.ts';

/** How many masked lines of a server that nobody knows are keywords that nobody registered, relative to the weights of `KEYWORDS`. */
const UNREGISTERED = 9;
const LONGEST_WORD = 16;
/** How much of what stands behind a mask of such a server is told by its neighbours; the rest by the common order. */
const BY_NEIGHBOURS = 0.5;
/** The odds that a list has a keyword that nobody registered, at any masked line. */
const UNREGISTERED_ODDS = 0.15;
/** When a mask is first looked at: not every start of a program meets one. */
const neighbours = lazily(() => neighboursIn(SERVERS));

/** What a masked line of a server that nobody knows can be: by the common order, and by its neighbours. */
export function besideNeighbours(stranger: Aligned, listing: Listing, told: Told): Aligned {
  if (listing.lines.every(({ text }) => text !== undefined)) return stranger;
  let filled: ReturnType<typeof fill> | undefined;
  return {
    likelihood: stranger.likelihood,
    textsOf: (i) => {
      filled ??= fillOf(listing, told);
      return mixOf([
        [{ total: 1, texts: stranger.textsOf(i) }, 1 - BY_NEIGHBOURS],
        [{ total: 1, texts: filled[i] ?? NOTHING.texts }, BY_NEIGHBOURS],
      ]).texts;
    },
  };
}

function fillOf({ lines, maskedBefore }: Listing, told: Told): ReturnType<typeof fill> {
  const byLength = new Map<number, readonly Choice[]>();
  const places = lines.map(({ name, length }) => {
    if (name !== undefined) return { name };
    const choices = byLength.get(length) ?? choicesOf(length, told);
    byLength.set(length, choices);
    return { choices };
  });
  return fill(places, neighbours(), maskedBefore === undefined);
}

/** What a masked line of this length can be, by how many lists have it. */
function choicesOf(length: number, { plain, expected, passed, repeated }: Told): Choice[] {
  const known = KEYWORDS.filter(({ name }) => !plain.has(name)).flatMap((keyword) => {
    const { name } = keyword;
    const chance = expectedChance({ name, chance: CHANCES.get(name) ?? LEAST_CHANCE }, expected);
    const masked = (chance / (1 - chance)) * (1 - keptChance(name, passed));
    const { texts } = slotOfLength(keyword, length, name === 'AUTH=' ? repeated : undefined);
    return [...texts].map(([text, share]) => ({ text, name, odds: masked * share }));
  });
  return [...known, { text: SOMETHING_ELSE, name: undefined, odds: UNREGISTERED_ODDS * unregisteredOf(length) }];
}

const ALL_WEIGHTS = KEYWORDS.reduce((sum, { weight }) => sum + weight, 0);

/** Each line as one of any server, by how common keywords are. */
export function unlistedLines(lines: readonly OfferedLine[], told: Told, anyMasked: boolean): Generic[] {
  const byLength = new Map<number, Generic>();
  return lines.map(({ name, length }) => {
    if (name !== undefined) {
      const weight = keywordNamed(name)?.weight ?? 0.5;
      return { total: (weight / ALL_WEIGHTS) * 0.3 * (anyMasked ? keptChance(name, told.passed) : 1), texts: new Map() };
    }
    const known = byLength.get(length) ?? anyOfLength(length, told);
    byLength.set(length, known);
    return known;
  });
}

/** What a masked line of this length can be at any server. */
function anyOfLength(length: number, { plain, expected, passed, repeated }: Told): Generic {
  const texts = new Map<string, number>();
  for (const keyword of KEYWORDS) {
    const { name, weight } = keyword;
    if (plain.has(name)) continue;
    for (const [line, share] of sharesOf(keyword, repeated)) {
      const p = ((weight * (expected.has(name) ? 5 : 1)) / ALL_WEIGHTS) * share * (1 - keptChance(name, passed));
      if (line.length === length) texts.set(shownOf(line), p);
    }
  }
  texts.set(SOMETHING_ELSE, (UNREGISTERED / ALL_WEIGHTS) * unregisteredOf(length));
  return { total: sum(texts.values()), texts };
}

/** How many of the keywords that nobody registered have this length: nearly all are one word. */
function unregisteredOf(length: number): number {
  return length <= LONGEST_WORD ? 0.9 / LONGEST_WORD : 0.1 / (LENGTHS - LONGEST_WORD);
}
