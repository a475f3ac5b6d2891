/**
 * What is told of two objects that never change, in this order, told once: for whoever compares many things of two sides, as long as it compares.
 */
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
