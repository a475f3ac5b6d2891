/** The statements of one device or context, carried out in order. What an edit did not touch is kept. */
import type { Lines } from '../text/lines.ts';
import { accessList, conduits, nameIndex, type Vocabulary } from './evaluation/access-lists.ts';
import { isCleared } from './evaluation/clear.ts';
import { fixups } from './evaluation/fixups.ts';
import { underOneSpelling } from './evaluation/interface-names.ts';
import { interfaces } from './evaluation/interfaces.ts';
import { networkObject, objectGroup, serviceObject } from './evaluation/objects.ts';
import { observations } from './evaluation/observations.ts';
import { classMap, inspectMap, policyMap, servicePolicies } from './evaluation/policies.ts';
import { accessGroups, outboundLists, routes, sameSecurity } from './evaluation/routing.ts';
import { shownInspections } from './evaluation/shown.ts';
import type { Names } from './evaluation/specs.ts';
import { translations } from './evaluation/translations.ts';
import { versionOf } from './evaluation/version.ts';
import type { Context, Definition, ObjectGroup, SymbolKind } from './model.ts';
import { entryName } from './names.ts';
import type { Mark, StatementNode } from './statements.ts';
import { SymbolTable } from './symbols.ts';

type Build<T> = (name: string, log: readonly StatementNode[], names: Names, definitions: () => readonly Definition[]) => T | undefined;

/** The statements that act on one thing, gathered anew in every reading; as long as they are the same as before, nothing is copied. */
class Log {
  private all: readonly StatementNode[] = [];
  private same = 0;
  private other: StatementNode[] | undefined;
  private touched = false;

  begin(): void {
    this.same = 0;
    this.other = undefined;
    this.touched = false;
  }

  add(statement: StatementNode, revision: number): void {
    if (statement.revision === revision) this.touched = true;
    if (this.other === undefined && this.all[this.same] === statement) {
      this.same++;
      return;
    }
    this.other ??= this.all.slice(0, this.same);
    this.other.push(statement);
  }

  clear(): void {
    this.other = [];
  }

  /** The statements of this reading up to now. */
  get sofar(): readonly StatementNode[] {
    return this.other ?? this.all.slice(0, this.same);
  }

  /** The statements of this reading, and whether they or anything inside them changed since the last. */
  end(): { readonly all: readonly StatementNode[]; readonly changed: boolean } {
    const changed = this.touched || this.other !== undefined || this.same !== this.all.length;
    this.all = this.other ?? (this.same === this.all.length ? this.all : this.all.slice(0, this.same));
    return { all: this.all, changed };
  }
}

interface Subject<T> {
  readonly name: string;
  readonly log: Log;
  value: T | undefined;
}

/** Things of one kind, by name. */
class Register<T> {
  private readonly kind: SymbolKind;
  private readonly build: Build<T>;
  private readonly subjects = new Map<string, Subject<T>>();
  /** Those of this reading, in the order in which they came. */
  private readonly present = new Set<Subject<T>>();
  private last: Subject<T> | undefined;
  private values: ReadonlyMap<string, T> = new Map();

  constructor(kind: SymbolKind, build: Build<T>) {
    this.kind = kind;
    this.build = build;
  }

  begin(): void {
    this.present.clear();
    this.last = undefined;
  }

  add(name: string, statement: StatementNode, revision: number): void {
    // The entries of a list most often stand together.
    if (this.last?.name !== name) this.last = this.enter(name);
    this.last.log.add(statement, revision);
  }

  private enter(name: string): Subject<T> {
    let subject = this.subjects.get(name);
    if (subject === undefined) {
      subject = { name, log: new Log(), value: undefined };
      this.subjects.set(name, subject);
    }
    if (!this.present.has(subject)) {
      subject.log.begin();
      this.present.add(subject);
    }
    return subject;
  }

  /** The things that are meant are taken back: by their names and the first statements that made them. */
  clear(isMeant: (name: string, made: StatementNode) => boolean): void {
    for (const subject of this.present) {
      if (!isMeant(subject.name, subject.log.sofar[0]!)) continue;
      this.present.delete(subject);
      this.subjects.delete(subject.name);
    }
    this.last = undefined;
  }

  /** The thing goes on under another name; the device refuses a name that is taken. */
  rename(from: string, to: string, revision: number): void {
    const subject = this.subjects.get(from);
    const other = this.subjects.get(to);
    if (subject === undefined || !this.present.has(subject) || (other !== undefined && this.present.has(other))) return;
    const statements = subject.log.sofar;
    this.clear((name) => name === from);
    for (const statement of statements) this.add(to, statement, revision);
  }

  /** Values of things; those whose statements are the same as before stay the same objects, and so does the map when all do. */
  end(names: Names, fresh: boolean, table: SymbolTable): ReadonlyMap<string, T> {
    const values = new Map<string, T>();
    for (const subject of this.present) {
      const { name, log } = subject;
      const { all, changed } = log.end();
      if (changed || fresh) subject.value = this.build(name, all, names, () => table.definitions(this.kind, name));
      if (subject.value !== undefined) values.set(name, subject.value);
    }
    if (this.subjects.size > this.present.size) {
      for (const [name, subject] of this.subjects) if (!this.present.has(subject)) this.subjects.delete(name);
    }
    if (!sameInOrder(values, this.values)) this.values = values;
    return this.values;
  }
}

function sameInOrder<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const value of a.values()) if (value !== others.next().value) return false;
  return true;
}

/** Things of which there is one list. */
class ListRegister<T> {
  private readonly log = new Log();
  private value: T | undefined;

  begin(): void {
    this.log.begin();
  }

  add(statement: StatementNode, revision: number): void {
    this.log.add(statement, revision);
  }

  clear(): void {
    this.log.clear();
  }

  end(fresh: boolean, build: (log: readonly StatementNode[]) => T): T {
    const { all, changed } = this.log.end();
    if (fresh || changed || this.value === undefined) this.value = build(all);
    return this.value;
  }
}

/** What holds a context together over readings. */
export class ContextBuilder {
  readonly key: string;
  readonly table = new SymbolTable();
  private revision = 0;
  private names: Names = new Map();
  private groups: ReadonlyMap<string, ObjectGroup> = new Map();
  private networkGroups: ReadonlySet<string> = new Set();
  private anyIsIpv4 = false;
  private services: ReadonlyMap<string, unknown> = new Map();
  private readonly named = {
    'network-object': new Register('network-object', networkObject),
    'service-object': new Register('service-object', serviceObject),
    'object-group': new Register('object-group', objectGroup),
    'access-list': new Register('access-list', (name, log, names, definitions) =>
      accessList(name, log, { ...this.vocabulary, names }, definitions),
    ),
    'class-map': new Register('class-map', classMap),
    'policy-map': new Register('policy-map', policyMap),
    'inspect-map': new Register('inspect-map', inspectMap),
  };
  private readonly lists = {
    name: new ListRegister<Names>(),
    interface: new ListRegister<Context['interfaces']>(),
    version: new ListRegister<Context['version'] | null>(),
    'service-policy': new ListRegister<Context['servicePolicies']>(),
    fixup: new ListRegister<ReturnType<typeof fixups>>(),
    translation: new ListRegister<Context['translations']>(),
    route: new ListRegister<Context['routes']>(),
    'access-group': new ListRegister<Context['accessGroups']>(),
    conduit: new ListRegister<Context['conduits'] | null>(),
    apply: new ListRegister<Context['outboundLists']>(),
    'same-security-traffic': new ListRegister<Context['sameSecurity']>(),
    names: new ListRegister<boolean | null>(),
    host: new ListRegister<string>(),
    'context-definition': new ListRegister<boolean>(),
  };

  constructor(key: string) {
    this.key = key;
  }

  private get vocabulary(): Vocabulary {
    return { names: this.names, networkGroups: this.networkGroups, anyIsIpv4: this.anyIsIpv4 };
  }

  /**
   * Carries the statements out. `statements`: all of this context, in order; `marks`: its marks, with their lines; `runs`: its lines; `revision`: the
   * number that changed statements carry.
   */
  build(
    statements: readonly StatementNode[],
    marks: readonly (readonly [number, Mark])[],
    runs: Context['runs'],
    lines: Lines,
    revision: number,
  ): Context {
    const { named, lists } = this;
    this.revision = revision;
    for (const register of [...Object.values(named), ...Object.values(lists)]) register.begin();
    for (const statement of statements) {
      if (statement.parent === undefined) this.carryOut(statement);
    }
    const nameTable = lists.name.end(false, namesOf);
    const fresh = nameTable !== this.names && !sameNames(nameTable, this.names);
    if (fresh) this.names = nameTable;
    const end = <T>(register: Register<T>, anew = fresh) => register.end(this.names, anew, this.table);
    const objectGroups = end(named['object-group']);
    const serviceObjects = end(named['service-object']);
    const moved = fresh || objectGroups !== this.groups || serviceObjects !== this.services;
    const networkGroups = objectGroups === this.groups ? this.networkGroups : networkGroupsOf(objectGroups);
    const regrouped = !sameSet(networkGroups, this.networkGroups);
    if (regrouped) this.networkGroups = networkGroups;
    this.groups = objectGroups;
    this.services = serviceObjects;
    const fixup = lists.fixup.end(fresh, fixups);
    const host = lists.host.end(fresh, hostOf);
    const has = (mark: Mark['mark']) => marks.some(([, each]) => each.mark === mark);
    const marked = (mark: Mark['mark']) => marks.filter(([, each]) => each.mark === mark).map(([line]) => line);
    const version = lists.version.end(fresh, (log) => versionOf(log) ?? null) ?? undefined;
    const anyIsIpv4 = version !== undefined && version.platform !== 'FTD' && version.numbers[0]! < 9;
    const aged = anyIsIpv4 !== this.anyIsIpv4;
    this.anyIsIpv4 = anyIsIpv4;
    const partOfDevice = partOf(version);
    const interfaceList = lists.interface.end(fresh, (log) => interfaces(log, this.names));
    const speaking = underOneSpelling({
      interfaces: interfaceList,
      servicePolicies: lists['service-policy'].end(fresh, servicePolicies),
      translations: lists.translation.end(moved, (log) =>
        translations(log, {
          names: this.names,
          isGroup: (name) => objectGroups.has(name),
          service: (name) => serviceObjects.get(name),
        }),
      ),
      routes: lists.route.end(fresh, (log) => routes(log, this.names)),
      accessGroups: lists['access-group'].end(fresh, accessGroups),
    });
    return {
      name: this.contextName(partOfDevice, host),
      partOfDevice,
      changeto: this.isNamed ? this.key : undefined,
      configuration: undefined,
      host: host || undefined,
      runs,
      version,
      symbols: this.table.byKind,
      ...speaking,
      networkObjects: end(named['network-object']),
      serviceObjects,
      objectGroups,
      accessLists: end(named['access-list'], fresh || regrouped || aged),
      conduits: lists.conduit.end(fresh || regrouped || aged, (log) => conduits(log, this.vocabulary) ?? null) ?? undefined,
      outboundLists: lists.apply.end(fresh, outboundLists),
      classMaps: end(named['class-map']),
      policyMaps: end(named['policy-map']),
      inspectMaps: end(named['inspect-map']),
      fixups: fixup.active,
      fixupResets: fixup.resets,
      sameSecurity: lists['same-security-traffic'].end(fresh, sameSecurity),
      // PIX starts with `names` on.
      names: lists.names.end(fresh, namesInForce) ?? version?.platform === 'PIX',
      shown: shownInspections(lines, marked('service-policy')),
      observations: observations(
        lines,
        statements.filter(({ form }) => form === 'exec'),
        marked('packet-tracer'),
        marked('service-policy'),
      ),
      isSystemSpace:
        lists['context-definition'].end(fresh, (log) => log.some(({ form }) => form === 'set')) || kindOfVersion(version) === 'system',
      whole:
        (has('saved') || version?.statement?.form === 'set') &&
        (has('end') || has('checksum')) &&
        (host !== '' || interfaceList.length > 0),
    };
  }

  /** `changeto context X` and prompts name a context; so does its host name where its version line says `<context>`. */
  private contextName(part: Context['partOfDevice'], host: string): string | undefined {
    if (this.isNamed) return this.key;
    if (part === 'context' && host !== '') return host;
    return part === 'system' ? 'system' : undefined;
  }

  /** Not the first of the file, nor one that is only numbered. */
  private get isNamed(): boolean {
    return this.key !== '' && !this.key.startsWith('#');
  }

  private carryOut(statement: StatementNode): void {
    if (statement.form === 'clear') {
      this.carryOutClear(statement);
      return;
    }
    if (statement.command === 'version') {
      this.lists.version.add(statement, this.revision);
      return;
    }
    if ((statement.form !== 'set' && statement.form !== 'no') || statement.mode !== 'global') return;
    CARRY_OUT[statement.command]?.(this, statement);
  }

  /** A statement that makes a thing or adds to it; its `no` takes the whole thing back. */
  define(kind: keyof ContextBuilder['named'], name: string, statement: StatementNode): void {
    if (name === '') return;
    if (statement.form === 'no') {
      this.named[kind].clear((each) => each === name);
      return;
    }
    this.named[kind].add(name, statement, this.revision);
    for (const line of statement.children as StatementNode[]) {
      if (line.command === 'rename' && line.form === 'set') this.rename(kind, name, line.word(1));
    }
  }

  private rename(kind: keyof ContextBuilder['named'], from: string, to: string): void {
    if (to !== '') this.named[kind].rename(from, to, this.revision);
  }

  /** An access-list's lines are taken back one by one; its name alone takes back all. */
  entry(statement: StatementNode): void {
    if (statement.text.includes(' rename ') && statement.word(2) === 'rename') {
      if (statement.form === 'set') this.rename('access-list', statement.word(1), statement.word(3));
      return;
    }
    if (statement.row === undefined) {
      this.named['access-list'].add(entryName(statement), statement, this.revision);
      return;
    }
    const index = nameIndex(statement);
    const name = statement.word(index);
    if (name === '') return;
    if (statement.form === 'no' && statement.words.length === statement.head + index + 1)
      this.named['access-list'].clear((each) => each === name);
    else if (/<access-list:define>/.test(statement.row.pattern)) this.named['access-list'].add(name, statement, this.revision);
  }

  list(kind: keyof ContextBuilder['lists'], statement: StatementNode): void {
    this.lists[kind].add(statement, this.revision);
  }

  private carryOutClear(statement: StatementNode): void {
    const first = statement.word(0).toLowerCase();
    if (first === 'all') {
      for (const register of Object.values(this.named)) register.clear(() => true);
      for (const [kind, list] of Object.entries(this.lists)) if (kind !== 'version') list.clear();
      return;
    }
    for (const kind of CLEARS[statement.command] ?? []) {
      if (kind in this.named) this.named[kind as keyof ContextBuilder['named']].clear(isCleared(statement));
      else this.lists[kind as keyof ContextBuilder['lists']].add(statement, this.revision);
    }
  }
}

/** What the version line says in multiple mode: `ASA Version 9.1(5) <system>`. */
function kindOfVersion(version: Context['version']): string | undefined {
  return /<(context|system)>/.exec(version?.statement === undefined ? '' : (version.statement as StatementNode).text)?.[1];
}

/** What `clear configure COMMAND` acts on. */
const CLEARS: Readonly<Record<string, readonly string[]>> = {
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
  'same-security-traffic': ['same-security-traffic'],
  conduit: ['conduit'],
  apply: ['apply'],
  fixup: ['fixup'],
  names: ['names'],
};

/** What each command of global mode does to the model. */
const CARRY_OUT: Readonly<Record<string, (builder: ContextBuilder, statement: StatementNode) => void>> = {
  'access-list': (builder, statement) => builder.entry(statement),
  ipv6: (builder, statement) => {
    if (statement.word(1) === 'access-list') builder.entry(statement);
    else if (statement.word(1) === 'route') builder.list('route', statement);
  },
  object: (builder, statement) => {
    const network = 'network'.startsWith(statement.word(1).toLowerCase());
    builder.define(network ? 'network-object' : 'service-object', statement.word(2), statement);
    const translates = statement.form === 'no' || statement.children.some((line) => line.command === 'nat');
    if (network && translates) builder.list('translation', statement);
  },
  'object-group': (builder, statement) => builder.define('object-group', statement.word(2), statement),
  'class-map': (builder, statement) => builder.define('class-map', nameOfMap(statement), statement),
  'policy-map': (builder, statement) => {
    const typed = 'type'.startsWith(statement.word(1).toLowerCase()) && statement.words.length > statement.head + 2;
    builder.define(typed ? 'inspect-map' : 'policy-map', nameOfMap(statement), statement);
  },
  'smtp-map': (builder, statement) => builder.define('inspect-map', statement.word(1), statement),
  'esmtp-map': (builder, statement) => builder.define('inspect-map', statement.word(1), statement),
  'service-policy': (builder, statement) => builder.list('service-policy', statement),
  fixup: (builder, statement) => builder.list('fixup', statement),
  static: (builder, statement) => builder.list('translation', statement),
  nat: (builder, statement) => builder.list('translation', statement),
  global: (builder, statement) => builder.list('translation', statement),
  interface: (builder, statement) => builder.list('interface', statement),
  nameif: (builder, statement) => builder.list('interface', statement),
  ip: (builder, statement) => {
    if (statement.word(1) === 'address') builder.list('interface', statement);
  },
  route: (builder, statement) => builder.list('route', statement),
  'access-group': (builder, statement) => builder.list('access-group', statement),
  conduit: (builder, statement) => builder.list('conduit', statement),
  apply: (builder, statement) => builder.list('apply', statement),
  'same-security-traffic': (builder, statement) => builder.list('same-security-traffic', statement),
  name: (builder, statement) => builder.list('name', statement),
  names: (builder, statement) => builder.list('names', statement),
  'admin-context': (builder, statement) => builder.list('context-definition', statement),
  context: (builder, statement) => builder.list('context-definition', statement),
  hostname: (builder, statement) => builder.list('host', statement),
};

/** Maps are named by the last word that the grammar understood of their line. */
function nameOfMap(statement: StatementNode): string {
  const defining = statement.names?.find(
    (each) => each.kind.endsWith('map') && each.word.start > (statement.words[statement.head]?.start ?? 0),
  );
  return defining?.name ?? '';
}

/** `name IP NAME`. A name that was taken back still tells what the lines that use it mean. */
function namesOf(log: readonly StatementNode[]): Names {
  const names = new Map<string, string>();
  for (const statement of log) {
    if (statement.form === 'set' && statement.word(2) !== '') names.set(statement.word(2), statement.word(1));
  }
  return names;
}

function networkGroupsOf(groups: ReadonlyMap<string, ObjectGroup>): ReadonlySet<string> {
  return new Set([...groups.values()].filter(({ kind }) => kind === 'network').map(({ name }) => name));
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function sameNames(a: Names, b: Names): boolean {
  return a.size === b.size && [...a].every(([name, address]) => b.get(name) === address);
}

function hostOf(log: readonly StatementNode[]): string {
  return log.findLast((statement) => statement.form === 'set')?.word(1) ?? '';
}

/** What the last `names` line says; null without one. */
function namesInForce(log: readonly StatementNode[]): boolean | null {
  const last = log.at(-1);
  return last === undefined ? null : last.form === 'set';
}

function partOf(version: Context['version']): Context['partOfDevice'] {
  const part = /<(context|system)>/.exec(version?.statement === undefined ? '' : (version.statement as StatementNode).text)?.[1];
  return part as Context['partOfDevice'];
}
