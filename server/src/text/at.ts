/**
 * What must be there, where the compiler cannot know it: asked for here, so that an invariant that does not hold is seen where it
 * breaks, and not where the missing thing is used.
 */

/** A list that has at least one item. */
export type Some<T> = readonly [T, ...T[]];

export function isSome<T>(list: readonly T[]): list is Some<T> {
  return list.length > 0;
}

/** A list that must have an item; throws a RangeError for an empty one. */
export function some<T>(list: readonly T[]): Some<T> {
  const [first, ...more] = list;
  if (first === undefined) throw new RangeError('an empty list');
  return [first, ...more];
}

/** The item of a list at an index that is in it; throws a RangeError where it is not. */
export function itemAt<T>(list: ArrayLike<T | undefined>, index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return item;
}

/** The last item of a list that has one; throws a RangeError for an empty list. */
export function lastOf<T>(list: ArrayLike<T | undefined>): T {
  return itemAt(list, list.length - 1);
}

/**
 * A thing that must be there; throws a RangeError where it is not.
 *
 * @param what for the message: what is missing
 */
export function sure<T>(thing: T | undefined | null, what = 'what must be here'): T {
  if (thing === undefined || thing === null) throw new RangeError(`${what} is missing`);
  return thing;
}
