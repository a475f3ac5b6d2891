/**
 * Statements carried out in order: which of them act on each thing. `clear` and `no` take things back; `rename` moves them. Where nothing
 * of a device does, what an edit changes is put in its place, and nothing else is looked at.
 */
import { itemAt, sure } from '../../text/at.ts';
import { firstInOrder } from '../../text/in-order.ts';
import { Sequence } from '../../text/sequence.ts';
import { entryName } from '../names.ts';
import type { StatementNode } from '../statement.ts';
import { isCleared } from './clear.ts';
import { nameIndex } from './entries.ts';

/** Things that have names. */
const NAMED = ['network-object', 'service-object', 'object-group', 'access-list', 'class-map', 'policy-map', 'inspect-map'] as const;
/** Things of which there is one list. */
const LISTED = [
  'name',
  'interface',
  'version',
  'service-policy',
  'fixup',
  'translation',
  'route',
  'access-group',
  'conduit',
  'apply',
  'same-security-traffic',
  'names',
  'host',
  'context-definition',
] as const;

export type Named = (typeof NAMED)[number];
export type Listed = (typeof LISTED)[number];

/** The statements that act on one thing, in order. */
export type Log = Sequence<StatementNode>;

/** A value: an edit makes new logs, in which those that it did not touch are the same objects. */
export interface Logs {
  /** In the order in which each thing comes first. */
  readonly named: Readonly<Record<Named, ReadonlyMap<string, Log>>>;
  readonly lists: Readonly<Record<Listed, Log>>;
  /** Nothing is taken back or renamed: the statements of a thing are all that name it. */
  readonly plain: boolean;
}

/** @param statements all of one device or context, in order */
export function carryOut(statements: Iterable<StatementNode>): Logs {
  const collector = new Collector();
  for (const statement of statements) if (statement.parent === undefined) collector.carryOut(statement);
  return collector.logs();
}

/**
 * The logs after an edit.
 *
 * @param statements all of them now
 * @param gone those of `old` that are no more
 * @param added those that are new
 */
export function carryOutAgain(statements: Log, old: Logs, gone: readonly StatementNode[], added: readonly StatementNode[]): Logs {
  if (gone.length === 0 && added.length === 0) return old;
  const less = carryOut(gone);
  const more = carryOut(added);
  if (!old.plain || !more.plain) return sharing(carryOut(statements), old);
  const named = mapped(NAMED, (kind) => changedNames(old.named[kind], less.named[kind], more.named[kind]));
  const lists = mapped(LISTED, (kind) => changedLog(old.lists[kind], less.lists[kind], more.lists[kind]));
  return { named, lists, plain: true };
}

function mapped<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  // `fromEntries` forgets which keys there are.
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}

function changedNames(old: ReadonlyMap<string, Log>, less: ReadonlyMap<string, Log>, more: ReadonlyMap<string, Log>) {
  if (less.size === 0 && more.size === 0) return old;
  const now = new Map(old);
  let inOrder = true;
  for (const name of new Set([...less.keys(), ...more.keys()])) {
    const before = old.get(name) ?? NOTHING;
    const log = changedLog(before, less.get(name) ?? NOTHING, more.get(name) ?? NOTHING);
    inOrder &&= log.get(0) === before.get(0);
    if (log.length === 0) now.delete(name);
    else now.set(name, log);
  }
  return inOrder ? now : new Map([...now].sort(([, a], [, b]) => sure(a.get(0)).order - sure(b.get(0)).order));
}

const NOTHING: Log = Sequence.of<StatementNode>([]);
/** More statements than this are cheaper in one pass over the log. */
const FEW = 16;

function changedLog(old: Log, less: Log, more: Log): Log {
  if (less.length === 0 && more.length === 0) return old;
  if (less.length + more.length > FEW) {
    const gone = new Set(less);
    return Sequence.of([...old.filter((statement) => !gone.has(statement)), ...more].sort((a, b) => a.order - b.order));
  }
  let now = old;
  for (const statement of less) {
    const at = firstInOrder(now, statement.order);
    now = now.replaced(at, at + 1, []);
  }
  for (const statement of more) {
    const at = firstInOrder(now, statement.order);
    now = now.replaced(at, at, [statement]);
  }
  return now;
}

/** Logs in which all that is the same as in the old ones is the same object. */
function sharing(now: Logs, old: Logs): Logs {
  const log = (a: Log, b: Log | undefined) => (b !== undefined && a.length === b.length && a.sameBefore(b) === a.length ? b : a);
  const named = mapped(NAMED, (kind) => {
    const shared = new Map([...now.named[kind]].map(([name, each]) => [name, log(each, old.named[kind].get(name))]));
    return sameItems([...shared.values()], [...old.named[kind].values()]) ? old.named[kind] : shared;
  });
  return { named, lists: mapped(LISTED, (kind) => log(now.lists[kind], old.lists[kind])), plain: now.plain };
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

class Collector {
  private readonly named = mapped(NAMED, () => new Map<string, StatementNode[]>());
  private readonly lists = mapped(LISTED, (): StatementNode[] => []);
  private plain = true;

  logs(): Logs {
    const { named, lists, plain } = this;
    return {
      named: mapped(NAMED, (kind) => new Map([...named[kind]].map(([name, log]) => [name, Sequence.of(log)]))),
      lists: mapped(LISTED, (kind) => Sequence.of(lists[kind])),
      plain,
    };
  }

  carryOut(statement: StatementNode): void {
    if (statement.form === 'clear') {
      this.carryOutClear(statement);
      return;
    }
    if (statement.command === 'version') {
      this.list('version', statement);
      return;
    }
    if ((statement.form !== 'set' && statement.form !== 'no') || statement.mode !== 'global') return;
    CARRY_OUT[statement.command]?.(this, statement);
  }

  /** A statement that makes a thing or adds to it; its `no` takes the whole thing back. */
  define(kind: Named, name: string, statement: StatementNode): void {
    if (name === '') return;
    if (statement.form === 'no') {
      this.clear(kind, (each) => each === name);
      return;
    }
    this.add(kind, name, statement);
    for (const line of statement.children) {
      if (line.command === 'rename' && line.form === 'set') this.rename(kind, name, line.word(1));
    }
  }

  /** An access-list's lines are taken back one by one; its name alone takes back all. */
  entry(statement: StatementNode): void {
    if (statement.text.includes(' rename ') && statement.word(2) === 'rename') {
      if (statement.form === 'set') this.rename('access-list', statement.word(1), statement.word(3));
      return;
    }
    if (statement.row === undefined) {
      this.add('access-list', entryName(statement), statement);
      return;
    }
    const index = nameIndex(statement);
    const name = statement.word(index);
    if (name === '') return;
    if (statement.form === 'no' && statement.words.length === statement.head + index + 1)
      this.clear('access-list', (each) => each === name);
    else if (/<access-list:define>/.test(statement.row.pattern)) this.add('access-list', name, statement);
  }

  list(kind: Listed, statement: StatementNode): void {
    this.lists[kind].push(statement);
  }

  private add(kind: Named, name: string, statement: StatementNode): void {
    const log = this.named[kind].get(name);
    if (log === undefined) this.named[kind].set(name, [statement]);
    else log.push(statement);
  }

  /** The things that are meant are taken back: by their names and the first statements that made them. */
  private clear(kind: Named, isMeant: (name: string, made: StatementNode) => boolean): void {
    this.plain = false;
    for (const [name, log] of this.named[kind]) if (isMeant(name, itemAt(log, 0))) this.named[kind].delete(name);
  }

  /** The thing goes on under another name; the device refuses a name that is taken. */
  private rename(kind: Named, from: string, to: string): void {
    this.plain = false;
    const things = this.named[kind];
    const log = things.get(from);
    if (to === '' || log === undefined || things.has(to)) return;
    things.delete(from);
    things.set(to, log);
  }

  private carryOutClear(statement: StatementNode): void {
    this.plain = false;
    if (statement.word(0).toLowerCase() === 'all') {
      for (const things of Object.values(this.named)) things.clear();
      for (const kind of LISTED) if (kind !== 'version') this.lists[kind].length = 0;
      return;
    }
    for (const kind of CLEARS[statement.command] ?? []) {
      if (isNamed(kind)) this.clear(kind, isCleared(statement));
      else this.list(kind, statement);
    }
  }
}

function isNamed(kind: Named | Listed): kind is Named {
  return NAMED.some((each) => each === kind);
}

/** What `clear configure COMMAND` acts on. */
const CLEARS: Readonly<Record<string, readonly (Named | Listed)[]>> = {
  'access-list': ['access-list'],
  'object-group': ['object-group'],
  object: ['network-object', 'service-object', 'translation'],
  'class-map': ['class-map'],
  'policy-map': ['policy-map', 'inspect-map'],
  'service-policy': ['service-policy'],
  interface: ['interface'],
  static: ['translation'],
  nat: ['translation'],
  global: ['translation'],
  route: ['route'],
  'access-group': ['access-group'],
  conduit: ['conduit'],
  apply: ['apply'],
  'same-security-traffic': ['same-security-traffic'],
  fixup: ['fixup'],
  names: ['names'],
};

/** Whether a statement defines or applies anything of a device, and does more than name the device. */
export function acts({ form, mode, command }: StatementNode): boolean {
  return form === 'set' && mode === 'global' && command !== 'hostname' && Object.hasOwn(CARRY_OUT, command);
}

/** What each command of global mode does to the model. */
const CARRY_OUT: Readonly<Record<string, (collector: Collector, statement: StatementNode) => void>> = {
  'access-list': (collector, statement) => collector.entry(statement),
  ipv6: (collector, statement) => {
    if (statement.word(1) === 'access-list') collector.entry(statement);
    else if (statement.word(1) === 'route') collector.list('route', statement);
  },
  object: (collector, statement) => {
    const network = 'network'.startsWith(statement.word(1).toLowerCase());
    collector.define(network ? 'network-object' : 'service-object', statement.word(2), statement);
    const translates = statement.form === 'no' || statement.children.some((line) => line.command === 'nat');
    if (network && translates) collector.list('translation', statement);
  },
  'object-group': (collector, statement) => collector.define('object-group', statement.word(2), statement),
  'class-map': (collector, statement) => collector.define('class-map', nameOfMap(statement), statement),
  'policy-map': (collector, statement) => {
    const typed = 'type'.startsWith(statement.word(1).toLowerCase()) && statement.words.length > statement.head + 2;
    collector.define(typed ? 'inspect-map' : 'policy-map', nameOfMap(statement), statement);
  },
  'smtp-map': (collector, statement) => collector.define('inspect-map', statement.word(1), statement),
  'esmtp-map': (collector, statement) => collector.define('inspect-map', statement.word(1), statement),
  'service-policy': (collector, statement) => collector.list('service-policy', statement),
  fixup: (collector, statement) => collector.list('fixup', statement),
  static: (collector, statement) => collector.list('translation', statement),
  nat: (collector, statement) => collector.list('translation', statement),
  global: (collector, statement) => collector.list('translation', statement),
  interface: (collector, statement) => collector.list('interface', statement),
  nameif: (collector, statement) => collector.list('interface', statement),
  ip: (collector, statement) => {
    if (statement.word(1) === 'address') collector.list('interface', statement);
  },
  route: (collector, statement) => collector.list('route', statement),
  'access-group': (collector, statement) => collector.list('access-group', statement),
  conduit: (collector, statement) => collector.list('conduit', statement),
  apply: (collector, statement) => collector.list('apply', statement),
  'same-security-traffic': (collector, statement) => collector.list('same-security-traffic', statement),
  name: (collector, statement) => collector.list('name', statement),
  names: (collector, statement) => collector.list('names', statement),
  'admin-context': (collector, statement) => collector.list('context-definition', statement),
  context: (collector, statement) => collector.list('context-definition', statement),
  hostname: (collector, statement) => collector.list('host', statement),
};

/** Maps are named by the last word that the grammar understood of their line. */
function nameOfMap(statement: StatementNode): string {
  const defining = statement.names?.find(
    (each) => each.kind.endsWith('map') && each.word.start > (statement.words[statement.head]?.start ?? 0),
  );
  return defining?.name ?? '';
}
