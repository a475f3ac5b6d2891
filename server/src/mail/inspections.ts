/**
 * The inspections that mail really meets: what the verdict engine says of tcp/25, turned round, so that a rule can speak about one
 * `inspect esmtp` and all the flows it takes. Nothing here looks at names.
 */

import type { Context, Fixup, Statement } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import { settingsOf } from '../asa/settings.ts';
import { STARTTLS_PORTS } from '../facts/inspections.ts';
import { LIKELIER, type Reading } from '../facts/readings.ts';
import { type FlowClass, type Inspector, type Verdict, verdictUnder } from '../policy/flow.ts';
import { partition } from '../policy/partition.ts';
import { destinationPortClasses } from '../policy/ports.ts';
import { isFactoryClass } from '../policy/program.ts';
import { type AddressSet, contains, isAll, parseAddress, union } from '../sets/addresses.ts';
import { part, partsBy } from '../text/analysis.ts';
import { itemAt } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { isDefinedClass } from './class-traffic.ts';
import { exemptedHosts, exemptingEntries } from './exemptions.ts';
import { addressesAt, addressesWith, type MailHost, mailHosts, someMailHosts } from './mail-hosts.ts';
import { type InspectAction, inspectSites, isSmtp } from './sites.ts';

/** An inspection that meets mail. */
export interface InspectionInForce {
  /** The `inspect esmtp` or `fixup` line. */
  readonly statement: Statement;
  readonly inspector: Inspector;
  readonly settings: Settings;
  /** The ports where mail is spoken at which it takes flows, 25 first; not those at which that is less certain than at the first. */
  readonly ports: readonly number[];
  /** The flows to the first of these ports. */
  readonly flows: readonly FlowClass[];
  /** False where the file cannot tell whether it meets any mail, and where the documents can be read so that it meets none. */
  readonly certain: boolean;
  /** True where it is only the reading of the documents that leaves it open, and the likelier one has it meet mail for certain. */
  readonly disputed: boolean;
  /** True where its class is taken for the factory's, as the file does not show the class map. */
  readonly assumed: boolean;
  /** The mail hosts that the configuration names and whose mail it meets. */
  readonly hosts: readonly MailHost[];
  /** The first of these, for a message: at most `COUNTED`. */
  readonly someHosts: readonly MailHost[];
  /** True when hosts have been exempted from it on purpose, and no mail host that the configuration names is left: the hazard is dealt with. */
  readonly settled: boolean;
}

const SMTP = 25;

/** Hosts that are counted; of more, it is only said that there are more. */
export const COUNTED = 100;

/** Every flow to tcp/25, cut into the classes that the configuration tells apart, each with its verdict. */
export const mailFlows = part('mail flows', (context: Context): readonly FlowClass[] => partition(context, 25));

/** The inspections that meet tcp/25, then those that only meet mail on another port where it is spoken, or that a fixup names. */
export const inspectionsInForce = part('inspections in force', find);

/** What the finding about an inspection stands on: its action or its fixup. */
export function sourceOf({ action, fixup }: Inspector): InspectAction | Fixup | undefined {
  return action ?? fixup;
}

function find(context: Context): readonly InspectionInForce[] {
  const fixups = context.fixups.filter(isSmtp);
  if (inspectSites(context).length === 0 && fixups.length === 0) return [];
  const reached = new Map<InspectAction | Fixup, Taken>();
  for (const port of new Set([...STARTTLS_PORTS.value, ...fixups.map(({ first }) => first)])) {
    for (const [source, taken] of takenAt(context, port)) {
      const known = reached.get(source);
      if (known === undefined) reached.set(source, taken);
      else if (surety(taken) >= surety(known)) known.ports.push(port);
    }
  }
  // Two of them may have one map, whose hazard is told once: by the one that meets mail for certain.
  return [...reached].map(([source, taken]) => inForce(context, source, taken)).sort((a, b) => surety(b) - surety(a));
}

/** Higher for what is surer. */
function surety({ certain, disputed }: Pick<Taken, 'certain' | 'disputed'>): number {
  return certain ? 2 : Number(disputed);
}

/** The flows that an inspection takes or, for all the file tells, may take. */
interface Taken {
  readonly by: Inspector;
  readonly ports: number[];
  readonly flows: FlowClass[];
  certain: boolean;
  disputed: boolean;
}

function takenAt(context: Context, port: number): ReadonlyMap<InspectAction | Fixup, Taken> {
  const found = new Map<InspectAction | Fixup, Taken>();
  for (const flow of port === 25 ? mailFlows(context) : partition(context, port)) {
    for (const { by } of flow.verdict.candidates) {
      const source = sourceOf(by);
      if (source === undefined || isRejected(context, by)) continue;
      const own = found.get(source) ?? { by, ports: [port], flows: [], certain: false, disputed: false };
      own.flows.push(flow);
      own.certain ||= isBy(flow.verdict, by);
      own.disputed ||= isBy(verdictUnder(flow.verdict, LIKELIER.value), by);
      found.set(source, own);
    }
  }
  return found;
}

function isBy(verdict: Verdict, by: Inspector): boolean {
  return verdict.inspected === true && verdict.by === by;
}

function inForce(context: Context, source: InspectAction | Fixup, { by, ports, flows, certain, disputed }: Taken): InspectionInForce {
  const isMet = meeting(flows);
  let hosts: readonly MailHost[] | undefined;
  let someHosts: readonly MailHost[] | undefined;
  return {
    statement: source.statement,
    inspector: by,
    settings: settingsOf(context, source),
    ports,
    flows,
    certain,
    disputed: disputed && !certain,
    assumed: by.policyClass !== undefined && isFactoryClass(context, by.policyClass.use.name),
    // On demand: to find the mail hosts, every entry of every access-list on an interface is resolved.
    get hosts() {
      hosts ??= mailHosts(context).filter(isMet);
      return hosts;
    },
    get someHosts() {
      someHosts ??= someMailHosts(context, isMet, COUNTED);
      return someHosts;
    },
    get settled() {
      return isSettled(context, isMet) && this.someHosts.length === 0;
    },
  };
}

/** The device rejects a `match` of a list that is not there; undefined-name says so. */
function isRejected(context: Context, { policyClass }: Inspector): boolean {
  return context.whole && policyClass !== undefined && context.classMaps.has(policyClass.use.name) && !isDefinedClass(context, policyClass);
}

/** Hosts are exempt by a line of their own, and none of them is met all the same. */
function isSettled(context: Context, isMet: (host: MailHost) => boolean): boolean {
  return exemptingEntries(context).some(({ works }) => works) && !exemptedHosts(context).some(isMet);
}

type Ends = Pick<FlowClass, 'ingress' | 'source' | 'destination' | 'port'>;

/** Tells whether a host sends or receives one of the flows: of thousands of them, asked about thousands of hosts, the ends are found once. */
export function meeting(flows: readonly Ends[]): (host: MailHost) => boolean {
  let ends: readonly Ends[] | undefined;
  return (host) => {
    ends ??= endsByIngress(flows);
    return ends.some((flow) => sends(flow, host) || receives(flow, host));
  };
}

function endsByIngress(flows: readonly Ends[]): readonly Ends[] {
  return grouped(flows, ({ ingress, port }) => `${port} ${ingress.join()}`).map((same) => ({
    port: same[0].port,
    ingress: same[0].ingress,
    source: union(...same.map(({ source }) => source)),
    destination: union(...same.map(({ destination }) => destination)),
  }));
}

/**
 * The flows to a tcp port that are inspected: `perhaps` holds those of which the file cannot tell, too.
 *
 * @param reading how to read the documents where they can be read in two ways; undefined: what can be read either way is of `perhaps`
 */
export function inspectedFlows(context: Context, reading?: Reading, port = SMTP): InspectedFlows {
  return port === SMTP ? inspectedByReading(context, reading) : inspected(flowsUnder(partition(context, port), reading));
}

export interface InspectedFlows {
  readonly perhaps: readonly FlowClass[];
  readonly surely: readonly FlowClass[];
}

const inspectedByReading = partsBy(
  'inspected mail flows by reading',
  (context: Context, reading: Reading | undefined): InspectedFlows => inspected(mailFlowsUnder(context, reading)),
);

/**
 * The flows to any tcp port that are inspected as mail, or may be: `inspectedFlows` for every port at once.
 */
export function inspectedAnywhere(context: Context, reading?: Reading): readonly FlowClass[] {
  return everywhere(context).filter(
    ({ verdict }) => (reading === undefined ? verdict : verdictUnder(verdict, reading)).inspected !== false,
  );
}

const everywhere = part('inspected flows to any port', (context: Context): readonly FlowClass[] =>
  destinationPortClasses([context]).flatMap((ports) =>
    (itemAt(ports, 0)[0] === 25 ? mailFlows(context) : partition(context, itemAt(ports, 0)[0])).filter(
      ({ verdict }) => verdict.inspected !== false,
    ),
  ),
);

/** As `mailFlows`, the verdicts as they are if the documents are to be read in one way. */
export function mailFlowsUnder(context: Context, reading: Reading | undefined): readonly FlowClass[] {
  return flowsUnder(mailFlows(context), reading);
}

function flowsUnder(flows: readonly FlowClass[], reading: Reading | undefined): readonly FlowClass[] {
  if (reading === undefined || flows.every(({ verdict }) => verdict.readings === undefined)) return flows;
  return flows.map((flow) => ({ ...flow, verdict: verdictUnder(flow.verdict, reading) }));
}

function inspected(flows: readonly FlowClass[]): InspectedFlows {
  const perhaps = flows.filter(({ verdict }) => verdict.inspected !== false);
  return { perhaps, surely: perhaps.filter(({ verdict }) => verdict.inspected === true) };
}

/** The host is a source of the flows; where its interface is known, only those that enter there are its own. */
export function sends({ source, ingress }: Ends, { home, real }: MailHost): boolean {
  return (home === undefined || ingress.length === 0 || ingress.includes(home)) && has(source, real);
}

/** What stands behind the same interface reaches the host without the firewall. */
export function receives({ destination, ingress, port }: Ends, host: MailHost): boolean {
  const addresses =
    ingress.length === 0
      ? addressesWith(host, port)
      : ingress.filter((name) => name !== host.home).flatMap((name) => addressesAt(host, name, port));
  return addresses.some((address) => has(destination, address));
}

function has(set: AddressSet, text: string): boolean {
  // Of thousands of hosts that meet the one inspection of all traffic, none needs to be read.
  if (isAll(set)) return true;
  const address = parseAddress(text);
  return address !== undefined && contains(set, address);
}
