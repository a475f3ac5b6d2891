/** The table of all names of a context; a value: an edit makes a new table, which shares with the old one the names that it did not touch. */

import { firstWhere } from '../text/in-order.ts';
import { Sequence } from '../text/sequence.ts';
import type { Definition, Symbol as NamedSymbol, NameUse, SymbolKind } from './model.ts';
import type { Occurrence } from './names.ts';
import { compareNames } from './spans.ts';
import type { StatementNode } from './statement.ts';

/** By what a name is looked up in the table of its kind: names of interfaces are not case-sensitive (CR, `nameif`). */
export function symbolKey(kind: SymbolKind, name: string): string {
  return kind === 'interface' ? name.toLowerCase() : name;
}

/** A name of the table, with its places in the order of the file. */
class NameWithPlaces implements NamedSymbol {
  readonly kind: SymbolKind;
  readonly key: string;
  readonly definitions: Sequence<Definition>;
  readonly references: Sequence<NameUse>;

  constructor(kind: SymbolKind, key: string, definitions: Sequence<Definition>, references: Sequence<NameUse>) {
    this.kind = kind;
    this.key = key;
    this.definitions = definitions;
    this.references = references;
  }

  /** As it is written where it is defined, or else where it is first used. */
  get name(): string {
    return this.definitions.get(0)?.name ?? this.references.get(0)?.name ?? this.key;
  }
}

/** What comes to a name and what leaves it. */
interface Change {
  readonly kind: SymbolKind;
  readonly key: string;
  readonly gone: Occurrence[];
  readonly added: Occurrence[];
}

/** More changes than this at one name are cheaper in one pass over its places. */
const FEW = 16;

type Kinds = ReadonlyMap<SymbolKind, ReadonlyMap<string, NameWithPlaces>>;
/** Places of names that are objects or groups, whichever is defined, and which of them it is. */
type Undecided = ReadonlyMap<Occurrence, SymbolKind | undefined>;

const NO_DEFINITIONS: Sequence<Definition> = Sequence.of<Definition>([]);
const NO_USES: Sequence<NameUse> = NO_DEFINITIONS;

/** An array, or a `Sequence`. */
type Some = Iterable<StatementNode> & { readonly length: number };

export class SymbolTable {
  static readonly empty = new SymbolTable(new Map(), new Map());
  readonly byKind: ReadonlyMap<SymbolKind, ReadonlyMap<string, NamedSymbol>>;
  private readonly kinds: Kinds;
  private readonly undecided: Undecided;

  private constructor(kinds: Kinds, undecided: Undecided) {
    this.kinds = kinds;
    this.byKind = kinds;
    this.undecided = undecided;
  }

  /** The definitions of a name; as long as they are the same, the same object. */
  definitions(kind: SymbolKind, name: string): Sequence<Definition> {
    return this.kinds.get(kind)?.get(symbolKey(kind, name))?.definitions ?? NO_DEFINITIONS;
  }

  /** The table without the names of statements that are gone, and with those of new ones. */
  changed(gone: Some, added: Some): SymbolTable {
    if (gone.length === 0 && added.length === 0) return this;
    const changes = new Changes();
    const undecided = new Map(this.undecided);
    for (const statement of gone) {
      for (const occurrence of statement.names) {
        const kind = occurrence.either ? this.undecided.get(occurrence) : occurrence.kind;
        if (occurrence.either) undecided.delete(occurrence);
        if (kind !== undefined) changes.of(kind, occurrence).gone.push(occurrence);
      }
    }
    for (const statement of added) {
      for (const occurrence of statement.names) {
        if (occurrence.either) undecided.set(occurrence, undefined);
        else changes.of(occurrence.kind, occurrence).added.push(occurrence);
      }
    }
    const first = new SymbolTable(changes.appliedTo(this.kinds), undecided);
    return undecided.size === 0 ? first : first.decided();
  }

  /** Objects and groups share their names: what is defined as a group only is a group. */
  private decided(): SymbolTable {
    const changes = new Changes();
    const undecided = new Map<Occurrence, SymbolKind>();
    for (const [occurrence, was] of this.undecided) {
      const { name } = occurrence;
      const group = this.definitions('object-group', name).length > 0 && this.definitions('network-object', name).length === 0;
      const kind = group ? 'object-group' : 'network-object';
      undecided.set(occurrence, kind);
      if (was === kind) continue;
      if (was !== undefined) changes.of(was, occurrence).gone.push(occurrence);
      changes.of(kind, occurrence).added.push(occurrence);
    }
    return new SymbolTable(changes.appliedTo(this.kinds), undecided);
  }
}

/** The changes of one edit, by name. */
class Changes {
  private readonly kinds = new Map<SymbolKind, Map<string, Change>>();

  of(kind: SymbolKind, { name }: Occurrence): Change {
    const key = symbolKey(kind, name);
    const names = this.kinds.get(kind) ?? new Map<string, Change>();
    const known = names.get(key);
    if (known !== undefined) return known;
    const change: Change = { kind, key, gone: [], added: [] };
    this.kinds.set(kind, names.set(key, change));
    return change;
  }

  appliedTo(kinds: Kinds): Kinds {
    if (this.kinds.size === 0) return kinds;
    const all = new Map(kinds);
    for (const [kind, changes] of this.kinds) {
      const names = new Map(all.get(kind));
      for (const [key, change] of changes) {
        const before = names.get(key);
        const definitions = placed(before?.definitions ?? NO_USES, change, true);
        const references = placed(before?.references ?? NO_USES, change, false);
        if (definitions.length + references.length === 0) names.delete(key);
        else names.set(key, new NameWithPlaces(kind, key, definitions, references));
      }
      all.set(kind, names);
    }
    return all;
  }
}

/** Those that define, or those that use. Of most names only the one or the other comes or goes: these are not copied. */
function ofSort(all: readonly Occurrence[], defines: boolean): readonly Occurrence[] {
  const isMeant = (each: Occurrence) => each.defines === defines;
  return all.every(isMeant) ? all : all.filter(isMeant);
}

/** The definitions, or the references, after a change; the same object where it changes none of them. */
function placed(uses: Sequence<NameUse>, change: Change, defines: boolean): Sequence<NameUse> {
  const gone = ofSort(change.gone, defines);
  const added = ofSort(change.added, defines);
  if (gone.length === 0 && added.length === 0) return uses;
  if (uses.length === 0) return Sequence.of<NameUse>(added.toSorted(compareNames));
  if (gone.length + added.length > FEW) {
    const lost = new Map<unknown, Set<number>>();
    for (const { statement, start } of gone) lost.set(statement, (lost.get(statement) ?? new Set()).add(start));
    return Sequence.of([...uses.filter(({ statement, word }) => !lost.get(statement)?.has(word.start)), ...added].sort(compareNames));
  }
  let all = uses;
  for (const each of gone) {
    const at = firstWhere(all, (use) => compareNames(use, each) >= 0);
    if (all.get(at)?.statement === each.statement) all = all.replaced(at, at + 1, []);
  }
  for (const each of added) {
    const at = firstWhere(all, (use) => compareNames(use, each) >= 0);
    all = all.replaced(at, at, [each]);
  }
  return all;
}
