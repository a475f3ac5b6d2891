/**
 * A constant of the program that costs too much for every start: made when first asked for. It is made of facts, and of nothing that is read:
 * what is derived from a document is a part of its analysis (`analysis.ts`).
 */
export function lazily<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
