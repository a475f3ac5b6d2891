/** The verdict for one flow, with the chain of reasons, line by line, in the order in which the device decides. */

import { supposing } from '../asa/assume.ts';
import type { Context, Observation, Statement } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { DENY_IS_NO_MATCH, FIRST_CLASS_WITH_AN_INSPECTION, INTERFACE_ADDRESSES, PAIR_OF_MATCHES } from '../facts/matching.ts';
import { LIKELIER, READING_SAYS, type Reading } from '../facts/readings.ts';
import { isAtLeast, MODULAR_POLICIES, REAL_ADDRESSES } from '../facts/versions.ts';
import * as addresses from '../sets/addresses.ts';
import { type Address, parseAddress, printAddress, printSet } from '../sets/addresses.ts';
import { belongs } from '../sets/cover.ts';
import { type Intervals, includes } from '../sets/intervals.ts';
import { agree, and, COMBINED, not, or, type Ternary } from '../sets/ternary.ts';
import { part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { contradictionOf, countedByDevice, observationsOf, weighed } from './evidence.ts';
import type { ExplainedVerdict, Flow, FlowClass, ReadVerdict, TraceStep, Verdict } from './flow.ts';
import { type Endpoint, holds, namesRealAddresses, plainEndpoint, seen, type View, viewsAt } from './nat.ts';
import { EPHEMERAL, sourcePortClasses } from './ports.ts';
import {
  type Effect,
  type Ends,
  type Formula,
  isMail,
  type Outcome,
  type Station,
  type Step,
  stationsAt,
  underEach,
  verdictOf,
} from './program.ts';
import type { Entry, ResolvedSet } from './resolve.ts';
import { resolverOf } from './resolve.ts';
import {
  egressList,
  interfaceAsSpelled,
  interfaceNames,
  interfacesInWords,
  openInterfaces,
  routesTo,
  showsAllInterfaces,
  shutdownOf,
  UNNAMED,
} from './routing.ts';

import { isOfOneFlow, unjudgedBecause } from './unjudged.ts';

export { parseFlow, printEndpoint, printFlow } from './flow-text.ts';

/** Is the flow inspected, by which line, and why; under each reading of the documents, where they part. */
export function explainFlow(context: Context, flow: Flow): ExplainedVerdict {
  const { verdict, steps, ingress } = byConfiguration(asShownFor(context, flow), flow);
  const believed = weighed(context, flow, verdict);
  return {
    ...believed.verdict,
    reason: believed.verdict.inspected === 'unknown' ? whyOpen(context, flow, { verdict, steps }) : undefined,
    trace: [
      ...steps,
      ...(isShut(context, ingress) ? [NOTHING_ENTERS] : conclusion(context, verdict, flow.destinationPort)),
      ...believed.trace,
    ],
    ingress: { names: ingress.names, how: ingress.how },
  };
}

/** What `packet-tracer` quotes of the configuration tells of the flow that it was asked about, and of no other. */
function asShownFor(context: Context, flow: Flow): Context {
  if (!isOfOneFlow(context)) return context;
  const { exact, nameless } = observationsOf(context, flow);
  return exact.length + nameless.length > 0 ? asConfiguration(context) : context;
}

const asConfiguration = part('as configured', (context: Context): Context => supposing(context, { traced: false }));

/**
 * Why the configuration leaves it open whether a class of flows is inspected, and what the device counts all the same.
 * @param flow of a class that is `unknown` by the configuration alone; see `exampleOf`
 */
export function whyOpen(
  context: Context,
  flow: Flow,
  { verdict, steps }: { readonly verdict: Verdict; readonly steps: readonly TraceStep[] } = byConfiguration(context, flow),
): string {
  const counted = countedByDevice(context, flow);
  return [reasonFor(context, verdict, steps), ...(counted === undefined ? [] : [counted])].join('; ');
}

/** What is to be said of the word of the device about a flow that the configuration has otherwise; undefined where they agree. */
export function contradictedBy(context: Context, observation: Observation): string | undefined {
  const asked = observation.flow;
  if (asked === undefined) return undefined;
  return contradictionOf(observation, byConfiguration(context, { ...asked, protocol: 'tcp', sourcePort: undefined }).verdict);
}

function byConfiguration(context: Context, flow: Flow): { verdict: Verdict; steps: readonly TraceStep[]; ingress: Ingress } {
  const source = sure(parseAddress(flow.source));
  const destination = sure(parseAddress(flow.destination));
  const packet: Packet = { source, sourcePort: flow.sourcePort, destination, destinationPort: flow.destinationPort };
  const ingress = ingressOf(context, flow.ingress, source);
  const names = ingress.names.length === 0 ? [undefined] : ingress.isOpen ? [...ingress.names, UNNAMED] : ingress.names;
  const likelier = entering(context, packet, names, LIKELIER.value);
  const runs = underEach(likelier.disputed, (reading) =>
    reading === LIKELIER.value ? likelier : entering(context, packet, names, reading),
  );
  const verdict = verdictOf(
    context,
    mapReadings(runs, ({ outcomes }) => outcomes),
  );
  const trace = verdict.readings === undefined ? likelier.trace : bothTraces(context, verdict.readings, runs);
  return { verdict, steps: [...ingress.trace, ...trace], ingress };
}

/** A flow of a class, to ask about in the place of all of them: no line tells them apart. */
export function exampleOf({ ingress, source, destination, sourcePorts }: Omit<FlowClass, 'verdict'>, port: number): Flow {
  const family = source.v4.length > 0 && destination.v4.length > 0 ? 'v4' : 'v6';
  const [from = '', to = ''] = [source, destination].map((set) => printAddress((set[family][0] ?? set.v4[0] ?? itemAt(set.v6, 0))[0]));
  return {
    protocol: 'tcp',
    source: from,
    sourcePort: itemAt(sourcePorts, 0)[0],
    destination: to,
    destinationPort: port,
    ingress: ingress.find((name) => name !== UNNAMED),
  };
}

/** What leaves a verdict open, with its lines, and what would tell. */
function reasonFor(context: Context, { readings }: Verdict, trace: readonly TraceStep[]): string {
  const unjudged = unjudgedBecause(context);
  if (unjudged !== undefined) return `${unjudged.reason}. What would tell: ${unjudged.instead}`;
  if (readings !== undefined) {
    const said = readings.map(({ reading, inspected }) => `read ${reading} it is ${INSPECTED[`${inspected}`]}`);
    return `the documents can be read in two ways: ${said.join(', ')}. The likelier reading is ${LIKELIER.value}: ${LIKELIER.remark}`;
  }
  const open = trace.filter((each) => each.open).map(({ statement, result }) => lineAndResult(context.lines, statement, result));
  const told = [...new Set(open)];
  return told.length === 0
    ? 'the file cannot tell'
    : `${told.slice(0, MOST_REASONS).join('; ')}${told.length > MOST_REASONS ? '; ...' : ''}`;
}

const INSPECTED = { true: 'inspected', false: 'not inspected', unknown: 'not told' };
const MOST_REASONS = 3;

function lineAndResult(lines: Lines, statement: Statement | undefined, result: string): string {
  return statement === undefined ? result : `line ${lines.lineOf(statement) + 1}: ${result}`;
}

function mapReadings<T, R>(each: Readonly<Record<Reading, T>>, make: (one: T) => R): Readonly<Record<Reading, R>> {
  return { 'by engine': make(each['by engine']), 'by class': make(each['by class']) };
}

/** What comes of a packet that may enter on several interfaces; traced one by one where they treat it differently. */
function entering(context: Context, packet: Packet, names: readonly (string | undefined)[], reading: Reading): Run {
  const runs = names.map((name) => decide(context, packet, name, reading));
  const told = runs.every((run) => sameOutcomes(run, itemAt(runs, 0))) ? runs.slice(0, 1) : runs;
  const trace = told.flatMap((run, i) =>
    told.length === 1 ? run.trace : [step(undefined, `if it enters on ${interfacesInWords([names[i] ?? UNNAMED])}:`), ...run.trace],
  );
  return together(runs, trace);
}

function together(runs: readonly Run[], trace: readonly TraceStep[]): Run {
  return { outcomes: new Set(runs.flatMap(({ outcomes }) => [...outcomes])), disputed: runs.some(({ disputed }) => disputed), trace };
}

function sameOutcomes(a: Run, b: Run): boolean {
  return a.outcomes.size === b.outcomes.size && [...a.outcomes].every((outcome) => b.outcomes.has(outcome));
}

/** What the readings share is told once. */
function bothTraces(context: Context, readings: readonly ReadVerdict[], runs: Readonly<Record<Reading, Run>>): readonly TraceStep[] {
  const traces = readings.map(({ reading }) => runs[reading].trace);
  const shared = itemAt(traces, 0).findIndex((one, i) => traces.some((trace) => !sameStep(one, trace[i])));
  const common = itemAt(traces, 0).slice(0, shared < 0 ? itemAt(traces, 0).length : shared);
  return [
    ...common,
    ...readings.flatMap((verdict, i) => [
      step(undefined, `${readingInWords(verdict.reading)}:`),
      ...itemAt(traces, i).slice(common.length),
      ...(verdict.inspected === true ? [] : conclusion(context, verdict)),
    ]),
  ];
}

function sameStep(a: TraceStep, b: TraceStep | undefined): boolean {
  return a.statement === b?.statement && a.result === b?.result;
}

/** `read by engine (the likelier reading; inferred: CG9, ASDM6)` */
function readingInWords(reading: Reading): string {
  return `read ${reading} (${reading === LIKELIER.value ? 'the likelier reading; ' : ''}${cite(READING_SAYS[reading])})`;
}

function conclusion(context: Context, { inspected, settings, readings }: Verdict, port?: number): readonly TraceStep[] {
  if (readings !== undefined && inspected === 'unknown')
    return [step(undefined, `the documents can be read in two ways, and no device was asked: unknown. ${LIKELIER.remark}`)];
  if (inspected === false) {
    // A device of fixups has no policies.
    const what = hasFixups(context) ? 'no fixup of this file takes it as mail' : 'no policy that the flow meets inspects it as mail';
    const off = context.fixupsOff.findLast((fixup) => isMail(fixup) && port !== undefined && fixup.first <= port && port <= fixup.last);
    return [{ ...step(hasFixups(context) ? off?.statement : undefined, `${what}: not inspected`), ...(off && { spares: true }) }];
  }
  if (inspected === true && settings === undefined) return [step(undefined, 'inspected either way; by which map the file cannot tell')];
  return inspected === 'unknown' ? [step(undefined, 'the file cannot tell whether the flow is inspected: unknown')] : [];
}

/** It inspects by fixups, and has no policies: a PIX up to 6.x. */
export function hasFixups({ version, fixups, servicePolicies }: Context): boolean {
  return servicePolicies.length === 0 && (fixups.length > 0 || isAtLeast(version, MODULAR_POLICIES.value) === false);
}

function step(statement: Statement | undefined, result: string): TraceStep {
  return { statement, result };
}

const NOTHING_ENTERS = step(undefined, 'nothing enters by an interface that is shut down: not inspected');

function isShut(context: Context, { names, isOpen }: Ingress): boolean {
  return names.length > 0 && !isOpen && names.every((name) => shutdownOf(context, name) !== undefined);
}

/** A step that leaves the verdict open. */
function openStep(statement: Statement | undefined, result: string): TraceStep {
  return { statement, result, open: true };
}

interface Ingress {
  readonly names: readonly string[];
  readonly how: ExplainedVerdict['ingress']['how'];
  /** It may enter by an interface that the file does not name, too. */
  readonly isOpen: boolean;
  readonly trace: readonly TraceStep[];
}

function ingressOf(context: Context, told: string | undefined, source: Address): Ingress {
  if (told !== undefined) {
    const name = interfaceAsSpelled(context, told);
    const trace = interfaceNames(context).includes(name) ? [] : [step(undefined, `no interface of this file is called ${name}`)];
    return { names: [name], how: 'told', isOpen: false, trace };
  }
  const routes = routesTo(context, source);
  if (routes.length === 0) {
    const names = openInterfaces(context);
    const trace = names.length > 1 ? [openStep(undefined, 'no route tells where the flow enters: every interface is considered')] : [];
    return { names: names.filter((name) => name !== UNNAMED), how: 'all', isOpen: names.includes(UNNAMED), trace };
  }
  const names = [...new Set(routes.map((route) => route.interface))];
  const { kind, statement } = itemAt(routes, 0);
  const words = {
    connected: 'its network holds the source',
    route: 'its route leads to the source',
    'default route': 'it has the default route',
  };
  const isOpen = kind === 'default route' && !showsAllInterfaces(context);
  return { names, how: kind, isOpen, trace: [step(statement, `the flow enters on ${names.join(' or ')}: ${words[kind]}`)] };
}

interface Packet {
  readonly source: Address;
  readonly sourcePort: number | undefined;
  readonly destination: Address;
  readonly destinationPort: number;
}

/** A packet as a policy sees it. */
export interface Seen {
  readonly source: readonly Endpoint[];
  readonly sourcePort: number;
  readonly destination: readonly Endpoint[];
}

interface Run {
  readonly outcomes: ReadonlySet<Outcome>;
  /** It met a class whose effect depends on how the documents are read. */
  readonly disputed: boolean;
  readonly trace: readonly TraceStep[];
}

function decide(context: Context, packet: Packet, ingress: string | undefined, reading: Reading): Run {
  const shutdown = ingress === undefined ? undefined : shutdownOf(context, ingress);
  if (shutdown !== undefined) {
    const trace = [step(shutdown, `interface ${ingress} is shut down: no flow enters there`)];
    return { outcomes: new Set(['none']), disputed: false, trace };
  }
  const asked = packet.sourcePort === undefined ? EPHEMERAL : ([[packet.sourcePort, packet.sourcePort]] as const);
  const runs = sourcePortClasses([context], ingress, asked).map((ports) =>
    carryOut(context, packet, itemAt(ports, 0)[0], ingress, reading),
  );
  const first = itemAt(runs, 0);
  const differs = runs.some((run) => !sameOutcomes(run, first));
  return together(runs, differs ? [...first.trace, openStep(undefined, 'another source port would meet another verdict')] : first.trace);
}

function carryOut(context: Context, packet: Packet, sourcePort: number, ingress: string | undefined, reading: Reading): Run {
  const stations = stationsAt(context, ingress);
  const walk = new Walk(context, reading);
  if (stations.length === 0) walk.trace.push(step(undefined, 'no service-policy in this file reaches the flow'));
  const told = new Set<View>();
  for (const station of stations) {
    const views = viewsAt(context, ingress, station.side);
    const { source, destination, destinationPort: port } = packet;
    const from = seen(views.source, source, sourcePort, destination);
    const to = seen(views.destination, destination, port, source);
    const shown = [
      ...to.views.map((view) => ({ view, address: destination, port, peer: source })),
      ...from.views.map((view) => ({ view, address: source, port: sourcePort, peer: destination })),
    ];
    for (const { view, address, port, peer } of shown) {
      if (told.has(view)) continue;
      told.add(view);
      walk.trace.push(translated(context, view, address, port, holds(view, address, port, peer)));
    }
    const here: Seen = { source: from.endpoints, sourcePort, destination: to.endpoints };
    const reached = reaches(context, station, packet, ingress, walk.trace);
    if (reached !== false && walk.meets(station, here, reached) === 'search') return walk;
  }
  walk.outcomes.add('none');
  return walk;
}

/** Whether the flow meets the station's policy at all; says so in the trace. */
function reaches(
  context: Context,
  { side, scope, statement, bypasses }: Station,
  packet: Packet,
  ingress: string | undefined,
  trace: TraceStep[],
): Ternary {
  if (side.kind === 'egress') {
    const list = egressList(context, ingress, viewsAt(context, ingress, side).destination, side.interface);
    const reached = evaluate(list, plain(packet), false).value;
    const words = {
      true: 'leaves by it: its policy is tried next',
      false: 'does not leave by it: its policy is not met',
      unknown: 'may leave by it, which no route tells',
    };
    const tell = reached === 'unknown' ? openStep : step;
    trace.push(tell(statement, `policy of interface ${side.interface}: the flow ${words[`${reached}`]}`));
    return reached;
  }
  if (bypasses) return true;
  if (scope === 'ingress') trace.push(step(statement, `policy of the ingress interface ${ingress}: tried before the global one`));
  if (scope === 'global') trace.push(step(statement, 'the global policy: it acts where the flow enters, on every interface'));
  return true;
}

function plain({ source, destination, destinationPort }: Packet): Seen {
  return {
    source: [plainEndpoint(source, itemAt(EPHEMERAL, 0)[0])],
    sourcePort: itemAt(EPHEMERAL, 0)[0],
    destination: [plainEndpoint(destination, destinationPort)],
  };
}

function translated(
  context: Context,
  { translation, to, target: among, toPort }: View,
  address: Address,
  port: number,
  holds: Ternary,
): TraceStep {
  const target = to === undefined ? `an address that cannot be told, of ${printSet(among)}` : printAddress(to(address));
  const ports = toPort === undefined || toPort === port ? '' : `, port ${port} to ${toPort}`;
  const why = namesRealAddresses(context)
    ? `from ${REAL_ADDRESSES.value} on class maps name real addresses (${cite(REAL_ADDRESSES)})`
    : `before ${REAL_ADDRESSES.value} class maps name the addresses of the interface they act on (${cite(INTERFACE_ADDRESSES)})`;
  const matched = holds === true ? 'is matched' : 'may be matched';
  const doubt = holds === true ? '' : ', it cannot be told whether the translation holds for the flow';
  const tell = holds === true ? step : openStep;
  return tell(translation.statement, `${printAddress(address)} ${matched} as ${target}${ports}${doubt}: ${why}`);
}

/** The ports that the destination may be seen with; more than one where it cannot be told whether a translation holds. */
function portsOf({ destination }: Seen): readonly { port: number; holds: Ternary }[] {
  const ports = [...new Set(destination.map(({ port }) => port))];
  return ports.map((port) => ({ port, holds: ports.length === 1 ? true : 'unknown' }));
}

/** The way of one flow through the policies, under one reading of the documents. */
class Walk implements Run {
  readonly outcomes = new Set<Outcome>();
  readonly trace: TraceStep[] = [];
  disputed = false;
  private readonly context: Context;
  private readonly reading: Reading;

  constructor(context: Context, reading: Reading) {
    this.context = context;
    this.reading = reading;
  }

  /** Tries the classes of a policy in order. Returns what is not tried any more, for certain. */
  meets({ steps }: Station, here: Seen, reached: Ternary): Ends {
    // A class further up that may have the flow may have left out the rest.
    let tried = reached;
    for (const { port, holds } of portsOf(here)) {
      for (const each of steps) {
        const { value, ends } = this.tries(each, here, port, and([tried, holds]));
        if (value === true && ends !== 'nothing') return ends;
        if (value === 'unknown' && ends === 'policy') tried = and([tried, 'unknown']);
      }
    }
    return 'nothing';
  }

  /** Whether the class has the flow, and what it ends then. */
  private tries(
    { statement, negation, formula, effectAt }: Step,
    here: Seen,
    port: number,
    tried: Ternary,
  ): { value: Ternary; ends: Ends } {
    const { trace } = this;
    const effect = effectAt(port);
    const passes = () => {
      trace.push(
        step(statement, `no inspection of tcp/${port} in this class: the next one is tried (${cite(FIRST_CLASS_WITH_AN_INSPECTION)})`),
      );
      if (negation !== undefined) trace.push(step(negation, 'takes a command back; it is no action, and exempts nothing'));
      return { value: false, ends: 'nothing' } as const;
    };
    if (effect === undefined) return passes();
    const { value, why } = matches(this.context, formula, here);
    const applies = effect.reading === undefined || effect.reading === this.reading;
    if (!applies) {
      this.disputed ||= value !== false;
      return passes();
    }
    const inspects = effect.outcomes.some((outcome) => typeof outcome === 'object');
    trace.push(...(inspects ? why : why.map(({ spares: _, ...each }) => each)));
    if (value === false) {
      const words =
        statement?.command === 'fixup' ? 'the fixup leaves the flow alone' : 'the flow is not in this class: the next one is tried';
      trace.push(step(statement, words));
      return { value, ends: effect.ends };
    }
    for (const outcome of effect.outcomes) this.outcomes.add(outcome);
    const tell = isOpen(effect) ? openStep : step;
    const told = tell(effect.statement, value === true ? effect.reason : `would decide, if the flow is in its class: ${effect.reason}`);
    // Where what the class takes and what it does are open for one reason, that is said once.
    if (!why.some(({ statement: line, result }) => line === effect.statement && result === effect.reason))
      trace.push(value === true && !inspects && !isOpen(effect) ? { ...told, spares: true } : told);
    return { value: and([tried, value]), ends: effect.ends };
  }
}

/** Whether it cannot be told what comes of a flow that is in the class. */
function isOpen({ outcomes, ends }: Effect): boolean {
  return outcomes.length > 1 || outcomes.includes('unknown') || ends === 'nothing';
}

interface Match {
  readonly value: Ternary;
  readonly why: readonly TraceStep[];
}

const SEVERAL = `cannot be told: of several match lines, only ${PAIR_OF_MATCHES.value.join(' and ')} are known to stand together (${cite(PAIR_OF_MATCHES)})`;

function matches(context: Context, formula: Formula, here: Seen): Match {
  switch (formula.kind) {
    case 'constant':
      return { value: formula.value, why: [(formula.value === 'unknown' ? openStep : step)(formula.statement, formula.reason)] };
    case 'port': {
      const value = agree(here.destination.map(({ port }) => includes(formula.ports, port)));
      const ports = [...new Set(here.destination.map(({ port }) => `tcp/${port}`))].join(' or ');
      return {
        value,
        why: [step(formula.statement, `${ports} ${value === false ? 'is not' : value === true ? 'is' : 'may be'} ${formula.reason}`)],
      };
    }
    case 'list':
      return matchesList(context, formula, here);
    case 'not': {
      const { value, why } = matches(context, formula.part, here);
      return { value: not(value), why };
    }
    default: {
      const parts = formula.parts.map((part) => matches(context, part, here));
      const value = COMBINED[formula.kind](parts.map((part) => part.value));
      const open = formula.kind === 'agree' && value === 'unknown' ? [openStep(formula.statement, SEVERAL)] : [];
      return { value, why: [...parts.flatMap((part) => part.why), ...open] };
    }
  }
}

function matchesList(context: Context, { name, statement, entries, anyService }: Extract<Formula, { kind: 'list' }>, here: Seen): Match {
  const { value, decisive, undecided } = evaluate(entries, here, anyService);
  const why = undecided.flatMap(doubtSteps);
  if (decisive === undefined) {
    const none =
      why.length > 0
        ? `no other line of access-list ${name} takes the flow`
        : `no line of access-list ${name} takes the flow: not in this class`;
    return { value, why: [...why, step(statement, none)] };
  }
  const words =
    decisive.action === 'permit'
      ? 'permit: the flow is in this class'
      : `deny: the flow is not in this class, a later class may take it (${cite(DENY_IS_NO_MATCH)})`;
  const unless = why.length > 0 ? 'unless a line above takes it, ' : '';
  const decides = step(decisive.statement, `${unless}${words}`);
  const told: TraceStep = decisive.action === 'deny' ? { ...decides, spares: true } : decides;
  return { value, why: [...why, told, ...memberSteps(context, decisive, here)] };
}

/** The entry that may take the flow, and the lines that leave it open whether it does. */
function doubtSteps({ statement, doubts }: Entry): readonly TraceStep[] {
  const elsewhere = doubts.filter((doubt) => doubt.statement !== statement);
  const here = doubts.filter((doubt) => doubt.statement === statement).map(({ reason }) => reason);
  const why =
    doubts.length === 0 ? ['whether the flow is as this line says'] : here.length > 0 ? here : ['whether this line takes the flow'];
  return [
    openStep(statement, `cannot be told: ${why.join('; ')}`),
    ...elsewhere.map((doubt) => openStep(doubt.statement, `cannot be told: ${doubt.reason}`)),
  ];
}

/** Through which members of objects and groups the addresses belong to the line. */
function memberSteps(context: Context, { ace }: Entry, here: Seen): readonly TraceStep[] {
  if (ace === undefined) return [];
  const sides = [
    { spec: ace.source, endpoints: here.source },
    { spec: ace.destination, endpoints: here.destination },
  ];
  return sides.flatMap(({ spec, endpoints: [endpoint] }) => {
    const address = endpoint?.address;
    if (address === undefined || (spec.kind !== 'object' && spec.kind !== 'object-group')) return [];
    return resolverOf(context)
      .members(spec, address)
      .map((member) => step(member, `${printAddress(address)} is in ${spec.kind} ${spec.use.name}`));
  });
}

export interface Evaluation {
  /** Permitted, denied, or not to be told. */
  readonly value: Ternary;
  /** The first line that takes the flow for certain. */
  readonly decisive: Entry | undefined;
  /** The lines before it that could take it and would say otherwise. */
  readonly undecided: readonly Entry[];
}

/** The first line that takes the flow decides; a line that may take it leaves both ways open. */
export function evaluate(entries: readonly Entry[], here: Seen, anyService: boolean): Evaluation {
  const open: Entry[] = [];
  const end = entries.find((entry) => {
    const value = takes(entry, here, anyService);
    if (value === true && entry.action !== 'unknown') return true;
    if (value !== false) open.push(entry);
    return false;
  });
  const action = end?.action ?? 'deny';
  const undecided = open.filter((entry) => entry.action !== action);
  return { value: undecided.length > 0 ? 'unknown' : action === 'permit', decisive: end, undecided };
}

function takes({ inForce, source, destination, services }: Entry, here: Seen, anyService: boolean): Ternary {
  if (inForce === false || (!anyService && services.length === 0)) return false;
  const from = agree(here.source.map((endpoint) => member(source, endpoint)));
  if (from === false) return false;
  const to = agree(
    here.destination.map((endpoint) => {
      const service =
        anyService || or(services.map((known) => serves(known.sources, known.destinations, known.certain, here.sourcePort, endpoint.port)));
      return and([member(destination, endpoint), service]);
    }),
  );
  return and([inForce, from, to]);
}

function serves(sources: Intervals<number>, destinations: Intervals<number>, certain: boolean, sourcePort: number, port: number): Ternary {
  if (!includes(sources, sourcePort) || !includes(destinations, port)) return false;
  return certain ? true : 'unknown';
}

function member(set: ResolvedSet, { address, among }: Endpoint): Ternary {
  if (address === undefined) return belongs(set, among);
  if (addresses.contains(set.yes, address)) return true;
  return addresses.contains(set.maybe, address) ? 'unknown' : false;
}
