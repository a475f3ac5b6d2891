/** The way of one packet through the policies, in the order in which the device decides, under one reading of the documents. */
import type { Context } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { FIRST_CLASS_WITH_AN_INSPECTION, INTERFACE_ADDRESSES } from '../facts/matching.ts';
import type { Reading } from '../facts/readings.ts';
import { REAL_ADDRESSES } from '../facts/versions.ts';
import { type Address, printAddress, printSet } from '../sets/addresses.ts';
import { and, type Ternary } from '../sets/ternary.ts';
import { itemAt } from '../text/at.ts';
import { evaluate, type Seen } from './evaluate.ts';
import type { TraceStep } from './flow.ts';
import { matches } from './match.ts';
import { holds, namesRealAddresses, plainEndpoint, seen, type View, viewsAt } from './nat.ts';
import { EPHEMERAL, sourcePortClasses } from './ports.ts';
import { type Effect, type Ends, type Outcome, type Station, type Step, stationsAt } from './program.ts';
import { egressList, shutdownOf } from './routing.ts';
import { openStep, step } from './steps.ts';

export interface Packet {
  readonly source: Address;
  readonly sourcePort: number | undefined;
  readonly destination: Address;
  readonly destinationPort: number;
}

export interface Run {
  readonly outcomes: ReadonlySet<Outcome>;
  /** It met a class whose effect depends on how the documents are read. */
  readonly disputed: boolean;
  readonly trace: readonly TraceStep[];
}

export function together(runs: readonly Run[], trace: readonly TraceStep[]): Run {
  return { outcomes: new Set(runs.flatMap(({ outcomes }) => [...outcomes])), disputed: runs.some(({ disputed }) => disputed), trace };
}

export function sameOutcomes(a: Run, b: Run): boolean {
  return a.outcomes.size === b.outcomes.size && [...a.outcomes].every((outcome) => b.outcomes.has(outcome));
}

export function decide(context: Context, packet: Packet, ingress: string | undefined, reading: Reading): Run {
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
    const { reached, trace } = reaches(context, station, packet, ingress);
    walk.trace.push(...trace);
    if (reached !== false && walk.meets(station, here, reached) === 'search') return walk;
  }
  walk.outcomes.add('none');
  return walk;
}

/** Whether the flow meets the station's policy at all, and what the trace says of it. */
function reaches(
  context: Context,
  { side, scope, statement, bypasses }: Station,
  packet: Packet,
  ingress: string | undefined,
): { readonly reached: Ternary; readonly trace: readonly TraceStep[] } {
  if (side.kind === 'egress') {
    const list = egressList(context, ingress, viewsAt(context, ingress, side).destination, side.interface);
    const reached = evaluate(list, plain(packet), false).value;
    const words = {
      true: 'leaves by it: its policy is tried next',
      false: 'does not leave by it: its policy is not met',
      unknown: 'may leave by it, which no route tells',
    };
    const tell = reached === 'unknown' ? openStep : step;
    return { reached, trace: [tell(statement, `policy of interface ${side.interface}: the flow ${words[`${reached}`]}`)] };
  }
  const entering = {
    ingress: `policy of the ingress interface ${ingress}: tried before the global one`,
    global: 'the global policy: it acts where the flow enters, on every interface',
  };
  const told = !bypasses && (scope === 'ingress' || scope === 'global') ? [step(statement, entering[scope])] : [];
  return { reached: true, trace: told };
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
