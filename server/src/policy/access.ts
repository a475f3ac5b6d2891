/** Whether the access rules of a file let a flow in: a policy acts on permitted traffic only. */
import type { AccessGroup, Context, Statement } from '../asa/model.ts';
import { parseAddress } from '../sets/addresses.ts';
import { and, or, type Ternary } from '../sets/ternary.ts';
import type { Flow } from './flow.ts';
import { plainEndpoint, seen, viewsAt } from './nat.ts';
import { EPHEMERAL } from './ports.ts';
import { resolverOf } from './resolve.ts';
import { egressList } from './routing.ts';
import { evaluate, type Seen } from './verdict.ts';

export interface Access {
  readonly permitted: Ternary;
  /** The line that decides; undefined where none does. */
  readonly statement: Statement | undefined;
  /** Half a sentence: why it is so. */
  readonly reason: string;
}

/** The access rules of PIX before access-lists. */
const OLD_RULES: ReadonlySet<string> = new Set(['conduit', 'outbound', 'apply']);

/**
 * What the access rules say of a flow: the list of the interface where it enters, the global one behind it, and that of the interface by
 * which it leaves. Addresses are those that access rules name in the version: real ones from 8.3 on, before it those seen on the interface.
 *
 * @param ingress the interfaces where it may enter
 * @param statements of the configuration: rules of PIX 6 are not followed, and said to be so
 */
export function accessOf(context: Context, flow: Flow, ingress: readonly string[], statements: readonly Statement[]): Access {
  const old = statements.find(({ command, form }) => OLD_RULES.has(command) && form === 'set');
  const answers = ingress.map((name) => entering(context, flow, name));
  const [first, ...others] = answers;
  if (first === undefined || answers.every(({ applied }) => !applied)) {
    if (old !== undefined)
      return { permitted: 'unknown', statement: old, reason: `\`${old.command}\` is an access rule, and not followed here` };
    return { permitted: 'unknown', statement: undefined, reason: 'not looked at: none applied where the flow enters' };
  }
  if (others.every((each) => each.permitted === first.permitted)) return first;
  return { permitted: 'unknown', statement: undefined, reason: `it depends on where the flow enters: ${ingress.join(', ')}` };
}

/** `applied`: some rule is in force on its way. */
type Answer = Access & { readonly applied: boolean };

function entering(context: Context, flow: Flow, ingress: string): Answer {
  const applied = context.accessGroups.filter(({ direction, interface: at }) => direction === 'in' && at?.name === ingress);
  const global = context.accessGroups.filter(({ direction }) => direction === 'global');
  const leaving = context.accessGroups.filter(
    ({ direction, interface: at }) => direction === 'out' && at !== undefined && at.name !== ingress,
  );
  const inward = throughLists(context, [...applied, ...global], seenAt(context, flow, ingress, { kind: 'ingress' }));
  if (inward?.permitted === false) return inward;
  for (const group of leaving) {
    const egress = group.interface!.name;
    const side = { kind: 'egress', interface: egress } as const;
    const leaves = evaluate(egressList(context, ingress, viewsAt(context, ingress, side).destination, egress), plain(flow), false).value;
    if (leaves === false) continue;
    const outward = throughLists(context, [group], seenAt(context, flow, ingress, side))!;
    const permitted = and([inward?.permitted ?? true, or([outward.permitted, leaves === true ? false : 'unknown'])]);
    if (permitted !== true) return { ...outward, permitted };
  }
  return (
    inward ?? { permitted: 'unknown', statement: undefined, reason: 'not looked at: none applied where the flow enters', applied: false }
  );
}

/** The lists in the order in which they are tried; what none takes is denied. undefined without a list. */
function throughLists(context: Context, groups: readonly AccessGroup[], here: Seen): Answer | undefined {
  for (const [index, { accessList, statement }] of groups.entries()) {
    const list = context.accessLists.get(accessList.name);
    if (list === undefined) {
      return { permitted: 'unknown', statement, reason: `access-list ${accessList.name} is not defined in this file`, applied: true };
    }
    const { value, decisive, undecided } = evaluate(resolverOf(context).entries(list), here, false);
    if (value === 'unknown') {
      const open = undecided[0]?.statement ?? statement;
      return {
        permitted: value,
        statement: open,
        reason: `whether this line of access-list ${list.name} takes the flow cannot be told`,
        applied: true,
      };
    }
    if (decisive !== undefined) {
      return { permitted: value, statement: decisive.statement, reason: `${decisive.action} in access-list ${list.name}`, applied: true };
    }
    if (index === groups.length - 1) {
      return { permitted: false, statement, reason: `no line of access-list ${list.name} permits it`, applied: true };
    }
  }
  return undefined;
}

function seenAt(context: Context, flow: Flow, ingress: string, side: Parameters<typeof viewsAt>[2]): Seen {
  const views = viewsAt(context, ingress, side);
  const [source, destination] = [parseAddress(flow.source)!, parseAddress(flow.destination)!];
  const sourcePort = flow.sourcePort ?? EPHEMERAL[0]![0];
  return {
    source: seen(views.source, source, sourcePort, destination).endpoints,
    sourcePort,
    destination: seen(views.destination, destination, flow.destinationPort, source).endpoints,
  };
}

function plain({ source, sourcePort, destination, destinationPort }: Flow): Seen {
  const port = sourcePort ?? EPHEMERAL[0]![0];
  return {
    source: [plainEndpoint(parseAddress(source)!, port)],
    sourcePort: port,
    destination: [plainEndpoint(parseAddress(destination)!, destinationPort)],
  };
}
