/** What an entry of a list prints: which lines, how likely each, and which of them as long as a mask. */

import { KNOWN_KEYWORDS, SOMETIMES_KNOWN_KEYWORDS } from '../../facts/masking.ts';
import { SERVERS, type Slot } from '../../facts/servers.ts';
import { lazily } from '../../text/lazily.ts';
import { listsOf, orders } from './lists.ts';
import type { OfferedLine, Told } from './seen.ts';

const UNUSUAL_PARAMETERS = 0.15;
export const LENGTHS = 40;
/** A keyword stands once in a reply. That one which stands in plain is masked too, in its proper place, means that somebody edited the text. */
const EDITED = 0.02;
/** How surely a keyword is kept that is known to the engine, or whose command it let through: a map can mask even these. */
const KEPT = 0.9999;
/** The old form `AUTH=` repeats the list of the AUTH line in the same reply, in most servers; Exchange 2003 has a list of its own. */
const REPEATED = 0.8;

export interface Generic {
  /** Probability of such a line. */
  readonly total: number;
  /** Of each text behind it; adds up to `total`. */
  readonly texts: ReadonlyMap<string, number>;
}

export const NOTHING: Generic = { total: 0, texts: new Map() };

/** A text, or several, that a slot can print in the place of a line, less likely by a factor. */
export interface Emission {
  readonly generic: Generic;
  readonly factor: number;
}

const NEVER: Emission = { generic: NOTHING, factor: 0 };

/** A masked line of this length as this slot prints it. */
export function emit(slot: Slot, length: number, { passed, repeated, plain }: Told): Emission {
  const generic = slot.name === 'AUTH=' && repeated !== undefined ? slotOfLength(slot, length, repeated) : usualSlot(slot, length);
  if (generic === NOTHING) return NEVER;
  return { generic, factor: (1 - keptChance(slot.name, passed)) * (plain.has(slot.name) ? EDITED : 1) };
}

/** How likely each slot prints each line; masked lines of one length share it. */
export function chancesOf(
  slots: readonly Slot[],
  lines: readonly OfferedLine[],
  told: Told,
  anyMasked: boolean,
): readonly (readonly number[])[] {
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
export function slotOfLength(slot: Pick<Slot, 'name' | 'lines'>, length: number, repeated: string | undefined): Generic {
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
export function keptChance(name: string, passed: ReadonlySet<string>): number {
  if (KNOWN_KEYWORDS.value.includes(name) || passed.has(name)) return KEPT;
  if (SOMETIMES_KNOWN_KEYWORDS.value.includes(name)) return 0.5;
  // `allow-tls` keeps it.
  return name === 'STARTTLS' ? 0.25 : 0.01;
}

/** The chance of an entry, of which there can be reason to expect it. */
export function expectedChance({ name, chance }: Pick<Slot, 'name' | 'chance'>, expected: ReadonlySet<string>): number {
  return expected.has(name) ? 1 - (1 - chance) * 0.15 : Math.min(chance, 0.995);
}

/** A line as a candidate: what differs from server to server cannot be told. */
export function shownOf(line: string): string {
  return line.replace(/…+/, '…');
}

/** The lines that a keyword can have, with their shares. `repeated`: the old form of AUTH as the reply itself spells it. */
export function sharesOf({ name, lines }: Pick<Slot, 'name' | 'lines'>, repeated: string | undefined): [string, number][] {
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
export function mixOf(parts: readonly (readonly [Generic, number])[]): Generic {
  const texts = new Map<string, number>();
  let total = 0;
  for (const [part, weight] of parts) {
    total += part.total * weight;
    for (const [text, p] of part.texts) texts.set(text, (texts.get(text) ?? 0) + p * weight);
  }
  return { total, texts };
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const p of numbers) total += p;
  return total;
}
