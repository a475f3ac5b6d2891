/**
 * The order in which the device decides who inspects a flow (CG8, CG9, "Feature matching within / for multiple service policies"):
 * the policy of the ingress interface, then that of the egress interface, then the global one; in each, the first matching class
 * that has an inspection. Built once for an ingress, carried out for one flow by `verdict.ts` and for all flows by `partition.ts`.
 */

import type { ClassMap, ClassMatch, Context, Fixup, PolicyAction, PolicyClass, PolicyMap, ServicePolicy, Statement } from '../asa/model.ts';
import { settingsKey, settingsOf } from '../asa/settings.ts';
import { cite } from '../facts/fact.ts';
import { DEFAULT_INSPECTION_PORTS, FACTORY_CLASS, isCombinable, isDefaultPort, MAIL_INSPECTIONS, takesTcp } from '../facts/inspections.ts';
import {
  BYPASS_SKIPS_INSPECTION,
  FIRST_CLASS_WITH_AN_INSPECTION,
  FIXUP_ON_EVERY_INTERFACE,
  MATCH_ADDRESS_IS_REJECTED,
  ONE_INSPECTION_A_FLOW,
  SEVERAL_INSPECTIONS_BY_DEFAULT_TRAFFIC,
} from '../facts/matching.ts';
import { LIKELIER, READING_SAYS, READINGS, type Reading } from '../facts/readings.ts';
import { isAtLeast, MODULAR_POLICIES } from '../facts/versions.ts';
import { type Intervals, normalize, PORTS } from '../sets/intervals.ts';
import type { Ternary } from '../sets/ternary.ts';
import { memo, part, partsBy } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Candidate, Inspector, Verdict } from './flow.ts';
import type { Side } from './nat.ts';
import { type Entry, resolverOf } from './resolve.ts';
import { unjudgedBecause } from './unjudged.ts';

type InspectAction = Extract<PolicyAction, { feature: 'inspect' }>;

/** Whether a flow is in a class. `statement` is the line that says so. */
export type Formula = { readonly statement: Statement | undefined } & (
  | { readonly kind: 'constant'; readonly value: Ternary; readonly reason: string }
  /** The destination port as the policy sees it. */
  | { readonly kind: 'port'; readonly ports: Intervals<number>; readonly reason: string }
  /** `anyService`: ports and protocols of the entries are ignored. */
  | { readonly kind: 'list'; readonly name: string; readonly entries: readonly Entry[]; readonly anyService: boolean }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] }
  /** It cannot be told which of the parts is in force: what they agree on. */
  | { readonly kind: 'agree'; readonly parts: readonly Formula[] }
);

/** What can come of a class: an inspection of mail, none because another inspection has the flow, or it cannot be told. */
export type Outcome = Inspector | 'none' | 'unknown';

/** What is not tried any more: the rest of the policy, or all that comes after, later policies too. */
export type Ends = 'nothing' | 'policy' | 'search';

export interface Effect {
  readonly outcomes: readonly Outcome[];
  /** What is not tried any more behind it; nothing where it is not known whether the class's inspection takes a tcp flow at all. */
  readonly ends: Ends;
  /** The only reading of the documents under which the class has this effect; undefined: under each. */
  readonly reading: Reading | undefined;
  readonly statement: Statement | undefined;
  readonly reason: string;
}

/** One class of a policy, or one fixup. */
export interface Step {
  /** undefined where no line but what is missing decides */
  readonly statement: Statement | undefined;
  /** `no inspect esmtp` in the class, which looks like an exemption and is none. */
  readonly negation: Statement | undefined;
  readonly formula: Formula;
  /** What a matching flow to this port, as the policy sees it, meets; undefined: no inspection, the next class is tried. */
  readonly effectAt: (port: number) => Effect | undefined;
  /** Whether that depends on the port, by the default ports of inspections; where not, it is the same object for each. */
  readonly byDefaultPort: boolean;
}

/** One policy on the way of a flow. */
export interface Station {
  readonly statement: Statement | undefined;
  readonly side: Side;
  readonly scope: 'ingress' | 'egress' | 'global' | 'fixup';
  /** Whether it tells which flows the policy takes past every inspection, not which it inspects. */
  readonly bypasses: boolean;
  readonly steps: readonly Step[];
}

/** The policies that a flow entering at `ingress` meets, in order; found once, for each port is asked about on its own. */
export const stationsAt = partsBy('stations by ingress', (context: Context, ingress: string | undefined): readonly Station[] => {
  const unjudged = unjudgedBecause(context);
  if (unjudged !== undefined) return [unknownStation(unjudged.reason)];
  if (isAtLeast(context.version, MODULAR_POLICIES.value) === false) return [fixups(context)];
  const global = context.servicePolicies.find(({ scope }) => scope.kind === 'global');
  const own = interfacePolicies(context).filter(({ name }) => name === ingress);
  const others = interfacePolicies(context).filter(({ name }) => name !== ingress);
  const places: readonly AppliedPolicy[] = [
    ...own.map(({ policy }): AppliedPolicy => ({ policy, scope: 'ingress', side: { kind: 'ingress' } })),
    ...others.map(({ policy, name }): AppliedPolicy => ({ policy, scope: 'egress', side: { kind: 'egress', interface: name } })),
    ...(global === undefined ? [] : [{ policy: global, scope: 'global', side: { kind: 'ingress' } } as const]),
  ];
  return [
    ...places.flatMap((place) => bypassStation(context, place)),
    ...places.map((place) => station(context, place)),
    ...(context.fixups.some(isMail) ? [fixups(context)] : []),
  ];
});

/** In the place of the policies that the file does not show. */
function unknownStation(reason: string): Station {
  const formula: Formula = { kind: 'all', statement: undefined, parts: [] };
  const effect: Effect = { ...SURE, outcomes: ['unknown'], statement: undefined, reason };
  const steps: readonly Step[] = [{ statement: undefined, negation: undefined, formula, effectAt: () => effect, byDefaultPort: false }];
  return { statement: undefined, side: { kind: 'ingress' }, scope: 'fixup', bypasses: false, steps };
}

/** A service policy, and on which side of the firewall a flow meets it. */
interface AppliedPolicy {
  readonly policy: ServicePolicy;
  readonly scope: Station['scope'];
  readonly side: Side;
}

/** The first policy of each interface; the device takes no second one. */
export const interfacePolicies = part('policies of interfaces', (context: Context): readonly { name: string; policy: ServicePolicy }[] => {
  const first = new Map<string, ServicePolicy>();
  for (const policy of context.servicePolicies) {
    if (policy.scope.kind === 'interface' && !first.has(policy.scope.use.name)) first.set(policy.scope.use.name, policy);
  }
  return [...first].map(([name, policy]) => ({ name, policy }));
});

/** The answers to one question under each reading of the documents; asked once where no class is disputed. */
export function underEach<T>(isDisputed: boolean, ask: (reading: Reading) => T): Readonly<Record<Reading, T>> {
  const likelier = ask(LIKELIER.value);
  return { 'by engine': likelier, 'by class': isDisputed ? ask('by class') : likelier };
}

/** One verdict from all that could come of a flow under each reading; where they part, `unknown` unless it is inspected under each. */
export function verdictOf(context: Context, outcomes: Readonly<Record<Reading, ReadonlySet<Outcome>>>): Verdict {
  const all = new Set(READINGS.flatMap((reading) => [...outcomes[reading]]));
  const verdict = verdictOfAll(context, all);
  if (READINGS.every((reading) => outcomes[reading].size === all.size)) return verdict;
  return { ...verdict, readings: READINGS.map((reading) => ({ ...verdictOfAll(context, outcomes[reading]), reading })) };
}

function verdictOfAll(context: Context, outcomes: ReadonlySet<Outcome>): Verdict {
  const all = outcomes;
  const inspectors = [...all].filter((outcome) => typeof outcome === 'object');
  if (inspectors.length === 0 && !all.has('unknown')) return NOT_INSPECTED;
  const candidates = inspectors.map((by) => candidateOf(context, by));
  const inspected = inspectors.length === all.size ? true : 'unknown';
  const isTold = inspected === true ? isAlike(candidates) : candidates.length === 1 && !all.has('unknown');
  return { inspected, candidates, by: undefined, settings: undefined, ...(isTold ? candidates[0] : {}) };
}

const candidateOf = partsBy(
  'candidates',
  (context: Context, by: Inspector): Candidate => ({ by, settings: settingsOf(context, by.action ?? sure(by.fixup)) }),
);

function isAlike(candidates: readonly Candidate[]): boolean {
  if (candidates.length === 1) return true;
  return new Set(candidates.map(({ settings }) => settingsKey(settings))).size === 1;
}

export const NOT_INSPECTED: Verdict = { inspected: false, candidates: [], by: undefined, settings: undefined };

const inspectors = memo('inspectors of a policy', (_: ServicePolicy | Fixup) => new WeakMap<InspectAction | Fixup, Inspector>());

/** The same object for the same policy and line, so that verdicts can be compared by identity. */
function inspectorOf(context: Context, policy: ServicePolicy | Fixup, line: InspectAction | Fixup, make: () => Inspector): Inspector {
  const own = inspectors(context, policy);
  const inspector = own.get(line) ?? make();
  own.set(line, inspector);
  return inspector;
}

/** tcp state bypass comes before every inspection, whichever class or policy has it (documented: CG84). */
function bypassStation(context: Context, { policy, scope, side }: AppliedPolicy): readonly Station[] {
  const steps = stepsOf(context, policy).bypass;
  return steps.length === 0 ? [] : [{ statement: policy.statement, side, scope, bypasses: true, steps }];
}

function bypassSteps(context: Context, { policy }: ServicePolicy): readonly Step[] {
  const classes = context.policyMaps.get(policy.name)?.classes ?? [];
  return classes.flatMap((policyClass): Step[] => {
    const bypass = policyClass.actions.find(({ feature }) => feature === 'bypass');
    if (bypass === undefined) return [];
    const formula = classFormula(context, policyClass, context.classMaps.get(policyClass.use.name));
    const effect: Effect = { ...SURE, outcomes: ['none'], statement: bypass.statement, reason: BYPASSED };
    return [{ statement: policyClass.statement, negation: undefined, formula, effectAt: () => effect, byDefaultPort: false }];
  });
}

const BYPASSED = `tcp state bypass: no inspection is applied to the flows of this class (${cite(BYPASS_SKIPS_INSPECTION)})`;

function station(context: Context, { policy, scope, side }: AppliedPolicy): Station {
  return { statement: policy.statement, side, scope, bypasses: false, steps: stepsOf(context, policy).inspect };
}

interface PolicySteps {
  readonly bypass: readonly Step[];
  readonly inspect: readonly Step[];
}

/** The steps of a policy are the same wherever a flow enters. */
const stepsOf = partsBy(
  'steps of policies',
  (context: Context, policy: ServicePolicy): PolicySteps => ({
    bypass: bypassSteps(context, policy),
    inspect: policySteps(context, policy),
  }),
);

function policySteps(context: Context, servicePolicy: ServicePolicy): readonly Step[] {
  const { statement, policy } = servicePolicy;
  const policyMap = context.policyMaps.get(policy.name);
  if (policyMap !== undefined) return policyMap.classes.map((policyClass) => classStep(context, servicePolicy, policyMap, policyClass));
  const reason = `policy-map ${policy.name} is not defined in this file`;
  const formula: Formula = { kind: 'constant', statement, value: 'unknown', reason };
  const effect: Effect = { ...SURE, outcomes: ['unknown'], statement, reason };
  return [{ statement, negation: undefined, formula, effectAt: () => effect, byDefaultPort: false }];
}

function classStep(context: Context, servicePolicy: ServicePolicy, policyMap: PolicyMap, policyClass: PolicyClass): Step {
  const classMap = context.classMaps.get(policyClass.use.name);
  const inspections = policyClass.actions.filter((action) => action.feature === 'inspect');
  const byDefaultPort =
    classMap?.matches.some(({ kind }) => kind === 'default-inspection-traffic') ?? isFactoryClass(context, policyClass.use.name);
  const by = (action: InspectAction) =>
    inspectorOf(context, servicePolicy, action, () => ({ servicePolicy, policyMap, policyClass, action, fixup: undefined }));
  const everywhere = byDefaultPort ? undefined : effectOf(inspections, by);
  return {
    statement: policyClass.statement,
    negation: policyClass.negations.find(({ protocol }) => MAIL_INSPECTIONS.includes(protocol ?? ''))?.statement,
    formula: classFormula(context, policyClass, classMap),
    effectAt: (port) => (byDefaultPort ? effectByPort(inspections, port, by) : everywhere),
    byDefaultPort,
  };
}

/** `match default-inspection-traffic`: each inspection has its own default ports. */
function effectByPort(actions: readonly InspectAction[], port: number, by: (action: InspectAction) => Inspector): Effect | undefined {
  const taking = actions.filter(({ protocol }) => isDefaultPort(protocol, port));
  const mail = taking.find(({ protocol }) => MAIL_INSPECTIONS.includes(protocol));
  if (mail !== undefined) {
    return { ...SURE, outcomes: [by(mail)], statement: mail.statement, reason: `${INSPECTS}; tcp/${port} is its default port` };
  }
  return taking[0] === undefined ? takenByClass(actions, 'policy') : taken(taking[0], true);
}

/** What a class does whose effect nothing leaves open. */
const SURE = { ends: 'search', reading: undefined } as const;

/**
 * A class of which no inspection takes the port: by class it is used all the same, and no class behind it. What default ports a class
 * leaves alone, a later policy may inspect, for policies are told apart feature by feature (CG8); what it names itself, it has.
 */
function takenByClass(actions: readonly InspectAction[], ends: Ends): Effect | undefined {
  const first = actions.find(({ protocol }) => !isCombinable(protocol));
  if (first === undefined) return undefined;
  const reason = `has other inspections (inspect ${first.protocol}), and ${READING_SAYS['by class'].value} (${cite(READING_SAYS['by class'])})`;
  return { outcomes: ends === 'search' ? ['none'] : [], ends, reading: 'by class', statement: first.statement, reason };
}

/** Any other class names the traffic itself, and has one inspection; of several, no document says which one takes the flow. */
function effectOf(actions: readonly InspectAction[], by: (action: InspectAction) => Inspector): Effect | undefined {
  const mail = actions.find(({ protocol }) => MAIL_INSPECTIONS.includes(protocol));
  const others = actions.filter(({ protocol }) => !MAIL_INSPECTIONS.includes(protocol) && takesTcp(protocol) !== false);
  if (mail !== undefined && others.length === 0) {
    return { ...SURE, outcomes: [by(mail)], statement: mail.statement, reason: INSPECTS };
  }
  if (mail !== undefined) {
    const reason = `cannot be told: the class has inspect ${itemAt(others, 0).protocol} too, and only a class with match default-inspection-traffic takes several (${cite(SEVERAL_INSPECTIONS_BY_DEFAULT_TRAFFIC)})`;
    return { ...SURE, outcomes: [by(mail), 'none'], statement: mail.statement, reason };
  }
  const sure = others.find(({ protocol }) => takesTcp(protocol) === true);
  if (sure !== undefined) return taken(sure, true);
  return others[0] === undefined ? takenByClass(actions, 'search') : taken(others[0], false);
}

const INSPECTS = `inspects the flow: first matching class that has an inspection (${cite(FIRST_CLASS_WITH_AN_INSPECTION)})`;

function taken({ protocol, statement }: InspectAction, certain: boolean): Effect {
  const reason = certain
    ? `takes the flow: inspections exclude one another, so no later ESMTP inspection is applied (${cite(ONE_INSPECTION_A_FLOW)})`
    : `may take the flow: whether inspect ${protocol} leaves it to a later inspection is not known`;
  return { outcomes: ['none'], ends: certain ? 'search' : 'nothing', reading: undefined, statement, reason };
}

/** The class map of the factory configuration is used and not shown: it is taken as every device has it, unless the file takes it back. */
export function isFactoryClass({ classMaps, symbols }: Context, name: string): boolean {
  if (name !== FACTORY_CLASS || classMaps.has(name)) return false;
  return (symbols.get('class-map')?.get(name)?.definitions.length ?? 0) === 0;
}

const A_DEFAULT_PORT = 'a default port of an application inspection';
export const ASSUMED = `class-map ${FACTORY_CLASS} is not in this file, and is assumed to be the factory's (match default-inspection-traffic)`;

function classFormula(context: Context, { use, statement }: PolicyClass, classMap: ClassMap | undefined): Formula {
  if (use.name === 'class-default') return constant(statement, true, 'class-default takes all traffic that no class before it took');
  if (isFactoryClass(context, use.name)) return { kind: 'port', statement, ports: DEFAULT_PORTS, reason: `${A_DEFAULT_PORT}; ${ASSUMED}` };
  if (classMap === undefined) return constant(statement, 'unknown', `class-map ${use.name} is not defined in this file`);
  if (classMap.type !== 'layer3-4')
    return constant(statement, false, `class-map ${use.name} is of type ${classMap.type}: it takes no traffic that passes through`);
  const matches = classMap.matches.filter(({ kind }) => kind !== 'address');
  if (classMap.matches.length === 0) return constant(statement, false, 'its class map has no match: it takes no traffic');
  if (matches.length === 0) return constant(itemAt(classMap.matches, 0).statement, false, REJECTED);
  const pair = matches.some(({ kind }) => kind === 'default-inspection-traffic');
  const parts = matches.map((match) => matchFormula(context, match, pair && classMap.mode === 'match-all'));
  if (parts.length === 1) return itemAt(parts, 0);
  const opener = classMap.definitions.at(-1)?.statement;
  if (classMap.mode === 'match-any') return { kind: 'any', statement: opener, parts };
  const allowed = pair && parts.length === 2 && matches.some(({ kind }) => kind === 'access-list');
  return { kind: allowed ? 'all' : 'agree', statement: opener, parts };
}

const REJECTED = `match address belongs to crypto maps: the device rejects the line, and the class map, left without a match, takes no traffic (${cite(MATCH_ADDRESS_IS_REJECTED)})`;

function matchFormula(context: Context, match: ClassMatch, anyService: boolean): Formula {
  const formula = plainFormula(context, match, anyService);
  return match.negated ? { kind: 'not', statement: match.statement, part: formula } : formula;
}

function plainFormula(context: Context, match: ClassMatch, anyService: boolean): Formula {
  const { statement } = match;
  switch (match.kind) {
    case 'any':
      return constant(statement, true, 'takes all traffic');
    case 'default-inspection-traffic':
      return { kind: 'port', statement, ports: DEFAULT_PORTS, reason: A_DEFAULT_PORT };
    case 'port': {
      if (match.protocol !== 'tcp') return constant(statement, false, `takes ${match.protocol}, not tcp`);
      const ports = resolverOf(context).ports(match.port);
      if (ports === undefined) return constant(statement, 'unknown', 'the ports are not defined in this file');
      return { kind: 'port', statement, ports, reason: 'the port that the class map names' };
    }
    case 'access-list': {
      const list = context.accessLists.get(match.use.name);
      if (list === undefined) return withoutList(context, match.use.name, statement);
      return { kind: 'list', statement, name: list.name, entries: resolverOf(context).entries(list), anyService };
    }
    case 'address':
      return constant(statement, false, REJECTED);
    case 'other':
      if (match.keyword === 'rtp') return constant(statement, false, 'takes udp, not tcp');
      return constant(statement, 'unknown', `match ${match.keyword} depends on more than addresses and ports`);
  }
}

/** A list whose lines were all taken back takes nothing; one that the file does not hold may be anything. */
function withoutList(context: Context, name: string, statement: Statement): Formula {
  const symbol = context.symbols.get('access-list')?.get(name);
  const removed = symbol?.references.some((use) => use.statement.form === 'no' || use.statement.form === 'clear');
  if (removed && sure(symbol).definitions.length > 0)
    return constant(statement, false, `access-list ${name} has no line left: what it had was taken back`);
  return constant(statement, 'unknown', `access-list ${name} is not defined in this file`);
}

/** What `match default-inspection-traffic` takes: one object, so that a formula is known by it. */
export const DEFAULT_PORTS: Intervals<number> = normalize(
  PORTS,
  [...DEFAULT_INSPECTION_PORTS].map((port) => [port, port]),
);

function constant(statement: Statement | undefined, value: Ternary, reason: string): Formula {
  return { kind: 'constant', statement, value, reason };
}

function fixups(context: Context): Station {
  return {
    statement: undefined,
    side: { kind: 'ingress' },
    scope: 'fixup',
    bypasses: false,
    steps: context.fixups.filter(isMail).map((fixup) => fixupStep(context, fixup)),
  };
}

function fixupStep(context: Context, fixup: Fixup): Step {
  const { statement, first, last } = fixup;
  const by = inspectorOf(context, fixup, fixup, () => ({
    servicePolicy: undefined,
    policyMap: undefined,
    policyClass: undefined,
    action: undefined,
    fixup,
  }));
  const effect: Effect = { ...SURE, outcomes: [by], statement, reason: BY_FIXUP };
  return {
    statement,
    negation: undefined,
    formula: { kind: 'port', statement, ports: [[first, last]], reason: 'the port of the fixup' },
    effectAt: () => effect,
    byDefaultPort: false,
  };
}

const BY_FIXUP = `inspects the flow: a fixup acts on its port on every interface (${cite(FIXUP_ON_EVERY_INTERFACE)})`;

export function isMail({ protocol }: Fixup): boolean {
  return protocol === 'smtp' || protocol === 'esmtp';
}
