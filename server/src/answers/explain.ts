/** Whether mail is inspected, by which line, and why: of one flow, or of all. */

import { textOf } from '../asa/citing.ts';
import type { Configuration, Context, Observation, Statement } from '../asa/model.ts';
import { cite } from '../facts/fact.ts';
import { LIKELIER, READING_SAYS } from '../facts/readings.ts';
import { portsOf } from '../mail/class-traffic.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { mailHosts, STRANGERS } from '../mail/mail-hosts.ts';
import { inspectSites } from '../mail/sites.ts';
import { type Access, accessOf } from '../policy/access.ts';
import { type ExplainedVerdict, type Flow, type FlowClass, inspectingLine, type Verdict } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { pictureOf } from '../policy/picture.ts';
import { destinationPortClasses } from '../policy/ports.ts';
import { isMail } from '../policy/program.ts';
import { interfaceAsSpelled, interfaceNames, interfacesInWords, showsAllInterfaces } from '../policy/routing.ts';
import { contradictedBy, exampleOf, explainFlow, hasFixups, parseFlow, printFlow, whyOpen } from '../policy/verdict.ts';
import { ALL_V4, ALL_V6, intersect as intersectAddresses, isEmpty, printSet } from '../sets/addresses.ts';
import { type Intervals, includes, intersect, normalize, PORTS } from '../sets/intervals.ts';
import { itemAt } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import type { Lines } from '../text/lines.ts';
import { listed } from '../text/listed.ts';
import { thrown } from '../text/unknown.ts';
import { QuestionError } from './question.ts';
import type { FlowAnswer, PictureAnswer, Reading, TraceStep } from './types.ts';
import { inspectorOf, settingsOf } from './verdicts.ts';

const SMTP = 25;

/** @throws QuestionError that tells how a flow is written */
export function readFlow(text: string): Flow {
  try {
    return parseFlow(text);
  } catch (error) {
    throw new QuestionError('flow', thrown(error));
  }
}

export interface ExplainedFlow {
  readonly lines: Lines;
  readonly flow: Flow;
  readonly verdict: ExplainedVerdict;
  readonly access: Access;
  readonly trace: readonly TraceStep[];
}

/** @throws QuestionError where the flow enters on an interface, the file shows all, and none of this name */
export function explainOne(flow: Flow, context: Context, configuration: Configuration): ExplainedFlow {
  if (flow.ingress !== undefined) refuseUnknown(flow.ingress, context);
  const verdict = explainFlow(context, flow);
  const { lines } = configuration;
  const trace = verdict.trace.map(({ statement, result }) => ({
    line: statement === undefined ? null : lines.lineOf(statement) + 1,
    text: statement === undefined ? '' : textOf(lines, statement),
    result,
  }));
  return { lines, flow, verdict, access: accessOf(context, flow, verdict.ingress.names), trace };
}

/** @throws QuestionError where the file shows all interfaces, and none of this name */
export function refuseUnknown(ingress: string, context: Context): void {
  const names = interfaceNames(context);
  if (names.includes(interfaceAsSpelled(context, ingress)) || !showsAllInterfaces(context)) return;
  throw new QuestionError('flow', `there is no interface "${ingress}"; there are ${names.join(', ')}`);
}

export function flowAnswer({ lines, flow, verdict, access, trace }: ExplainedFlow): FlowAnswer {
  return {
    version: 1,
    flow: printFlow(flow),
    inspected: verdict.inspected,
    reason: verdict.reason,
    readings: readingsOf(verdict),
    ...inspectorOf(verdict),
    access: accessTold(lines, access),
    ingress: verdict.ingress,
    settings: verdict.settings === undefined ? null : settingsOf(lines, verdict.settings),
    trace,
  };
}

/** The verdict under each reading of the documents; nothing where they agree. */
function readingsOf({ readings }: Verdict): Reading[] | undefined {
  return readings?.map((each) => {
    const { reading, inspected } = each;
    const says = READING_SAYS[reading];
    return { reading, likelier: reading === LIKELIER.value, says: says.value, source: cite(says), inspected, ...inspectorOf(each) };
  });
}

/** A class of flows, and why it is not inspected, or why that is not known. */
export type ExplainedClass = FlowClass & {
  /** undefined where it is inspected, and where a line says why not */
  readonly reason: string | undefined;
  /** Of a class that is not inspected: the line that keeps it from the inspection; undefined where none does. */
  readonly sparedBy: Statement | undefined;
};

/** All flows to ports that no line tells apart. */
export interface ExplainedPort {
  /** The first of them. */
  readonly port: number;
  readonly ports: Intervals<number>;
  readonly classes: readonly ExplainedClass[];
}

export interface ExplainedPicture {
  readonly lines: Lines;
  /** Sentences. */
  readonly summary: readonly string[];
  /** tcp/25 first, then each other port at which mail is inspected. */
  readonly ports: readonly [ExplainedPort, ...ExplainedPort[]];
  /** Mail from outside to the first mail hosts that the file names, where the access rules say whether it gets in. */
  readonly access: readonly { readonly flow: Flow; readonly access: Access }[];
  readonly device: readonly (PictureAnswer['device'][number] & {
    readonly observation: Observation;
    readonly contradicts: string | undefined;
  })[];
}

/** All of mail: what `explain` says without a flow. */
export function explainAll(context: Context, { lines }: Configuration): ExplainedPicture {
  const others = otherPorts(context);
  const ports: ExplainedPicture['ports'] = [
    explainPort(context, [[SMTP, SMTP]]),
    ...others.slice(0, MOST_PORTS).map((each) => explainPort(context, each)),
  ];
  const left = others.length - MOST_PORTS;
  const summary = [
    ...ports.flatMap(({ port, ports: alike, classes }) => pictureOf(context, port, classes, alike).sentences),
    ...(left > 0
      ? [`classes with an inspection of mail name ${left} more ports or ranges of ports: ask about one of them with --flow`]
      : []),
  ];
  const device = context.observations.map((observation) => ({
    observation,
    ...observed(lines, observation),
    contradicts: contradictedBy(context, observation),
    text: textOf(lines, observation.statement),
  }));
  return { lines, summary, ports, access: accessToHosts(context), device };
}

/** More are no help on a screen. */
const MOST_PORTS = 20;

/** The ports besides 25 at which mail is spoken and inspected, and those that a class or fixup with an inspection of mail names. */
function otherPorts(context: Context): readonly Intervals<number>[] {
  const spoken = new Set(inspectionsInForce(context).flatMap(({ ports }) => ports.filter((port) => port !== SMTP)));
  const applied = new Set(context.servicePolicies.map(({ policy }) => policy.name));
  const named = normalize(
    PORTS,
    [
      ...inspectSites(context).flatMap(({ policyMap, policyClass }) => (applied.has(policyMap.name) ? portsOf(context, policyClass) : [])),
      ...context.fixups.filter(isMail).map(({ first, last }): readonly [number, number] => [first, last]),
    ].filter(([first, last]) => last - first < ALL_BUT_SOME),
  );
  const parts = named.length === 0 ? [] : destinationPortClasses([context]).map((ports) => intersect(ports, named));
  // What is treated as port 25 is told by it.
  const others = parts.filter((ports) => ports.length > 0 && !includes(ports, SMTP));
  const left = [...spoken].filter((port) => !others.some((ports) => includes(ports, port)));
  return [...left.map((port): Intervals<number> => [[port, port]]), ...others].sort(([[a = 0] = []], [[b = 0] = []]) => a - b);
}

/** A range as wide as this is no port that a class names. */
const ALL_BUT_SOME = 60_000;

function explainPort(context: Context, ports: Intervals<number>): ExplainedPort {
  const [port] = itemAt(ports, 0);
  return { port, ports, classes: partition(context, port).flatMap((flows) => explainClass(context, flows)) };
}

/** What keeps mail over IPv4 from an inspection is not always what keeps IPv6 from it: told apart only then. */
function explainClass(context: Context, flows: FlowClass): readonly ExplainedClass[] {
  const families = FAMILIES.map((family) => ({
    ...flows,
    source: intersectAddresses(flows.source, family),
    destination: intersectAddresses(flows.destination, family),
  })).filter(({ source, destination }) => !isEmpty(source) && !isEmpty(destination));
  // No packet goes from one family to the other.
  const whole = families.length === 1 ? itemAt(families, 0) : flows;
  const { inspected } = flows.verdict;
  if (inspected !== false) {
    const reason = inspected === 'unknown' ? whyOpen(context, exampleOf(whole, flows.port)) : undefined;
    return [{ ...whole, reason, sparedBy: undefined }];
  }
  const apart = families.map((part) => ({ ...part, ...whySpared(context, part) }));
  const alike = grouped(apart, ({ sparedBy, reason }) => `${sparedBy?.order} ${reason}`);
  return alike.length === 1 ? [{ ...itemAt(apart, 0), source: whole.source, destination: whole.destination }] : apart;
}

const FAMILIES = [ALL_V4, ALL_V6];

/** The line that keeps flows from an inspection; else what is missing for one, a clause. */
function whySpared(context: Context, flows: FlowClass): Pick<ExplainedClass, 'sparedBy' | 'reason'> {
  const { trace } = explainFlow(context, exampleOf(flows, flows.port));
  const sparedBy = trace.findLast(({ spares }) => spares)?.statement;
  return { sparedBy, reason: sparedBy === undefined ? absence(context, flows.port, trace) : undefined };
}

function absence(context: Context, port: number, trace: ExplainedVerdict['trace']): string {
  const { servicePolicies, lines } = context;
  const applied = new Set(servicePolicies.map(({ statement }) => statement));
  const met = new Set(trace.flatMap(({ statement }) => (statement !== undefined && applied.has(statement) ? [statement] : [])));
  if (met.size > 0) {
    const policies = [...met].map((statement) => `${textOf(lines, statement)} (line ${lines.lineOf(statement) + 1})`);
    return `nothing that ${listed(policies, 'and')} ${met.size > 1 ? 'apply' : 'applies'} inspects tcp/${port} as mail`;
  }
  if (servicePolicies.length > 0) return 'no service-policy of this file reaches it';
  return hasFixups(context)
    ? `no fixup of this file takes tcp/${port} as mail`
    : 'this file has no service-policy, so no policy is applied';
}

/** More would be a list that nobody reads. */
const MOST_HOSTS = 3;

function accessToHosts(context: Context): ExplainedPicture['access'] {
  return mailHosts(context)
    .slice(0, MOST_HOSTS)
    .flatMap(({ address, addresses, mapped }) => {
      const source = STRANGERS.find((each) => !addresses.includes(each) && each.includes(':') === address.includes(':'));
      if (source === undefined) return [];
      const to = (destination: string): Flow => ({
        protocol: 'tcp',
        source,
        sourcePort: undefined,
        destination,
        destinationPort: SMTP,
        ingress: undefined,
      });
      const { names } = explainFlow(context, to(address)).ingress;
      // A packet from outside names a host as it is translated there.
      const flow = to(mapped.find(({ at }) => at === undefined || names.includes(at))?.address ?? address);
      const access = accessOf(context, flow, names);
      return access.permitted === 'unknown' ? [] : [{ flow, access }];
    });
}

function accessTold(lines: Lines, { permitted, statement, reason }: Access) {
  return { permitted, line: statement === undefined ? undefined : lines.lineOf(statement) + 1, reason };
}

function observed(lines: Lines, { source, flow, inspects, statement }: Observation) {
  const asked = flow && printFlow({ ...flow, protocol: 'tcp', sourcePort: undefined });
  return { source, flow: asked ?? null, inspected: inspects, line: lines.lineOf(statement) + 1 };
}

export function pictureAnswer({ lines, summary, ports: [smtp, ...others], access, device }: ExplainedPicture): PictureAnswer {
  const classesOf = ({ classes }: ExplainedPort) => classes.map((each) => classTold(lines, each));
  return {
    version: 1,
    port: smtp.port,
    summary,
    classes: classesOf(smtp),
    others: others.map((each) => ({ port: each.port, ports: each.ports, classes: classesOf(each) })),
    access: access.map(({ flow, access: said }) => ({ flow: printFlow(flow), ...accessTold(lines, said) })),
    device: device.map(({ observation: _, contradicts: __, ...word }) => word),
  };
}

function classTold(
  lines: Lines,
  { ingress: names, source, destination, sourcePorts, verdict, reason, sparedBy }: ExplainedClass,
): PictureAnswer['classes'][number] {
  const line = inspectingLine(verdict);
  return {
    ingress: names.map((name) => interfacesInWords([name])),
    source: printSet(source, Number.POSITIVE_INFINITY),
    destination: printSet(destination, Number.POSITIVE_INFINITY),
    sourcePorts,
    inspected: verdict.inspected,
    reason,
    readings: readingsOf(verdict),
    ...inspectorOf(verdict),
    line: line === undefined ? null : lines.lineOf(line) + 1,
    sparedBy: sparedBy && lines.lineOf(sparedBy) + 1,
  };
}
