/**
 * What stands beside what in lists of keywords: how a masked line is told by its neighbours where the software is not known. Software differs in its
 * order, but much is alike: CHUNKING follows BINARYMIME, HELP ends a list.
 */

import { familyOf, type ServerProfile } from '../facts/servers.ts';
import { itemAt, sure } from '../text/at.ts';

/** What stands before the first keyword and behind the last. */
const START = '^';
const END = '$';

/** So many lists are taken to have any two keywords side by side as often as chance has them there: few lists prove little. A judgement. */
const CHANCE_LISTS = 1.5;

/** How much more often than by chance the second of two keywords follows the first at once. */
export type Follows = (first: string, second: string) => number;

/** Counts in the lists of known software; every family counts once, however many versions it has. */
export function neighboursIn(profiles: readonly ServerProfile[]): Follows {
  const versions = new Map<string, number>();
  for (const profile of profiles) versions.set(familyOf(profile), (versions.get(familyOf(profile)) ?? 0) + 1);
  const pairs = new Map<string, number>();
  const firsts = new Map<string, number>();
  const seconds = new Map<string, number>();
  let all = 0;
  for (const profile of profiles) {
    const slots = [{ name: START, chance: 1 }, ...profile.slots, { name: END, chance: 1 }];
    slots.forEach(({ name, chance }, i) => {
      let reached = chance / sure(versions.get(familyOf(profile)));
      for (const next of slots.slice(i + 1)) {
        const p = reached * next.chance;
        add(pairs, `${name} ${next.name}`, p);
        add(firsts, name, p);
        add(seconds, next.name, p);
        all += p;
        reached *= 1 - next.chance;
      }
    });
  }
  return (first, second) => {
    const byChance = ((firsts.get(first) ?? 0) * (seconds.get(second) ?? 0)) / all;
    return ((pairs.get(`${first} ${second}`) ?? 0) + CHANCE_LISTS) / (byChance + CHANCE_LISTS);
  };
}

/** A text that can stand behind a mask. */
export interface Choice {
  readonly text: string;
  /** Its keyword, which stands once in a list; undefined for one that nobody knows. */
  readonly name: string | undefined;
  /** How likely a list has this text rather than not, its neighbours aside. */
  readonly odds: number;
}

/** A line of a list: its keyword, or what a masked one can be. */
export type ListLine = { readonly name: string } | { readonly choices: readonly Choice[] };

/** So many ways to fill the masked lines are followed; the others are less likely than all of these. */
const WAYS = 64;

/** One way to fill the masked lines so far. */
interface Way {
  readonly weight: number;
  /** The keyword before the next line; undefined where it is not known. */
  readonly last: string | undefined;
  /** What the masked lines are, from the last to the first. */
  readonly filled: Filled | undefined;
}

interface Filled {
  /** Index of the masked line. */
  readonly line: number;
  readonly choice: Choice;
  readonly before: Filled | undefined;
}

/**
 * The texts of each masked line with their probabilities, all masked lines of a list weighed together; undefined for a plain line.
 * `whole`: the list is all there, so that its first line is known to be the first.
 */
export function fill(lines: readonly ListLine[], follows: Follows, whole: boolean): (ReadonlyMap<string, number> | undefined)[] {
  const link = (first: string | undefined, second: string | undefined) =>
    first === undefined || second === undefined ? 1 : follows(first, second);
  let ways: readonly Way[] = [{ weight: 1, last: whole ? START : undefined, filled: undefined }];
  for (const [i, line] of lines.entries()) {
    if ('name' in line) {
      ways = ways.map(({ weight, last, filled }) => ({ weight: weight * link(last, line.name), last: line.name, filled }));
      continue;
    }
    const next = ways.flatMap(({ weight, last, filled }) =>
      line.choices
        .filter(({ name }) => name === undefined || !isUsed(name, filled))
        .map((choice) => ({
          weight: weight * choice.odds * link(last, choice.name),
          last: choice.name,
          filled: { line: i, choice, before: filled },
        })),
    );
    ways = likeliest(next);
  }
  const ended = ways.map((way) => ({ ...way, weight: way.weight * link(way.last, END) }));
  const all = ended.reduce((sum, { weight }) => sum + weight, 0);
  const texts = lines.map((line) => ('name' in line ? undefined : new Map<string, number>()));
  for (const { weight, filled } of ended) {
    for (let at = filled; at !== undefined; at = at.before) add(itemAt(texts, at.line), at.choice.text, weight / all);
  }
  return texts;
}

/** Scaled, so that a long list does not run out of numbers. */
function likeliest(ways: readonly Way[]): readonly Way[] {
  const best = [...ways].sort((a, b) => b.weight - a.weight).slice(0, WAYS);
  const most = best[0]?.weight ?? 1;
  return best.map((way) => ({ ...way, weight: way.weight / most }));
}

function isUsed(name: string, filled: Filled | undefined): boolean {
  for (let at = filled; at !== undefined; at = at.before) if (at.choice.name === name) return true;
  return false;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
