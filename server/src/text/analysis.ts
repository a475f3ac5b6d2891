/**
 * What is derived from a document, part by part. A part has a name, says once what it is made from, and is made when somebody first asks.
 * The analysis of the next state of the document takes a part over as long as what the part is made from is the same object: an edit
 * makes anew only what its change reaches, and where a part comes out as it was, and says so by giving the earlier value back, what is
 * made from it stays as well. All parts live as long as their analysis, which lives as long as the state of the document it belongs to.
 */

/** What a part was made from, and what came out. */
interface Made<V> {
  readonly from: readonly unknown[];
  readonly value: V;
}

export class Analysis {
  private readonly made = new Map<object, Made<unknown>>();
  /** By part, the newest that earlier states came to. A copy, so that no chain of states is held. */
  private readonly earlier: ReadonlyMap<object, Made<unknown>>;

  /** @param previous the analysis of an earlier state of the same document */
  constructor(previous?: Analysis) {
    this.earlier = previous === undefined ? new Map() : new Map([...previous.earlier, ...previous.made]);
  }

  /**
   * @param part what tells the part from others
   * @param from all that it is made from, compared by identity
   * @param make given what the part was in an earlier state of the document
   */
  get<V>(part: object, from: readonly unknown[], make: (before: V | undefined) => V): V {
    const known = madeAs<V>(this.made, part);
    if (known !== undefined && sameObjects(known.from, from)) return known.value;
    const before = madeAs<V>(this.earlier, part);
    const value = before !== undefined && sameObjects(before.from, from) ? before.value : make(before?.value);
    this.made.set(part, { from, value });
    return value;
  }
}

/** What has an analysis: a context of a configuration, a transcript. */
export interface Analysed {
  readonly analysis: Analysis;
}

/**
 * A named part of an analysis.
 *
 * @param name for people who read a profile
 * @param from all that the part is made from
 * @param make must look at nothing that is not in `from`; gives `before`, the part as it was, where it comes out equal
 */
export function part<K extends Analysed, V>(
  name: string,
  from: (of: K) => readonly unknown[],
  make: (of: K, before: V | undefined) => V,
): (of: K) => V {
  const key = { name };
  return (of) => of.analysis.get<V>(key, from(of), (before) => make(of, before));
}

/** What a part came to: what it makes is of one type in all states of a document. */
function madeAs<V>(made: ReadonlyMap<object, Made<unknown>>, part: object): Made<V> | undefined {
  return made.get(part) as Made<V> | undefined;
}

function sameObjects(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
