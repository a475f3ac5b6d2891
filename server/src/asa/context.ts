/** One device or context of a file, made of its logs. What they are made from says which of its things an edit leaves as they were. */

import { Analysis } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import { accessList, conduits } from './evaluation/access-lists.ts';
import { carryOut, carryOutAgain, type Log, type Logs, type Named } from './evaluation/carry-out.ts';
import type { Vocabulary } from './evaluation/entries.ts';
import { fixups } from './evaluation/fixups.ts';
import { underOneSpelling } from './evaluation/interface-names.ts';
import { interfaces } from './evaluation/interfaces.ts';
import { networkObject, objectGroup, serviceObject } from './evaluation/objects.ts';
import { areTraced, observations } from './evaluation/observations.ts';
import { classMap, inspectMap, policyMap, servicePolicies } from './evaluation/policies.ts';
import { accessGroups, outboundLists, routes, sameSecurity } from './evaluation/routing.ts';
import { shownInspections } from './evaluation/shown.ts';
import type { Names } from './evaluation/specs.ts';
import { translations } from './evaluation/translations.ts';
import { versionOf } from './evaluation/version.ts';
import type { Difference } from './incremental.ts';
import type { MarkAt } from './layers.ts';
import type { Context, Definition, ObjectGroup } from './model.ts';
import { type Mark, nodeOf, type StatementNode } from './statement.ts';
import { SymbolTable } from './symbols.ts';

/** What a reading tells of one device or context. */
export interface ContextText {
  /** '' for the first of the file, `#2` for the second, `NAME` for a security context. */
  readonly key: string;
  /** As they are read: without the marks of quoting. */
  readonly lines: Lines;
  /** All of this context, in order. */
  readonly statements: Sequence<StatementNode>;
  readonly marks: readonly MarkAt[];
  readonly runs: Context['runs'];
}

/** A context, and what the next reading needs of it. */
export interface ContextReading {
  readonly context: Context;
  readonly table: SymbolTable;
  readonly logs: Logs;
}

/** @param previous this context in an earlier state of the document, and what became of its statements since */
export function readContext(
  text: ContextText,
  previous?: { readonly reading: ContextReading; readonly difference: Difference },
): ContextReading {
  const { statements } = text;
  if (previous === undefined) {
    const table = SymbolTable.empty.changed([], statements);
    return contextOf(text, carryOut(statements), table, new Analysis());
  }
  const { reading, difference } = previous;
  const { gone, added } = difference;
  const table = reading.table.changed(gone, added);
  const logs = carryOutAgain(statements, reading.logs, gone, added);
  return contextOf(text, logs, table, new Analysis(reading.context.analysis));
}

function contextOf(text: ContextText, logs: Logs, table: SymbolTable, analysis: Analysis): ContextReading {
  const { key, lines, statements, marks, runs } = text;
  const { lists } = logs;
  const things = new Things(logs, table, analysis);
  const names = analysis.get<Names>(namesOf, [lists.name], (before) => equalOr(before, namesOf(lists.name), sameNames));
  const version = analysis.get(versionOf, [lists.version], () => versionOf(lists.version));
  const host = hostOf(lists.host);
  const networkObjects = things.of('network-object', networkObject, names);
  const serviceObjects = things.of('service-object', serviceObject, names);
  const objectGroups = things.of('object-group', objectGroup, names);
  const vocabulary = vocabularyOf(analysis, names, objectGroups, version);
  const speaking = speakingOf(analysis, logs, names, objectGroups, serviceObjects);
  const fixup = analysis.get(fixups, [lists.fixup], () => fixups(lists.fixup));
  const partOfDevice = partOf(version);
  const marked = (mark: Mark['mark']) => marks.filter(([, each]) => each.mark === mark).map(([line]) => line);
  const context: Context = {
    analysis,
    lines,
    name: contextName(key, partOfDevice, host),
    partOfDevice,
    changeto: isNamed(key) ? key : undefined,
    configuration: undefined,
    host: host || undefined,
    runs,
    version,
    symbols: table.byKind,
    ...speaking,
    networkObjects,
    serviceObjects,
    objectGroups,
    accessLists: things.of('access-list', accessList, vocabulary),
    conduits: analysis.get(conduits, [lists.conduit, vocabulary], () => conduits(lists.conduit, vocabulary)),
    outboundLists: analysis.get(outboundLists, [lists.apply], () => outboundLists(lists.apply)),
    classMaps: things.of('class-map', classMap, names),
    policyMaps: things.of('policy-map', policyMap, names),
    inspectMaps: things.of('inspect-map', inspectMap, names),
    fixups: fixup.active,
    fixupResets: fixup.resets,
    fixupsOff: fixup.off,
    sameSecurity: analysis.get(sameSecurity, [lists['same-security-traffic']], () => sameSecurity(lists['same-security-traffic'])),
    // PIX starts with `names` on.
    names: namesInForce(lists.names) ?? version?.platform === 'PIX',
    shown: shownInspections(lines, marked('service-policy')),
    observations: observations(lines, statements, marked('packet-tracer'), marked('service-policy')),
    traced: areTraced(
      lines,
      speaking.servicePolicies.map(({ statement }) => statement),
      statements,
      marks.map(([line]) => line),
    ),
    isSystemSpace: lists['context-definition'].some(({ form }) => form === 'set') || partOfDevice === 'system',
    whole: isWhole(marks, version, host, speaking.interfaces),
  };
  return { context, table, logs };
}

/** The things of a device that have names. */
class Things {
  private readonly logs: Logs;
  private readonly table: SymbolTable;
  private readonly analysis: Analysis;

  constructor(logs: Logs, table: SymbolTable, analysis: Analysis) {
    this.logs = logs;
    this.table = table;
    this.analysis = analysis;
  }

  /**
   * The things of a kind. One whose statements are the same as before stays the same object, and so do all of them together.
   *
   * @param evaluate undefined for what the statements take back in the end
   * @param words what names in a line mean
   */
  of<T, W>(kind: Named, evaluate: Evaluate<T, W>, words: W): ReadonlyMap<string, T> {
    const logs = this.logs.named[kind];
    const symbols = this.table.byKind.get(kind);
    const made = this.analysis.get<Made<T>>(evaluate, [logs, symbols, words], (before) => {
      const things = new Map<string, Thing<T>>();
      for (const [name, log] of logs) {
        const definitions = this.table.definitions(kind, name);
        const known = before?.things.get(name);
        const same = before?.words === words && known?.log === log && known.definitions === definitions;
        things.set(name, same ? known : { log, definitions, value: evaluate(name, log, words, definitions, known) });
      }
      const values = new Map<string, T>();
      for (const [name, { value }] of things) if (value !== undefined) values.set(name, value);
      return { words, things, values: equalOr(before?.values, values, sameInOrder) };
    });
    return made.values;
  }
}

/** @param before the thing in an earlier state of the document */
type Evaluate<T, W> = (name: string, log: Log, words: W, definitions: Sequence<Definition>, before?: Thing<T>) => T | undefined;

interface Thing<T> {
  readonly log: Log;
  readonly definitions: Sequence<Definition>;
  readonly value: T | undefined;
}

interface Made<T> {
  readonly words: unknown;
  readonly things: ReadonlyMap<string, Thing<T>>;
  readonly values: ReadonlyMap<string, T>;
}

/** The earlier value where it is equal: what is made from it need not be made again. */
function equalOr<T>(before: T | undefined, now: T, equal: (a: T, b: T) => boolean): T {
  return before !== undefined && equal(before, now) ? before : now;
}

function sameInOrder<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [name, value] of a) {
    const [otherName, other] = sure(others.next().value);
    if (value !== other || name !== otherName) return false;
  }
  return true;
}

function vocabularyOf(analysis: Analysis, names: Names, objectGroups: Context['objectGroups'], version: Context['version']): Vocabulary {
  const networkGroups = analysis.get<ReadonlySet<string>>(networkGroupsOf, [objectGroups], (before) =>
    equalOr(before, networkGroupsOf(objectGroups), sameSet),
  );
  const anyIsIpv4 = version !== undefined && version.platform !== 'FTD' && itemAt(version.numbers, 0) < 9;
  return analysis.get<Vocabulary>(vocabularyOf, [names, networkGroups, anyIsIpv4], () => ({ names, networkGroups, anyIsIpv4 }));
}

/** What speaks of interfaces. */
function speakingOf(
  analysis: Analysis,
  { lists }: Logs,
  names: Names,
  objectGroups: Context['objectGroups'],
  serviceObjects: Context['serviceObjects'],
) {
  const parts = {
    interfaces: analysis.get(interfaces, [lists.interface, names], () => interfaces(lists.interface, names)),
    servicePolicies: analysis.get(servicePolicies, [lists['service-policy']], () => servicePolicies(lists['service-policy'])),
    translations: analysis.get(translations, [lists.translation, names, objectGroups, serviceObjects], () =>
      translations(lists.translation, {
        names,
        isGroup: (name) => objectGroups.has(name),
        service: (name) => serviceObjects.get(name),
      }),
    ),
    routes: analysis.get(routes, [lists.route, names], () => routes(lists.route, names)),
    accessGroups: analysis.get(accessGroups, [lists['access-group']], () => accessGroups(lists['access-group'])),
  };
  return analysis.get(underOneSpelling, Object.values(parts), () => underOneSpelling(parts));
}

/** `changeto context X` and prompts name a context; so does its host name where its version line says `<context>`. */
function contextName(key: string, part: Context['partOfDevice'], host: string): string | undefined {
  if (isNamed(key)) return key;
  if (part === 'context' && host !== '') return host;
  return part === 'system' ? 'system' : undefined;
}

/** Not the first of the file, nor one that is only numbered. */
function isNamed(key: string): boolean {
  return key !== '' && !key.startsWith('#');
}

/** A saved or running configuration from its beginning to its end, and no fragment of one. */
function isWhole(marks: readonly MarkAt[], version: Context['version'], host: string, interfaceList: Context['interfaces']): boolean {
  const has = (mark: Mark['mark']) => marks.some(([, each]) => each.mark === mark);
  return (
    (has('saved') || version?.statement?.form === 'set') && (has('end') || has('checksum')) && (host !== '' || interfaceList.length > 0)
  );
}

/** `name IP NAME`. A name that was taken back still tells what the lines that use it mean. */
function namesOf(log: Log): Names {
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

function hostOf(log: Log): string {
  return log.findLast((statement) => statement.form === 'set')?.word(1) ?? '';
}

/** What the last `names` line says; null without one. */
function namesInForce(log: Log): boolean | null {
  const last = log.at(-1);
  return last === undefined ? null : last.form === 'set';
}

function partOf(version: Context['version']): Context['partOfDevice'] {
  const part = /<(context|system)>/.exec(version?.statement === undefined ? '' : nodeOf(version.statement).text)?.[1];
  return part === 'context' || part === 'system' ? part : undefined;
}
