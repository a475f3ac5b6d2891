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

import { KEYWORDS, keywordNamed } from '../facts/keywords.ts';
import { type BannerForm, KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../facts/masking.ts';
import { providerOf } from '../facts/providers.ts';
import { ANY_SERVER, type AnswerTo, familyOf, SERVERS, type ServerProfile, type Slot } from '../facts/servers.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import { firstWord } from '../text/first-word.ts';
import { Grid } from '../text/grid.ts';
import { lazily } from '../text/lazily.ts';
import { SOMETHING_ELSE } from './masked.ts';
import { type Choice, fill, neighboursIn } from './neighbours.ts';
import { fits, likelihoodOfOpen, solve } from './templates.ts';

/** A keyword line: its text, or only its length. */
export interface OfferedLine {
  /** With its parameters; undefined where masked. */
  readonly text: string | undefined;
  /** Its keyword, upper case; undefined where masked. */
  readonly name: string | undefined;
  readonly length: number;
}

/** What a session shows of its server. */
export interface Sight {
  readonly lines: readonly OfferedLine[];
  /** Set where the tool prints only the last line of a reply: how many masked lines went before, as the running letter tells. */
  readonly maskedBefore: number | undefined;
  readonly greeting: { readonly text: string; readonly form: BannerForm } | undefined;
  /** Text of the first line of the EHLO reply. */
  readonly hello: string | undefined;
  /** Replies to commands that the server did not know, with their codes. */
  readonly refusals: readonly string[];
  /** Answers to commands that every server knows, with their codes. */
  readonly answers: readonly { readonly to: AnswerTo; readonly text: string }[];
  /** Names that the server may have. */
  readonly hosts: readonly string[];
  /** Verbs of commands that the client sent and that were refused: it had reason to expect them. */
  readonly asked: ReadonlySet<string>;
  /** Verbs of commands that reached the server, which they would not have if the engine masked their keywords. */
  readonly passed: ReadonlySet<string>;
}

type Listing = Pick<Sight, 'lines' | 'maskedBefore' | 'asked' | 'passed'>;

/** What else than its length tells what stands behind a mask. */
interface Told {
  /** The keywords that stand in plain. */
  readonly plain: ReadonlySet<string>;
  /** Keywords that are to be expected: a client sent their command, and was refused; or another keyword needs them. */
  readonly expected: ReadonlySet<string>;
  /** See `Sight`. */
  readonly passed: ReadonlySet<string>;
  /** The old form of AUTH, as the reply itself spells it. */
  readonly repeated: string | undefined;
}

function toldBy({ lines, asked, passed }: Listing): Told {
  const plain = new Set(lines.flatMap(({ name }) => name ?? []));
  const expected = KEYWORDS.filter(({ verb }) => verb !== undefined && asked.has(verb)).map(({ name }) => name);
  const needed = [...plain].flatMap((name) => keywordNamed(name)?.needs ?? []);
  return { plain, expected: new Set([...expected, ...needed]), passed, repeated: repeatedAuth(lines) };
}

export interface ServerGuess {
  /** undefined: a server that is not among the profiles */
  readonly profile: ServerProfile | undefined;
  readonly probability: number;
  /** For each line of the sight; undefined for a plain one. */
  readonly lines: readonly (ReadonlyMap<string, number> | undefined)[];
}

/** Parameters of the model; judgements, checked on random servers (see the test). */
const UNLISTED_LINE = 0.03;
/** A line out of order is one of the server's own list as often as this; else any server's. */
const OWN_KEYWORD = 0.5;
/** How often a line out of order is this keyword of another version of the software. */
const KEYWORD_OF_KIN = 0.02;
/** The way through the list passes over the place of such a keyword as if it were left out: that is taken back, within bounds. */
const MOST_ODDS = 10;
/** How often a line of a server that nobody knows stands out of the common order. */
const UNLISTED_AT_STRANGER = 0.42;
/** How many of these servers keep to each order, and how often a line stands out of it. */
const ORDERS = { common: 0.25, alphabet: 0.2, known: 0.55 } as const;
const OUT_OF_ALPHABET = 0.05;
const OUT_OF_KNOWN = 0.1;
/** How often such a server has a keyword of a known one that nobody else has. */
const LEAST_CHANCE = 0.01;
const UNUSUAL_PARAMETERS = 0.15;
const LENGTHS = 40;
const STRANGER_WEIGHT = 12;
const MISFIT = { greeting: 0.05, hello: 0.1, refusal: 0.03, answer: 0.1, provider: 0.005 } as const;
const STRANGER_FIT = 0.1;
/** How often another server answers a common command in just these words, and one whose answers are not known. */
const ANSWER = { stranger: 0.25, unknown: 0.35 } as const;
/** How far the model itself can be wrong: this much of a line's weight goes by what servers have in common. */
const HUMILITY = 0.04;
/** A keyword stands once in a reply. That one which stands in plain is masked too, in its proper place, means that somebody edited the text. */
const EDITED = 0.02;
/** How many masked lines of a server that nobody knows are keywords that nobody registered, relative to the weights of `KEYWORDS`. */
const UNREGISTERED = 9;
const LONGEST_WORD = 16;
/** How much of what stands behind a mask of such a server is told by its neighbours; the rest by the common order. */
const BY_NEIGHBOURS = 0.5;
/** How often a list has a keyword that is not in the common list, for each unit of its weight. */
const CHANCE_OF_WEIGHT = 0.02;
/** The odds that a list has a keyword that nobody registered, at any masked line. */
const UNREGISTERED_ODDS = 0.15;
/** No mask is beyond doubt: at least this much is left for a keyword that nobody registered. */
const LEAST_REST = 0.01;
/** How surely a keyword is kept that is known to the engine, or whose command it let through: a map can mask even these. */
const KEPT = 0.9999;
/** The old form `AUTH=` repeats the list of the AUTH line in the same reply, in most servers; Exchange 2003 has a list of its own. */
const REPEATED = 0.8;
/** Ways through the list that are less likely than this change nothing that is shown. */
const NEGLIGIBLE = 1e-6;

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

/** The keyword lines of a sight, aligned with the lists of servers. */
export interface Alignments {
  readonly aligned: readonly {
    readonly profile: ServerProfile;
    readonly alignment: Aligned;
  }[];
  /** The same with what servers have in common, for a server that nobody knows. */
  readonly stranger: Aligned;
}

interface Aligned {
  readonly likelihood: number;
  /** What can stand behind a masked line, adding up to 1. */
  readonly textsOf: (line: number) => ReadonlyMap<string, number>;
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

/** One list or another: the likelier each is, the more it tells of what stands behind a mask. */
function anyOf(parts: readonly { readonly share: number; readonly alignment: Aligned }[]): Aligned {
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

interface Order {
  readonly slots: readonly Slot[];
  readonly share: number;
  readonly outOfOrder: number;
}

/**
 * The orders in which a server that nobody knows can list its keywords: the common one, that of the alphabet or its reverse, or that of a known
 * server, of which it can be a copy or a successor.
 */
const orders = lazily((): readonly Order[] => {
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

const OF_PROVIDERS = new Set(SERVERS.flatMap(({ provider }) => provider ?? []));

/** One of these hosts is of a provider whose software is known, and is another. */
function runsElsewhere({ provider }: ServerProfile, hosts: readonly string[]): boolean {
  return hosts.some((host) => {
    const owner = providerOf(host)?.name;
    return owner !== undefined && owner !== provider && OF_PROVIDERS.has(owner);
  });
}

/** How well greeting, first line, refusals and answers fit a profile. */
function likeness(profile: ServerProfile, { greeting, hello, refusals, answers, hosts }: Sight): number {
  let product = runsElsewhere(profile, hosts) ? MISFIT.provider : 1;
  if (greeting !== undefined && profile.greetings.length > 0) product *= greetingFit(profile, greeting, hosts);
  if (hello !== undefined && profile.hellos.length > 0)
    product *= profile.hellos.some((template) => fits(template, hello)) ? 1 : MISFIT.hello;
  if (profile.refusals.length > 0) {
    for (const refusal of refusals) product *= profile.refusals.some((template) => fits(template, refusal)) ? 1 : MISFIT.refusal;
  }
  for (const { to, text } of answers) {
    const own = profile.answers?.[to];
    if (own === undefined) product *= ANSWER.unknown;
    else product *= own.some((template) => fits(template, text)) ? 1 : MISFIT.answer;
  }
  return product;
}

function greetingFit(profile: ServerProfile, { text, form }: NonNullable<Sight['greeting']>, hosts: readonly string[]): number {
  let best: number = MISFIT.greeting;
  for (const template of greetingsFor(profile.greetings, hosts)) {
    if (form === 'kept') {
      if (fits(template, text)) best = Math.max(best, template.includes('{any}') ? 0.8 : 1);
      continue;
    }
    if (form === 'cmap') return 1;
    for (const host of namesFor(profile, hosts)) {
      const solution = solve(template, host, form, text);
      if (solution !== undefined)
        best = Math.max(best, solution.exact ? 1 : Math.min(0.5, (0.05 * solution.likelihood) / likelihoodOfOpen(text)));
    }
  }
  return best;
}

/** The names by which a server can greet that has one of these: a provider's goes by the provider's. undefined: one that the file does not tell. */
export function namesFor(
  { provider }: Partial<Pick<ServerProfile, 'provider'>>,
  hosts: readonly string[],
): readonly (string | undefined)[] {
  const own = provider === undefined ? hosts : hosts.filter((host) => providerOf(host)?.name === provider);
  return own.length > 0 ? own : [undefined];
}

/** The greetings that a server with one of these names can print: those of Google’s own hosts are no one else’s. */
export function greetingsFor(greetings: readonly string[], hosts: readonly string[]): readonly string[] {
  return greetings.filter((template) => {
    const first = firstWord(template);
    return hosts.length === 0 || !first.includes('.') || hosts.includes(first);
  });
}

/** When a mask is first looked at: not every start of a program meets one. */
const neighbours = lazily(() => neighboursIn(SERVERS));

/** What a masked line of a server that nobody knows can be: by the common order, and by its neighbours. */
function besideNeighbours(stranger: Aligned, listing: Listing, told: Told): Aligned {
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

/** How often a list has each keyword: the commonest chance of those that the keyword has in it. */
const CHANCES: ReadonlyMap<string, number> = new Map([
  ...KEYWORDS.map(({ name, weight }): [string, number] => [name, weight * CHANCE_OF_WEIGHT]),
  ...[...ANY_SERVER].sort((a, b) => a.chance - b.chance).map(({ name, chance }): [string, number] => [name, chance]),
]);

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

interface Generic {
  /** Probability of such a line. */
  readonly total: number;
  /** Of each text behind it; adds up to `total`. */
  readonly texts: ReadonlyMap<string, number>;
}

const ALL_WEIGHTS = KEYWORDS.reduce((sum, { weight }) => sum + weight, 0);

/** Each line as one of any server, by how common keywords are. */
function unlistedLines(lines: readonly OfferedLine[], told: Told, anyMasked: boolean): Generic[] {
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

/** What other versions of the same software list, and this one does not; nothing for a server that is none of the known ones. */
function kinOf(profile: ServerProfile): readonly Slot[] {
  return knownKin().get(profile) ?? [];
}

const knownKin = lazily(() => new Map(SERVERS.map((profile) => [profile, kinIn(profile)])));

function kinIn(profile: ServerProfile): readonly Slot[] {
  const family = SERVERS.filter((other) => other !== profile && familyOf(other) === familyOf(profile));
  const own = new Set(profile.slots.map(({ name }) => name));
  const others = family.flatMap(({ slots }) => slots).filter(({ name }) => !own.has(name));
  return [...new Map(others.map((slot) => [slot.name, slot])).values()];
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
function align(of: ListAndLines): Aligned {
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

const NOTHING: Generic = { total: 0, texts: new Map() };

/** A text, or several, that a slot can print in the place of a line, less likely by a factor. */
interface Emission {
  readonly generic: Generic;
  readonly factor: number;
}

const NEVER: Emission = { generic: NOTHING, factor: 0 };

/** A masked line of this length as this slot prints it. */
function emit(slot: Slot, length: number, { passed, repeated, plain }: Told): Emission {
  const generic = slot.name === 'AUTH=' && repeated !== undefined ? slotOfLength(slot, length, repeated) : usualSlot(slot, length);
  if (generic === NOTHING) return NEVER;
  return { generic, factor: (1 - keptChance(slot.name, passed)) * (plain.has(slot.name) ? EDITED : 1) };
}

/** How likely each slot prints each line; masked lines of one length share it. */
function chancesOf(slots: readonly Slot[], lines: readonly OfferedLine[], told: Told, anyMasked: boolean): readonly (readonly number[])[] {
  const byLength = new Map<number, readonly number[]>();
  return lines.map(({ text, name, length }) => {
    if (text !== undefined)
      return slots.map((slot) => (slot.name === name ? shareOf(slot, text) * (anyMasked ? keptChance(slot.name, told.passed) : 1) : 0));
    const row =
      byLength.get(length) ??
      slots.map((slot) => {
        const { generic, factor } = emit(slot, length, told);
        return generic.total * factor;
      });
    byLength.set(length, row);
    return row;
  });
}

function shareOf({ lines }: Slot, text: string): number {
  return shares(lines).find(([line]) => line === text)?.[1] ?? UNUSUAL_PARAMETERS / 3;
}

/** What a slot of a known list prints, where nothing else in the reply tells: in each length that its usual lines have, and in any other. */
interface Printed {
  readonly usual: ReadonlyMap<number, Generic>;
  readonly unusual: Unusual;
}

const printed = lazily(() => {
  const slots = [
    ...SERVERS.flatMap((profile) => [profile.slots, ...listsOf(profile).map((list) => list.slots)]),
    ...orders().map((order) => order.slots),
  ];
  return new Map([...new Set(slots.flat())].map((slot) => [slot, printedBy(slot)]));
});

function printedBy(slot: Slot): Printed {
  const lengths = [...new Set(slot.lines.map((line) => line.length))];
  return { usual: new Map(lengths.map((length) => [length, slotOfLength(slot, length, undefined)])), unusual: unusualOf(slot) };
}

/** The masked line as this slot prints it where nothing else in the reply tells. */
function usualSlot(slot: Slot, length: number): Generic {
  const known = printed().get(slot);
  if (known === undefined) return slotOfLength(slot, length, undefined);
  return known.usual.get(length) ?? inLength(known.unusual, length);
}

/** What the slot prints in this many characters. */
function slotOfLength(slot: Pick<Slot, 'name' | 'lines'>, length: number, repeated: string | undefined): Generic {
  const texts = new Map<string, number>();
  const open = slot.lines.some((line) => line.includes(' '));
  for (const [line, share] of sharesOf(slot, repeated)) {
    if (line.length === length) texts.set(shownOf(line), share * (open ? 1 - UNUSUAL_PARAMETERS : 1));
  }
  return texts.size === 0 ? inLength(unusualOf(slot), length) : { total: sum(texts.values()), texts };
}

/** Parameters that no usual line has, where a slot has any: how such a line begins, and how likely each length is. */
interface Unusual {
  readonly start: string;
  readonly generic: Generic;
}

function unusualOf({ name, lines }: Pick<Slot, 'name' | 'lines'>): Unusual {
  const start = name.endsWith('=') ? name : `${name} `;
  const total = UNUSUAL_PARAMETERS / LENGTHS;
  return { start, generic: lines.some((line) => line.includes(' ')) ? { total, texts: new Map([[`${start}…`, total]]) } : NOTHING };
}

function inLength({ start, generic }: Unusual, length: number): Generic {
  const rest = length - start.length;
  return rest > 0 && rest <= LENGTHS ? generic : NOTHING;
}

/** The chance that a keyword is left as it is in a reply in which others are masked. */
function keptChance(name: string, passed: ReadonlySet<string>): number {
  if (KNOWN_KEYWORDS.value.includes(name) || passed.has(name)) return KEPT;
  if (SOMETIMES_KNOWN_KEYWORDS.value.includes(name)) return 0.5;
  // `allow-tls` keeps it.
  return name === 'STARTTLS' ? 0.25 : 0.01;
}

/** The chance of an entry, of which there can be reason to expect it. */
function expectedChance({ name, chance }: Pick<Slot, 'name' | 'chance'>, expected: ReadonlySet<string>): number {
  return expected.has(name) ? 1 - (1 - chance) * 0.15 : Math.min(chance, 0.995);
}

/** A line as a candidate: what differs from server to server cannot be told. */
export function shownOf(line: string): string {
  return line.replace(/…+/, '…');
}

/** `AUTH=` with the list of the AUTH line, where the reply shows that one in plain. */
export function repeatedAuth(lines: readonly OfferedLine[]): string | undefined {
  const auth = lines.find(({ name }) => name === 'AUTH')?.text;
  return auth === undefined || !auth.includes(' ') ? undefined : `AUTH=${auth.slice(auth.indexOf(' ') + 1)}`;
}

/** The lines that a keyword can have, with their shares. `repeated`: the old form of AUTH as the reply itself spells it. */
function sharesOf({ name, lines }: Pick<Slot, 'name' | 'lines'>, repeated: string | undefined): [string, number][] {
  if (name !== 'AUTH=' || repeated === undefined) return shares(lines);
  const usual = new Map(shares(lines).map(([line, share]) => [line, share * (1 - REPEATED)]));
  return [...usual.set(repeated, (usual.get(repeated) ?? 0) + REPEATED)];
}

/** The usual lines with their shares, falling as 1, 1/2, 1/3 ... */
function shares(lines: readonly string[]): [string, number][] {
  const whole = sum(lines.map((_, i) => 1 / (i + 1)));
  return lines.map((line, i) => [line, 1 / (i + 1) / whole]);
}

/** The weighted sum. */
function mixOf(parts: readonly (readonly [Generic, number])[]): Generic {
  const texts = new Map<string, number>();
  let total = 0;
  for (const [part, weight] of parts) {
    total += part.total * weight;
    for (const [text, p] of part.texts) texts.set(text, (texts.get(text) ?? 0) + p * weight);
  }
  return { total, texts };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const p of numbers) total += p;
  return total;
}
