/** Which tcp flows a class of a policy map matches, told by the verdict engine itself: as if the class alone inspected. */
import { supposing } from '../asa/assume.ts';
import type { AccessList, AddressSpec, ClassMap, Context, PolicyClass, PolicyMap } from '../asa/model.ts';
import type { FlowClass } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { isFactoryClass } from '../policy/program.ts';
import { ALL_PORTS, resolverOf } from '../policy/resolve.ts';
import { intersect, isEmpty } from '../sets/addresses.ts';
import { type Intervals, intersect as intersectIntervals, normalize, PORTS } from '../sets/intervals.ts';
import { part } from '../text/analysis.ts';
import { Sequence } from '../text/sequence.ts';

/**
 * The flows to tcp/25 that the class matches where its policy map is applied, or would be: without a service policy, on every interface.
 * Lines that the device rejects but whose meaning is plain (`match address A`, an address without `host`) count as what was meant.
 * Flows of which the file cannot tell whether they match are included.
 */
export function trafficOf(context: Context, policyMap: PolicyMap, policyClass: PolicyClass): readonly FlowClass[] {
  const known = traffic(context);
  const flows = known.get(policyClass) ?? trafficAt(context, policyMap, policyClass, 25);
  known.set(policyClass, flows);
  return flows;
}

const traffic = part('mail flows of classes', (_: Context) => new Map<PolicyClass, readonly FlowClass[]>());

/** As `trafficOf`, to another port. */
export function trafficAt(context: Context, policyMap: PolicyMap, policyClass: PolicyClass, port: number): readonly FlowClass[] {
  return partition(alone(context, policyMap, policyClass), port).filter(({ verdict }) => verdict.inspected !== false);
}

/**
 * The destination ports, as the policy sees them, to which the class may take tcp flows; what translations make of a port is left out.
 */
export function portsOf(context: Context, { use }: PolicyClass): Intervals<number> {
  const matches = context.classMaps.get(use.name)?.matches ?? [];
  if (use.name === 'class-default' || matches.length === 0) return ALL_PORTS;
  // Of what it holds, only mail's own port is inspected as mail.
  if (matches.some(({ kind }) => kind === 'default-inspection-traffic')) return [[25, 25]];
  const ports = matches.map((match): Intervals<number> | undefined => {
    if (match.negated) return undefined;
    if (match.kind === 'port') return resolverOf(context).ports(match.port);
    const list = match.kind === 'access-list' ? context.accessLists.get(match.use.name) : undefined;
    const permits =
      list &&
      resolverOf(context)
        .entries(list)
        .filter(({ action }) => action === 'permit');
    return permits?.flatMap(({ services }) => services.flatMap(({ destinations }) => [...destinations]));
  });
  const known = ports.filter((some) => some !== undefined);
  return known.length < ports.length ? ALL_PORTS : normalize(PORTS, known.flat());
}

/** Whether the file tells what a class takes at all: its class map, and the lists that this names. */
export function isDefinedClass(context: Context, { use }: PolicyClass): boolean {
  if (use.name === 'class-default' || isFactoryClass(context, use.name)) return true;
  const classMap = context.classMaps.get(use.name);
  return classMap?.matches.every((match) => match.kind !== 'access-list' || context.accessLists.has(match.use.name)) ?? false;
}

/** True when some flow belongs to both. */
export function overlap(a: FlowClass, b: FlowClass): boolean {
  return (
    // Without a `nameif` in the file there is one nameless place where flows enter.
    (a.ingress.length === 0 || a.ingress.some((name) => b.ingress.includes(name))) &&
    !isEmpty(intersect(a.source, b.source)) &&
    !isEmpty(intersect(a.destination, b.destination)) &&
    intersectIntervals(a.sourcePorts, b.sourcePorts).length > 0
  );
}

export function overlapAny(some: readonly FlowClass[], others: readonly FlowClass[]): boolean {
  return some.some((a) => others.some((b) => overlap(a, b)));
}

function alone(context: Context, policyMap: PolicyMap, policyClass: PolicyClass): Context {
  const { statement } = policyClass;
  const inspecting: PolicyClass = { ...policyClass, actions: [{ feature: 'inspect', protocol: 'esmtp', map: undefined, statement }] };
  const applied = context.servicePolicies.filter(({ policy }) => policy.name === policyMap.name);
  const everywhere = {
    statement,
    policy: { name: policyMap.name, word: policyClass.use.word, statement },
    scope: { kind: 'global' as const },
  };
  const classMap = context.classMaps.get(policyClass.use.name);
  return supposing(context, {
    policyMaps: new Map([[policyMap.name, { ...policyMap, classes: [inspecting] }]]),
    servicePolicies: applied.length > 0 ? applied : [everywhere],
    fixups: [],
    fixupResets: [],
    classMaps: classMap === undefined ? context.classMaps : new Map([...context.classMaps, [classMap.name, asMeant(classMap)]]),
    accessLists: classMap === undefined ? context.accessLists : new Map([...context.accessLists, ...listsAsMeant(context, classMap)]),
  });
}

function asMeant(classMap: ClassMap): ClassMap {
  const matches = classMap.matches.map((match) => {
    if (match.kind !== 'address' || match.use === undefined) return match;
    return { kind: 'access-list' as const, use: match.use, statement: match.statement, negated: match.negated };
  });
  return { ...classMap, matches };
}

function listsAsMeant(context: Context, { matches }: ClassMap): readonly [string, AccessList][] {
  return matches.flatMap((match) => {
    const list = 'use' in match && match.use !== undefined ? context.accessLists.get(match.use.name) : undefined;
    if (list === undefined) return [];
    const meant = list.entries.map((ace) => ({ ...ace, source: hostMeant(ace.source), destination: hostMeant(ace.destination) }));
    const { name, kind, definitions, places, rejected, unread } = list;
    return [[name, { name, kind, definitions, entries: Sequence.of(meant), entriesIn: () => meant, places, rejected, unread }]];
  });
}

function hostMeant(spec: AddressSpec): AddressSpec {
  return spec.kind === 'bare' ? { kind: 'host', address: spec.address } : spec;
}
