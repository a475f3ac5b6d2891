/** Whether the access rules of a file let a flow in: a policy acts on permitted traffic only. */

import { sameInterface } from '../asa/evaluation/interface-names.ts';
import type { AccessGroup, AccessList, Context, Statement } from '../asa/model.ts';
import {
  ACCESS_LIST_BEFORE_CONDUIT,
  BY_SECURITY_LEVEL,
  type ByLevel,
  CONDUITS_IN_ORDER,
  FWSM_NEEDS_AN_ACCESS_LIST,
  WITHOUT_CONDUITS,
} from '../facts/access.ts';
import { cite, type Fact } from '../facts/fact.ts';
import { isAtLeast } from '../facts/versions.ts';
import { parseAddress } from '../sets/addresses.ts';
import { and, or, type Ternary } from '../sets/ternary.ts';
import { itemAt, sure } from '../text/at.ts';
import { evaluate, type Seen } from './evaluate.ts';
import { observationsOf } from './evidence.ts';
import type { Flow } from './flow.ts';
import { plainEndpoint, seen, viewsAt } from './nat.ts';
import { EPHEMERAL } from './ports.ts';
import { resolverOf } from './resolve.ts';
import { egressList, interfacesInWords, openInterfaces } from './routing.ts';

export interface Access {
  readonly permitted: Ternary;
  /** The line that decides; undefined where none does. */
  readonly statement: Statement | undefined;
  /** Half a sentence: why it is so. */
  readonly reason: string;
}

/**
 * What the access rules say of a flow: the word of the device, where it was asked about this flow; else the list of the interface where it
 * enters, the global one behind it, and that of the interface by which it leaves. Where none is applied, `conduit` (PIX up to 6.x) and the
 * security levels decide. Addresses are those that access rules name in the version: real ones from 8.3 on, before it those seen on the
 * interface.
 *
 * @param ingress the interfaces where it may enter
 */
export function accessOf(context: Context, flow: Flow, ingress: readonly string[]): Access {
  const allowed = observationsOf(context, flow).exact.find((each) => each.allowed !== undefined)?.allowed;
  if (allowed !== undefined) return { permitted: true, statement: allowed, reason: 'the device let it in, by its own word' };
  const [first, ...others] = ingress.map((name) => entering(context, flow, name));
  if (first === undefined) return NOT_LOOKED_AT;
  if (others.every((each) => each.permitted === first.permitted)) return first;
  return { permitted: 'unknown', statement: undefined, reason: `it depends on where the flow enters: ${ingress.join(', ')}` };
}

const NOT_LOOKED_AT: Access = { permitted: 'unknown', statement: undefined, reason: 'not looked at: none applied where the flow enters' };

/** A conduit lets in what a translation leads on (documented: `static` and `conduit` go together up to 6.x). */
const NO_WAY_THROUGH: Access = {
  permitted: 'unknown',
  statement: undefined,
  reason: '`conduit` is in force, but no `static` and no route of this file leads the flow to another interface',
};

function entering(context: Context, flow: Flow, ingress: string): Access {
  const applied = context.accessGroups.filter(({ direction, interface: at }) => direction === 'in' && at?.name === ingress);
  const global = context.accessGroups.filter(({ direction }) => direction === 'global');
  const listed = throughLists(context, [...applied, ...global], seenAt(context, flow, ingress, { kind: 'ingress' }));
  const inward = listed === undefined ? withoutList(context, flow, ingress) : besideConduits(context, listed);
  if (inward.permitted === false) return inward;
  for (const group of context.accessGroups) {
    const egress = group.interface?.name;
    if (group.direction !== 'out' || egress === undefined || egress === ingress) continue;
    const leaves = leavesBy(context, flow, ingress, egress);
    if (leaves === false) continue;
    const outward = sure(throughLists(context, [group], seenAt(context, flow, ingress, { kind: 'egress', interface: egress })));
    const permitted = and([inward.permitted, or([outward.permitted, leaves === true ? false : 'unknown'])]);
    if (permitted !== true && outward.permitted !== true) return { ...outward, permitted };
  }
  return inward;
}

function leavesBy(context: Context, flow: Flow, ingress: string, egress: string): Ternary {
  const { destination } = viewsAt(context, ingress, { kind: 'egress', interface: egress });
  return evaluate(egressList(context, ingress, destination, egress), plain(flow), false).value;
}

/** Says so where there are both, and only the access-list was asked. */
function besideConduits(context: Context, listed: Access): Access {
  if (conduitsOf(context) === undefined) return listed;
  return { ...listed, reason: `${listed.reason}; an access-list comes before \`conduit\` (${cite(ACCESS_LIST_BEFORE_CONDUIT)})` };
}

/** No access-list where the flow enters: the security levels decide, and `conduit` for what comes from a lower one. */
function withoutList(context: Context, flow: Flow, ingress: string): Access {
  if (context.version?.platform === 'FTD') return NOT_LOOKED_AT;
  if (context.version?.platform === 'FWSM') {
    const drops = `no access-list is applied to ${ingress}, and FWSM drops what enters there then`;
    return ifWhole(context, FWSM_NEEDS_AN_ACCESS_LIST, drops);
  }
  const egresses = openInterfaces(context).filter((name) => name !== ingress && leavesBy(context, flow, ingress, name) !== false);
  const answers = egresses.map((egress) => betweenLevels(context, flow, ingress, egress));
  const [first, ...others] = answers;
  if (first === undefined) return conduitsOf(context) === undefined ? NOT_LOOKED_AT : NO_WAY_THROUGH;
  if (others.every(({ permitted, statement }) => permitted === first.permitted && statement === first.statement)) return first;
  return { permitted: 'unknown', statement: undefined, reason: `it depends on where the flow leaves: ${interfacesInWords(egresses)}` };
}

function betweenLevels(context: Context, flow: Flow, ingress: string, egress: string): Access {
  const [from, to] = [ingress, egress].map((name) => context.interfaces.find((each) => each.name === name)?.securityLevel);
  const conduits = conduitsOf(context);
  if (from === undefined || to === undefined) {
    const permitting = conduits && throughConduits(context, flow, ingress, conduits);
    if (permitting?.statement === undefined) return NOT_LOOKED_AT;
    const reason = `${permitting.reason}, if it comes from the lower security level: the file does not show both interfaces`;
    return { permitted: 'unknown', statement: permitting.statement, reason };
  }
  const levels = `from ${ingress} (security level ${from}) to ${egress} (${to})`;
  if (from < to && conduits !== undefined) return throughConduits(context, flow, ingress, conduits);
  if (from < to) return ifWhole(context, BY_SECURITY_LEVEL['to higher'], `nothing gets ${levels} without an access rule`);
  const list = context.outboundLists.find((each) => sameInterface(each.interface.name, ingress));
  if (list !== undefined) {
    return {
      permitted: 'unknown',
      statement: list.statement,
      reason: 'an `outbound` list is applied where the flow enters, and not followed here',
    };
  }
  if (from > to) return ifWhole(context, BY_SECURITY_LEVEL['to lower'], `what goes ${levels} needs no access rule`);
  const permitted: ByLevel = context.sameSecurity.inter ? 'permitted' : BY_SECURITY_LEVEL['to equal'].value;
  const says = context.sameSecurity.inter ? 'passes by same-security-traffic' : 'does not pass without same-security-traffic';
  return ifWhole(context, { ...BY_SECURITY_LEVEL['to equal'], value: permitted }, `what goes ${levels} ${says}`);
}

/** A default holds where the file is all there is; of a part of a configuration the access-list may be missing. */
function ifWhole({ whole }: Context, rule: Fact<ByLevel>, says: string): Access {
  const reason = `${says}, by default; ${cite(rule)}`;
  if (whole) return { permitted: rule.value === 'permitted', statement: undefined, reason };
  return { permitted: 'unknown', statement: undefined, reason: `none in this file is applied where the flow enters; ${reason}` };
}

function conduitsOf({ conduits, version }: Context): AccessList | undefined {
  return isAtLeast(version, WITHOUT_CONDUITS.value) === true ? undefined : conduits;
}

/** The lines of `conduit` in their order: they name the address by which the side of the lower level knows the host. */
function throughConduits(context: Context, flow: Flow, ingress: string, conduits: AccessList): Access {
  const taken = tried(context, conduits, seenAt(context, flow, ingress, { kind: 'ingress' }), '`conduit`');
  return taken ?? { permitted: false, statement: undefined, reason: `no \`conduit\` permits it; ${cite(CONDUITS_IN_ORDER)}` };
}

/** The lists in the order in which they are tried; what none takes is denied. undefined without a list. */
function throughLists(context: Context, groups: readonly AccessGroup[], here: Seen): Access | undefined {
  for (const { accessList, statement } of groups) {
    const list = context.accessLists.get(accessList.name);
    if (list === undefined) {
      return { permitted: 'unknown', statement, reason: `access-list ${accessList.name} is not defined in this file` };
    }
    const answer = tried(context, list, here, `access-list ${list.name}`);
    if (answer !== undefined) return { ...answer, statement: answer.statement ?? statement };
  }
  const last = groups.at(-1);
  return last && { permitted: false, statement: last.statement, reason: `no line of access-list ${last.accessList.name} permits it` };
}

/** What a list says; undefined where no line takes the flow. */
function tried(context: Context, list: AccessList, here: Seen, name: string): Access | undefined {
  const { value, decisive, undecided } = evaluate(resolverOf(context).entries(list), here, false);
  if (value === 'unknown') {
    const statement = undecided[0]?.statement;
    return { permitted: value, statement, reason: `whether this line of ${name} takes the flow cannot be told` };
  }
  return decisive && { permitted: value, statement: decisive.statement, reason: `${decisive.action} in ${name}` };
}

function seenAt(context: Context, flow: Flow, ingress: string, side: Parameters<typeof viewsAt>[2]): Seen {
  const views = viewsAt(context, ingress, side);
  const [source, destination] = [sure(parseAddress(flow.source)), sure(parseAddress(flow.destination))];
  const sourcePort = flow.sourcePort ?? itemAt(EPHEMERAL, 0)[0];
  return {
    source: seen(views.source, source, sourcePort, destination).endpoints,
    sourcePort,
    destination: seen(views.destination, destination, flow.destinationPort, source).endpoints,
  };
}

function plain({ source, sourcePort, destination, destinationPort }: Flow): Seen {
  const port = sourcePort ?? itemAt(EPHEMERAL, 0)[0];
  return {
    source: [plainEndpoint(sure(parseAddress(source)), port)],
    sourcePort: port,
    destination: [plainEndpoint(sure(parseAddress(destination)), destinationPort)],
  };
}
