/** `object network`, `object service` and `object-group`, with their members. */
import { lastOf } from '../../text/at.ts';
import type { Sequence } from '../../text/sequence.ts';
import type { AddressSpec, Definition, GroupMember, NetworkObject, ObjectGroup, ServiceObject, ServiceSpec } from '../model.ts';
import { nodeOf, type StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { addressMeaning, portMeaning, protocolMeaning, serviceMeaning, wordsMeaning } from './meaning.ts';
import { addressUse, Cursor, hasPorts, type Names, protocolName, takeEndpoint, takeNetwork, takePorts, takeProtocol } from './specs.ts';

type Definitions = Sequence<Definition>;

/** The lines inside all statements that open (and reopen) one thing, in order. */
export function childrenOf(log: Log): StatementNode[] {
  return log.flatMap((statement) => statement.children);
}

export function networkObject(name: string, log: Log, names: Names, definitions: Definitions): NetworkObject | undefined {
  if (log.length === 0) return undefined;
  let value: AddressSpec | undefined;
  for (const line of childrenOf(log)) {
    const read = objectAddress(line, names);
    if (read === undefined) continue;
    value = line.form === 'no' ? undefined : read;
  }
  return {
    name,
    definitions,
    value,
  };
}

function objectAddress(line: StatementNode, names: Names): AddressSpec | undefined {
  const cursor = new Cursor(line, names);
  const word = cursor.word;
  if (word === undefined) return undefined;
  switch (line.command) {
    case 'host':
      return { kind: 'host', address: addressUse(word, line, names) };
    case 'subnet':
      return takeNetwork(cursor);
    case 'range': {
      const last = line.words[line.head + 2];
      return last && { kind: 'range', first: addressUse(word, line, names), last: addressUse(last, line, names) };
    }
    case 'fqdn': {
      const domain = lastOf(line.words);
      const family = domain.start === word.start ? '' : cursor.text;
      return { kind: 'fqdn', word: domain, family: family === 'v4' || family === 'v6' ? family : undefined };
    }
    default:
      return undefined;
  }
}

export function serviceObject(name: string, log: Log, names: Names, definitions: Definitions): ServiceObject | undefined {
  if (log.length === 0) return undefined;
  let value: ServiceSpec | undefined;
  for (const line of childrenOf(log)) {
    if (line.command !== 'service') continue;
    value = line.form === 'no' ? undefined : serviceOf(new Cursor(line, names));
  }
  return {
    name,
    definitions,
    value,
  };
}

/** `tcp source eq 1024 destination eq smtp`; old groups write the destination's ports without the keyword. undefined where a part is not understood. */
function serviceOf(cursor: Cursor): ServiceSpec | undefined {
  const protocol = takeProtocol(cursor);
  if (protocol === undefined) return undefined;
  const name = protocolName(protocol);
  const source = cursor.take('source', 1) ? takePorts(cursor, name) : undefined;
  cursor.take('destination', 1);
  const destination = takePorts(cursor, name);
  // The types of ICMP and the like are no ports; any other rest is a service that could not be read.
  return cursor.done || !hasPorts(protocol) ? { statement: cursor.statement, protocol, source, destination } : undefined;
}

export function objectGroup(name: string, log: Log, names: Names, definitions: Definitions): ObjectGroup | undefined {
  const first = log.get(0);
  if (first === undefined) return undefined;
  const protocol = first.word(3).toLowerCase();
  const members = new Map<string, GroupMember>();
  for (const line of childrenOf(log)) {
    if (line.command === 'description') continue;
    const member = memberOf(line, names, protocol);
    const meaning = memberMeaning(member);
    if (line.form === 'no') members.delete(meaning);
    else if (!members.has(meaning)) members.set(meaning, member);
  }
  return {
    name,
    kind: groupKind(first),
    protocol: protocol === 'tcp' || protocol === 'udp' || protocol === 'tcp-udp' ? protocol : undefined,
    definitions,
    members: [...members.values()],
  };
}

const GROUP_KINDS: readonly ObjectGroup['kind'][] = ['network', 'service', 'protocol', 'icmp-type', 'user', 'security'];

function groupKind(opener: StatementNode): ObjectGroup['kind'] {
  const word = opener.word(1).toLowerCase();
  return GROUP_KINDS.find((kind) => kind.startsWith(word)) ?? 'network';
}

function memberMeaning(member: GroupMember): string {
  switch (member.kind) {
    case 'address':
      return addressMeaning(member.address);
    case 'service':
      return serviceMeaning(member.service);
    case 'port':
      return portMeaning(member.port);
    case 'protocol':
      return protocolMeaning(member.protocol);
    case 'group':
      return `group ${member.use.name}`;
    case 'other':
      return wordsMeaning(nodeOf(member.statement));
  }
}

function memberOf(line: StatementNode, names: Names, protocol: string): GroupMember {
  const cursor = new Cursor(line, names);
  const statement = line;
  switch (line.command) {
    case 'group-object': {
      const use = cursor.use();
      if (use !== undefined) return { kind: 'group', statement, use };
      break;
    }
    case 'network-object': {
      const use = cursor.take('object', 2) ? cursor.use() : undefined;
      const address: AddressSpec | undefined = use === undefined ? takeEndpoint(cursor) : { kind: 'object', use };
      if (address !== undefined && cursor.done) return { kind: 'address', statement, address };
      break;
    }
    case 'port-object': {
      const port = takePorts(cursor, protocol);
      if (port !== undefined && cursor.done) return { kind: 'port', statement, port };
      break;
    }
    case 'protocol-object': {
      const known = takeProtocol(cursor);
      if (known !== undefined) return { kind: 'protocol', statement, protocol: known };
      break;
    }
    case 'service-object': {
      const service = serviceOf(cursor);
      if (service !== undefined) return { kind: 'service', statement, service };
      break;
    }
  }
  return { kind: 'other', statement };
}
