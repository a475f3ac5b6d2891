/** Address translation in one shape: `static`, `global` and `nat` up to 8.2, object NAT and twice NAT from 8.3. */

import { maskLength } from '../../sets/address-text.ts';
import { itemAt, sure } from '../../text/at.ts';
import type { AddressSpec, NameUse, PortSpec, ServiceObject, TranslatedPeer, Translation, Word } from '../model.ts';
import { portNumber } from '../ports.ts';
import { nodeOf, type StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { isCleared } from './clear.ts';
import { addressMeaning, wordsMeaning } from './meaning.ts';
import { addressUse, Cursor, type Names } from './specs.ts';

/** What other parts of the context translations refer to. */
export interface Surroundings {
  readonly names: Names;
  isGroup(name: string): boolean;
  service(name: string): ServiceObject | undefined;
}

/** What `clear configure X` takes back. */
const CLEARED: Readonly<Record<string, readonly Translation['kind'][]>> = {
  static: ['static'],
  global: ['dynamic'],
  nat: ['dynamic', 'object', 'twice'],
  object: ['object'],
};

interface Found extends Translation {
  /** Inactive ones keep their place: the numbers of others count them. */
  readonly inactive?: boolean;
  /** The line number among twice NAT, or among that with `after-auto`. */
  readonly number?: number | undefined;
  /** What else twice NAT says, keywords whole. */
  readonly options?: readonly string[];
}

/** The translations in force, in the order of their lines, twice NAT with a number at the place that it tells. */
export function translations(log: Log, around: Surroundings): readonly Translation[] {
  let found: Found[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') {
      found = found.filter((each) => !isClearedBy(each, statement));
    } else if (statement.form === 'no') {
      const meaning = meaningOf(statement, read(statement, around));
      found = found.filter((each) => !isTakenBack(each, statement, meaning));
    } else if (statement.command === 'object') {
      found = withObject(found, statement, around);
    } else {
      const translation = read(statement, around);
      if (translation !== undefined) found.splice(placeOf(translation, found), 0, translation);
    }
  }
  return found.filter(({ inactive }) => inactive !== true);
}

/** `nat (a,b) [after-auto] N source ...` takes the place N of its section, and moves the rest down. */
function placeOf({ number, afterAuto }: Found, found: readonly Found[]): number {
  if (number === undefined) return found.length;
  const next = found.filter((each) => each.kind === 'twice' && each.afterAuto === afterAuto)[Math.max(0, number - 1)];
  return next === undefined ? found.length : found.indexOf(next);
}

function isClearedBy(translation: Translation, clear: StatementNode): boolean {
  if (!CLEARED[clear.command]?.includes(translation.kind)) return false;
  const { parent } = nodeOf(translation.statement);
  return clear.command !== 'object' || parent === undefined || isCleared(clear)(parent.word(2), parent);
}

function isTakenBack(translation: Found, no: StatementNode, meaning: string): boolean {
  const made = nodeOf(translation.statement);
  if (no.command === 'object') return translation.kind === 'object' && made.parent?.word(2) === no.word(2);
  return made.parent === undefined && meaningOf(made, translation) === meaning;
}

/**
 * A line is told by what it translates: without its place, limits and description, and however its keywords and masks are written. One
 * that is not read whole is told by its words.
 */
function meaningOf(statement: StatementNode, translation: Found | undefined): string {
  if (translation === undefined || (translation.kind === 'static' && translation.conditional)) return wordsMeaning(statement);
  const { kind, isStatic, realInterface, mappedInterface, real, mapped, service, peer, pool, policy, afterAuto, options } = translation;
  const sides = [real, mapped, peer?.mapped, peer?.real].map((side) => (side === undefined ? '' : addressMeaning(side)));
  const ports = service === undefined || kind === 'twice' ? '' : `${service.protocol} ${service.realPort} ${service.mappedPort}`;
  const interfaces = [realInterface?.name.toLowerCase(), mappedInterface?.name.toLowerCase()];
  return [kind, isStatic, afterAuto, ...interfaces, pool, ...sides, policy?.name, ports, ...(options ?? [])].join('|');
}

/** An object has one translation: a later `nat` line takes the place of the earlier one. */
function withObject(found: Found[], opener: StatementNode, around: Surroundings): Found[] {
  let result = found;
  for (const line of opener.children) {
    if (line.command !== 'nat') continue;
    result = result.filter((each) => each.kind !== 'object' || nodeOf(each.statement).parent?.word(2) !== opener.word(2));
    const translation = line.form === 'no' ? undefined : objectTranslation(line, opener, around);
    if (translation !== undefined) result.push(translation);
  }
  return result;
}

function read(statement: StatementNode, around: Surroundings): Found | undefined {
  if (statement.command === 'static') return oldStatic(statement, around);
  if (statement.command === 'global') return oldGlobal(statement, around);
  const cursor = new Cursor(statement, around.names);
  const pair = takeInterfaces(cursor);
  const mark = cursor.mark();
  // `after-auto`, a line number, then `source`.
  const afterAuto = cursor.take('after-auto', 2);
  const number = cursor.number();
  if (cursor.take('source', 3)) return twice(cursor, pair, { afterAuto, number }, around);
  cursor.reset(mark);
  return oldNat(cursor, pair);
}

interface Pair {
  readonly real: NameUse | undefined;
  readonly mapped: NameUse | undefined;
}

/** `(inside,outside)`; nothing is passed over where the next word is none. `any` is no interface. */
function takeInterfaces(cursor: Cursor): Pair {
  const { word } = cursor;
  if (word === undefined || !word.text.startsWith('(')) return { real: undefined, mapped: undefined };
  cursor.next();
  const [real, mapped] = [...word.text.matchAll(/[^(),]+/g)].map((match) => part(word, match.index, match[0], cursor.statement));
  return { real, mapped };
}

function part(word: Word, offset: number, text: string, statement: StatementNode): NameUse | undefined {
  if (text.toLowerCase() === 'any') return undefined;
  const start = word.start + offset;
  return { name: text, word: { text, start, end: start + text.length }, statement };
}

const PLAIN = { peer: undefined, afterAuto: false, unidirectional: false, pool: undefined, policy: undefined } as const;
const NOTHING = { ...PLAIN, service: undefined, conditional: false, limits: undefined } as const;

function oldStatic(statement: StatementNode, around: Surroundings): Translation | undefined {
  const cursor = new Cursor(statement, around.names);
  const pair = takeInterfaces(cursor);
  const protocol = cursor.text === 'tcp' || cursor.text === 'udp' ? sure(cursor.next()).text.toLowerCase() : undefined;
  const mapped = takeHost(cursor, pair.mapped);
  const mappedPort = protocol === undefined ? undefined : portNumber(cursor.next()?.text ?? '', protocol);
  const policy = cursor.take('access-list', 2) ? cursor.use() : undefined;
  const real = policy === undefined ? takeHost(cursor, undefined) : undefined;
  const realPort = protocol === undefined || policy !== undefined ? undefined : portNumber(cursor.next()?.text ?? '', protocol);
  if (mapped === undefined || (real === undefined && policy === undefined)) return undefined;
  const { mask, limits } = oldTail(cursor);
  return {
    statement,
    kind: 'static',
    realInterface: pair.real,
    mappedInterface: pair.mapped,
    ...PLAIN,
    isStatic: true,
    policy,
    real: real && masked(real, mask),
    mapped: masked(mapped, mask),
    service: protocol !== undefined && realPort !== undefined && mappedPort !== undefined ? { protocol, realPort, mappedPort } : undefined,
    conditional: protocol !== undefined && (realPort === undefined || mappedPort === undefined),
    limits,
  };
}

/** An address, a name, or `interface` for the mapped interface's own address. */
function takeHost(cursor: Cursor, own: NameUse | undefined): AddressSpec | undefined {
  const word = cursor.next();
  if (word === undefined) return undefined;
  if (word.text.toLowerCase() === 'interface') {
    return { kind: 'interface', use: { name: own?.name ?? '', word: own?.word ?? word, statement: cursor.statement } };
  }
  return { kind: 'host', address: addressUse(word, cursor.statement, cursor.names) };
}

function masked(spec: AddressSpec, mask: string | undefined): AddressSpec {
  const length = mask === undefined ? 32 : maskLength(mask);
  return spec.kind === 'host' && mask !== undefined && length !== 32
    ? { kind: 'network', address: spec.address, mask, prefixLength: length }
    : spec;
}

/** `netmask M`, then limits: `[[tcp] CONNECTIONS [EMBRYONIC]] [udp N]`. */
function oldTail(cursor: Cursor): { mask: string | undefined; limits: Translation['limits'] } {
  let mask: string | undefined;
  let connections: number | undefined;
  let embryonic: number | undefined;
  const words: Word[] = [];
  while (!cursor.done) {
    const word = sure(cursor.word);
    if (cursor.take('netmask', 2)) mask = cursor.next()?.text;
    else if (cursor.take('udp')) cursor.number();
    else if (cursor.take('tcp')) words.push(word);
    else {
      const number = cursor.number();
      if (number === undefined) cursor.next();
      else {
        words.push(word);
        if (connections === undefined) connections = number;
        else embryonic ??= number;
      }
    }
  }
  return { mask, limits: connections === undefined ? undefined : { connections, embryonic, words } };
}

function oldGlobal(statement: StatementNode, around: Surroundings): Translation {
  const cursor = new Cursor(statement, around.names);
  const pair = takeInterfaces(cursor);
  const pool = cursor.number();
  const { word } = cursor;
  const range = word === undefined ? null : /^([^-]+)-([^-]+)$/.exec(word.text);
  const mapped = range === null ? takeHost(cursor, pair.real) : addressRange(sure(word), range, cursor);
  return {
    statement,
    kind: 'dynamic',
    realInterface: undefined,
    mappedInterface: pair.real,
    isStatic: false,
    real: undefined,
    mapped,
    ...NOTHING,
    pool,
  };
}

function addressRange(word: Word, [, first = '', last = '']: RegExpExecArray, cursor: Cursor): AddressSpec {
  const at = (text: string, start: number): Word => ({ text, start, end: start + text.length });
  const uses = [at(first, word.start), at(last, word.end - last.length)].map((each) => addressUse(each, cursor.statement, cursor.names));
  return { kind: 'range', first: itemAt(uses, 0), last: itemAt(uses, 1) };
}

/** `nat (inside) 1 10.0.0.0 255.0.0.0`; number 0 leaves the address as it is. */
function oldNat(cursor: Cursor, pair: Pair): Translation | undefined {
  const { statement } = cursor;
  const pool = cursor.number();
  if (pool === undefined) return undefined;
  const policy = cursor.take('access-list', 2) ? cursor.use() : undefined;
  let real: AddressSpec | undefined;
  if (policy === undefined) {
    const host = takeHost(cursor, undefined);
    const mask = cursor.text !== '' && maskLength(cursor.text) !== undefined ? sure(cursor.next()).text : undefined;
    real = host && masked(host, mask ?? (host.kind === 'host' && host.address.value === '0.0.0.0' ? '0.0.0.0' : undefined));
  }
  return {
    ...PLAIN,
    statement,
    kind: 'dynamic',
    realInterface: pair.real,
    mappedInterface: undefined,
    isStatic: false,
    pool,
    policy,
    real,
    mapped: undefined,
    service: undefined,
    conditional: false,
    limits: oldTail(cursor).limits,
  };
}

function objectTranslation(line: StatementNode, opener: StatementNode, around: Surroundings): Translation | undefined {
  const cursor = new Cursor(line, around.names);
  const pair = takeInterfaces(cursor);
  const isStatic = cursor.take('static', 1);
  if (!isStatic && !cursor.take('dynamic', 1)) return undefined;
  cursor.take('pat-pool', 3);
  const mapped = takeMapped(cursor, pair, around);
  let service: Translation['service'];
  let conditional = false;
  while (!cursor.done) {
    if (!cursor.take('service', 3)) {
      cursor.next();
      continue;
    }
    const protocol = cursor.next()?.text.toLowerCase() ?? '';
    const [realPort, mappedPort] = [portNumber(cursor.next()?.text ?? '', protocol), portNumber(cursor.next()?.text ?? '', protocol)];
    if (realPort !== undefined && mappedPort !== undefined) service = { protocol, realPort, mappedPort };
    else conditional = true;
  }
  const word = itemAt(opener.words, opener.head + 2);
  return {
    ...PLAIN,
    statement: line,
    kind: 'object',
    realInterface: pair.real,
    mappedInterface: pair.mapped,
    isStatic,
    real: { kind: 'object', use: { name: word.text, word, statement: opener } },
    mapped,
    service,
    conditional,
    limits: undefined,
  };
}

/** An object, a group, a literal address, `any`, or `interface`. */
function takeMapped(cursor: Cursor, pair: Pair, around: Surroundings): AddressSpec | undefined {
  const { word, statement } = { word: cursor.word, statement: cursor.statement };
  if (word === undefined) return undefined;
  if (cursor.text === 'any') {
    cursor.next();
    return { kind: 'any', word };
  }
  if (cursor.text === 'interface' || addressUse(word, statement, around.names).value !== undefined) return takeHost(cursor, pair.mapped);
  cursor.next();
  return { kind: around.isGroup(word.text) ? 'object-group' : 'object', use: { name: word.text, word, statement } };
}

function twice(cursor: Cursor, pair: Pair, place: Pick<Found, 'afterAuto' | 'number'>, around: Surroundings): Found | undefined {
  const { statement } = cursor;
  const swapped = { real: pair.mapped, mapped: pair.real };
  const isStatic = cursor.take('static', 1);
  if (!isStatic && !cursor.take('dynamic', 1)) return undefined;
  const real = takeMapped(cursor, swapped, around);
  cursor.take('pat-pool', 3);
  const mapped = takeMapped(cursor, pair, around);
  let peer: TranslatedPeer | undefined;
  let services: Services | undefined;
  let inactive = false;
  let unidirectional = false;
  const options: string[] = [];
  while (!cursor.done) {
    if (cursor.take('description', 4)) break;
    if (cursor.take('inactive', 3)) inactive = true;
    else if (cursor.take('unidirectional', 2)) {
      unidirectional = true;
      options.push('unidirectional');
    } else if (cursor.take('destination', 4)) {
      cursor.take('static', 1);
      const shown = takeMapped(cursor, swapped, around);
      peer = { mapped: shown, real: takeMapped(cursor, pair, around), service: undefined };
    } else if (cursor.take('service', 3)) {
      const names = [cursor.next()?.text ?? '', cursor.next()?.text ?? ''] as const;
      services = servicesOf(around.service(names[0]), around.service(names[1]));
      options.push('service', ...names);
    } else options.push(sure(cursor.next()).text);
  }
  return {
    statement,
    kind: 'twice',
    realInterface: pair.real,
    mappedInterface: pair.mapped,
    isStatic,
    real,
    mapped,
    service: services?.own,
    peer: peer && { ...peer, service: services?.peer },
    conditional: services !== undefined && services.own === undefined && (services.peer === undefined || peer === undefined),
    ...place,
    unidirectional,
    pool: undefined,
    policy: undefined,
    options,
    inactive,
    limits: undefined,
  };
}

interface Services {
  readonly own: Translation['service'];
  readonly peer: Translation['service'];
}

/** `service REAL MAPPED`: the source ports are those of the real side, the destination ports those of its peer, seen and real. */
function servicesOf(first: ServiceObject | undefined, second: ServiceObject | undefined): Services {
  const [one, other] = [first?.value, second?.value];
  const pairOf = (real: PortSpec | undefined, mapped: PortSpec | undefined): Translation['service'] => {
    const [realPort, mappedPort] = [onePort(real), onePort(mapped)];
    if (realPort === undefined || mappedPort === undefined || one?.protocol.kind !== 'protocol') return undefined;
    return { protocol: one.protocol.name, realPort, mappedPort };
  };
  return { own: pairOf(one?.source, other?.source), peer: pairOf(other?.destination, one?.destination) };
}

function onePort(ports: PortSpec | undefined): number | undefined {
  return ports?.kind === 'ports' && ports.operator === 'eq' ? ports.ranges[0]?.[0] : undefined;
}
