import type { Some } from './at.ts';

/** The items by key, in the order in which each key comes first. (`Map.groupBy` is not in every Node that we run on.) */
export function grouped<T>(items: Iterable<T>, key: (item: T) => string): readonly Some<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group === undefined) groups.set(k, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
