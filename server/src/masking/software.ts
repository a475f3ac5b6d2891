/**
 * Which mail server wrote an EHLO reply, and what stands behind its masked lines. A small Bayesian model:
 *
 *   P(server | what is seen) ~ weight x P(greeting) x P(first line) x P(refusals) x P(answers) x P(keyword lines)
 *
 * where the keyword lines are aligned with the server's own list: each entry of the list is printed with its chance or left out,
 * in order; an entry out of its place, and a line that the list does not have, are possible but rare. A masked line tells its
 * length only. Summed over all alignments, forward and backward, this gives the probability of each entry for each masked line.
 * A server that nobody knows is one more list, of what servers have in common, in which much stands out of place; there a line is told by its
 * neighbours as well (`neighbours.ts`).
 */

import { ANY_SERVER, type ServerProfile, type Slot } from '../facts/servers.ts';
import { sure } from '../text/at.ts';
import { SOMETHING_ELSE } from './masked.ts';
import { type Aligned, align, anyOf, NEGLIGIBLE } from './software/alignment.ts';
import { besideNeighbours, unlistedLines } from './software/any-keyword.ts';
import { ANSWER, likeness } from './software/likeness.ts';
import { kinOf, listsOf, orders } from './software/lists.ts';
import { type Listing, type Sight, toldBy } from './software/seen.ts';
import { sum } from './software/slots.ts';

export interface ServerGuess {
  /** undefined: a server that is not among the profiles */
  readonly profile: ServerProfile | undefined;
  readonly probability: number;
  /** For each line of the sight; undefined for a plain one. */
  readonly lines: readonly (ReadonlyMap<string, number> | undefined)[];
}

/** Parameters of the model; judgements, checked on random servers (see the test). */
const UNLISTED_LINE = 0.03;
const STRANGER_WEIGHT = 12;
const STRANGER_FIT = 0.1;
/** How far the model itself can be wrong: this much of a line's weight goes by what servers have in common. */
const HUMILITY = 0.04;
/** No mask is beyond doubt: at least this much is left for a keyword that nobody registered. */
const LEAST_REST = 0.01;

/** The keyword lines of a sight, aligned with the lists of servers. */
export interface Alignments {
  readonly aligned: readonly {
    readonly profile: ServerProfile;
    readonly alignment: Aligned;
  }[];
  /** The same with what servers have in common, for a server that nobody knows. */
  readonly stranger: Aligned;
}

/** The costly part, which depends on the keyword lines and on what the client asked for: worth keeping where sessions are alike. */
export function alignServers(sight: Listing, profiles: readonly ServerProfile[]): Alignments {
  const anyMasked = sight.lines.some(({ text }) => text === undefined);
  const told = toldBy(sight);
  const unlisted = unlistedLines(sight.lines, told, anyMasked);
  const alignWith = (slots: readonly Slot[], kin: readonly Slot[], outOfOrder: number) =>
    align({ slots, kin, listing: sight, told, anyMasked, unlisted, outOfOrder });
  return {
    stranger: anyOf(
      orders().map(({ slots, share, outOfOrder }) => {
        const alignment = alignWith(slots, [], outOfOrder);
        // Where the order is no server's own, neighbours tell more.
        return { share, alignment: slots === ANY_SERVER ? besideNeighbours(alignment, sight, told) : alignment };
      }),
    ),
    aligned: profiles.map((profile) => ({
      profile,
      alignment: anyOf(listsOf(profile).map(({ share, slots }) => ({ share, alignment: alignWith(slots, kinOf(profile), UNLISTED_LINE) }))),
    })),
  };
}

/** The guesses, likeliest first; their probabilities add up to 1. */
export function guessServers(sight: Sight, { aligned, stranger }: Alignments): ServerGuess[] {
  const scored = aligned.map(({ profile, alignment }) => ({
    profile,
    score: profile.weight * likeness(profile, sight) * alignment.likelihood,
    alignment,
  }));
  const strange =
    STRANGER_WEIGHT * STRANGER_FIT ** (1 + sight.refusals.length) * ANSWER.stranger ** sight.answers.length * stranger.likelihood;
  const whole = sum(scored.map(({ score }) => score)) + strange;
  // Hundreds of lines are beyond what the numbers can hold, and beyond any server.
  const share = whole > 0 ? (1 - HUMILITY) / whole : 0;
  const linesOf = ({ textsOf }: Aligned) => sight.lines.map(({ text }, i) => (text === undefined ? textsOf(i) : undefined));
  const likely = scored
    .map(({ profile, score, alignment }) => ({ profile, probability: score * share, alignment }))
    .filter(({ probability }) => probability > NEGLIGIBLE)
    .map(({ profile, probability, alignment }) => ({ profile, probability, lines: linesOf(alignment) }));
  const rest = { profile: undefined, probability: 1 - sum(likely.map(({ probability }) => probability)), lines: linesOf(stranger) };
  return [...likely, rest].sort((a, b) => b.probability - a.probability);
}

/** For each masked line, the texts that can stand behind it and their probabilities, likeliest first; they add up to 1. */
export function weighLines(guesses: readonly ServerGuess[]): ([string, number][] | undefined)[] {
  const count = guesses[0]?.lines.length ?? 0;
  const mixed = Array.from({ length: count }, (_, i) => {
    const texts = new Map<string, number>();
    for (const { probability, lines } of guesses) {
      for (const [text, p] of lines[i] ?? []) texts.set(text, (texts.get(text) ?? 0) + probability * p);
    }
    return texts.size === 0 ? undefined : texts;
  });
  // A keyword stands once in a reply: what another line surely is, this one is not.
  const absent = (p: number) => 1 - Math.min(0.98, p);
  const nowhere = new Map<string, number>();
  for (const line of mixed) {
    for (const [text, p] of line ?? []) nowhere.set(text, (nowhere.get(text) ?? 1) * absent(p));
  }
  return mixed.map((line) => {
    if (line === undefined) return undefined;
    const once = [...line].map(([text, p]): [string, number] => [
      text,
      text === SOMETHING_ELSE ? p : (p * sure(nowhere.get(text))) / absent(p),
    ]);
    const whole = sum(once.map(([, p]) => p));
    const named = once.map(([text, p]): [string, number] => [text, (p / whole) * (text === SOMETHING_ELSE ? 1 : 1 - LEAST_REST)]);
    const rest = 1 - sum(named.map(([text, p]) => (text === SOMETHING_ELSE ? 0 : p)));
    return [...named.filter(([text]) => text !== SOMETHING_ELSE), [SOMETHING_ELSE, rest] satisfies [string, number]].sort(
      (a, b) => b[1] - a[1],
    );
  });
}
