/**
 * Names resolved to what they stand for: addresses, services, the entries of an access-list. Nothing is resolved before it is asked
 * for, so that a configuration with many ACLs costs only those that a class map names.
 */

import { sameInterface } from '../asa/evaluation/interface-names.ts';
import type {
  AccessList,
  Ace,
  AddressSpec,
  AddressUse,
  Context,
  GroupMember,
  NameUse,
  ObjectGroup,
  PortSpec,
  ProtocolSpec,
  ServiceSpec,
  Statement,
} from '../asa/model.ts';
import { ANY_IS_BOTH_FAMILIES, isAtLeast } from '../facts/versions.ts';
import * as addresses from '../sets/addresses.ts';
import { type AddressSet, ALL, ALL_V4, ALL_V6, NONE, parseAddress } from '../sets/addresses.ts';
import { type Intervals, intersect, normalize, PORTS } from '../sets/intervals.ts';
import type { Ternary } from '../sets/ternary.ts';
import { memos, part, type Table } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';

/** Why the file cannot tell: the line, and what is missing. */
export interface Doubt {
  readonly statement: Statement | undefined;
  readonly reason: string;
}

/** Addresses that belong, and others that could; the rest do not. The two are disjoint. */
export interface ResolvedSet {
  readonly yes: AddressSet;
  readonly maybe: AddressSet;
  readonly doubts: readonly Doubt[];
}

/** tcp ports that an entry takes together; `certain` is false where a name is not known. */
export interface Service {
  readonly sources: Intervals<number>;
  readonly destinations: Intervals<number>;
  readonly certain: boolean;
}

/** An entry as far as tcp is concerned. */
export interface Entry {
  /** undefined where no line but a default decides */
  readonly statement: Statement | undefined;
  /** undefined for a line that could not be read, and for what is no access-list */
  readonly ace: Ace | undefined;
  readonly action: 'permit' | 'deny' | 'unknown';
  readonly source: ResolvedSet;
  readonly destination: ResolvedSet;
  /** None when the entry is not about tcp. */
  readonly services: readonly Service[];
  /** Whether the entry is in force at all: `inactive`, `time-range`, users. */
  readonly inForce: Ternary;
  readonly doubts: readonly Doubt[];
}

/** A member of a group, or of a group in it: the one before it on the way from the outermost. */
export interface NestedMember {
  readonly group: ObjectGroup;
  readonly member: GroupMember;
  readonly through: NestedMember | undefined;
}

export const ALL_PORTS: Intervals<number> = [[PORTS.first, PORTS.last]];

/** The resolver of a context; what it has resolved stays with the context. */
export const resolverOf = part('resolver', (context: Context) => new Resolver(context));

export class Resolver {
  private readonly context: Context;
  private readonly sets = new Map<string, ResolvedSet>();
  private readonly lists = new Map<AccessList, readonly Entry[]>();
  private readonly any: AddressSet;
  private readonly wordForWord: Table<Ace, WordForWord>;

  constructor(context: Context) {
    this.context = context;
    this.wordForWord = wordForWord(context);
    this.any = isAtLeast(context.version, ANY_IS_BOTH_FAMILIES.value) === false ? ALL_V4 : ALL;
  }

  /** The entries of a list in the device's order, the unread lines where they stand in the file. */
  entries(list: AccessList): readonly Entry[] {
    const known = this.lists.get(list);
    if (known !== undefined) return known;
    const entries = this.resolveList(list);
    this.lists.set(list, entries);
    return entries;
  }

  /** `any` is what it means in an extended ACL of the version. */
  addresses(spec: AddressSpec, any: AddressSet = this.any): ResolvedSet {
    switch (spec.kind) {
      case 'any':
        return certain(any);
      case 'any4':
        return certain(ALL_V4);
      case 'any6':
        return certain(ALL_V6);
      case 'host':
        return this.known(spec.address, (address) => addresses.single(address));
      case 'network':
        return this.known(
          spec.address,
          (address) => network(address, spec.mask, spec.prefixLength),
          `${spec.mask} is no netmask: how the device reads it is not known`,
        );
      case 'range':
        return this.known(spec.first, (first) => {
          const last = parseAddress(spec.last.value ?? '');
          return last === undefined ? undefined : addresses.range(first, last);
        });
      case 'object':
        return this.named(`object ${spec.use.name}`, spec.use, () => this.networkObject(spec.use));
      case 'object-group':
        return this.named(`object-group ${spec.use.name}`, spec.use, () => this.networkGroup(spec.use));
      case 'interface':
        return this.interfaceAddress(spec.use);
      case 'fqdn':
        return doubtful(undefined, `${spec.word.text} is a host name: its addresses are not in the file`, FAMILIES[spec.family ?? 'both']);
      case 'bare':
        return certain(NONE);
    }
  }

  /** The member lines of an object or group, down to the deepest, through which an address belongs to it. */
  members(spec: AddressSpec, address: addresses.Address): readonly Statement[] {
    if (spec.kind === 'object') {
      const object = this.context.networkObjects.get(spec.use.name);
      return (object?.definitions ?? []).map(
        ({ statement }) => statement.children.find((child) => child.command !== 'nat' && child.command !== 'description') ?? statement,
      );
    }
    if (spec.kind !== 'object-group') return [];
    const all = this.membersOf(spec.use.name);
    const found = all.find(({ member }) => member.kind === 'address' && addresses.contains(this.addresses(member.address).yes, address));
    const path: Statement[] = [];
    for (let at = found; at !== undefined; at = at.through) path.push(at.member.statement);
    return path.reverse();
  }

  /**
   * The members of a group and of all groups in it, each group once, the outer ones first. No recursion: groups may be nested to any depth.
   *
   * @param isEntered whether the members of a group in it are wanted, by its name
   */
  membersOf(name: string, isEntered: (name: string) => boolean = () => true): readonly NestedMember[] {
    const all: NestedMember[] = [];
    const seen = new Set<string>();
    const enter = (name: string, through: NestedMember | undefined) => {
      const group = this.context.objectGroups.get(name);
      if (group === undefined || seen.has(name)) return;
      seen.add(name);
      for (const member of group.members) all.push({ group, member, through });
    };
    enter(name, undefined);
    // The list grows while it is gone through.
    for (const nested of all) {
      const { member } = nested;
      if (member.kind === 'group' && isEntered(member.use.name)) enter(member.use.name, nested);
    }
    return all;
  }

  private isUndefined({ member }: NestedMember): boolean {
    return member.kind === 'group' && !this.context.objectGroups.has(member.use.name);
  }

  /** The ports of a spec; undefined where a name is not known. */
  ports(spec: PortSpec): Intervals<number> | undefined {
    if (spec.kind === 'ports') return normalize(PORTS, spec.ranges);
    return this.portGroup(spec.use);
  }

  private resolveList(list: AccessList): readonly Entry[] {
    const any = list.kind === 'ipv6' ? ALL_V6 : this.any;
    if (list.kind === 'ethertype' || list.kind === 'webtype') return [];
    const entries: Entry[] = [];
    const unread = [...list.unread];
    for (const ace of list.entries) {
      while (unread.length > 0 && itemAt(unread, 0).order < ace.statement.order) entries.push(unreadEntry(sure(unread.shift())));
      entries.push(this.entry(ace, any));
    }
    return [...entries, ...unread.map(unreadEntry)];
  }

  private entry(ace: Ace, any: AddressSet): Entry {
    const known = this.wordForWord.get(ace);
    if (known?.any === any) return known.entry;
    const entry = this.resolveEntry(ace, any);
    if (namesNothing(ace)) this.wordForWord.set(ace, { any, entry });
    return entry;
  }

  private resolveEntry(ace: Ace, any: AddressSet): Entry {
    const source = this.addresses(ace.source, any);
    const destination = this.addresses(ace.destination, any);
    const services = this.services(ace);
    const doubts: Doubt[] = [...source.doubts, ...destination.doubts];
    if (services.some((service) => !service.certain))
      doubts.push({ statement: ace.statement, reason: 'its ports or protocols use a name that is not defined in this file' });
    const { value: inForce, doubt } = this.inForce(ace);
    if (doubt !== undefined) doubts.push({ statement: ace.statement, reason: doubt });
    return { statement: ace.statement, ace, action: ace.action, source, destination, services, inForce, doubts };
  }

  private inForce(ace: Ace): { value: Ternary; doubt?: string } {
    if (ace.inactive) return { value: false };
    const time = ace.timeRange === undefined ? true : this.timeRange(ace.timeRange);
    if (time === false) return { value: false };
    if (ace.identity) return { value: 'unknown', doubt: 'it names users or security groups, which the file cannot tell' };
    return time === true
      ? { value: true }
      : { value: 'unknown', doubt: `whether time-range ${sure(ace.timeRange).name} holds depends on the clock` };
  }

  /** A time range without times always holds; one that has ended or not begun does not; any other depends on the clock. */
  private timeRange(use: NameUse): Ternary {
    const symbol = this.context.symbols.get('time-range')?.get(use.name);
    if (symbol === undefined || symbol.definitions.length === 0) return 'unknown';
    const { absolute, periodic } = timesOf(symbol.definitions.flatMap(({ statement }) => statement.children));
    const held = absolute === undefined ? true : holdsNow(absolute);
    return held === true && periodic ? 'unknown' : held;
  }

  private networkObject(use: NameUse): ResolvedSet {
    const object = this.context.networkObjects.get(use.name);
    if (object === undefined) return undefinedName(use, `object ${use.name}`);
    const statement = object.definitions.at(-1)?.statement;
    if (object.value === undefined) return doubtful(statement, `object ${use.name} has no address in this file`);
    const set = this.addresses(object.value);
    return object.value.kind === 'fqdn' ? { ...set, doubts: set.doubts.map(({ reason }) => ({ statement, reason })) } : set;
  }

  private networkGroup(use: NameUse): ResolvedSet {
    if (!this.context.objectGroups.has(use.name)) return undefinedName(use, `object-group ${use.name}`);
    const members = this.membersOf(use.name, (name) => this.certainGroup(name) === undefined);
    return unite(members.map(({ member }) => this.member(member)));
  }

  /** What a group was resolved to before, where nothing of it is doubted: a group around it need not go through its members again. */
  private certainGroup(name: string): ResolvedSet | undefined {
    const known = this.sets.get(`object-group ${name}`);
    return known?.doubts.length === 0 ? known : undefined;
  }

  private member(member: GroupMember): ResolvedSet {
    switch (member.kind) {
      case 'address':
        return this.addresses(member.address);
      case 'group':
        if (this.context.objectGroups.has(member.use.name)) return this.certainGroup(member.use.name) ?? certain(NONE);
        return undefinedName(member.use, `object-group ${member.use.name}`);
      case 'other':
        return doubtful(member.statement, 'this member could not be read');
      default:
        return certain(NONE);
    }
  }

  private interfaceAddress(use: NameUse): ResolvedSet {
    const found = this.context.interfaces.find(({ name }) => sameInterface(name, use.name));
    const address = parseAddress(found?.address?.address.value ?? '');
    if (address !== undefined) return certain(addresses.single(address));
    return {
      yes: NONE,
      maybe: ALL_V4,
      doubts: [{ statement: use.statement, reason: `the address of interface ${use.name} is not in the file` }],
    };
  }

  /** Resolves a named thing once; a name that contains itself adds nothing to itself. */
  private named(key: string, use: NameUse, resolve: () => ResolvedSet): ResolvedSet {
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    this.sets.set(key, certain(NONE));
    const resolved = resolve();
    // What is not defined is told with the line that uses it: not kept.
    if (resolved.doubts.some(({ statement }) => statement === use.statement)) this.sets.delete(key);
    else this.sets.set(key, resolved);
    return resolved;
  }

  /** @param unmade why nothing can be made of an address that is known */
  private known(use: AddressUse, make: (address: addresses.Address) => AddressSet | undefined, unmade?: string): ResolvedSet {
    const address = parseAddress(use.value ?? '');
    const unknown = `${use.word.text} has no address in this file`;
    if (address === undefined) return doubtful(use.use?.statement, unknown);
    const set = make(address);
    return set === undefined ? doubtful(use.use?.statement, unmade ?? unknown) : certain(set);
  }

  private services(ace: Ace): readonly Service[] {
    const sources = this.portsOrAll(ace.sourcePort);
    const destinations = this.portsOrAll(ace.destinationPort);
    return this.protocols(ace.protocol, new Set()).flatMap((service) => {
      const own = {
        sources: intersect(service.sources, sources.ports),
        destinations: intersect(service.destinations, destinations.ports),
        certain: service.certain && sources.certain && destinations.certain,
      };
      return own.sources.length > 0 && own.destinations.length > 0 ? [own] : [];
    });
  }

  private protocols(spec: ProtocolSpec, seen: Set<string>): readonly Service[] {
    if (spec.kind === 'protocol') return includesTcp(spec) ? [EVERY_PORT] : [];
    if (spec.kind === 'object') {
      const object = this.context.serviceObjects.get(spec.use.name);
      return object?.value === undefined ? [ANY_SERVICE] : this.service(object.value, seen);
    }
    if (seen.has(spec.use.name)) return [];
    seen.add(spec.use.name);
    if (!this.context.objectGroups.has(spec.use.name)) return [ANY_SERVICE];
    return this.membersOf(spec.use.name).flatMap((nested) => this.groupServices(nested, seen));
  }

  private groupServices(nested: NestedMember, seen: Set<string>): readonly Service[] {
    const { group, member } = nested;
    switch (member.kind) {
      case 'protocol':
        return this.protocols(member.protocol, seen);
      case 'service':
        return this.service(member.service, seen);
      case 'group':
        return this.isUndefined(nested) ? [ANY_SERVICE] : [];
      case 'port': {
        const { ports, certain: isCertain } = this.portsOrAll(member.port);
        return group.protocol === 'udp' ? [] : [{ sources: ALL_PORTS, destinations: ports, certain: isCertain }];
      }
      case 'other':
        return [ANY_SERVICE];
      case 'address':
        return [];
    }
  }

  private service(service: ServiceSpec, seen: Set<string>): readonly Service[] {
    const sources = this.portsOrAll(service.source);
    const destinations = this.portsOrAll(service.destination);
    return this.protocols(service.protocol, seen).map((protocol) => ({
      sources: intersect(protocol.sources, sources.ports),
      destinations: intersect(protocol.destinations, destinations.ports),
      certain: protocol.certain && sources.certain && destinations.certain,
    }));
  }

  private portsOrAll(spec: PortSpec | undefined): { ports: Intervals<number>; certain: boolean } {
    const ports = spec === undefined ? ALL_PORTS : this.ports(spec);
    return ports === undefined ? { ports: ALL_PORTS, certain: false } : { ports, certain: true };
  }

  private portGroup(use: NameUse): Intervals<number> | undefined {
    if (!this.context.objectGroups.has(use.name)) return undefined;
    const parts = this.membersOf(use.name).map((nested) => {
      const { group, member } = nested;
      if (member.kind === 'port') return group.protocol === 'udp' ? [] : this.ports(member.port);
      return member.kind === 'other' || this.isUndefined(nested) ? undefined : [];
    });
    return parts.includes(undefined)
      ? undefined
      : normalize(
          PORTS,
          parts.flatMap((part) => sure(part)),
        );
  }
}

/**
 * Entries that mean the same in every context, by what `any` means there: a proof reads a list again for each fault in it, and most of its
 * lines stay as they are.
 */
const wordForWord = memos<Ace, WordForWord>('entries word for word');

interface WordForWord {
  readonly any: AddressSet;
  readonly entry: Entry;
}

/** Whether addresses, ports and protocol are written out, and nothing else of the configuration says what the entry means. */
function namesNothing({ source, sourcePort, destination, destinationPort, protocol, timeRange }: Ace): boolean {
  return (
    protocol.kind === 'protocol' &&
    timeRange === undefined &&
    [sourcePort, destinationPort].every((port) => port === undefined || port.kind === 'ports') &&
    [source, destination].every(isWrittenOut)
  );
}

function isWrittenOut(spec: AddressSpec): boolean {
  if (spec.kind === 'any' || spec.kind === 'any4' || spec.kind === 'any6' || spec.kind === 'bare') return true;
  return (spec.kind === 'host' || spec.kind === 'network') && spec.address.use === undefined && spec.address.value !== undefined;
}

const EVERY_PORT: Service = { sources: ALL_PORTS, destinations: ALL_PORTS, certain: true };
const ANY_SERVICE: Service = { ...EVERY_PORT, certain: false };

function includesTcp({ name, number }: Extract<ProtocolSpec, { kind: 'protocol' }>): boolean {
  return number === 6 || ['ip', 'tcp', 'tcp-udp'].includes(name);
}

function certain(yes: AddressSet): ResolvedSet {
  return { yes, maybe: NONE, doubts: [] };
}

const FAMILIES = { v4: ALL_V4, v6: ALL_V6, both: ALL } as const;

function doubtful(statement: Statement | undefined, reason: string, maybe: AddressSet = ALL): ResolvedSet {
  return { yes: NONE, maybe, doubts: [{ statement, reason }] };
}

function undefinedName(use: NameUse, what: string): ResolvedSet {
  return doubtful(use.statement, `${what} is not defined in this file`);
}

function unite(sets: readonly ResolvedSet[]): ResolvedSet {
  const yes = addresses.union(...sets.map((set) => set.yes));
  const maybe = addresses.subtract(addresses.union(...sets.map((set) => set.maybe)), yes);
  return { yes, maybe, doubts: sets.flatMap((set) => set.doubts) };
}

function network(address: addresses.Address, mask: string, prefixLength: number | undefined): AddressSet | undefined {
  if (prefixLength !== undefined) return addresses.prefix(address, prefixLength);
  return typeof address === 'number' ? addresses.masked(address, mask) : undefined;
}

function unreadEntry(statement: Statement): Entry {
  const doubts = [{ statement, reason: 'this line could not be read' }];
  return {
    statement,
    ace: undefined,
    action: 'unknown',
    source: certain(ALL),
    destination: certain(ALL),
    services: [EVERY_PORT],
    inForce: 'unknown',
    doubts,
  };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The words of the last `absolute` line in force, and whether a `periodic` line is. */
function timesOf(lines: readonly Statement[]): { readonly absolute: readonly string[] | undefined; readonly periodic: boolean } {
  let absolute: readonly string[] | undefined;
  const periodic = new Set<string>();
  for (const { command, form, words: all, head } of lines) {
    const words = all.slice(head).map(({ text }) => text.toLowerCase());
    if (command === 'absolute') absolute = form === 'no' ? undefined : words;
    else if (command === 'periodic' && form === 'no') periodic.delete(words.join(' '));
    else if (command === 'periodic') periodic.add(words.join(' '));
  }
  return { absolute, periodic: periodic.size > 0 };
}

const DAY = 24 * 60 * 60 * 1000;

/** Whether `absolute [start TIME DATE] [end TIME DATE]` holds today, in any time zone; an end that is still to come depends on the clock. */
function holdsNow(words: readonly string[]): Ternary {
  const [start, end] = [dateBehind(words, 'start'), dateBehind(words, 'end')];
  const now = Date.now();
  if (end !== undefined && end + 2 * DAY < now) return false;
  if (start !== undefined && start - DAY > now) return false;
  return words.includes('end') || start === undefined || start + 2 * DAY > now ? 'unknown' : true;
}

/** The day of `start HH:MM D MONTH YYYY`, as milliseconds of UTC; undefined where none is told. */
function dateBehind(words: readonly string[], keyword: 'start' | 'end'): number | undefined {
  const at = words.indexOf(keyword);
  const [, day, month, year] = at < 0 ? [] : words.slice(at + 1);
  const index = MONTHS.indexOf((month ?? '').slice(0, 3));
  const date = Date.UTC(Number(year), index, Number(day));
  return index < 0 || Number.isNaN(date) ? undefined : date;
}
