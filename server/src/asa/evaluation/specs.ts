/** Addresses, ports and protocols as statements write them: words become specifications. */

import { canonicalAddress, maskLength, splitPrefix } from '../../sets/address-text.ts';
import type { AddressSpec, AddressUse, NameUse, PortSpec, ProtocolSpec, Word } from '../model.ts';
import { portNumber } from '../ports.ts';
import { protocolOf } from '../protocols.ts';
import type { StatementNode } from '../statement.ts';

/** Addresses by the `name` that stands for them. */
export type Names = ReadonlyMap<string, string>;

/** Goes through the words of a statement; keywords may be written short. */
export class Cursor {
  readonly statement: StatementNode;
  readonly names: Names;
  private readonly words: readonly Word[];
  private at: number;
  /** The word at `at` in lower case; undefined where nobody has asked for it. */
  private lower: string | undefined;

  constructor(statement: StatementNode, names: Names, from = 1) {
    this.statement = statement;
    this.names = names;
    this.words = statement.wordsNow;
    this.at = statement.head + from;
  }

  get done(): boolean {
    return this.at >= this.words.length;
  }

  get word(): Word | undefined {
    return this.words[this.at];
  }

  /** The next word in lower case; '' at the end. */
  get text(): string {
    this.lower ??= this.word?.text.toLowerCase() ?? '';
    return this.lower;
  }

  /** The next word as written, passed over; undefined at the end. */
  next(): Word | undefined {
    const { word } = this;
    this.reset(this.at + 1);
    return word;
  }

  /** Passes over a keyword (or a beginning of it, of at least `least` letters). */
  take(keyword: string, least = keyword.length): boolean {
    const { text } = this;
    if (text !== keyword && (text.length < least || text === '' || !keyword.startsWith(text))) return false;
    this.reset(this.at + 1);
    return true;
  }

  /** Takes the next word as a name that is used. */
  use(): NameUse | undefined {
    const word = this.next();
    return word === undefined ? undefined : { name: word.text, word, statement: this.statement };
  }

  number(): number | undefined {
    const { word } = this;
    if (word === undefined || !/^\d{1,15}$/.test(word.text)) return undefined;
    this.reset(this.at + 1);
    return Number(word.text);
  }

  /** The words not yet read. */
  rest(): readonly Word[] {
    return this.words.slice(this.at);
  }

  mark(): number {
    return this.at;
  }

  reset(mark: number): void {
    this.at = mark;
    this.lower = undefined;
  }
}

/** A literal address or a `name`. */
export function addressUse(word: Word, statement: StatementNode, names: Names): AddressUse {
  const value = canonicalAddress(word.text);
  if (value !== undefined) return { word, value };
  return { word, value: names.get(word.text), use: { name: word.text, word, statement } };
}

function takeAddress(cursor: Cursor): AddressUse | undefined {
  const word = cursor.next();
  return word === undefined ? undefined : addressUse(word, cursor.statement, cursor.names);
}

/** Words that begin something else than an address where an address may stand. */
const NOT_AN_ADDRESS: ReadonlySet<string> = new Set(['eq', 'neq', 'lt', 'gt', 'range', 'log', 'inactive', 'time-range', 'permit', 'deny']);

/** A source or destination: `any`, `host IP`, `IP MASK`, `PREFIX/LENGTH`, objects, groups, `interface I`, a bare address. */
export function takeEndpoint(cursor: Cursor): AddressSpec | undefined {
  const { word, text } = cursor;
  if (word === undefined || NOT_AN_ADDRESS.has(text)) return undefined;
  if (text === 'any' || text === 'any4' || text === 'any6') {
    cursor.next();
    return { kind: text, word };
  }
  if (cursor.take('host', 1)) {
    const address = takeAddress(cursor);
    return address && { kind: 'host', address };
  }
  if (cursor.take('object')) return named(cursor, 'object');
  if (cursor.take('object-group', 7)) return named(cursor, 'object-group');
  if (cursor.take('interface', 3)) return named(cursor, 'interface');
  const network = takeNetwork(cursor);
  // A lone word that stands for no address may be a keyword that we do not know.
  return network?.kind === 'bare' && network.address.value === undefined ? undefined : network;
}

/** `IP MASK`, `PREFIX/LENGTH`, or a bare address. */
export function takeNetwork(cursor: Cursor): AddressSpec | undefined {
  const word = cursor.next();
  if (word === undefined) return undefined;
  const prefix = splitPrefix(word.text);
  if (prefix !== undefined) {
    const address = { word, value: prefix.address };
    return { kind: 'network', address, mask: `/${prefix.length}`, prefixLength: prefix.length };
  }
  const address = addressUse(word, cursor.statement, cursor.names);
  const mask = cursor.word?.text;
  if (mask !== undefined && isMask(mask) && !address.value?.includes(':')) {
    cursor.next();
    return { kind: 'network', address, mask, prefixLength: maskLength(mask) };
  }
  return { kind: 'bare', address };
}

/** Dotted quads that are no contiguous netmask can be one all the same (`255.0.255.0`); `0` is PIX's short form. */
function isMask(text: string): boolean {
  return text === '0' || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

function named(cursor: Cursor, kind: 'object' | 'object-group' | 'interface'): AddressSpec | undefined {
  const use = cursor.use();
  return use && { kind, use };
}

/** Operators, and how short a device takes them: `l` can also be `log`. */
const OPERATORS = [
  ['eq', 1],
  ['neq', 1],
  ['lt', 2],
  ['gt', 1],
  ['range', 2],
] as const;

/** `eq P`, `range A B` and the like; `undefined` and nothing passed over when the next words are none. */
export function takePorts(cursor: Cursor, protocol: string | undefined): PortSpec | undefined {
  const mark = cursor.mark();
  const operator = takeOperator(cursor);
  if (operator === undefined) return undefined;
  const first = takePort(cursor, protocol);
  const last = operator === 'range' ? takePort(cursor, protocol) : first;
  if (first === undefined || last === undefined) {
    cursor.reset(mark);
    return undefined;
  }
  const words = operator === 'range' ? [first.word, last.word] : [first.word];
  return { kind: 'ports', operator, ranges: rangesOf(operator, first.port, last.port), words };
}

type Operator = (typeof OPERATORS)[number][0];

function takeOperator(cursor: Cursor): Operator | undefined {
  for (const [keyword, least] of OPERATORS) if (cursor.take(keyword, least)) return keyword;
  return undefined;
}

function takePort(cursor: Cursor, protocol: string | undefined) {
  const word = cursor.next();
  const port = word && portNumber(word.text, protocol);
  return word === undefined || port === undefined ? undefined : { word, port };
}

function rangesOf(operator: Operator, from: number, last: number): (readonly [number, number])[] {
  switch (operator) {
    case 'eq':
      return [[from, from]];
    case 'lt':
      return from > 0 ? [[0, from - 1]] : [];
    case 'gt':
      return from < 65535 ? [[from + 1, 65535]] : [];
    case 'neq': {
      const sides: (readonly [number, number])[] = [
        [0, from - 1],
        [from + 1, 65535],
      ];
      return sides.filter(([low, high]) => low <= high);
    }
    case 'range':
      return [[Math.min(from, last), Math.max(from, last)]];
  }
}

/** `tcp`, `6`, `object S`, `object-group G` in the place of a protocol. */
export function takeProtocol(cursor: Cursor): ProtocolSpec | undefined {
  if (cursor.take('object')) {
    const use = cursor.use();
    return use && { kind: 'object', use };
  }
  if (cursor.take('object-group', 7)) {
    const use = cursor.use();
    return use && { kind: 'object-group', use };
  }
  const { word } = cursor;
  const protocol = word && protocolOf(word.text);
  if (word === undefined || protocol === undefined) return undefined;
  cursor.next();
  return { kind: 'protocol', name: protocol.name, number: protocol.number, word };
}

export function protocolName(protocol: ProtocolSpec): string | undefined {
  return protocol.kind === 'protocol' ? protocol.name : undefined;
}

/** Whether ports can stand behind it: what follows the name of any other protocol (a type of ICMP) says nothing about TCP. */
export function hasPorts(protocol: ProtocolSpec): boolean {
  return protocol.kind !== 'protocol' || ['tcp', 'udp', 'tcp-udp', 'sctp', 'ip'].includes(protocol.name);
}
