/**
 * What is derived from a document: named parts, each made when somebody first asks for it. The analysis belongs to one state of a thing
 * (the lines of a document, a configuration, one context of it, a transcript) and ends with it; nothing that is derived is kept elsewhere.
 * There are three kinds of parts:
 *
 * - `part`, `partsBy`: made from the thing as it is in this state, or from that and one of its things. The next state makes its own.
 * - `memo`, `memos`: made from one immutable thing (a line, an entry, an access-list) and nothing else. All states that hold the thing share it.
 * - `Analysis.get`: made from what is said, compared by identity. The next state takes it over as long as that is the same: an edit makes
 *   anew only what its change reaches, and where a part comes out as it was, and says so by giving the earlier value back, what is made from it
 *   stays as well.
 *
 * While a part is made, the analysis writes down which others it asks for: `Analysis.asked` tells what depends on what.
 */

/** What tells a part from others; the name is for people. */
interface Key {
  readonly name: string;
}

/** What a part was made from, and what came out. */
interface Made {
  readonly from: readonly unknown[];
  readonly value: unknown;
}

/** What is known of things, as long as they are. */
export interface Table<T, V> {
  get(thing: T): V | undefined;
  set(thing: T, value: V): unknown;
}

export class Analysis {
  private readonly made = new Map<Key, Made>();
  /** By part, the newest that earlier states came to. A copy, so that no chain of states is held. */
  private readonly earlier: ReadonlyMap<Key, Made>;
  /** Of this state alone: what is made from all of a thing may hold the thing. */
  private readonly own = new Map<Key, { readonly value: unknown }>();
  private readonly ownBy = new Map<Key, Map<unknown, { readonly value: unknown }>>();
  /** Shared by all states. */
  private readonly memos: Map<Key, WeakMap<object, unknown>>;
  private readonly asks = new Map<Key, Set<Key>>();
  /** What the part asked for that is being made. */
  private asking: Set<Key> | undefined;

  /** @param previous the analysis of an earlier state of the same document */
  constructor(previous?: Analysis) {
    this.earlier = previous === undefined ? new Map() : previous.passedOn;
    this.memos = previous?.memos ?? new Map();
  }

  private get passedOn(): ReadonlyMap<Key, Made> {
    return this.made.size === 0 ? this.earlier : new Map([...this.earlier, ...this.made]);
  }

  /** What was made, by name, `get` apart, and which other parts each asked for: none of them a memo, which knows its thing alone. Sorted. */
  get asked(): ReadonlyMap<string, readonly string[]> {
    const rows = new Map([...this.memos.keys()].map(({ name }): [string, string[]] => [name, []]));
    for (const [{ name }, others] of this.asks) rows.set(name, [...others].map((other) => other.name).sort());
    return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * @param key what tells the part from others
   * @param from all that it is made from, compared by identity
   * @param make looks at nothing that is not in `from`; given what the part was in an earlier state of the document
   */
  get<V>(key: Key, from: readonly unknown[], make: (before: V | undefined) => V): V {
    this.asking?.add(key);
    const known = this.made.get(key);
    if (known !== undefined && sameObjects(known.from, from)) return ofType<V>(known);
    const before = this.earlier.get(key);
    const isSame = before !== undefined && sameObjects(before.from, from);
    const value = isSame ? ofType<V>(before) : make(before === undefined ? undefined : ofType<V>(before));
    this.made.set(key, { from, value });
    return value;
  }

  /** A part of this state; see `part`. */
  once<V>(key: Key, make: () => V): V {
    this.asking?.add(key);
    const known = this.own.get(key);
    if (known !== undefined) return ofType<V>(known);
    const value = this.noting(key, make);
    this.own.set(key, { value });
    return value;
  }

  /** The parts of this state that there are by things or names; see `partsBy`. */
  onceFor<V>(key: Key, thing: unknown, make: () => V): V {
    this.asking?.add(key);
    const all = this.ownBy.get(key) ?? new Map<unknown, { readonly value: unknown }>();
    const known = all.get(thing);
    if (known !== undefined) return ofType<V>(known);
    this.ownBy.set(key, all);
    const value = this.noting(key, make);
    all.set(thing, { value });
    return value;
  }

  /** What is known of things in all states; see `memos`. */
  table<T extends object, V>(key: Key): Table<T, V> {
    this.asking?.add(key);
    const known = this.memos.get(key) ?? new WeakMap<object, unknown>();
    this.memos.set(key, known);
    return ofType<Table<T, V>>({ value: known });
  }

  /** Makes a part, and writes down what it asks for. */
  private noting<V>(key: Key, make: () => V): V {
    const outer = this.asking;
    this.asking = this.asks.get(key) ?? new Set();
    this.asks.set(key, this.asking);
    try {
      return make();
    } finally {
      this.asking = outer;
    }
  }
}

/** What has an analysis: lines, a configuration, a context of it, a transcript. */
export interface Analysed {
  readonly analysis: Analysis;
}

/**
 * A named part of what is derived from a thing, made once for each state of it.
 *
 * @param make called when the part is first asked for; what it throws is not kept
 */
export function part<K extends Analysed, V>(name: string, make: (of: K) => V): (of: K) => V {
  const key = { name };
  return (of) => of.analysis.once(key, () => make(of));
}

/** As `part`, for each of many things or names that can be asked about: made once for each of them in each state. */
export function partsBy<K extends Analysed, T, V>(name: string, make: (of: K, each: T) => V): (of: K, each: T) => V {
  const key = { name };
  return (of, each) => of.analysis.onceFor(key, each, () => make(of, each));
}

/**
 * What is derived from an immutable thing of a document alone. It is made once, and kept as long as the thing is, in all states of the document.
 *
 * @param make looks at nothing but the thing
 */
export function memo<T extends object, V>(name: string, make: (thing: T) => V): (of: Analysed, thing: T) => V {
  const table = memos<T, { readonly value: V }>(name);
  return (of, thing) => {
    const all = table(of);
    let known = all.get(thing);
    if (known === undefined) {
      known = { value: make(thing) };
      all.set(thing, known);
    }
    return known.value;
  };
}

/** As `memo`, where the one who asks says what is kept, and when it still holds. */
export function memos<T extends object, V>(name: string): (of: Analysed) => Table<T, V> {
  const key = { name };
  return (of) => of.analysis.table(key);
}

/** A key stands for values of one type: what asks by it has made them. */
function ofType<V>({ value }: { readonly value: unknown }): V {
  return value as V;
}

function sameObjects(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
