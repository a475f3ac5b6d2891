/** `object network`, `object service` and `object-group`, with their members. */
import type { AddressSpec, Definition, GroupMember, NetworkObject, ObjectGroup, PortSpec, ServiceObject, ServiceSpec } from '../model.ts';
import type { StatementNode } from '../statements.ts';
import { addressUse, Cursor, type Names, protocolName, takeEndpoint, takeNetwork, takePorts, takeProtocol } from './specs.ts';

type Definitions = () => readonly Definition[];

/** The lines inside all statements that open (and reopen) one thing, in order. */
export function childrenOf(log: readonly StatementNode[]): StatementNode[] {
  return log.flatMap((statement) => statement.children as StatementNode[]);
}

export function networkObject(
  name: string,
  log: readonly StatementNode[],
  names: Names,
  definitions: Definitions,
): NetworkObject | undefined {
  if (log.length === 0) return undefined;
  let value: AddressSpec | undefined;
  for (const line of childrenOf(log)) {
    const read = objectAddress(line, names);
    if (read === undefined) continue;
    value = line.form === 'no' ? undefined : read;
  }
  return {
    name,
    get definitions() {
      return definitions();
    },
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
      const domain = line.words.at(-1)!;
      return { kind: 'fqdn', word: domain };
    }
    default:
      return undefined;
  }
}

export function serviceObject(
  name: string,
  log: readonly StatementNode[],
  names: Names,
  definitions: Definitions,
): ServiceObject | undefined {
  if (log.length === 0) return undefined;
  let value: ServiceSpec | undefined;
  for (const line of childrenOf(log)) {
    if (line.command !== 'service') continue;
    value = line.form === 'no' ? undefined : serviceOf(new Cursor(line, names));
  }
  return {
    name,
    get definitions() {
      return definitions();
    },
    value,
  };
}

/** `tcp source eq 1024 destination eq smtp`; old groups write the destination's ports without the keyword. */
function serviceOf(cursor: Cursor): ServiceSpec | undefined {
  const protocol = takeProtocol(cursor);
  if (protocol === undefined) return undefined;
  const name = protocolName(protocol);
  let source: PortSpec | undefined;
  let destination: PortSpec | undefined;
  while (!cursor.done) {
    if (cursor.take('source', 1)) source = takePorts(cursor, name);
    else if (cursor.take('destination', 1)) destination = takePorts(cursor, name);
    else {
      const ports = takePorts(cursor, name);
      if (ports === undefined) cursor.next();
      else destination = ports;
    }
  }
  return { statement: cursor.statement, protocol, source, destination };
}

export function objectGroup(name: string, log: readonly StatementNode[], names: Names, definitions: Definitions): ObjectGroup | undefined {
  const first = log[0];
  if (first === undefined) return undefined;
  const protocol = first.word(3).toLowerCase();
  const members: GroupMember[] = [];
  for (const line of childrenOf(log)) {
    if (line.command === '' || line.command === 'description') {
      if (line.command === '') members.push({ kind: 'other', statement: line });
      continue;
    }
    if (line.form === 'no') removeMember(members, line);
    else members.push(memberOf(line, names, protocol));
  }
  return {
    name,
    kind: groupKind(first),
    protocol: protocol === 'tcp' || protocol === 'udp' || protocol === 'tcp-udp' ? protocol : undefined,
    get definitions() {
      return definitions();
    },
    members,
  };
}

const GROUP_KINDS: readonly ObjectGroup['kind'][] = ['network', 'service', 'protocol', 'icmp-type', 'user', 'security'];

function groupKind(opener: StatementNode): ObjectGroup['kind'] {
  const word = opener.word(1).toLowerCase();
  return GROUP_KINDS.find((kind) => kind.startsWith(word)) ?? 'network';
}

function removeMember(members: GroupMember[], line: StatementNode): void {
  const words = wordsAfter(line);
  const index = members.findIndex((member) => wordsAfter(member.statement as StatementNode) === words);
  if (index >= 0) members.splice(index, 1);
}

function wordsAfter(line: StatementNode): string {
  return line.words
    .slice(line.head)
    .map((word) => word.text)
    .join(' ');
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
      const address = takeEndpoint(cursor);
      if (address !== undefined) return { kind: 'address', statement, address };
      break;
    }
    case 'port-object': {
      const port = takePorts(cursor, protocol);
      if (port !== undefined) return { kind: 'port', statement, port };
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
