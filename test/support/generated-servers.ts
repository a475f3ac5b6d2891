/**
 * Servers that no table of the program has, for measuring how well `unmask` tells what it cannot know: known lists reordered, cut and added to, and
 * invented software. The parameters of `masking/software.ts` were set on other generators; these then showed what was wrong in kind, and the last
 * choices were made with an eye on them. The seeds of the tests were new each time. There is a bound to what can be told of invented servers, since
 * STARTTLS, SMTPUTF8 and CHUNKING have one length: `best-guess.ts` finds it.
 */
import { KEYWORDS, keywordNamed } from '../../server/src/facts/keywords.ts';
import { SERVERS } from '../../server/src/facts/servers.ts';
import { listsOf } from '../../server/src/masking/software/lists.ts';

export interface GeneratedServer {
  readonly hello: string;
  readonly keywords: readonly string[];
}

/** Numbers from 0 to 1 that depend on the seed alone (xorshift32). */
export function randomOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

/** In how many of fifty-one lists that people published of software without a profile a keyword stands; the rest of the registry counts as a fifth. */
const COUNTED: Readonly<Record<string, number>> = {
  '8BITMIME': 40,
  STARTTLS: 39,
  SIZE: 39,
  PIPELINING: 33,
  ENHANCEDSTATUSCODES: 28,
  AUTH: 26,
  SMTPUTF8: 19,
  DSN: 16,
  HELP: 14,
  CHUNKING: 12,
  'AUTH=': 9,
  ETRN: 8,
  EXPN: 7,
  DELIVERBY: 5,
  BINARYMIME: 5,
  VRFY: 4,
  'NO-SOLICITING': 3,
  VERB: 2,
  XCLIENT: 2,
  ONEX: 2,
  LIMITS: 2,
  OK: 2,
};
const LISTS = 51;
const REGISTERED = KEYWORDS.filter(({ vendor, name }) => !vendor || COUNTED[name] !== undefined);
/** How often an invented list is in no order, by the alphabet or its reverse (else as a known one), and has a keyword of its own, of these lengths. */
export const INVENTED = { shuffled: 0.4, alphabet: 0.1, own: 0.15, ownLengths: [5, 6, 7, 8, 9, 10, 11, 12] };

/** How often an invented list has a keyword, the one aside that another needs. */
export function inventedChance(name: string): number {
  return REGISTERED.some((keyword) => keyword.name === name) ? (COUNTED[name] ?? 0.2) / LISTS : 0;
}

/** How often a keyword has this of its usual lines. */
export function usualChance(lines: readonly string[], i: number): number {
  return GOES_ON ** i * (i < lines.length - 1 ? 1 - GOES_ON : 1);
}

const GOES_ON = 0.4;

/** A list of the registry's keywords in an order of its own: any, by the alphabet, or that of a known list as far as it goes. */
export function inventedServer(random: Random): GeneratedServer {
  let chosen = REGISTERED.filter(({ name }) => random() < inventedChance(name));
  chosen = withNeeded(chosen, REGISTERED);
  if (chosen.length < 3) chosen = REGISTERED.filter(({ name }) => ['SIZE', '8BITMIME', 'STARTTLS', 'HELP'].includes(name));
  const order = random();
  const { shuffled, alphabet } = INVENTED;
  if (order < shuffled) shuffle(chosen, random);
  else if (order < shuffled + alphabet) chosen.sort((a, b) => (a.name < b.name ? -1 : 1));
  else if (order < shuffled + 2 * alphabet) chosen.sort((a, b) => (a.name < b.name ? 1 : -1));
  else {
    const { slots } = pick(SERVERS, random);
    const place = (name: string) => slots.findIndex((slot) => slot.name === name);
    shuffle(chosen, random).sort((a, b) => place(a.name) - place(b.name));
  }
  const keywords = chosen.map(({ lines }) => usual(lines, random));
  if (random() < INVENTED.own) keywords.splice(Math.floor(random() * (keywords.length + 1)), 0, privateKeyword(random));
  return { hello: 'mx.example.com', keywords };
}

/** A known list of which lines are left out, moved and added. */
export function alteredServer(random: Random): GeneratedServer {
  const profile = pick(SERVERS, random);
  const { hellos } = profile;
  const { slots } = weighted(listsOf(profile), random, ({ share }) => share);
  const own = slots.filter(({ chance }) => random() < chance && random() < 0.9);
  const list = withNeeded(own, slots).map(({ name, lines }) => ({ name, line: usual(lines, random) }));
  for (let moves = Math.floor(random() * 3); moves > 0 && list.length > 1; moves--) {
    const [moved] = list.splice(Math.floor(random() * list.length), 1);
    list.splice(Math.floor(random() * (list.length + 1)), 0, moved!);
  }
  for (let added = Math.floor(random() * 3); added > 0; added--) {
    const { name, lines } = weighted(KEYWORDS, random, ({ weight }) => weight);
    if (!list.some((other) => other.name === name)) list.splice(Math.floor(random() * (list.length + 1)), 0, { name, line: lines[0]! });
  }
  const hello = random() < 0.5 ? 'mx.example.com' : fill(pick(hellos, random));
  return { hello, keywords: list.length > 0 ? list.map(({ line }) => line) : ['SIZE'] };
}

/** A server as its profile has it, as often as the profile says. */
export function knownServer(random: Random): GeneratedServer {
  const profile = weighted(SERVERS, random, ({ weight }) => weight);
  const { slots } = weighted(listsOf(profile), random, ({ share }) => share);
  const keywords = slots.filter(({ chance }) => random() < chance).map(({ lines }) => usual(lines, random));
  return { hello: fill(profile.hellos[0] ?? '{host}'), keywords: keywords.length > 0 ? keywords : ['SIZE'] };
}

/** No server lists a keyword without the one that it needs. In the order of the list they are chosen from. */
function withNeeded<T extends { readonly name: string }>(chosen: readonly T[], list: readonly T[]): T[] {
  const needed = new Set(chosen.flatMap(({ name }) => keywordNamed(name)?.needs ?? []));
  return list.filter((one) => chosen.includes(one) || needed.has(one.name));
}

function weighted<T>(all: readonly T[], random: Random, weightOf: (one: T) => number): T {
  let rest = random() * all.reduce((sum, one) => sum + weightOf(one), 0);
  for (const one of all) {
    rest -= weightOf(one);
    if (rest < 0) return one;
  }
  return all[0]!;
}

/** The first line twice as often as the second, and so on. */
function usual(lines: readonly string[], random: Random): string {
  let i = 0;
  while (i < lines.length - 1 && random() < GOES_ON) i++;
  return lines[i]!;
}

function privateKeyword(random: Random): string {
  const letters = 'BCDFGKLMNPRSTVW';
  return `X-${Array.from({ length: 3 + Math.floor(random() * 8) }, () => letters[Math.floor(random() * letters.length)]).join('')}`;
}

const FILLED: Readonly<Record<string, string>> = { host: 'mx.example.com', client: 'client.example.net', any: '198.51.100.7' };

function fill(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => FILLED[name] ?? 'x');
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)]!;
}

function shuffle<T>(all: T[], random: Random): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
