/** The table of all names of a context. */
import type { Definition, Symbol as NamedSymbol, NameUse, SymbolKind } from './model.ts';
import { type Occurrence, occurrencesOf } from './names.ts';
import type { StatementNode } from './statements.ts';

/** By what a name is looked up in the table of its kind: names of interfaces are not case-sensitive (CR, `nameif`). */
export function symbolKey(kind: SymbolKind, name: string): string {
  return kind === 'interface' ? name.toLowerCase() : name;
}

/** A name of the table, and the order of its places. */
class Entry implements NamedSymbol {
  readonly kind: SymbolKind;
  readonly key: string;
  readonly definitions: Definition[] = [];
  readonly references: NameUse[] = [];
  /** Places that came last; they are put in order at the end of an update. */
  private unsorted = 0;

  constructor(kind: SymbolKind, key: string) {
    this.kind = kind;
    this.key = key;
  }

  /** As it is written where it is defined, or else where it is first used. */
  get name(): string {
    return this.definitions[0]?.name ?? this.references[0]?.name ?? this.key;
  }

  add(occurrence: Occurrence): void {
    (occurrence.defines ? this.definitions : this.references).push(occurrence);
    this.unsorted++;
  }

  /** Takes out what the test finds. */
  remove(test: (use: NameUse) => boolean): void {
    takeOut(this.definitions, test);
    takeOut(this.references, test);
  }

  sort(): void {
    sortByPlace(this.definitions, this.unsorted);
    sortByPlace(this.references, this.unsorted);
    this.unsorted = 0;
  }
}

/** In place: a long list is not copied for one entry. */
function takeOut<T>(all: T[], test: (each: T) => boolean): void {
  let kept = 0;
  for (const each of all) {
    if (!test(each)) all[kept++] = each;
  }
  all.length = kept;
}

function order(a: NameUse, b: NameUse): number {
  return a.statement.line - b.statement.line || a.word.start - b.word.start;
}

/** Sorts when at most the last `unsorted` are out of place: a few of them are put in one by one. */
function sortByPlace(uses: NameUse[], unsorted: number): void {
  if (unsorted > 16) {
    if (uses.some((use, index) => index > 0 && order(uses[index - 1]!, use) > 0)) uses.sort(order);
    return;
  }
  for (let i = Math.max(1, uses.length - unsorted); i < uses.length; i++) {
    const use = uses[i]!;
    let to = i;
    while (to > 0 && order(uses[to - 1]!, use) > 0) to--;
    if (to === i) continue;
    uses.copyWithin(to + 1, to, i);
    uses[to] = use;
  }
}

/** The names of one context; kept over edits, so that only the statements that changed are looked at. */
export class SymbolTable {
  private readonly kinds = new Map<SymbolKind, Map<string, Entry>>();
  private undecided = new Map<Occurrence, Entry | undefined>();

  get byKind(): ReadonlyMap<SymbolKind, ReadonlyMap<string, NamedSymbol>> {
    return this.kinds;
  }

  /** Definitions of a name as they are now. */
  definitions(kind: SymbolKind, name: string): readonly Definition[] {
    return this.kinds.get(kind)?.get(symbolKey(kind, name))?.definitions ?? [];
  }

  /** Takes out the names of statements that are gone, and puts in those of new ones; line numbers are already those of now. */
  update(gone: readonly StatementNode[], added: readonly StatementNode[]): void {
    if (gone.length === 0 && added.length === 0) return;
    const touched = new Set<Entry>();
    const lost = new Set<unknown>(gone);
    for (const statement of gone) {
      for (const occurrence of occurrencesOf(statement)) {
        const entry = occurrence.either
          ? this.undecided.get(occurrence)
          : this.kinds.get(occurrence.kind)?.get(symbolKey(occurrence.kind, occurrence.name));
        this.undecided.delete(occurrence);
        if (entry !== undefined) touched.add(entry);
      }
    }
    for (const entry of touched) entry.remove((use) => lost.has(use.statement));
    for (const statement of added) {
      for (const occurrence of occurrencesOf(statement)) {
        if (occurrence.either) this.undecided.set(occurrence, undefined);
        else this.place(occurrence, occurrence.kind, touched);
      }
    }
    this.decide(touched);
    for (const entry of touched) {
      entry.sort();
      if (entry.definitions.length + entry.references.length === 0) this.kinds.get(entry.kind)!.delete(entry.key);
    }
  }

  private place(occurrence: Occurrence, kind: SymbolKind, touched: Set<Entry>): Entry {
    let names = this.kinds.get(kind);
    if (names === undefined) {
      names = new Map();
      this.kinds.set(kind, names);
    }
    const key = symbolKey(kind, occurrence.name);
    let entry = names.get(key);
    if (entry === undefined) {
      entry = new Entry(kind, key);
      names.set(key, entry);
    }
    touched.add(entry);
    entry.add(occurrence);
    return entry;
  }

  /** Objects and groups share their names: what is defined as a group only is a group. */
  private decide(touched: Set<Entry>): void {
    for (const [occurrence, was] of this.undecided) {
      const { name } = occurrence;
      const group = this.definitions('object-group', name).length > 0 && this.definitions('network-object', name).length === 0;
      const kind = group ? 'object-group' : 'network-object';
      if (was?.kind === kind) continue;
      if (was !== undefined) {
        was.remove((use) => use === occurrence);
        touched.add(was);
      }
      this.undecided.set(occurrence, this.place(occurrence, kind, touched));
    }
  }
}
