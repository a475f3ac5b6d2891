/** The verdict for one flow, with the chain of reasons, line by line, in the order in which the device decides. */

import { supposing } from '../asa/assume.ts';
import type { Context, Observation, Statement } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { LIKELIER, READING_SAYS, type Reading } from '../facts/readings.ts';
import { isAtLeast, MODULAR_POLICIES } from '../facts/versions.ts';
import { parseAddress, printAddress } from '../sets/addresses.ts';
import { part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { contradictionOf, countedByDevice, observationsOf, weighed } from './evidence.ts';
import type { ExplainedVerdict, Flow, FlowClass, ReadVerdict, TraceStep, Verdict } from './flow.ts';
import { type Ingress, ingressOf, isShut } from './ingress.ts';
import { isMail, underEach, verdictOf } from './program.ts';
import { interfacesInWords, UNNAMED } from './routing.ts';
import { step } from './steps.ts';
import { isOfOneFlow, unjudgedBecause } from './unjudged.ts';
import { decide, type Packet, type Run, sameOutcomes, together } from './walk.ts';

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

const NOTHING_ENTERS = step(undefined, 'nothing enters by an interface that is shut down: not inspected');
