/** One line of an access-list, read as an entry. */
import { sure } from '../../text/at.ts';
import { readCommand } from '../grammar.ts';
import type { Ace, AddressSpec, NameUse, PortSpec } from '../model.ts';
import type { StatementNode } from '../statement.ts';
import { entryMeaning, printedMeaning } from './entry-meaning.ts';
import { Cursor, hasPorts, type Names, protocolName, takeEndpoint, takePorts, takeProtocol } from './specs.ts';

/** What the rest of the configuration says of the names in an entry. */
export interface Vocabulary {
  readonly names: Names;
  /** The object groups of addresses: of two groups behind a source, they tell which is the destination. */
  readonly networkGroups: ReadonlySet<string>;
  /** Before 9.0 `any` is `0.0.0.0 0.0.0.0` (documented: CG9). */
  readonly anyIsIpv4: boolean;
}

/** A line of an access-list, and what it is as an entry: that is read when it is first asked for, as a hundred thousand are not. */
export class EntryLine {
  readonly statement: StatementNode;
  readonly isRemark: boolean;
  /** Whether the device does not simply hold it behind the lines above it. */
  readonly moves: boolean;
  private readonly vocabulary: Vocabulary;
  /** What it means, where its text shows that. */
  private readonly printed: string | undefined;
  private isRead = false;
  private entry: EntryRead | undefined;

  constructor(statement: StatementNode, vocabulary: Vocabulary) {
    this.statement = statement;
    this.vocabulary = vocabulary;
    this.printed = printedMeaning(statement.text);
    const isPrinted = this.printed !== undefined;
    this.isRemark = !isPrinted && isRemark(statement);
    this.moves = !isPrinted && (statement.form === 'no' || statement.text.includes(' line '));
  }

  /** undefined where it could not be read */
  get ace(): Ace | undefined {
    return this.read()?.ace;
  }

  /** Whether it has an `ace`. */
  get isEntry(): boolean {
    return this.printed !== undefined || this.ace !== undefined;
  }

  /** The same text in the lines that a device takes for one entry: all but what they say of logging and `inactive`. */
  get meaning(): string {
    if (this.printed !== undefined) return this.printed;
    const entry = this.read();
    return entry === undefined ? wordsOf(this.statement) : entryMeaning(entry.ace, entry.rest, this.vocabulary.anyIsIpv4);
  }

  /** Whether an address stands in it with neither `host` nor a mask. */
  get isRejected(): boolean {
    return this.printed === undefined && [this.ace?.source, this.ace?.destination].some((spec) => spec?.kind === 'bare');
  }

  /** The line by other words of the configuration: this one where it says the same with them. */
  by(vocabulary: Vocabulary): EntryLine {
    return this.saysTheSame(vocabulary) ? this : new EntryLine(this.statement, vocabulary);
  }

  /** What the object groups are matters only to an entry with a group right behind its source; one as a device prints it has none there. */
  private saysTheSame({ names, networkGroups, anyIsIpv4 }: Vocabulary): boolean {
    const { vocabulary } = this;
    if (vocabulary.names !== names || vocabulary.anyIsIpv4 !== anyIsIpv4) return false;
    return this.isRemark || vocabulary.networkGroups === networkGroups || !this.mayHaveGroup;
  }

  private get mayHaveGroup(): boolean {
    if (this.printed !== undefined) return false;
    const { ace } = this;
    return ace === undefined || ace.sourcePort?.kind === 'object-group' || ace.destination.kind === 'object-group';
  }

  private read(): EntryRead | undefined {
    if (!this.isRead) {
      this.entry = this.isRemark ? undefined : readEntry(this.statement, this.vocabulary);
      this.isRead = true;
    }
    return this.entry;
  }
}

interface EntryRead {
  readonly ace: Ace;
  /** What else tells it from others: the words of users, the type of ICMP. */
  readonly rest: string;
}

function readEntry(statement: StatementNode, { names, networkGroups }: Vocabulary): EntryRead | undefined {
  const cursor = new Cursor(statement, names, nameIndex(statement));
  const accessList = cursor.use();
  if (accessList === undefined) return undefined;
  if (cursor.take('line')) cursor.number();
  if (cursor.take('ethertype') || cursor.take('webtype')) return undefined;
  const standard = cursor.take('standard', 2);
  if (!cursor.take('extended', 2)) cursor.take('advanced', 2);
  const action = cursor.take('permit', 1) || cursor.take('trust') ? 'permit' : cursor.take('deny', 1) ? 'deny' : undefined;
  if (action === undefined) return undefined;
  if (standard) return standardEntry(cursor, accessList, action);
  const entry = extendedEntry(cursor, accessList, action, networkGroups);
  return entry !== undefined && isConduit(statement) ? { ...entry, ace: turnedRound(entry.ace) } : entry;
}

/** `conduit` has the destination first: the address by which outside knows the host. */
function turnedRound(ace: Ace): Ace {
  const { source, sourcePort, destination, destinationPort } = ace;
  return { ...ace, source: destination, sourcePort: destinationPort, destination: source, destinationPort: sourcePort };
}

/** A standard list matches one address: as a class map's list it is taken as the destination, as for routes. */
function standardEntry(cursor: Cursor, accessList: NameUse, action: Ace['action']): EntryRead | undefined {
  const destination = takeEndpoint(cursor);
  if (destination === undefined) return undefined;
  const { word } = accessList;
  const ace: Ace = {
    statement: cursor.statement,
    accessList,
    action,
    protocol: { kind: 'protocol', name: 'ip', number: undefined, word },
    source: { kind: 'any', word },
    sourcePort: undefined,
    destination: destination.kind === 'bare' ? { kind: 'host', address: destination.address } : destination,
    destinationPort: undefined,
    inactive: false,
    timeRange: undefined,
    identity: false,
  };
  return takeOptions(cursor) === undefined ? undefined : { ace, rest: 'standard' };
}

function extendedEntry(
  cursor: Cursor,
  accessList: NameUse,
  action: Ace['action'],
  networkGroups: Vocabulary['networkGroups'],
): EntryRead | undefined {
  const { statement } = cursor;
  const protocol = takeProtocol(cursor);
  if (protocol === undefined) return undefined;
  const name = protocolName(protocol);
  passInterface(cursor);
  const from = takeIdentity(cursor);
  const source = takeEndpoint(cursor);
  if (source === undefined) return undefined;
  const sourcePort = takePorts(cursor, name) ?? takeGroupBeforeEndpoint(cursor, networkGroups);
  passInterface(cursor);
  const to = takeIdentity(cursor);
  const destination = takeEndpoint(cursor);
  if (destination === undefined) return undefined;
  const destinationPort = takePorts(cursor, name) ?? takeGroup(cursor);
  const who = [from, to + takeIdentity(cursor)].join('|');
  const type = hasPorts(protocol) ? '' : takeType(cursor);
  const options = takeOptions(cursor);
  if (options === undefined) return undefined;
  const identity = who !== '|';
  const { inactive, timeRange } = options;
  // One by one: there may be a hundred thousand, and what is spread into an object takes more of time and memory.
  const ace: Ace = {
    statement,
    accessList,
    action,
    protocol,
    source,
    sourcePort,
    destination,
    destinationPort,
    inactive,
    timeRange,
    identity,
  };
  return { ace, rest: identity || type !== '' ? `${who}|${type}` : '' };
}

/** `ifc NAME` of FTD's entries, which are in no class map's list: that they hold for one interface matters to no verdict. */
function passInterface(cursor: Cursor): void {
  if (cursor.take('ifc')) cursor.next();
}

/** `object-group G` behind the source is its ports if an endpoint follows it and G is no group of addresses; else it is the destination. */
function takeGroupBeforeEndpoint(cursor: Cursor, networkGroups: Vocabulary['networkGroups']): PortSpec | undefined {
  const mark = cursor.mark();
  const group = takeGroup(cursor);
  if (group === undefined) return undefined;
  const after = cursor.mark();
  const isNetwork = group.kind === 'object-group' && networkGroups.has(group.use.name);
  const destination: AddressSpec | undefined = cursor.done || isNetwork ? undefined : takeEndpoint(cursor);
  cursor.reset(destination === undefined ? mark : after);
  return destination === undefined ? undefined : group;
}

function takeGroup(cursor: Cursor): PortSpec | undefined {
  const mark = cursor.mark();
  if (!cursor.take('object-group', 7)) return undefined;
  const use = cursor.use();
  if (use !== undefined) return { kind: 'object-group', use };
  cursor.reset(mark);
  return undefined;
}

/** `user U`, `user-group G`, `security-group name|tag T` and their groups: their words; '' where there are none. */
function takeIdentity(cursor: Cursor): string {
  let words = '';
  for (;;) {
    const keyword = cursor.text;
    const more = keyword === 'security-group' ? 3 : IDENTITY.has(keyword) ? 2 : 0;
    if (more === 0) return words;
    for (let i = 0; i < more; i++) words += ` ${cursor.next()?.text ?? ''}`;
  }
}

const IDENTITY: ReadonlySet<string> = new Set(['user', 'user-group', 'object-group-user', 'object-group-security']);

/** The words before the options: the type and code of ICMP. */
function takeType(cursor: Cursor): string {
  const words: string[] = [];
  while (!cursor.done && !isOption(cursor)) words.push(sure(cursor.next()).text.toLowerCase());
  return words.join(' ');
}

function isOption(cursor: Cursor): boolean {
  const mark = cursor.mark();
  const found = takeOption(cursor) !== undefined;
  cursor.reset(mark);
  return found;
}

type Options = Pick<Ace, 'inactive' | 'timeRange'>;

/** The options up to the end of the line; undefined where a word of it is none: what the entry matches is not known then. */
function takeOptions(cursor: Cursor): Options | undefined {
  let options: Options = { inactive: false, timeRange: undefined };
  while (!cursor.done) {
    const option = takeOption(cursor);
    if (option === undefined) return undefined;
    options = { ...options, ...option };
  }
  return options;
}

/** One option, and what it says; undefined where there is none. Logging, counts and the marks of FTD say nothing of what is matched. */
function takeOption(cursor: Cursor): Partial<Options> | undefined {
  if (cursor.take('inactive', 3)) return { inactive: true };
  if (cursor.take('time-range', 1)) return { timeRange: cursor.use() };
  if (cursor.take('log', 2)) {
    if (cursor.number() === undefined) LOG_LEVELS.some((level) => cursor.take(level, 3));
    return {};
  }
  if (cursor.take('interval', 3)) return cursor.number() === undefined ? undefined : {};
  if (/^(?:\(hitcnt=\d+\)|0x[\da-f]+)$/.test(cursor.text)) {
    cursor.next();
    return {};
  }
  if (!cursor.take('rule-id')) return undefined;
  while (!cursor.done) cursor.next();
  return {};
}

const LOG_LEVELS: readonly string[] = [
  'disable',
  'default',
  'emergencies',
  'alerts',
  'critical',
  'errors',
  'warnings',
  'notifications',
  'informational',
  'debugging',
];

/** The words of a line that could not be read as an entry: keywords in full, without its place and without the optional `extended`. */
function wordsOf(statement: StatementNode): string {
  const { positions } = readCommand(statement.mode, statement.words, statement.head);
  const words = statement.words.slice(statement.head).map((word, index) => positions[index]?.keyword ?? word.text);
  const rest = words.slice(nameIndex(statement) + 1);
  if (rest[0] === 'line') rest.splice(0, 2);
  if (rest[0] === 'extended') rest.shift();
  return rest.join(' ');
}

function isRemark(statement: StatementNode): boolean {
  if (!statement.text.includes(' rem')) return false;
  const at = nameIndex(statement) + 1;
  const word = statement.word(statement.word(at) === 'line' ? at + 2 : at);
  return word.length >= 3 && 'remark'.startsWith(word);
}

/** The index, after the head, of the word that names the list: `ipv6 access-list A` has one word more, `conduit` is its own name. */
export function nameIndex(statement: StatementNode): number {
  return statement.command === 'ipv6' ? 2 : isConduit(statement) ? 0 : 1;
}

function isConduit(statement: StatementNode): boolean {
  return statement.command === 'conduit';
}
