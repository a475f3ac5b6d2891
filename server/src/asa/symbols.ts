/** Which names a statement defines and uses, and the table of all names of a context. */

import { shapeOf } from './grammar/arguments.ts';
import { readCommand, symbolOf } from './grammar.ts';
import type { Definition, NameUse, Symbol, SymbolKind, Word } from './model.ts';
import type { StatementNode } from './statements.ts';

/** One name at one place. */
export interface Occurrence extends NameUse {
  readonly statement: StatementNode;
  readonly kind: SymbolKind;
  readonly defines: boolean;
  /** `nat ... source static A B`: an object or a group; which of them, the definitions tell. */
  readonly either: boolean;
}

/**
 * An entry in which only the name of its list can be a name: every other word is a keyword or a literal. It spares the usual line
 * of a long access-list a full reading. Each part ends where the next begins, so it is linear.
 */
const PLAIN_ENTRY =
  /^access-list \S+ (?:line \d+ )?(?:extended )?(?:permit|deny) (?:tcp|udp|ip|icmp)(?: (?:any[46]?|host \d[\d.]*|\d[\d.]* \d[\d.]*)(?: (?:eq|lt|gt|neq) [\w-]+| range [\w-]+ [\w-]+)?){2}(?: log| inactive)*\s*$/;
const REMARK = /^access-list \S+ (?:line \d+ )?remark /;
const AFTER_HEAD = 'access-list '.length;

function occurrencesOf(statement: StatementNode): readonly Occurrence[] {
  if (statement.command === '') return [];
  if (statement.row === undefined && statement.command === 'access-list') {
    const { text } = statement;
    if (PLAIN_ENTRY.test(text) || REMARK.test(text)) {
      const end = text.indexOf(' ', AFTER_HEAD);
      const name = text.slice(AFTER_HEAD, end);
      return [{ kind: 'access-list', name, word: { text: name, start: AFTER_HEAD, end }, statement, defines: true, either: false }];
    }
  }
  return readOccurrences(statement);
}

function readOccurrences(statement: StatementNode): Occurrence[] {
  const { positions, command } = readCommand(statement.mode, statement.words, statement.head);
  const found: Occurrence[] = [];
  for (const [index, position] of positions.entries()) {
    const kind = symbolOf(position);
    if (kind === undefined) continue;
    const word = statement.words[statement.head + index]!;
    const either = kind === 'network-object' && command?.name === 'nat';
    const defines = position.define && statement.form === 'set';
    for (const part of namesIn(word, position.argument!.kind)) {
      if (!isLiteral(part.text, kind)) found.push({ kind, name: part.text, word: part, statement, defines, either });
    }
  }
  return found;
}

/** The names in a word: `(inside,outside)` holds two. */
function namesIn(word: Word, argument: string): readonly Word[] {
  if (argument !== 'interfaces' && argument !== 'real-interface') return [word];
  const names: Word[] = [];
  for (const match of word.text.matchAll(/[^(),\s]+/g)) {
    const start = word.start + match.index;
    names.push({ text: match[0], start, end: start + match[0].length });
  }
  return names;
}

/** Words in the place of a name that are none: addresses, `any`, the null interface. */
function isLiteral(text: string, kind: SymbolKind): boolean {
  if (kind === 'interface') return /^(?:any|null0)$/i.test(text);
  if (kind !== 'name') return false;
  const shape = shapeOf(text);
  return shape === 'ipv4' || shape === 'ipv6' || shape === 'prefix' || text === '0';
}

/** A name of the table, and the order of its places. */
class Entry implements Symbol {
  readonly kind: SymbolKind;
  readonly name: string;
  definitions: Definition[] = [];
  references: NameUse[] = [];

  constructor(kind: SymbolKind, name: string) {
    this.kind = kind;
    this.name = name;
  }

  add(occurrence: Occurrence): void {
    (occurrence.defines ? this.definitions : this.references).push(occurrence);
  }

  /** Takes out what the test finds. */
  remove(test: (use: NameUse) => boolean): void {
    this.definitions = this.definitions.filter((use) => !test(use));
    this.references = this.references.filter((use) => !test(use));
  }

  sort(): void {
    sortByPlace(this.definitions);
    sortByPlace(this.references);
  }
}

function sortByPlace(uses: NameUse[]): void {
  const order = (a: NameUse, b: NameUse) => a.statement.line - b.statement.line || a.word.start - b.word.start;
  // Most often nothing is out of order: looking is cheaper than sorting.
  if (uses.some((use, index) => index > 0 && order(uses[index - 1]!, use) > 0)) uses.sort(order);
}

/** The names of one context; kept over edits, so that only the statements that changed are looked at. */
export class SymbolTable {
  private readonly kinds = new Map<SymbolKind, Map<string, Entry>>();
  private undecided = new Map<Occurrence, Entry | undefined>();

  get byKind(): ReadonlyMap<SymbolKind, ReadonlyMap<string, Symbol>> {
    return this.kinds;
  }

  /** Definitions of a name as they are now. */
  definitions(kind: SymbolKind, name: string): readonly Definition[] {
    return this.kinds.get(kind)?.get(name)?.definitions ?? [];
  }

  /** Takes out the names of statements that are gone, and puts in those of new ones; line numbers are already those of now. */
  update(gone: readonly StatementNode[], added: readonly StatementNode[]): void {
    if (gone.length === 0 && added.length === 0) return;
    const touched = new Set<Entry>();
    const lost = new Set<unknown>(gone);
    for (const statement of gone) {
      for (const occurrence of statement.names) {
        const entry = occurrence.either ? this.undecided.get(occurrence) : this.kinds.get(occurrence.kind)?.get(occurrence.name);
        this.undecided.delete(occurrence);
        if (entry !== undefined) touched.add(entry);
      }
    }
    for (const entry of touched) entry.remove((use) => lost.has(use.statement));
    for (const statement of added) {
      statement.names = occurrencesOf(statement);
      for (const occurrence of statement.names) {
        if (occurrence.either) this.undecided.set(occurrence, undefined);
        else this.place(occurrence, occurrence.kind, touched);
      }
    }
    this.decide(touched);
    for (const entry of touched) {
      entry.sort();
      if (entry.definitions.length + entry.references.length === 0) this.kinds.get(entry.kind)!.delete(entry.name);
    }
  }

  private place(occurrence: Occurrence, kind: SymbolKind, touched: Set<Entry>): Entry {
    let names = this.kinds.get(kind);
    if (names === undefined) {
      names = new Map();
      this.kinds.set(kind, names);
    }
    let entry = names.get(occurrence.name);
    if (entry === undefined) {
      entry = new Entry(kind, occurrence.name);
      names.set(occurrence.name, entry);
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
