/** An array, or a `Sequence`. */
import { sure } from './at.ts';

interface Ordered<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** Index of the first item on a line or behind it; the items stand in the order of the lines of a document. */
export function firstFrom(items: Ordered<{ readonly line: number }>, line: number): number {
  return firstWhere(items, (item) => item.line >= line);
}

/** Index of the first item of this order or a greater one; the items stand in order (`Placed` in `lines.ts`). */
export function firstInOrder(items: Ordered<{ readonly order: number }>, order: number): number {
  return firstWhere(items, (item) => item.order >= order);
}

/** Index of the first item that is far enough: so are all behind it. */
export function firstWhere<T>(items: Ordered<T>, isFar: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFar(sure(items.at(middle)))) high = middle;
    else low = middle + 1;
  }
  return low;
}
