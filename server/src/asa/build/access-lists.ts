/** Access-lists: their lines in the order in which the device holds them, each read as an entry when it is first asked for. */
import { readCommand } from '../grammar.ts';
import type { AccessList, Ace, AddressSpec, Definition, NameUse, PortSpec } from '../model.ts';
import type { StatementNode } from '../statements.ts';
import { Cursor, type Names, protocolName, takeEndpoint, takePorts, takeProtocol } from './specs.ts';

/** What the rest of the configuration says of the names in an entry. */
export interface Vocabulary {
  readonly names: Names;
  /** The object groups of addresses: of two groups behind a source, they tell which is the destination. */
  readonly networkGroups: ReadonlySet<string>;
}

/** The list that some statements make; undefined when the last of them took all of it back. */
export function accessList(
  name: string,
  log: readonly StatementNode[],
  vocabulary: Vocabulary,
  definitions: () => readonly Definition[],
): AccessList | undefined {
  // Only a `no` at the end can leave the list empty; the lines are not looked at before somebody asks for them.
  if (log.at(-1)?.form === 'no' && inOrder(log).length === 0) return undefined;
  let read: Entries | undefined;
  const all = () => {
    read ??= readAll(log, vocabulary);
    return read;
  };
  return {
    name,
    get kind() {
      return all().kind;
    },
    get definitions() {
      return definitions();
    },
    get entries() {
      return all().entries;
    },
    get rejected() {
      return all().rejected;
    },
    get unread() {
      return all().unread;
    },
  };
}

interface Entries {
  readonly kind: AccessList['kind'];
  readonly entries: readonly Ace[];
  readonly rejected: readonly Ace[];
  readonly unread: readonly StatementNode[];
}

function readAll(log: readonly StatementNode[], vocabulary: Vocabulary): Entries {
  const entries: Ace[] = [];
  const rejected: Ace[] = [];
  const unread: StatementNode[] = [];
  const derive = (line: StatementNode) => entryOf(line, vocabulary);
  const written = log.map(derive);
  // Most lists are written in the order in which the device holds them.
  const lines = written.some(({ moves }) => moves) ? inOrder(log) : log;
  const held = lines === log ? written : lines.map(derive);
  for (let i = 0; i < held.length; i++) {
    const { ace, isRemark, isRejected } = held[i]!;
    if (isRemark) continue;
    if (ace === undefined) unread.push(lines[i]!);
    else entries.push(ace);
    if (isRejected) rejected.push(ace!);
  }
  const first = held.findIndex(({ isRemark }) => !isRemark);
  return { kind: first < 0 ? 'extended' : kindOf(lines[first]!), entries, rejected, unread };
}

/** Lines as the device holds them: `line N` puts a line at its place (remarks count), `no` takes an equal one out. */
function inOrder(log: readonly StatementNode[]): readonly StatementNode[] {
  const lines: StatementNode[] = [];
  for (const statement of log) {
    if (statement.form === 'no') {
      const same = lines.findIndex((line) => sameEntry(line, statement));
      if (same >= 0) lines.splice(same, 1);
      continue;
    }
    const place = lineNumber(statement);
    if (place === undefined || place > lines.length) lines.push(statement);
    else lines.splice(Math.max(0, place - 1), 0, statement);
  }
  return lines;
}

function lineNumber(statement: StatementNode): number | undefined {
  const at = nameIndex(statement) + 1;
  return statement.word(at) === 'line' && /^\d{1,9}$/.test(statement.word(at + 1)) ? Number(statement.word(at + 1)) : undefined;
}

/** The index, after the head, of the word that names the list: `ipv6 access-list A` has one word more. */
export function nameIndex(statement: StatementNode): number {
  return statement.command === 'ipv6' ? 2 : 1;
}

function sameEntry(a: StatementNode, b: StatementNode): boolean {
  return meaning(a) === meaning(b);
}

/** The words that make an entry what it is: keywords in full, without its place and without the optional `extended`. */
function meaning(statement: StatementNode): string {
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

function kindOf(statement: StatementNode): AccessList['kind'] {
  if (statement.command === 'ipv6') return 'ipv6';
  const cursor = new Cursor(statement, new Map(), 2);
  if (cursor.take('line')) cursor.next();
  if (cursor.take('standard', 2)) return 'standard';
  if (cursor.take('ethertype', 2)) return 'ethertype';
  if (cursor.take('webtype', 1)) return 'webtype';
  return 'extended';
}

/** What a line is as an entry; read once, so that a long list can be gone through at each keystroke. */
interface Derived {
  readonly vocabulary: Vocabulary;
  /** undefined where it could not be read */
  readonly ace: Ace | undefined;
  readonly isRemark: boolean;
  readonly isRejected: boolean;
  /** Whether the device does not simply hold it behind the lines above it. */
  readonly moves: boolean;
}

function entryOf(statement: StatementNode, vocabulary: Vocabulary): Derived {
  const known = statement.derived as Derived | undefined;
  if (known !== undefined && saysTheSame(known, vocabulary)) return known;
  const remark = isRemark(statement);
  const ace = remark ? undefined : readEntry(statement, vocabulary);
  const isRejected = ace?.source.kind === 'bare' || ace?.destination.kind === 'bare';
  const moves = statement.form === 'no' || statement.text.includes(' line ');
  const derived: Derived = { vocabulary, ace, isRemark: remark, isRejected, moves };
  statement.derived = derived;
  return derived;
}

/** What the object groups are matters only to an entry with a group right behind its source. */
function saysTheSame({ vocabulary, ace, isRemark }: Derived, { names, networkGroups }: Vocabulary): boolean {
  if (vocabulary.names !== names) return false;
  const mayHaveGroup = ace === undefined || ace.sourcePort?.kind === 'object-group' || ace.destination.kind === 'object-group';
  return isRemark || !mayHaveGroup || vocabulary.networkGroups === networkGroups;
}

function readEntry(statement: StatementNode, { names, networkGroups }: Vocabulary): Ace | undefined {
  const cursor = new Cursor(statement, names, nameIndex(statement));
  const accessList = cursor.use();
  if (accessList === undefined) return undefined;
  if (cursor.take('line')) cursor.number();
  if (cursor.take('ethertype') || cursor.take('webtype')) return undefined;
  const standard = cursor.take('standard', 2);
  if (!cursor.take('extended', 2)) cursor.take('advanced', 2);
  const action = cursor.take('permit', 1) || cursor.take('trust') ? 'permit' : cursor.take('deny', 1) ? 'deny' : undefined;
  if (action === undefined) return undefined;
  return standard ? standardEntry(cursor, accessList, action) : extendedEntry(cursor, accessList, action, networkGroups);
}

/** A standard list matches one address: as a class map's list it is taken as the destination, as for routes. */
function standardEntry(cursor: Cursor, accessList: NameUse, action: Ace['action']): Ace | undefined {
  const destination = takeEndpoint(cursor);
  if (destination === undefined) return undefined;
  const { word } = accessList;
  return {
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
}

function extendedEntry(
  cursor: Cursor,
  accessList: NameUse,
  action: Ace['action'],
  networkGroups: Vocabulary['networkGroups'],
): Ace | undefined {
  const { statement } = cursor;
  const protocol = takeProtocol(cursor);
  if (protocol === undefined) return undefined;
  const name = protocolName(protocol);
  passInterface(cursor);
  let identity = takeIdentity(cursor);
  const source = takeEndpoint(cursor);
  if (source === undefined) return undefined;
  const sourcePort = takePorts(cursor, name) ?? takeGroupBeforeEndpoint(cursor, networkGroups);
  passInterface(cursor);
  identity = takeIdentity(cursor) || identity;
  const destination = takeEndpoint(cursor);
  if (destination === undefined) return undefined;
  const destinationPort = takePorts(cursor, name) ?? takeGroup(cursor);
  identity = takeIdentity(cursor) || identity;
  return { statement, accessList, action, protocol, source, sourcePort, destination, destinationPort, ...takeOptions(cursor), identity };
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

/** `user U`, `user-group G`, `security-group name|tag T` and their groups. */
function takeIdentity(cursor: Cursor): boolean {
  let found = false;
  for (;;) {
    const keyword = cursor.text;
    if (keyword === 'security-group') {
      cursor.next();
      cursor.next();
    } else if (!/^(?:user|user-group|object-group-user|object-group-security)$/.test(keyword)) {
      return found;
    } else {
      cursor.next();
    }
    cursor.next();
    found = true;
  }
}

function takeOptions(cursor: Cursor): Pick<Ace, 'inactive' | 'timeRange'> {
  let inactive = false;
  let timeRange: NameUse | undefined;
  while (!cursor.done) {
    if (cursor.take('inactive', 4)) inactive = true;
    else if (cursor.take('time-range', 2)) timeRange = cursor.use();
    else cursor.next();
  }
  return { inactive, timeRange };
}
