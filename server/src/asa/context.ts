/** One device or context of a file, made of its logs. What they are made from says which of its things an edit leaves as they were. */

import { Analysis } from '../text/analysis.ts';
import { itemAt } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { Sequence } from '../text/sequence.ts';
import { identityOf, isWhole } from './device.ts';
import { accessList, conduits } from './evaluation/access-lists.ts';
import { acts, carryOut, carryOutAgain, type Log, type Logs } from './evaluation/carry-out.ts';
import type { Vocabulary } from './evaluation/entries.ts';
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
import type { Difference } from './incremental.ts';
import type { MarkAt } from './layers.ts';
import type { Context, ObjectGroup } from './model.ts';
import type { Mark, StatementNode } from './statement.ts';
import { SymbolTable } from './symbols.ts';
import { equalOr, Things } from './things.ts';

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
  /** What output quotes was carried out. */
  readonly byQuotes: boolean;
}

/** @param previous this context in an earlier state of the document, and what became of its statements since */
export function readContext(
  text: ContextText,
  previous?: { readonly reading: ContextReading; readonly difference: Difference },
): ContextReading {
  const { statements, byQuotes } = inForce(text);
  if (previous === undefined || previous.reading.byQuotes !== byQuotes) {
    const table = SymbolTable.empty.changed([], statements);
    return contextOf(text, carryOut(statements), table, new Analysis(), byQuotes);
  }
  const { reading, difference } = previous;
  const counts = ({ quoted }: StatementNode) => byQuotes || !quoted;
  const [gone, added] = [difference.gone.filter(counts), difference.added.filter(counts)];
  const table = reading.table.changed(gone, added);
  const logs = carryOutAgain(statements, reading.logs, gone, added);
  return contextOf(text, logs, table, new Analysis(reading.context.analysis), byQuotes);
}

/**
 * The statements that make the model. What a run of `packet-tracer` quotes is configuration only where the file has no other: below a
 * configuration it is output, of one flow and perhaps of another time.
 */
function inForce({ statements, marks }: ContextText): { readonly statements: Sequence<StatementNode>; readonly byQuotes: boolean } {
  if (!marks.some(([, { mark }]) => mark === 'packet-tracer')) return { statements, byQuotes: false };
  const own = statements.filter(({ quoted }) => !quoted);
  if (own.length === statements.length) return { statements, byQuotes: false };
  return own.some(acts) ? { statements: Sequence.of(own), byQuotes: false } : { statements, byQuotes: true };
}

function contextOf(text: ContextText, logs: Logs, table: SymbolTable, analysis: Analysis, byQuotes: boolean): ContextReading {
  const { key, lines, statements, marks, runs } = text;
  const { lists } = logs;
  const things = new Things(logs, table, analysis);
  const names = analysis.get<Names>(namesOf, [lists.name], (before) => equalOr(before, namesOf(lists.name), sameNames));
  const version = analysis.get(versionOf, [lists.version], () => versionOf(lists.version));
  const identity = identityOf(key, version, lists.host);
  const networkObjects = things.of('network-object', networkObject, names);
  const serviceObjects = things.of('service-object', serviceObject, names);
  const objectGroups = things.of('object-group', objectGroup, names);
  const vocabulary = vocabularyOf(analysis, names, objectGroups, version);
  const speaking = speakingOf(analysis, logs, names, objectGroups, serviceObjects);
  const fixup = analysis.get(fixups, [lists.fixup], () => fixups(lists.fixup));
  const marked = (mark: Mark['mark']) => marks.filter(([, each]) => each.mark === mark).map(([line]) => line);
  const context: Context = {
    analysis,
    lines,
    ...identity,
    configuration: undefined,
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
    traced: byQuotes && speaking.servicePolicies.length > 0,
    isSystemSpace: lists['context-definition'].some(({ form }) => form === 'set') || identity.partOfDevice === 'system',
    whole: isWhole(marks, { version, host: identity.host, interfaces: speaking.interfaces }),
  };
  return { context, table, logs, byQuotes };
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

/** What the last `names` line says; null without one. */
function namesInForce(log: Log): boolean | null {
  const last = log.at(-1);
  return last === undefined ? null : last.form === 'set';
}
