/** The changes that may exempt hosts: where the class goes that inspects the rest, and which list and class map it has. The proof decides. */
import type { AccessList, ClassMap, Context, PolicyClass, PolicyMap, Statement } from '../../asa/model.ts';
import { portsOf, trafficAt, trafficOf } from '../../mail/class-traffic.ts';
import { meeting } from '../../mail/inspections.ts';
import type { MailHost } from '../../mail/mail-hosts.ts';
import { type InspectSite, inspectSites, isMailInspection } from '../../mail/sites.ts';
import type { FlowClass } from '../../policy/flow.ts';
import { includes } from '../../sets/intervals.ts';
import { itemAt, sure } from '../../text/at.ts';
import type { Lines } from '../../text/lines.ts';
import {
  addressText,
  type Exempted,
  entryText,
  exemptions,
  insertEntries,
  landingOfAccessLists,
  newAccessList,
  notDeniedAbove,
  portText,
  switchedOn,
  switchOn,
} from '../access-lists.ts';
import { type Change, combine } from '../change.ts';
import { freeName } from '../names.ts';
import {
  appendClass,
  type ClassText,
  classText,
  dropLastClass,
  inspectText,
  isLastClass,
  landingOfClassMaps,
  linesOf,
  newClassMap,
  rematch,
  replacePolicyMap,
  takeOut,
} from '../policies.ts';
import type { Ports } from './claim.ts';

/** Changes that may do it, by how little they touch. The proof decides. */
export function* plans(
  lines: Lines,
  context: Context,
  hosts: readonly MailHost[],
  ports: Ports,
): Iterable<{ placement: Placement; change: Change }> {
  const applied = new Set(context.servicePolicies.map(({ policy }) => policy.name));
  const inForce = inspectSites(context).filter(({ policyMap }) => applied.has(policyMap.name));
  const sites = inForce.filter((site) => mayTake(context, site, hosts, ports));
  if (sites.length === 0) return;
  // Where another class inspects the rest, nothing needs to take the place of these.
  for (const placement of inForce.length > 1 ? PLACEMENTS : PLACEMENTS.slice(1)) {
    const change = new Plan(lines, context, hosts).change(sites, placement);
    if (change !== undefined) yield { placement, change };
  }
}

/** Whether the class takes mail of one of the hosts, on one of the ports or, where none are told, tcp/25 or another that it names. */
export function mayTake(context: Context, { policyMap, policyClass }: InspectSite, hosts: readonly MailHost[], ports: Ports): boolean {
  const meets = (flows: readonly FlowClass[]) => hosts.some(meeting(flows));
  const meetsAt = (port: number) => meets(trafficAt(context, policyMap, policyClass, port));
  if (ports !== undefined) return ports.some(meetsAt);
  if (meets(trafficOf(context, policyMap, policyClass))) return true;
  const named = portsOf(context, policyClass);
  const forwarded = hosts.flatMap(({ mapped }) =>
    mapped.flatMap(({ port }) => (port !== undefined && includes(named, port) ? [port] : [])),
  );
  return [...new Set([...named.map(([first]) => first), ...forwarded])].some((port) => port !== 25 && meetsAt(port));
}

/**
 * Where the class goes that inspects what a class took, without the hosts: nowhere, as others inspect it; behind all classes; before the
 * class that it comes from, in a policy map that is built aside and swapped for the one in force.
 */
export type Placement = 'nowhere' | 'behind' | 'aside';
const PLACEMENTS: readonly Placement[] = ['nowhere', 'behind', 'aside'];

/** The list and the class map that stand for what a class matched, without the hosts. */
interface Replacement {
  readonly list: string;
  classMap: string | undefined;
}

/** Above which statements the new class maps and the new lists go. */
interface Above {
  readonly classMaps: Statement;
  readonly lists: Statement;
}

function foremost(statements: readonly Statement[]): Statement | undefined {
  return statements.reduce<Statement | undefined>(
    (first, each) => (first === undefined || each.order < first.order ? each : first),
    undefined,
  );
}

/** One change in the making: what it adds to lists, class maps and policy maps. */
class Plan {
  private readonly lines: Lines;
  private readonly context: Context;
  /** The addresses that the entries name: from 8.3 on real ones; before, each side of a translation is seen on its interface. */
  private readonly addresses: readonly Exempted[];
  private readonly lists: Change[] = [];
  private readonly classMaps: Change[] = [];
  private readonly policies: Change[] = [];
  private readonly replacements = new Map<string, Replacement>();
  private readonly mended = new Set<AccessList | ClassMap>();
  /** What changes in policy maps that are built anew: classes that come before others, and lines that go. */
  private readonly asides = new Map<PolicyMap, { readonly before: Map<PolicyClass, ClassText[]>; readonly gone: Set<Statement> }>();

  constructor(lines: Lines, context: Context, hosts: readonly MailHost[]) {
    this.lines = lines;
    this.context = context;
    this.addresses = hosts.flatMap(({ namedByReal, real, mapped }) => (namedByReal ? [{ address: real }] : [...mapped, { address: real }]));
  }

  /** @returns undefined when a class matches what no access-list can say, or cannot be entered as it is */
  change(sites: readonly InspectSite[], placement: Placement): Change | undefined {
    const first = sure(foremost(sites.map(({ policyMap }) => sure(policyMap.definitions.get(0)).statement)));
    // A list stands above every class map that names it, as the file is read from the top: above new ones, and those that change.
    const classMap = landingOfClassMaps(this.lines, this.context, first).model ?? first;
    const rematched = sites.map(({ policyClass }) => this.rematched(policyClass)?.definitions.get(0)?.statement);
    const above = sure(foremost([classMap, ...rematched.filter((statement) => statement !== undefined)]));
    const landings = { classMaps: first, lists: above };
    for (const site of sites) if (!this.mend(site, landings, placement)) return undefined;
    const anew: Change[] = [];
    for (const [policyMap, { before, gone }] of this.asides) {
      const classes = policyMap.classes.flatMap((each) => [...(before.get(each) ?? []), classText(each, gone)]);
      if (!classes.every((each) => each !== undefined)) return undefined;
      const change = replacePolicyMap(this.lines, this.context, policyMap, classes);
      if (change === undefined) return undefined;
      anew.push(change);
    }
    return combine([...this.lists, ...this.classMaps, ...this.policies, ...anew]);
  }

  /** The class map of a class for mail alone, which can match a list in place of what it matches; undefined where it cannot. */
  private rematched({ use }: PolicyClass): ClassMap | undefined {
    const classMap = this.context.classMaps.get(use.name);
    if (classMap === undefined || !isForMailOnly(this.context, classMap) || soleList(this.context, classMap) !== undefined)
      return undefined;
    return classMap.matches.some(({ kind }) => kind === 'default-inspection-traffic') ? undefined : classMap;
  }

  private mend(site: InspectSite, above: Above, placement: Placement): boolean {
    const { policyClass } = site;
    const classMap = this.context.classMaps.get(policyClass.use.name);
    const own = classMap !== undefined && isForMailOnly(this.context, classMap);
    const list = own ? soleList(this.context, classMap) : undefined;
    const entries = exemptions(this.addresses, portsOf(this.context, policyClass));
    if (list !== undefined) return this.mended.has(list) || this.addTo(list, entries);
    if (placement === 'nowhere') {
      this.takeAway(site);
      return true;
    }
    const permits = permitsOf(this.context, policyClass, classMap);
    if (permits === undefined) return false;
    // What the list denies already is not entered twice: the device refuses an equal entry.
    const replacement = this.replacementFor([...new Set([...entries, ...permits])], above.lists);
    const rematched = this.rematched(policyClass);
    if (rematched !== undefined) {
      if (!this.mended.has(rematched)) this.classMaps.push(rematch(this.lines, rematched, replacement.list));
      this.mended.add(rematched);
      return true;
    }
    this.giveOwnClass(site, replacement, above.classMaps, placement);
    return true;
  }

  private addTo(list: AccessList, entries: readonly string[]): boolean {
    this.mended.add(list);
    const index = list.entries.findIndex(({ action }) => action === 'permit');
    if (index < 0) return false;
    const known = new Set(list.entries.map(entryText));
    // A device holds an entry once: one that is switched off is switched on where it stands, and not entered a second time.
    const off = list.entries.slice(0, index).filter((ace) => entries.includes(switchedOn(ace)?.text ?? ''));
    this.lists.push(...off.map((ace) => switchOn(this.lines, list, ace)));
    for (const ace of off) known.add(sure(switchedOn(ace)).text);
    const unknown = entries.filter((entry) => !known.has(entry));
    const missing = notDeniedAbove(this.context, list, index, unknown);
    if (missing.length > 0) this.lists.push(insertEntries(this.lines, list, index, missing));
    return true;
  }

  private replacementFor(entries: readonly string[], above: Statement): Replacement {
    const key = entries.join('\n');
    const known = this.replacements.get(key);
    if (known !== undefined) return known;
    const list = freeName(
      this.context,
      'ESMTP_INSPECT',
      [...this.replacements.values()].map((it) => it.list),
    );
    const landing = landingOfAccessLists(this.lines, this.context, above);
    this.lists.push(newAccessList(this.lines, landing, list, entries));
    const replacement: Replacement = { list, classMap: undefined };
    this.replacements.set(key, replacement);
    return replacement;
  }

  private giveOwnClass(site: InspectSite, replacement: Replacement, first: Statement, placement: Placement): void {
    const { policyMap, policyClass, action } = site;
    if (replacement.classMap === undefined) {
      replacement.classMap = replacement.list;
      const landing = landingOfClassMaps(this.lines, this.context, first);
      this.classMaps.push(newClassMap(this.lines, landing, replacement.classMap, replacement.list));
    }
    const inspection = inspectText(site);
    if (placement === 'aside') {
      const { before, gone } = this.asides.get(policyMap) ?? { before: new Map<PolicyClass, ClassText[]>(), gone: new Set<Statement>() };
      this.asides.set(policyMap, { before, gone });
      before.set(policyClass, [...(before.get(policyClass) ?? []), { name: replacement.classMap, actions: [inspection] }]);
      gone.add(action.statement);
      return;
    }
    this.takeAway(site);
    this.policies.push(appendClass(this.lines, policyMap, replacement.classMap, inspection));
  }

  private takeAway(site: InspectSite): void {
    const { policyMap, policyClass } = site;
    const drops = leavesNothing(this.context, policyClass) && isLastClass(policyMap, policyClass);
    this.policies.push(drops ? dropLastClass(this.lines, policyMap, policyClass) : takeOut(this.lines, site));
  }
}

/** Whether every class of that map does nothing but inspect mail, so that its map can be changed for mail alone. */
function isForMailOnly(context: Context, classMap: ClassMap): boolean {
  const uses: PolicyClass[] = [...context.policyMaps.values()].flatMap(({ classes }: PolicyMap) =>
    classes.filter(({ use }) => use.name === classMap.name),
  );
  return uses.every(onlyInspectsMail);
}

/** A class that only inspected mail and is known by its own map would stand there empty. */
function leavesNothing(context: Context, policyClass: PolicyClass): boolean {
  const classMap = context.classMaps.get(policyClass.use.name);
  if (classMap === undefined || classMap.matches.some(({ kind }) => kind === 'default-inspection-traffic')) return false;
  return onlyInspectsMail(policyClass);
}

/** Lines that the reader does not know may do anything. */
function onlyInspectsMail(policyClass: PolicyClass): boolean {
  return policyClass.actions.every(isMailInspection) && linesOf(policyClass)?.every(({ command }) => command === 'inspect') === true;
}

/** The list of a class map that matches one list and nothing else, where nothing else uses that list. */
function soleList(context: Context, { matches }: ClassMap): AccessList | undefined {
  const [match, ...others] = matches;
  if (match?.kind !== 'access-list' || match.negated || others.length > 0) return undefined;
  const uses = context.symbols.get('access-list')?.get(match.use.name)?.references ?? [];
  return uses.length === 1 ? context.accessLists.get(match.use.name) : undefined;
}

/** What a class matches of tcp, as entries of an access-list; undefined when no list can say it. */
function permitsOf(context: Context, { use }: PolicyClass, classMap: ClassMap | undefined): readonly string[] | undefined {
  if (use.name === 'class-default') return ['permit ip any any'];
  if (classMap === undefined || classMap.matches.length === 0) return undefined;
  const isDefault = classMap.matches.some(({ kind }) => kind === 'default-inspection-traffic');
  const lists = classMap.matches.filter((match) => match.kind === 'access-list');
  if (isDefault) {
    if (classMap.matches.length === 1) return ['permit tcp any any eq smtp'];
    const list = lists.length === 1 ? context.accessLists.get(itemAt(lists, 0).use.name) : undefined;
    return classMap.matches.length === 2 && list !== undefined ? onSmtp(list) : undefined;
  }
  const permits: string[] = [];
  for (const match of classMap.matches) {
    if (match.negated) return undefined;
    if (match.kind === 'any') permits.push('permit ip any any');
    else if (match.kind === 'port' && match.protocol === 'tcp') permits.push(`permit tcp any any${portText(match.port)}`);
    else if (match.kind === 'access-list') {
      const list = context.accessLists.get(match.use.name);
      const copy = list === undefined ? undefined : copyOf(list);
      // A `deny` ends a list, not the class: of several matches each needs a list of its own.
      if (copy === undefined || (classMap.matches.length > 1 && copy.some((entry) => entry.startsWith('deny')))) return undefined;
      permits.push(...copy);
    } else return undefined;
  }
  return permits;
}

/** Longer lists are better changed by hand than copied. */
const MOST_ENTRIES = 64;

function copyOf({ entries, unread }: AccessList): readonly string[] | undefined {
  return unread.length > 0 || entries.length > MOST_ENTRIES ? undefined : entries.map(entryText);
}

/** Beside `match default-inspection-traffic` the ports and protocols of the list are ignored. */
function onSmtp({ entries, unread }: AccessList): readonly string[] | undefined {
  if (unread.length > 0 || entries.length > MOST_ENTRIES) return undefined;
  const texts = entries.map(({ action, source, destination, inactive, timeRange, identity }) => {
    const [from, to] = [addressText(source), addressText(destination)];
    return from === undefined || to === undefined || inactive || identity || timeRange !== undefined
      ? undefined
      : `${action} tcp ${from} ${to} eq smtp`;
  });
  const known = texts.filter((text) => text !== undefined);
  return known.length < texts.length ? undefined : known;
}
