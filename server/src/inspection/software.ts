/**
 * Which mail server wrote an EHLO reply, and what stands behind its masked lines. A small Bayesian model:
 *
 *   P(server | what is seen) ~ weight x P(greeting) x P(first line) x P(refusals) x P(keyword lines)
 *
 * where the keyword lines are aligned with the server's own list: each entry of the list is printed with its chance or left out,
 * in order, and a line that the list does not have is possible but rare. A masked line tells its length only. Summed over all
 * alignments, forward and backward, this gives the probability of each entry for each masked line.
 */
import { KEYWORDS, keywordNamed } from './facts/keywords.ts';
import { type BannerForm, KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from './facts/masking.ts';
import type { ServerProfile, Slot } from './facts/servers.ts';
import { SOMETHING_ELSE } from './masked.ts';
import { keywordOf } from './masking.ts';
import { fits, likelihoodOfOpen, solve } from './templates.ts';

/** A keyword line: its text, or only its length. */
export interface OfferedLine {
  /** With its parameters; undefined where masked. */
  readonly text: string | undefined;
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
  /** Names that the server may have. */
  readonly hosts: readonly string[];
  /** Verbs of commands that the client sent and that were refused: it had reason to expect them. */
  readonly asked: ReadonlySet<string>;
}

export interface ServerGuess {
  /** undefined: a server that is not among the profiles */
  readonly profile: ServerProfile | undefined;
  readonly probability: number;
  /** For each line of the sight; undefined for a plain one. */
  readonly lines: readonly (ReadonlyMap<string, number> | undefined)[];
}

/** Parameters of the model; judgements, checked on random servers (see the test). */
const UNLISTED_LINE = 0.02;
const UNUSUAL_PARAMETERS = 0.15;
const LENGTHS = 40;
const STRANGER_WEIGHT = 8;
const MISFIT = { greeting: 0.05, hello: 0.1, refusal: 0.03 } as const;
const STRANGER_FIT = 0.1;
/** How far the model itself can be wrong: this much of a line's weight goes by its length alone. */
const HUMILITY = 0.03;

/** The guesses, likeliest first; their probabilities add up to 1. */
export function guessServers(sight: Sight, profiles: readonly ServerProfile[]): ServerGuess[] {
  const anyMasked = sight.lines.some(({ text }) => text === undefined);
  const generic = genericLines(sight);
  const scored = profiles.map((profile) => {
    const alignment = align(profile.slots, sight, anyMasked, generic);
    return { profile, score: profile.weight * likeness(profile, sight) * alignment.likelihood, lines: alignment.lines };
  });
  const stranger = sight.lines.map((line) => generic(line, anyMasked));
  const strangerScore =
    STRANGER_WEIGHT * STRANGER_FIT ** (1 + sight.refusals.length) * stranger.reduce((product, { total }) => product * total, 1);
  const lines = stranger.map(({ total, texts }, i) => (sight.lines[i]!.text === undefined ? scaled(texts, 1 / total) : undefined));
  const all = [...scored, { profile: undefined, score: strangerScore, lines }];
  const sum = all.reduce((total, { score }) => total + score, 0) / (1 - HUMILITY);
  return all
    .map(({ profile, score, lines }) => ({ profile, probability: score / sum + (profile === undefined ? HUMILITY : 0), lines }))
    .sort((a, b) => b.probability - a.probability);
}

/** For each masked line, the texts that can stand behind it and their probabilities, likeliest first; they add up to 1. */
export function weighLines(guesses: readonly ServerGuess[]): ([string, number][] | undefined)[] {
  const count = guesses[0]?.lines.length ?? 0;
  const mixed = Array.from({ length: count }, (_, i) => {
    const sum = new Map<string, number>();
    for (const { probability, lines } of guesses) {
      for (const [text, p] of lines[i] ?? []) sum.set(text, (sum.get(text) ?? 0) + probability * p);
    }
    return sum.size === 0 ? undefined : sum;
  });
  // A keyword stands once in a reply: what another line surely is, this one is not.
  return mixed.map((line, i) => {
    if (line === undefined) return undefined;
    const others = mixed.filter((other, k) => other !== undefined && k !== i);
    const once = [...line].map(([text, p]): [string, number] => {
      if (text === SOMETHING_ELSE) return [text, p];
      return [text, others.reduce((product, other) => product * (1 - Math.min(0.98, other!.get(text) ?? 0)), p)];
    });
    const sum = once.reduce((total, [, p]) => total + p, 0);
    return once.map(([text, p]): [string, number] => [text, p / sum]).sort((a, b) => b[1] - a[1]);
  });
}

/** How well greeting, first line and refusals fit a profile. */
function likeness(profile: ServerProfile, { greeting, hello, refusals, hosts }: Sight): number {
  let product = 1;
  if (greeting !== undefined && profile.greetings.length > 0) product *= greetingFit(profile, greeting, hosts);
  if (hello !== undefined && profile.hellos.length > 0)
    product *= profile.hellos.some((template) => fits(template, hello)) ? 1 : MISFIT.hello;
  if (profile.refusals.length > 0) {
    for (const refusal of refusals) product *= profile.refusals.some((template) => fits(template, refusal)) ? 1 : MISFIT.refusal;
  }
  return product;
}

function greetingFit(profile: ServerProfile, { text, form }: NonNullable<Sight['greeting']>, hosts: readonly string[]): number {
  let best: number = MISFIT.greeting;
  for (const template of greetingsFor(profile, hosts)) {
    if (form === 'kept') {
      if (fits(template, text)) best = Math.max(best, template.includes('{any}') ? 0.8 : 1);
      continue;
    }
    if (form === 'cmap') return 1;
    for (const host of hosts.length > 0 ? hosts : [undefined]) {
      const solution = solve(template, host, form, text);
      if (solution !== undefined)
        best = Math.max(best, solution.exact ? 1 : Math.min(0.5, (0.05 * solution.likelihood) / likelihoodOfOpen(text)));
    }
  }
  return best;
}

/** The greetings of a profile that a server with one of these names can print: those of Google’s own hosts are no one else’s. */
export function greetingsFor({ greetings }: ServerProfile, hosts: readonly string[]): readonly string[] {
  return greetings.filter((template) => hosts.length === 0 || template.startsWith('{host}') || hosts.includes(template.split(' ', 1)[0]!));
}

interface Generic {
  /** Probability of such a line. */
  readonly total: number;
  /** Of each text behind it; adds up to `total`. */
  readonly texts: ReadonlyMap<string, number>;
}

/** A line of any server, by how common keywords are. */
function genericLines({ lines, asked }: Sight): (line: OfferedLine, anyMasked: boolean) => Generic {
  const visible = new Set(lines.flatMap(({ text }) => (text === undefined ? [] : [keywordOf(text)])));
  const weightOf = (name: string, weight: number, verb: string | undefined) =>
    visible.has(name) ? 0 : weight * (verb !== undefined && asked.has(verb) ? 5 : 1);
  const all = KEYWORDS.reduce((sum, { weight }) => sum + weight, 0);
  return ({ text, length }, anyMasked) => {
    if (text !== undefined) {
      const keyword = keywordNamed(keywordOf(text));
      return { total: ((keyword?.weight ?? 0.5) / all) * 0.3 * (anyMasked ? keptChance(keywordOf(text)) : 1), texts: new Map() };
    }
    const texts = new Map<string, number>();
    for (const { name, lines: usual, weight, verb } of KEYWORDS) {
      for (const [line, share] of shares(usual)) {
        const p = line.length === length ? (weightOf(name, weight, verb) / all) * share * (1 - keptChance(name)) : 0;
        if (p > 0) texts.set(line, p);
      }
    }
    texts.set(SOMETHING_ELSE, 3 / all / LENGTHS);
    return { total: [...texts.values()].reduce((sum, p) => sum + p, 0), texts };
  };
}

/** Forward and backward over the slots of a profile. */
function align(
  slots: readonly Slot[],
  { lines, maskedBefore, asked }: Sight,
  anyMasked: boolean,
  generic: ReturnType<typeof genericLines>,
): { likelihood: number; lines: (Map<string, number> | undefined)[] } {
  const n = lines.length;
  const m = slots.length;
  if (n === 0) return { likelihood: 1, lines: [] };
  const chance = slots.map((slot) => askedChance(slot, asked));
  const unlisted = lines.map((line) => generic(line, anyMasked));
  const emission = lines.map((line) => slots.map((slot) => emit(slot, line, anyMasked)));
  const start = startOf(slots, chance, maskedBefore);

  // forward[i][j]: the first i lines are explained by the first j slots.
  const forward = grid(n + 1, m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      let p = i === 0 ? start[j]! : 0;
      if (j > 0 && !(i === 0 && maskedBefore !== undefined)) p += forward[i]![j - 1]! * (1 - chance[j - 1]!);
      if (i > 0) p += forward[i - 1]![j]! * UNLISTED_LINE * unlisted[i - 1]!.total;
      if (i > 0 && j > 0) p += forward[i - 1]![j - 1]! * chance[j - 1]! * emission[i - 1]![j - 1]!.total;
      forward[i]![j] = p;
    }
  }
  const backward = grid(n + 1, m + 1);
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      let p = i === n && j === m ? 1 : 0;
      if (j < m) p += backward[i]![j + 1]! * (1 - chance[j]!);
      if (i < n) p += backward[i + 1]![j]! * UNLISTED_LINE * unlisted[i]!.total;
      if (i < n && j < m) p += backward[i + 1]![j + 1]! * chance[j]! * emission[i]![j]!.total;
      backward[i]![j] = p;
    }
  }
  const likelihood = forward[n]![m]!;
  return {
    likelihood,
    lines: lines.map(({ text }, i) => {
      if (text !== undefined || likelihood === 0) return undefined;
      const texts = new Map<string, number>();
      const add = (from: ReadonlyMap<string, number>, factor: number) => {
        if (factor > 0) for (const [candidate, p] of from) texts.set(candidate, (texts.get(candidate) ?? 0) + (p * factor) / likelihood);
      };
      for (let j = 0; j <= m; j++) {
        add(unlisted[i]!.texts, forward[i]![j]! * UNLISTED_LINE * backward[i + 1]![j]!);
        if (j < m) add(emission[i]![j]!.texts, forward[i]![j]! * chance[j]! * backward[i + 1]![j + 1]!);
      }
      return texts;
    }),
  };
}

/**
 * Where the lines begin in the list. Whole replies: at its start. Where only the last line is printed: anywhere, as likely as the
 * masked lines that the running letter counts stand before that place.
 */
function startOf(slots: readonly Slot[], chance: readonly number[], maskedBefore: number | undefined): number[] {
  if (maskedBefore === undefined) return [1, ...slots.map(() => 0)];
  // counts[k]: the probability that k masked lines went before.
  let counts = [1, ...Array.from({ length: maskedBefore }, () => 0)];
  const start = [counts[maskedBefore]!];
  slots.forEach(({ name }, j) => {
    const masked = chance[j]! * (1 - keptChance(name));
    counts = counts.map((p, k) => p * (1 - masked) + (k > 0 ? counts[k - 1]! * masked : 0));
    start.push(counts[maskedBefore]!);
  });
  return start;
}

function emit(slot: Slot, { text, length }: OfferedLine, anyMasked: boolean): Generic {
  const texts = new Map<string, number>();
  if (text !== undefined) {
    if (keywordOf(text) !== slot.name) return { total: 0, texts };
    const share = shares(slot.lines).find(([line]) => line === text)?.[1] ?? UNUSUAL_PARAMETERS / 3;
    return { total: share * (anyMasked ? keptChance(slot.name) : 1), texts };
  }
  const masked = 1 - keptChance(slot.name);
  const open = slot.lines.some((line) => line.includes(' '));
  for (const [line, share] of shares(slot.lines)) {
    if (line.length === length) texts.set(line, share * masked * (open ? 1 - UNUSUAL_PARAMETERS : 1));
  }
  const rest = length - slot.name.length - 1;
  if (open && texts.size === 0 && rest > 0 && rest <= LENGTHS) texts.set(`${slot.name} …`, (masked * UNUSUAL_PARAMETERS) / LENGTHS);
  return { total: [...texts.values()].reduce((sum, p) => sum + p, 0), texts };
}

/** The chance that a keyword is left as it is in a reply in which others are masked. */
function keptChance(name: string): number {
  if (KNOWN_KEYWORDS.value.includes(name)) return 0.999;
  if (SOMETIMES_KNOWN_KEYWORDS.value.includes(name)) return 0.5;
  // `allow-tls` keeps it.
  return name === 'STARTTLS' ? 0.25 : 0.01;
}

/** A client that sends the command of a keyword, and is refused, had reason to expect the keyword. */
function askedChance({ name, chance }: Slot, asked: ReadonlySet<string>): number {
  const verb = keywordNamed(name)?.verb;
  return verb !== undefined && asked.has(verb) ? 1 - (1 - chance) * 0.15 : Math.min(chance, 0.995);
}

/** The usual lines with their shares, falling as 1, 1/2, 1/3 ... */
function shares(lines: readonly string[]): [string, number][] {
  const sum = lines.reduce((total, _, i) => total + 1 / (i + 1), 0);
  return lines.map((line, i) => [line, 1 / (i + 1) / sum]);
}

function scaled(texts: ReadonlyMap<string, number>, factor: number): Map<string, number> {
  return new Map([...texts].map(([text, p]) => [text, p * factor]));
}

function grid(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}
