/** What stands in the order of the lines of a document. */
interface Placed {
  readonly line: number;
}

/** Index of the first item on a line or behind it. */
export function firstFrom(items: readonly Placed[], line: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.line < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
