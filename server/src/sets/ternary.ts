/** Kleene's logic: true, false, and what the file cannot tell. */

export type Ternary = true | false | 'unknown';

export function not(a: Ternary): Ternary {
  return a === 'unknown' ? a : !a;
}

/** True of an empty list. */
export function and(values: readonly Ternary[]): Ternary {
  if (values.includes(false)) return false;
  return values.includes('unknown') ? 'unknown' : true;
}

/** False of an empty list. */
export function or(values: readonly Ternary[]): Ternary {
  if (values.includes(true)) return true;
  return values.includes('unknown') ? 'unknown' : false;
}

/** The common value of all that could be the case; unknown where they differ. */
export function agree(values: readonly Ternary[]): Ternary {
  return values.every((value) => value === values[0]) ? (values[0] ?? 'unknown') : 'unknown';
}

/** The value of several parts, by how they stand together. */
export const COMBINED = { all: and, any: or, agree } as const;
