/** The lines of a reply aligned with a list of keywords: all ways through it, forward and backward, and what they say of each masked line. */

import type { Slot } from '../../facts/servers.ts';
import { itemAt, lastOf } from '../../text/at.ts';
import { Grid } from '../../text/grid.ts';
import type { Listing, Told } from './seen.ts';
import { chancesOf, type Emission, emit, expectedChance, type Generic, keptChance, sum } from './slots.ts';

/** A line out of order is one of the server's own list as often as this; else any server's. */
const OWN_KEYWORD = 0.5;
/** How often a line out of order is this keyword of another version of the software. */
const KEYWORD_OF_KIN = 0.02;
/** The way through the list passes over the place of such a keyword as if it were left out: that is taken back, within bounds. */
const MOST_ODDS = 10;
/** Ways through the list that are less likely than this change nothing that is shown. */
export const NEGLIGIBLE = 1e-6;

export interface Aligned {
  readonly likelihood: number;
  /** What can stand behind a masked line, adding up to 1. */
  readonly textsOf: (line: number) => ReadonlyMap<string, number>;
}

/** One list or another: the likelier each is, the more it tells of what stands behind a mask. */
export function anyOf(parts: readonly { readonly share: number; readonly alignment: Aligned }[]): Aligned {
  const likelihood = sum(parts.map(({ share, alignment }) => share * alignment.likelihood));
  return {
    likelihood,
    textsOf: (i) => {
      const texts = new Map<string, number>();
      for (const { share, alignment } of parts) {
        const weight = (share * alignment.likelihood) / likelihood;
        if (!(weight > NEGLIGIBLE)) continue;
        for (const [text, p] of alignment.textsOf(i)) texts.set(text, (texts.get(text) ?? 0) + p * weight);
      }
      return texts;
    },
  };
}

/** What an alignment is made from. */
interface ListAndLines {
  readonly slots: readonly Slot[];
  /** What other versions of the software list, and stands out of the order here. */
  readonly kin: readonly Slot[];
  readonly listing: Listing;
  readonly told: Told;
  readonly anyMasked: boolean;
  readonly unlisted: readonly Generic[];
  /** The chance of a line that stands out of the order. */
  readonly outOfOrder: number;
}

/**
 * Forward and backward over the slots of a list. Of most lists nothing but the likelihood is ever asked: what it takes to tell the texts is worked
 * out, and kept, for the others alone.
 */
export function align(of: ListAndLines): Aligned {
  if (of.listing.lines.length === 0) return { likelihood: 1, textsOf: () => new Map() };
  const likelihood = lastOf(lastRow(waysThrough(of)));
  let texts: ((line: number) => ReadonlyMap<string, number>) | undefined;
  const known = new Map<number, ReadonlyMap<string, number>>();
  return {
    likelihood,
    textsOf: (i) => {
      texts ??= textsBehind(of, likelihood);
      const found = known.get(i) ?? texts(i);
      known.set(i, found);
      return found;
    },
  };
}

/** The chances of all ways through a list. */
interface Ways {
  /** Of each slot, to be printed at all. */
  readonly chance: readonly number[];
  /** Of each line and slot: how likely the slot prints this line. */
  readonly emission: readonly (readonly number[])[];
  /** Of each line, to stand out of the order. */
  readonly displaced: readonly number[];
  /** Of each slot, to be that which a line out of the order is of; the rest is any server's. */
  readonly share: readonly number[];
  readonly unlistedShare: number;
  /** Of each place in the list, to be where the lines begin. */
  readonly start: readonly number[];
  /** The lines are the end of a reply. */
  readonly partial: boolean;
}

function waysThrough({ slots, kin, listing: { lines, maskedBefore }, told, anyMasked, unlisted, outOfOrder }: ListAndLines): Ways {
  const chance = slots.map((slot) => expectedChance(slot, told.expected));
  const emission = chancesOf(slots, lines, told, anyMasked);
  const listed = sum(chance);
  const share = chance.map((p) => (OWN_KEYWORD * Math.min(MOST_ODDS, p / (1 - p))) / listed);
  const unlistedShare = listed > 0 ? 1 - OWN_KEYWORD : 1;
  const kinChance = chancesOf(kin, lines, told, anyMasked);
  const displaced = lines.map((_, i) => {
    let p = itemAt(unlisted, i).total * unlistedShare;
    for (const one of itemAt(kinChance, i)) p += one * KEYWORD_OF_KIN;
    const own = itemAt(emission, i);
    for (let j = 0; j < slots.length; j++) p += itemAt(own, j) * itemAt(share, j);
    return p * outOfOrder;
  });
  const start = startOf(slots, chance, maskedBefore, told.passed);
  return { chance, emission, displaced, share, unlistedShare, start, partial: maskedBefore !== undefined };
}

/** At each place of the list: the first i lines are explained by the slots before it. @param above the same for one line less */
function rowOf({ chance, emission, displaced, start, partial }: Ways, i: number, above: readonly number[]): readonly number[] {
  const row: number[] = [];
  const printed = i > 0 ? itemAt(emission, i - 1) : [];
  const moved = i > 0 ? itemAt(displaced, i - 1) : 0;
  for (let j = 0; j <= chance.length; j++) {
    let p = i === 0 ? itemAt(start, j) : itemAt(above, j) * moved;
    if (j > 0) {
      const at = itemAt(chance, j - 1);
      if (i > 0 || !partial) p += itemAt(row, j - 1) * (1 - at);
      if (i > 0) p += itemAt(above, j - 1) * at * itemAt(printed, j - 1);
    }
    row.push(p);
  }
  return row;
}

function lastRow(ways: Ways): readonly number[] {
  let row: readonly number[] = [];
  for (let i = 0; i <= ways.displaced.length; i++) row = rowOf(ways, i, row);
  return row;
}

function forwards(ways: Ways): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  for (let i = 0; i <= ways.displaced.length; i++) rows.push(rowOf(ways, i, rows.at(-1) ?? []));
  return rows;
}

/** backward[i][j]: the lines from i on are explained by the slots from j on. */
function backwards({ chance, emission, displaced }: Ways): Grid {
  const n = displaced.length;
  const m = chance.length;
  const backward = new Grid(n + 1, m + 1);
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      let p = i === n && j === m ? 1 : 0;
      if (j < m) p += backward.get(i, j + 1) * (1 - itemAt(chance, j));
      if (i < n) p += backward.get(i + 1, j) * itemAt(displaced, i);
      if (i < n && j < m) p += backward.get(i + 1, j + 1) * itemAt(chance, j) * itemAt(itemAt(emission, i), j);
      backward.set(i, j, p);
    }
  }
  return backward;
}

/** Tells the texts behind a masked line, with their shares of the likelihood. */
function textsBehind(of: ListAndLines, likelihood: number): (line: number) => ReadonlyMap<string, number> {
  const { slots, kin, listing, told, unlisted, outOfOrder } = of;
  const ways = waysThrough(of);
  const forward = forwards(ways);
  const backward = backwards(ways);
  return (i) => {
    const { length } = itemAt(listing.lines, i);
    const texts = new Map<string, number>();
    const add = ({ generic, factor }: Emission, weight: number) => {
      const all = factor * weight;
      if (all <= likelihood * NEGLIGIBLE) return;
      for (const [candidate, p] of generic.texts) texts.set(candidate, (texts.get(candidate) ?? 0) + (p * all) / likelihood);
    };
    const before = itemAt(forward, i);
    const emission = slots.map((slot) => emit(slot, length, told));
    let displaced = 0;
    for (const [j, p] of before.entries()) displaced += p * outOfOrder * backward.get(i + 1, j);
    for (const [j, one] of emission.entries()) add(one, itemAt(before, j) * itemAt(ways.chance, j) * backward.get(i + 1, j + 1));
    add({ generic: itemAt(unlisted, i), factor: ways.unlistedShare }, displaced);
    for (const slot of kin) add(emit(slot, length, told), displaced * KEYWORD_OF_KIN);
    for (const [j, one] of emission.entries()) add(one, displaced * itemAt(ways.share, j));
    return texts;
  };
}

/**
 * Where the lines begin in the list. Whole replies: at its start. Where only the last line is printed: anywhere, as likely as the
 * masked lines that the running letter counts stand before that place.
 */
function startOf(
  slots: readonly Slot[],
  chance: readonly number[],
  maskedBefore: number | undefined,
  passed: ReadonlySet<string>,
): number[] {
  if (maskedBefore === undefined) return [1, ...slots.map(() => 0)];
  // counts[k]: the probability that k masked lines went before.
  let counts = [1, ...Array.from({ length: maskedBefore }, () => 0)];
  const start = [itemAt(counts, maskedBefore)];
  slots.forEach(({ name }, j) => {
    const masked = itemAt(chance, j) * (1 - keptChance(name, passed));
    counts = counts.map((p, k) => p * (1 - masked) + (k > 0 ? itemAt(counts, k - 1) * masked : 0));
    start.push(itemAt(counts, maskedBefore));
  });
  return start;
}
