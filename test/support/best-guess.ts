/**
 * The best that anybody can say of the masked lines of an invented server (`inventedServer`): Bayes' rule with the very chances and orders from which
 * the servers were made, which no program has that meets a server for the first time. What this cannot tell, the masks do not hold.
 */
import { KEYWORDS, keywordNamed, keywordOf } from '../../server/src/facts/keywords.ts';
import { KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../../server/src/facts/masking.ts';
import { SERVERS } from '../../server/src/facts/servers.ts';
import { INVENTED, inventedChance, usualChance } from './generated-servers.ts';

/** Where an order has a keyword; -1: anywhere before those that it has. */
type Order = (name: string) => number;

const NAMES = KEYWORDS.map(({ name }) => name).sort();
const ORDERS: readonly (readonly [share: number, order: Order])[] = [
  [INVENTED.shuffled, orderOf([])],
  [INVENTED.alphabet, orderOf(NAMES)],
  [INVENTED.alphabet, orderOf([...NAMES].reverse())],
  ...SERVERS.map(({ slots }): [number, Order] => [
    (1 - INVENTED.shuffled - 2 * INVENTED.alphabet) / SERVERS.length,
    orderOf(slots.map(({ name }) => name)),
  ]),
];

function orderOf(names: readonly string[]): Order {
  const places = new Map(names.map((name, place) => [name, place]));
  return (name) => places.get(name) ?? -1;
}

/** The engine keeps these keywords; which of the two it is, is not told. */
const ENGINES = [KNOWN_KEYWORDS.value, [...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value]];

interface Choice {
  /** undefined: a keyword of the server's own. */
  readonly name: string | undefined;
  readonly text: string;
  readonly weight: number;
}

/** How far a way through the lines has come. */
interface State {
  readonly used: readonly string[];
  readonly place: number;
  readonly unplaced: number;
  readonly own: boolean;
}

/** @param lines the lines behind the first of a reply, masked ones as X @returns for each line its texts, likeliest first; none for a plain one */
export function bestGuesses(lines: readonly string[]): readonly (readonly string[])[] {
  const sums = lines.map(() => new Map<string, number>());
  for (const kept of ENGINES) {
    const choices = lines.map((line) => choicesOf(line, kept, lines));
    if (choices.some((all) => all.length === 0)) continue;
    for (const [share, order] of ORDERS) if (isIn(order, lines)) addWays(choices, order, share, sums);
  }
  return sums.map((texts, i) => (isMasked(lines[i] ?? '') ? [...texts].sort((a, b) => b[1] - a[1]).map(([text]) => text) : []));
}

/** Whether the plain lines stand in this order: else no way through it is left. */
function isIn(order: Order, lines: readonly string[]): boolean {
  const places = lines.filter((line) => !isMasked(line)).map((line) => order(keywordOf(line)));
  return places.every((place, i) => place >= (places[i - 1] ?? -1));
}

const isMasked = (line: string) => /^X+[A-Z]$/.test(line);

function choicesOf(line: string, kept: readonly string[], lines: readonly string[]): readonly Choice[] {
  if (!isMasked(line)) return kept.includes(keywordOf(line)) ? [{ name: keywordOf(line), text: line, weight: 1 }] : [];
  const plain = new Set(lines.filter((other) => !isMasked(other)).map(keywordOf));
  const own: Choice = { name: undefined, text: '', weight: INVENTED.ownLengths.includes(line.length) ? 1 / INVENTED.ownLengths.length : 0 };
  const known = KEYWORDS.filter(({ name }) => !kept.includes(name) && !plain.has(name)).flatMap(({ name, lines: texts }) => {
    const chance = inventedChance(name);
    return texts.map(
      (text, i): Choice => ({ name, text, weight: text.length === line.length ? (chance / (1 - chance)) * usualChance(texts, i) : 0 }),
    );
  });
  return [...known, own].filter(({ weight }) => weight > 0);
}

/** Adds to the sums, for each line, the chance of each text over all ways to fill the lines in this order. */
function addWays(choices: readonly (readonly Choice[])[], order: Order, share: number, sums: readonly Map<string, number>[]): void {
  const step = (state: State, choice: Choice): readonly [State, number] | undefined => {
    const { name } = choice;
    if (name === undefined) return state.own ? undefined : [{ ...state, own: true }, choice.weight];
    if (state.used.includes(name)) return undefined;
    const place = order(name);
    if (place < state.place) return undefined;
    const unplaced = state.unplaced + (place < 0 ? 1 : 0);
    return [{ ...state, used: [...state.used, name].sort(), place, unplaced }, choice.weight / (place < 0 ? unplaced : 1)];
  };
  const ended = ({ used, own }: State): number => {
    const lacks = used.some((name) => keywordNamed(name)?.needs !== undefined && !used.includes(keywordNamed(name)?.needs ?? ''));
    return lacks ? 0 : own ? INVENTED.own / choices.length : 1 - INVENTED.own;
  };
  const keyOf = ({ used, place, unplaced, own }: State) => `${used.join()} ${place} ${unplaced} ${own}`;
  const start: State = { used: [], place: -1, unplaced: 0, own: false };
  let level = new Map([[keyOf(start), { state: start, weight: 1 }]]);
  const levels = [level];
  for (const all of choices) {
    const next: typeof level = new Map();
    for (const { state, weight } of level.values()) {
      for (const choice of all) {
        const to = step(state, choice);
        if (to === undefined) continue;
        const key = keyOf(to[0]);
        next.set(key, { state: to[0], weight: (next.get(key)?.weight ?? 0) + weight * to[1] });
      }
    }
    levels.push(next);
    level = next;
  }
  let behind = new Map([...level].map(([key, { state }]) => [key, ended(state)]));
  for (let i = choices.length - 1; i >= 0; i--) {
    const here = new Map<string, number>();
    for (const [key, { state, weight }] of levels[i] ?? []) {
      for (const choice of choices[i] ?? []) {
        const to = step(state, choice);
        if (to === undefined) continue;
        const rest = to[1] * (behind.get(keyOf(to[0])) ?? 0);
        here.set(key, (here.get(key) ?? 0) + rest);
        sums[i]?.set(choice.text, (sums[i]?.get(choice.text) ?? 0) + share * weight * rest);
      }
    }
    behind = here;
  }
}
