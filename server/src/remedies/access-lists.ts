/** Changes to access-lists, and entries as text. */

import type { AccessList, Ace, AddressSpec, Context, PortSpec, Statement, Word } from '../asa/model.ts';
import { printAddressSpec, printPorts } from '../asa/print.ts';
import { readConfiguration } from '../asa/read.ts';
import { type Entry, resolverOf, type Service } from '../policy/resolve.ts';
import { type AddressSet, isEmpty, size, subtract, union } from '../sets/addresses.ts';
import { equal, type Intervals, includes, intersect, PORTS } from '../sets/intervals.ts';
import { itemAt, sure } from '../text/at.ts';
import { firstWhere } from '../text/in-order.ts';
import { Lines } from '../text/lines.ts';
import { Sequence } from '../text/sequence.ts';
import type { Change } from './change.ts';
import { insertAbove, insertBelow, prefixOf, removeLines, removeWords } from './edits.ts';

/** A host by one of its addresses, and the only destination port at which that stands for it; undefined: every port. */
export interface Exempted {
  readonly address: string;
  readonly port?: number | undefined;
}

/**
 * `deny tcp host 192.0.2.25 any eq smtp` and its mirror image, for each address; from one that stands for the host at a port of its own
 * no connection of the host comes.
 *
 * @param ports the destination ports; of many, or all, none is named
 */
export function exemptions(addresses: readonly Exempted[], ports: Intervals<number>): string[] {
  const named = ports.length > MOST_PORTS || ports.some(([first, last]) => first <= 1 && last >= PORTS.last) ? [''] : ports.map(portsText);
  const entries = addresses.flatMap(({ address, port }) => {
    if (port === undefined) return named.flatMap((text) => [`deny tcp host ${address} any${text}`, `deny tcp any host ${address}${text}`]);
    return includes(ports, port) ? [`deny tcp any host ${address}${portsText([port, port])}`] : [];
  });
  return [...new Set(entries)];
}

/** More lines than these for one host are no help to who reads the list. */
const MOST_PORTS = 3;

function portsText([first, last]: readonly [number, number]): string {
  if (first !== last) return ` range ${first} ${last}`;
  return first === 25 ? ' eq smtp' : ` eq ${first}`;
}

/** An entry without its list's name and without `line N`: `permit tcp any host 192.0.2.25 eq smtp`. */
export function entryText({ statement, action }: Ace): string {
  const { words } = statement;
  const start = words.findIndex(({ text }, index) => index > 1 && action.startsWith(text.toLowerCase()) && text.length > 1);
  return words
    .slice(Math.max(start, 0))
    .map(({ text }) => text)
    .join(' ');
}

/** An address as a configuration writes it; undefined where no entry can say it. */
export function addressText(spec: AddressSpec): string | undefined {
  if (spec.kind === 'range' || spec.kind === 'fqdn') return undefined;
  return spec.kind === 'bare' ? `host ${printAddressSpec(spec)}` : printAddressSpec(spec);
}

/** With a blank in front; '' for any port. */
export function portText(port: PortSpec | undefined): string {
  return port === undefined ? '' : ` ${printPorts(port)}`;
}

/** Where new lines go, and how they begin. */
export interface Landing {
  readonly line: number;
  readonly side: 'above' | 'below';
  readonly prefix: string;
}

export function land(lines: Lines, { line, side }: Landing, texts: readonly string[]) {
  return side === 'above' ? insertAbove(lines, line, texts) : insertBelow(lines, line, texts);
}

/** Below the last line of the context's access-lists that stands above `before`; without one, above `before` itself. */
export function landingOfAccessLists(lines: Lines, context: Context, before: Statement): Landing {
  let last: Statement | undefined;
  for (const { definitions } of context.accessLists.values()) {
    const statement = definitions.get(firstWhere(definitions, (each) => each.statement.order >= before.order) - 1)?.statement;
    if (statement !== undefined && (last === undefined || statement.order > last.order)) last = statement;
  }
  if (last === undefined) return { line: lines.lineOf(before), side: 'above', prefix: prefixOf(lines, before) };
  return { line: lines.lineOf(last), side: 'below', prefix: prefixOf(lines, last) };
}

/** A new list of extended entries. */
export function newAccessList(lines: Lines, landing: Landing, name: string, entries: readonly string[]): Change {
  const commands = entries.map((entry) => `access-list ${name} extended ${entry}`);
  return {
    edits: land(
      lines,
      landing,
      commands.map((command) => landing.prefix + command),
    ),
    commands,
    rollback: [`clear configure access-list ${name}`],
  };
}

/** Entries that become those from `index` on; behind the last one when there are no more. */
export function insertEntries(lines: Lines, list: AccessList, index: number, entries: readonly string[]): Change {
  const next = list.entries.get(index)?.statement;
  const { statement } = sure(list.entries.get(Math.min(index, list.entries.length - 1)));
  const extended = statement.words.some(({ text }) => text.toLowerCase() === 'extended') ? 'extended ' : '';
  const texts = entries.map((entry) => `${prefixOf(lines, statement)}access-list ${list.name} ${extended}${entry}`);
  return {
    edits: next === undefined ? insertBelow(lines, lines.lineOf(statement), texts) : insertAbove(lines, lines.lineOf(next), texts),
    commands: entries.map((entry, offset) => `access-list ${list.name} line ${placeOf(list, index) + offset} extended ${entry}`),
    rollback: entries.map((entry) => `no access-list ${list.name} extended ${entry}`),
  };
}

/**
 * Those of the entries that no entry of a list above the one at `index` denies already, by a group, perhaps, or a network. Entries in doubt do
 * not count.
 *
 * @param entries each from or to one host, as `exemptions` writes them
 */
export function notDeniedAbove(context: Context, list: AccessList, index: number, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return entries;
  const above = resolvedIn(context, list, Sequence.of(list.entries.slice(0, index))).filter(
    ({ action, inForce, doubts }) => action === 'deny' && inForce === true && doubts.length === 0,
  );
  if (above.length === 0) return entries;
  const lines = entries.map((entry) => `access-list ${list.name} extended ${entry}`).join('\n');
  const read = readConfiguration(Lines.read(lines)).contexts[0].accessLists.get(list.name);
  const asked = read === undefined ? [] : resolvedIn(context, list, read.entries);
  // What is denied from anywhere, and to anywhere, at the ports of an entry: the same for all hosts.
  const denied = new Map<string, AddressSet>();
  const deniedAt = (services: readonly Service[], [any, host]: Ends, anywhere: AddressSet) => {
    const key = JSON.stringify([host, services.map(({ sources, destinations }) => [sources, destinations])]);
    const known = denied.get(key);
    if (known !== undefined) return known;
    const covers = (entry: Entry) =>
      isEmpty(subtract(anywhere, entry[any].yes)) &&
      services.every((service) => entry.services.some((other) => other.certain && isPart(service, other)));
    const made = union(...above.filter(covers).map((entry) => entry[host].yes));
    denied.set(key, made);
    return made;
  };
  if (asked.length !== entries.length) return entries;
  return entries.filter((_, at) => {
    const entry = itemAt(asked, at);
    const ends: Ends = size(entry.source.yes) === 1 ? ['destination', 'source'] : ['source', 'destination'];
    const [any, host] = ends;
    return !isEmpty(subtract(entry[host].yes, deniedAt(entry.services, ends, entry[any].yes)));
  });
}

/** Of an entry: the end that is anywhere, and that which is one host. */
type Ends = readonly ['source', 'destination'] | readonly ['destination', 'source'];

function isPart(service: Service, other: Service): boolean {
  return (
    equal(intersect(service.sources, other.sources), service.sources) &&
    equal(intersect(service.destinations, other.destinations), service.destinations)
  );
}

/** Entries as those of the list, and no others, would be resolved. */
function resolvedIn(context: Context, { name, kind, definitions }: AccessList, entries: AccessList['entries']): readonly Entry[] {
  const none = { entriesIn: () => entries, places: [], rejected: Sequence.of<Ace>([]), unread: Sequence.of<Statement>([]) };
  return resolverOf(context).entries({ name, kind, definitions, entries, ...none });
}

/** The number N of `line N` by which a line becomes the entry at `index`. */
export function placeOf({ places }: AccessList, index: number): number {
  return places[index] ?? (places.at(-1) ?? 0) + 1;
}

/** What an entry that is `inactive` says without that word; undefined where it is in force. */
export function switchedOn(ace: Ace): { readonly text: string; readonly word: Word } | undefined {
  const word = ace.inactive
    ? ace.statement.words.findLast(({ text }) => 'inactive'.startsWith(text.toLowerCase()) && text.length > 2)
    : undefined;
  if (word === undefined) return undefined;
  const off = entryText(ace);
  return { text: off.slice(0, off.lastIndexOf(word.text)).trimEnd(), word };
}

/** Switches an entry on again that is `inactive`; no change where it is in force. */
export function switchOn(lines: Lines, list: AccessList, ace: Ace): Change {
  const on = switchedOn(ace);
  if (on === undefined) return { edits: [], commands: [], rollback: [] };
  const head = `access-list ${list.name} line ${placeOf(list, list.entries.indexOf(ace))} extended`;
  return {
    edits: [removeWords(lines, ace.statement, on.word, on.word)],
    // An entry that is there already stays in its place; what the new line says of `inactive` holds.
    commands: [`${head} ${on.text}`],
    rollback: [`${head} ${entryText(ace)}`],
  };
}

/** Other entries in the place of one. */
export function replaceEntry(lines: Lines, list: AccessList, ace: Ace, entries: readonly string[]): Change {
  const index = list.entries.indexOf(ace);
  const inserted = insertEntries(lines, list, index, entries);
  const old = entryText(ace);
  return {
    edits: [...inserted.edits, ...removeLines(lines, [lines.lineOf(ace.statement)])],
    commands: [...inserted.commands, `no access-list ${list.name} extended ${old}`],
    rollback: [`access-list ${list.name} line ${placeOf(list, index)} extended ${old}`, ...inserted.rollback],
  };
}
