/** Routes, access groups, `apply` and `same-security-traffic`. */
import type { AccessGroup, Context, OutboundList, Route } from '../model.ts';
import { nodeOf, type StatementNode } from '../statement.ts';
import type { Log } from './carry-out.ts';
import { sameInterface } from './interface-names.ts';
import { Cursor, type Names, takeNetwork } from './specs.ts';

export function routes(log: Log, names: Names): readonly Route[] {
  const found: Route[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') {
      found.length = 0;
      continue;
    }
    const route = routeOf(statement, names);
    if (route === undefined) continue;
    if (statement.form === 'no') {
      const index = found.findIndex((each) => destinationOf(each) === destinationOf(route));
      if (index >= 0) found.splice(index, 1);
    } else found.push(route);
  }
  return found;
}

/** The words that a `no route` must repeat: interface, destination, gateway. */
function destinationOf({ statement }: Route): string {
  const node = nodeOf(statement);
  const end = node.head + 5;
  return node.words
    .slice(node.head, end)
    .map((word) => word.text.toLowerCase())
    .join(' ');
}

function routeOf(statement: StatementNode, names: Names): Route | undefined {
  const cursor = new Cursor(statement, names, statement.command === 'ipv6' ? 2 : 1);
  const use = cursor.use();
  const destination = cursor.done ? undefined : takeNetwork(cursor);
  if (use === undefined || destination === undefined) return undefined;
  cursor.next();
  return { statement, interface: use, destination, metric: cursor.number() ?? 1 };
}

/** One list for each direction of an interface: a later line takes the place of the earlier one. */
export function accessGroups(log: Log): readonly AccessGroup[] {
  let found: AccessGroup[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') found = [];
    const group = groupOf(statement);
    if (group === undefined) continue;
    found = found.filter((each) => each.direction !== group.direction || !sameInterface(each.interface?.name, group.interface?.name));
    if (statement.form !== 'no') found.push(group);
  }
  return found;
}

function groupOf(statement: StatementNode): AccessGroup | undefined {
  const cursor = new Cursor(statement, new Map());
  const accessList = cursor.use();
  if (accessList === undefined) return undefined;
  if (cursor.take('global', 1)) return { statement, accessList, direction: 'global', interface: undefined };
  const direction = cursor.take('in', 1) ? 'in' : cursor.take('out', 1) ? 'out' : undefined;
  if (direction === undefined || !cursor.take('interface', 1)) return undefined;
  const use = cursor.use();
  // What is for the device itself does not filter what goes through it.
  if (use === undefined || cursor.take('control-plane', 1)) return undefined;
  return { statement, accessList, direction, interface: use };
}

/** `apply (inside) 10 outgoing_src`. */
export function outboundLists(log: Log): readonly OutboundList[] {
  let found: OutboundList[] = [];
  for (const statement of log) {
    if (statement.form === 'clear') found = [];
    const word = statement.words[statement.head + 1];
    const name = /^\((.+)\)$/.exec(word?.text ?? '')?.[1];
    if (word === undefined || name === undefined) continue;
    const list = wordsBehind(statement);
    found = found.filter((each) => wordsBehind(nodeOf(each.statement)) !== list);
    if (statement.form === 'set') found.push({ statement, interface: { name, word, statement } });
  }
  return found;
}

function wordsBehind({ words, head }: StatementNode): string {
  return words
    .slice(head)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
}

export function sameSecurity(log: Log): Context['sameSecurity'] {
  const permitted = { inter: false, intra: false };
  for (const statement of log) {
    const on = statement.form === 'set';
    const what = statement.word(2).toLowerCase();
    if (statement.form === 'clear' || what.startsWith('inter')) permitted.inter = on;
    if (statement.form === 'clear' || what.startsWith('intra')) permitted.intra = on;
  }
  return permitted;
}
