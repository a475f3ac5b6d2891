/**
 * What is derived from an object that never changes, worked out when it is first asked for and kept as long as the object is.
 *
 * @param derive called once for each object; what it throws is not kept
 */
export function oncePer<K extends object, V>(derive: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    let found = known.get(of);
    if (found === undefined) {
      found = { value: derive(of) };
      known.set(of, found);
    }
    return found.value;
  };
}

/** What is derived from two objects that never change, in this order; kept as long as both are. */
export function oncePerPair<A extends object, B extends object, V>(derive: (a: A, b: B) => V): (a: A, b: B) => V {
  const of = oncePer((a: A) => oncePer((b: B) => derive(a, b)));
  return (a, b) => of(a)(b);
}
