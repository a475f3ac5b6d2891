/** What is done once, however often it is asked for: for whoever goes through many things, as long as that lasts. */

/** What is told of two objects that never change, in this order, told once. */
export function oncePerPair<A extends object, B extends object, V>(tell: (a: A, b: B) => V): (a: A, b: B) => V {
  const known = new Map<A, Map<B, { readonly value: V }>>();
  return (a, b) => {
    const of = known.get(a) ?? new Map<B, { readonly value: V }>();
    known.set(a, of);
    const found = of.get(b) ?? { value: tell(a, b) };
    of.set(b, found);
    return found.value;
  };
}

/** @returns what is true of a key when it is asked for the first time, and false from then on */
export function firstTime<K>(): (key: K) => boolean {
  const known = new Set<K>();
  return (key) => {
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  };
}
