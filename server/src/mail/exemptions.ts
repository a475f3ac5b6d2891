/**
 * The lines of a configuration by which somebody meant to exempt mail from the inspection: `deny` entries in the access-list of a class
 * that inspects, and classes that hold nothing but `no inspect esmtp`, or nothing at all, in a policy map.
 */
import type { AccessList, Ace, AddressSpec, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import { EPHEMERAL } from '../policy/ports.ts';
import { type Entry, resolverOf } from '../policy/resolve.ts';
import { includes, intersect } from '../sets/intervals.ts';
import { part } from '../text/analysis.ts';
import { hostAt, type MailHost, namesSmtp, singleAddresses } from './mail-hosts.ts';
import { isAside, isMailInspection } from './sites.ts';

/** A class that was written to exempt. */
export interface ExemptingClass {
  readonly policyMap: PolicyMap;
  readonly policyClass: PolicyClass;
  /** Its access-lists, those that `match address` names by mistake included. */
  readonly accessLists: readonly AccessList[];
}

/**
 * Classes with no inspection: `no inspect esmtp` takes back what is not there, and leaves none. A class with other actions, such as limits
 * of connections, was meant to exempt only where it says so by that line; one with other inspections only in the policy of an interface.
 */
export function exemptingClasses(context: Context): readonly ExemptingClass[] {
  const classes: ExemptingClass[] = [];
  for (const policyMap of context.policyMaps.values()) {
    if (isAside(context, policyMap)) continue;
    for (const policyClass of policyMap.classes) {
      if (policyClass.use.name === 'class-default' || policyClass.actions.some(isMailInspection)) continue;
      const accessLists = accessListsOf(context, policyClass.use.name);
      const negated = policyClass.negations.some(({ protocol, effective }) => protocol === 'esmtp' && !effective);
      const isForMail =
        policyClass.actions.length === 0 && accessLists.some((list) => list.entries.some((ace) => isAboutMail(context, ace)));
      const inspects = policyClass.actions.some(({ feature }) => feature === 'inspect');
      const isMeant = isOfInterface(context, policyMap, policyClass) || (!inspects && isDefined(context, policyClass));
      if (negated ? isMeant : isForMail) {
        classes.push({ policyMap, policyClass, accessLists });
      }
    }
  }
  return classes;
}

/** A class that takes default inspection traffic, or is defined elsewhere, may well have held the inspection that is taken back. */
function isDefined(context: Context, { use }: PolicyClass): boolean {
  const classMap = context.classMaps.get(use.name);
  return classMap !== undefined && !classMap.matches.some(({ kind }) => kind === 'default-inspection-traffic');
}

/** `no inspect esmtp` in the class of the factory, in a policy for one interface: meant for what enters there, as public notes teach it. */
function isOfInterface(context: Context, policyMap: PolicyMap, { use }: PolicyClass): boolean {
  return context.classMaps.has(use.name) && interfacesOf(context, policyMap).length > 0;
}

/** The interfaces of a policy map that is applied to interfaces alone; none where it is global, or not applied. */
export function interfacesOf({ servicePolicies }: Context, { name }: PolicyMap): readonly string[] {
  const scopes = servicePolicies.filter(({ policy }) => policy.name === name).map(({ scope }) => scope);
  const names = scopes.flatMap((scope) => (scope.kind === 'interface' ? [scope.use.name] : []));
  return names.length === scopes.length ? names : [];
}

/** The access-lists of a class map, those that `match address` names by mistake included. */
export function accessListsOf(context: Context, className: string): readonly AccessList[] {
  return (context.classMaps.get(className)?.matches ?? []).flatMap((match) => {
    if ((match.kind !== 'access-list' && match.kind !== 'address') || match.use === undefined) return [];
    return context.accessLists.get(match.use.name) ?? [];
  });
}

/** An entry that names port 25, or all traffic of one host. */
export function isAboutMail(context: Context, ace: Ace): boolean {
  if (namesSmtp(context, ace)) return true;
  const wholeHost = ace.destinationPort === undefined && ace.protocol.kind === 'protocol' && ['ip', 'tcp'].includes(ace.protocol.name);
  return wholeHost && (singleAddresses(context, ace.source).length > 0 || singleAddresses(context, ace.destination).length > 0);
}

/** An entry by which an exemption is made. */
export interface ExemptingEntry {
  readonly ace: Ace;
  readonly accessList: AccessList;
  /** Whether it is a `deny` in the access-list of a class that inspects: the form that works. */
  readonly works: boolean;
}

/** Entries that exempt or were meant to, in the order of the configuration; each once. */
export const exemptingEntries = part('exempting entries', find);

function find(context: Context): readonly ExemptingEntry[] {
  const found = new Map<Ace, ExemptingEntry>();
  for (const { classes } of context.policyMaps.values()) {
    for (const { use, actions } of classes) {
      if (!actions.some(isMailInspection)) continue;
      for (const accessList of accessListsOf(context, use.name)) {
        const about = takingSmtp(context, accessList);
        // A `deny` with no `permit` behind it only says what holds anyway; behind one for all mail it says nothing.
        const open = openingTo(context, accessList);
        const decisive = open ? accessList.entries.indexOf(open) : accessList.entries.findLastIndex(({ action }) => action === 'permit');
        for (const ace of accessList.entries.slice(0, Math.max(decisive, 0))) {
          if (ace.action === 'deny' && !ace.inactive && about.has(ace.statement)) found.set(ace, { ace, accessList, works: true });
        }
      }
    }
  }
  for (const { accessLists } of exemptingClasses(context)) {
    for (const accessList of accessLists) {
      const about = takingSmtp(context, accessList);
      for (const ace of accessList.entries) {
        if (ace.action === 'permit' && !ace.inactive && !found.has(ace) && about.has(ace.statement))
          found.set(ace, { ace, accessList, works: false });
      }
    }
  }
  return [...found.values()];
}

/** The lines of a list that are about tcp/25 at all: from a port that clients use, not from port 25. */
function takingSmtp(context: Context, accessList: AccessList): ReadonlySet<Statement> {
  const about = resolverOf(context).entries(accessList).filter(takesMail);
  return new Set(about.flatMap(({ statement }) => statement ?? []));
}

function takesMail({ services }: Entry): boolean {
  return services.some(({ sources, destinations }) => includes(destinations, 25) && intersect(sources, EPHEMERAL).length > 0);
}

/** The first entry of a list that permits all mail for certain. */
function openingTo(context: Context, accessList: AccessList): Ace | undefined {
  const isAny = ({ kind }: AddressSpec) => kind === 'any' || kind === 'any4';
  const open = resolverOf(context)
    .entries(accessList)
    .find((entry) => {
      const { ace, action, inForce, services } = entry;
      const all = ace !== undefined && isAny(ace.source) && isAny(ace.destination);
      return all && action === 'permit' && inForce === true && takesMail(entry) && services.every((service) => service.certain);
    });
  return open?.ace;
}

/** An entry that would spare hosts, and the one before it that takes their mail. */
export interface ShadowedEntry {
  readonly ace: Ace;
  readonly by: Ace;
}

/** The `deny` entries about mail of single hosts that stand behind one that permits all mail, in the lists of a class that inspects. */
export function shadowedEntries(context: Context, { use, actions }: PolicyClass): readonly ShadowedEntry[] {
  if (!actions.some(isMailInspection)) return [];
  return accessListsOf(context, use.name).flatMap((accessList) => {
    const by = openingTo(context, accessList);
    if (by === undefined) return [];
    const about = takingSmtp(context, accessList);
    const behind = accessList.entries.slice(accessList.entries.indexOf(by) + 1);
    const meant = behind.filter((ace) => ace.action === 'deny' && !ace.inactive && about.has(ace.statement) && isAboutMail(context, ace));
    return meant.filter((ace) => namesIpv4Host(context, ace)).map((ace) => ({ ace, by }));
  });
}

/** `deny` entries about mail of hosts that are switched off (`inactive`), in the lists of a class that inspects: they exempt nobody. */
export function inactiveEntries(context: Context, { use, actions }: PolicyClass): readonly { ace: Ace; accessList: AccessList }[] {
  if (!actions.some(isMailInspection)) return [];
  return accessListsOf(context, use.name).flatMap((accessList) => {
    const off = accessList.entries.filter((ace) => ace.inactive && ace.action === 'deny' && isAboutMail(context, ace));
    return off.filter((ace) => namesHost(context, ace)).map((ace) => ({ ace, accessList }));
  });
}

function namesHost(context: Context, { source, destination }: Ace): boolean {
  return [source, destination].some((spec) => singleAddresses(context, spec).length > 0);
}

/** `any` of older versions is IPv4 alone. */
function namesIpv4Host(context: Context, { source, destination }: Ace): boolean {
  const named = [source, destination].flatMap((spec) => singleAddresses(context, spec));
  return named.length > 0 && named.every(({ address }) => !address.includes(':'));
}

/** The entries of the class's own lists by which its inspection spares mail: the form that works, as long as no other class inspects it. */
export function sparingEntries(context: Context, { use, actions }: PolicyClass): readonly Ace[] {
  if (!actions.some(isMailInspection)) return [];
  const lists = accessListsOf(context, use.name);
  return exemptingEntries(context).flatMap(({ ace, accessList, works }) => (works && lists.includes(accessList) ? [ace] : []));
}

/** The hosts that entries of the form that works exempt, in one direction at least. */
export function exemptedHosts(context: Context): readonly MailHost[] {
  const hosts = new Map<string, MailHost>();
  for (const { ace, works } of exemptingEntries(context)) {
    if (!works) continue;
    for (const named of [ace.source, ace.destination].flatMap((spec) => singleAddresses(context, spec))) {
      const host = hostAt(context, named);
      hosts.set(host.address, host);
    }
  }
  return [...hosts.values()];
}
