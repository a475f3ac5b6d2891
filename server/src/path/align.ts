/** Two recordings of sessions with one server, side by side: which lines answer each other, whatever names, times and ids differ. */

import { keywordOf } from '../facts/keywords.ts';
import { dateOpen } from '../masking/templates.ts';
import { itemAt } from '../text/at.ts';
import { Grid } from '../text/grid.ts';

/** For each pair the place in the first and in the second list; undefined where the other has nothing beside it. */
export type Pairs = readonly (readonly [number | undefined, number | undefined])[];

/** More than any session has outside its messages; what is longer is paired by place. */
const MOST_CELLS = 4_000_000;

/**
 * The cheapest way to lay two lists beside each other in order.
 *
 * @param cost of a pair, below 2 where the two belong together; one that stands alone costs 1
 */
export function align<A, B>(first: readonly A[], second: readonly B[], cost: (a: A, b: B) => number): Pairs {
  const [n, m] = [first.length, second.length];
  if (n * m > MOST_CELLS) return byPlace(n, m);
  const best = new Grid(n + 1, m + 1);
  for (let i = n; i >= 0; i--) {
    for (let j = m; j >= 0; j--) {
      if (i === n || j === m) {
        best.set(i, j, n - i + (m - j));
        continue;
      }
      const alone = 1 + Math.min(best.get(i + 1, j), best.get(i, j + 1));
      best.set(i, j, Math.min(alone, cost(itemAt(first, i), itemAt(second, j)) + best.get(i + 1, j + 1)));
    }
  }
  const pairs: [number | undefined, number | undefined][] = [];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    const here = best.get(i, j);
    if (i < n && j < m && here === cost(itemAt(first, i), itemAt(second, j)) + best.get(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (i < n && (j === m || here === 1 + best.get(i + 1, j))) pairs.push([i++, undefined]);
    else pairs.push([undefined, j++]);
  }
  return pairs;
}

function byPlace(n: number, m: number): Pairs {
  return Array.from({ length: Math.max(n, m) }, (_, i) => [i < n ? i : undefined, i < m ? i : undefined]);
}

const MASK = /^X+[A-Z]$/;

/** The keyword lines of two EHLO replies of one server, without their codes; a masked line stands beside one of its length. */
export function alignKeywords(first: readonly string[], second: readonly string[]): Pairs {
  return align(first, second, (a, b) => {
    if (a === b) return 0;
    if (keywordOf(a) === keywordOf(b)) return 0.5;
    return isMaskOf(a, b) || isMaskOf(b, a) ? 0.25 : 2.5;
  });
}

/** A line of X where, as far as its length tells, the other can have stood. */
export function isMaskOf(mask: string, text: string): boolean {
  return MASK.test(mask.trimEnd()) && mask.trimEnd().length === text.trimEnd().length;
}

const ADDRESS = /\[?\b(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]{2,38}[0-9a-f])\b\]?/gi;
/** Letters and digits together, as queues name their mails. */
const ID = /(?<![\w.@-])(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w-]{8,}(?:\.[\w-]+)*(?![\w.@-])/g;

/** A line without what differs from session to session: times, addresses, ids. */
export function withoutPassing(text: string): string {
  return dateOpen(text).replace(ADDRESS, '{address}').replace(ID, '{id}').trimEnd();
}

/** Whether two lines say the same, but for times, addresses and ids. */
export function saysTheSame(a: string, b: string): boolean {
  return a === b || withoutPassing(a) === withoutPassing(b);
}
