/**
 * Exempts mail hosts and keeps inspecting the rest (form b): `inspect esmtp` moves from its class to a class of its own, whose access-list
 * denies the hosts. Where such a class is there already, the entries are added to its list.
 */

import type { AccessList, ClassMap, Configuration, Context, PolicyClass, PolicyMap, Statement } from '../asa/model.ts';
import { READINGS } from '../facts/readings.ts';
import { ANY_IS_BOTH_FAMILIES, isAtLeast } from '../facts/versions.ts';
import { portsOf, trafficAt, trafficOf } from '../mail/class-traffic.ts';
import { accessListsOf, exemptingClasses, sparingEntries } from '../mail/exemptions.ts';
import { inspectedAnywhere, inspectedFlows, inspectionsInForce, mailFlows, meeting } from '../mail/inspections.ts';
import { hostAt, type MailHost, mailHosts, singleAddresses } from '../mail/mail-hosts.ts';
import { type InspectSite, inspectSites, isMailInspection } from '../mail/sites.ts';
import type { FlowClass } from '../policy/flow.ts';
import { untranslations, type View } from '../policy/nat.ts';
import { interfaceNames } from '../policy/routing.ts';
import { exampleOf, whyOpen } from '../policy/verdict.ts';
import type { Finding } from '../rules/finding.ts';
import { type AddressSet, isEmpty, parseAddress, single, subtract, union } from '../sets/addresses.ts';
import { type Intervals, includes } from '../sets/intervals.ts';
import { part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { listed } from '../text/listed.ts';
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
} from './access-lists.ts';
import { type Change, combine } from './change.ts';
import { entered } from './device.ts';
import { unlessTooLarge } from './effort.ts';
import { inFactoryPolicy, isPartOfFactoryPolicy, withFactoryLines } from './factory-policy.ts';
import { freeName } from './names.ts';
import { fixupsOff } from './no-fixup.ts';
import { lineFirst, lineOf, obstacle } from './obstacles.ts';
import {
  appendClass,
  type ClassText,
  classText,
  dropLastClass,
  inspectText,
  isLastClass,
  landingOfClassMaps,
  leftOutOf,
  linesOf,
  newClassMap,
  rematch,
  replacePolicyMap,
  takeOut,
} from './policies.ts';
import { type Claim, type Compared, compare, handedOver, isUndecided, judge } from './proof.ts';
import { offered } from './proposing.ts';
import { isRefusal, type Offer, type Proposal, type Refusal, type Remedy, type Words } from './remedy.ts';

const ID = 'exempt-hosts';

export const remedy: Remedy = {
  id: ID,
  rules: [
    'inspection-hides-starttls',
    'inspection-masks-banner',
    'inspection-drops-mail',
    'exemption-without-effect',
    'exemption-after-inspection',
  ],
  propose(configuration, finding) {
    const found = hostsFor(finding);
    if (found === undefined) return [];
    const { context, hosts, ports } = found;
    if (hosts.length === 0) return [{ ...ASK, context, proven: () => ASK }];
    const groups = [...(hosts.length > 1 ? [hosts] : []), ...hosts.slice(0, MOST_SINGLE).map((host) => [host])];
    const offers = groups.flatMap((group) => offer(configuration, context, group, ports));
    const isDoubted = isPartOfFactoryPolicy(context) || offers[0]?.cautions?.includes(DOUBT);
    const ranked = offers.map((one, index) => (index === 0 && !isDoubted ? { ...one, preferred: true } : one));
    return [...ranked, ...(context.whole && groups[0] !== undefined ? behind(configuration, context, groups[0], ports) : [])];
  },
};

/** One group of hosts, and the exemption of it that can be made; in a fragment it is told only by making it. */
function offer(configuration: Configuration, context: Context, hosts: readonly MailHost[], ports: Ports): Offer[] {
  const ask = () => exempt(configuration, context, hosts, { ports });
  if (!canBeExempt(context, hosts)) return context.whole ? [] : offered(context, ask());
  return [
    {
      ...wordsFor(hosts),
      context,
      entries: entriesFor(hosts),
      proven: () => {
        const answer = ask();
        return isRefusal(answer) ? undefined : answer;
      },
    },
  ];
}

/** The form of many how-tos, where the preferred one is another. */
function behind(configuration: Configuration, context: Context, hosts: readonly MailHost[], ports: Ports): Offer[] {
  const proven = () => {
    const answer = exempt(configuration, context, hosts, { inPlace: true, ports });
    return isRefusal(answer) || !answer.id.startsWith(BEHIND) ? undefined : answer;
  };
  return canBeExempt(context, hosts) && mayStandBehind(context)
    ? [{ ...wordsFor(hosts, 'behind'), cautions: [DOUBT], context, entries: entriesFor(hosts), proven }]
    : [];
}

/** How many entries deny them: one from each of their addresses, and one to it. */
function entriesFor(hosts: readonly MailHost[]): number {
  return 2 * hosts.reduce((sum, { addresses }) => sum + addresses.length, 0);
}

/** Whether the readings of the documents can differ: a class of the policy that inspects mail has other inspections, too. */
function mayStandBehind(context: Context): boolean {
  return inspectSites(context).some(({ policyClass }) =>
    policyClass.actions.some((each) => each.feature === 'inspect' && !isMailInspection(each)),
  );
}

/** What needs no proof: mail of the hosts is inspected, and by a policy of classes. */
function canBeExempt(context: Context, hosts: readonly MailHost[]): boolean {
  return (
    hosts.some(meeting(inspectedAnywhere(context))) && !inspectionsInForce(context).some(({ inspector }) => inspector.fixup !== undefined)
  );
}

function wordsFor(hosts: readonly MailHost[], placement: Placement | 'whole' = 'whole', ports?: Ports): Words {
  const [first] = hosts;
  const whom = hosts.length === 1 ? namesOf(hosts) : `the mail hosts ${namesOf(hosts)}`;
  const inShort = hosts.length === 1 ? sure(first).address : `the ${hosts.length} mail hosts`;
  const id = placement === 'behind' ? BEHIND : ID;
  const from = `from ESMTP inspection${
    ports === undefined
      ? ''
      : ` of ${listed(
          ports.map((port) => `tcp/${port}`),
          'and',
        )}`
  }`;
  return {
    id: hosts.length === 1 ? `${id}:${sure(first).address}` : id,
    title: `Exempt ${whom} ${from}${placement === 'behind' ? ', by a class behind the others' : ''}`,
    short: `Exempt ${inShort} ${placement === 'behind' ? 'by a class behind the others' : from}`,
    safety: 'unsafe',
  };
}

/** The form of many how-tos. */
const BEHIND = 'exempt-hosts-behind';

/** More actions than this are no help in a menu; the one for all hosts is there beside them. */
const MOST_SINGLE = 8;

const ASK: Proposal = {
  id: ID,
  title: 'Exempt a mail host from ESMTP inspection …',
  edits: [],
  commands: [],
  rollback: [],
  proof: undefined,
  safety: 'unsafe',
  asks: 'address',
};

/** The ports at which mail is to be inspected no more, where not all can be had; undefined: those where the file has mail inspected. */
type Ports = readonly number[] | undefined;

/** Whom a finding is about; undefined when there is nothing to exempt anybody from. */
interface Meant {
  readonly context: Context;
  readonly hosts: readonly MailHost[];
  readonly ports?: Ports;
}

function hostsFor({ subject }: Finding): Meant | undefined {
  switch (subject?.kind) {
    case 'class':
      return hostsOfClass(subject.context, subject.policyClass);
    case 'unapplied':
      return { context: subject.context, hosts: mailHosts(subject.context) };
    case 'inspection':
      // A fixup has no classes.
      if (subject.inspection.inspector.action === undefined) return undefined;
      return { context: subject.context, hosts: subject.inspection.hosts, ports: subject.inspection.ports };
    default:
      return undefined;
  }
}

function hostsOfClass(context: Context, policyClass: PolicyClass): Meant | undefined {
  const spared = sparingEntries(context, policyClass);
  if (spared.length === 0 && !exemptingClasses(context).some((it) => it.policyClass === policyClass)) return undefined;
  const entries = spared.length > 0 ? spared : accessListsOf(context, policyClass.use.name).flatMap((list) => [...list.entries]);
  const specs = entries.flatMap((ace) => [ace.source, ace.destination]);
  const meant = distinct(specs.flatMap((spec) => singleAddresses(context, spec)).map((named) => hostAt(context, named)));
  return { context, hosts: meant.length > 0 ? meant : mailHosts(context) };
}

function distinct(hosts: readonly MailHost[]): readonly MailHost[] {
  return [...new Map(hosts.map((host) => [host.address, host])).values()];
}

/**
 * Exempts hosts from the inspection of mail in one context.
 * @param hosts addresses, real or translated, IPv4 or IPv6
 * @param ports those that must be exempt, where not every port can be; undefined: any where the file has mail inspected
 * @param inPlace puts the class that inspects the rest behind those that are there, though the documents leave it in doubt that it does
 */
export function exemptHosts(
  configuration: Configuration,
  context: Context,
  hosts: readonly string[],
  options: Exempting = {},
): Proposal | Refusal {
  const unreadable = hosts.find((text) => parseAddress(text) === undefined);
  if (unreadable !== undefined)
    return { refused: `${unreadable} is not an IP address: name each host by its address, as 192.0.2.25 or 2001:db8::25.` };
  if (hosts.length === 0) return { refused: 'No host to exempt was named: name at least one, by its address.' };
  const labels = labelsOf(context);
  const wanted = distinct(hosts.map((address) => hostAt(context, { address, label: labels.get(address) })));
  return exempt(configuration, context, wanted, options);
}

interface Exempting {
  readonly inPlace?: boolean;
  readonly ports?: Ports;
}

function exempt(
  configuration: Configuration,
  context: Context,
  wanted: readonly MailHost[],
  { inPlace = false, ports }: Exempting,
): Proposal | Refusal {
  const propose = (whole: Configuration, its: Context) => {
    const ways = waysIn(whole, its, wanted, ports);
    if ('refused' in ways) return ways;
    const isPart = its !== context;
    const way = inPlace || isPart ? ways.find(({ placement }) => placement !== 'aside') : ways[0];
    if (way === undefined) return { refused: inPlace ? notInPlace(its, wanted) : notOfPart(wanted) };
    return isPart ? inDoubt(way.proposal) : way.proposal;
  };
  return unlessTooLarge(
    () =>
      obstacle(configuration, context) ??
      withFactoryLines(configuration, context, propose) ??
      (isFragment(context) ? inFactoryPolicy(configuration, context, propose) : propose(configuration, context)),
  );
}

/**
 * A policy map that is built of what a fragment shows would take away, for everybody, what the fragment does not show: there a class is
 * put behind the others. The factory's class has other inspections, too, so the documents leave a doubt about that.
 */
function inDoubt(proposal: Proposal): Proposal {
  return { ...proposal, cautions: [...new Set([DOUBT, ...(proposal.cautions ?? [])])] };
}

function notOfPart(hosts: readonly MailHost[]): string {
  return `No class behind those that this part of a configuration shows could be shown to exempt ${namesOf(hosts)} and nothing else, and a policy map that is built of a part may lack inspections that the device has. Add \`show running-config class-map\`, \`policy-map\` and \`service-policy\`, and ask again.`;
}

/** What the mail hosts are called, by each of their addresses; where several share one, the first of them. */
function labelsOf(context: Context): ReadonlyMap<string, string | undefined> {
  return new Map(
    mailHosts(context)
      .toReversed()
      .flatMap(({ addresses, label }) => addresses.map((address) => [address, label])),
  );
}

/** A fragment that shows no service policy: where mail is inspected is not in the file. */
function isFragment(context: Context): boolean {
  return !context.whole && context.servicePolicies.length === 0 && context.fixups.length === 0;
}

/** One of the ways to exempt the same hosts. */
interface Way {
  readonly placement: Placement;
  readonly proposal: Proposal;
}

/** The best one first: that which holds however the documents are read, then that which touches least. */
type Ways = readonly [Way, ...Way[]];

const answers = part('ways to exempt hosts', (_: Context) => new Map<string, Ways | Refusal>());

/** Several findings about one inspection have the same remedy: it is proven once. */
function waysIn(configuration: Configuration, context: Context, wanted: readonly MailHost[], ports: Ports): Ways | Refusal {
  const known = answers(context);
  const key = JSON.stringify([wanted.map(({ address }) => address), ports]);
  const answer = known.get(key) ?? findWays(configuration, context, wanted, ports);
  known.set(key, answer);
  return answer;
}

function findWays(configuration: Configuration, context: Context, wanted: readonly MailHost[], asked: Ports): Ways | Refusal {
  const met = wanted.filter(meeting(inspectedAnywhere(context)));
  if (met.length === 0) return { refused: `Mail of ${namesOf(wanted)} is not inspected: nothing to do.`, settled: true };
  const fixup = inspectionsInForce(context).find(({ inspector }) => inspector.fixup !== undefined);
  if (fixup !== undefined) {
    return {
      refused: `${lineFirst(context.lines, fixup.statement)}: a PIX up to 6.x knows no exemption for single hosts. What turns the inspection off, for all: ${fixupsOff(context)}.`,
    };
  }
  // One change may be all that several promises ask for.
  const known = new Map<string, Compared | undefined>();
  const compared = ({ edits }: Change) => {
    const key = JSON.stringify(edits);
    if (!known.has(key)) known.set(key, compare(configuration, context, edits));
    return known.get(key);
  };
  for (const ports of portsToMend(context, met, asked)) {
    const ways: Way[] = [];
    for (const { placement, change } of plans(configuration.lines, context, met, ports)) {
      const all = compared(change);
      const proof = all && judge(all, claim(context, met, ports));
      if (proof === undefined) continue;
      const isSure = proof.readings.length === READINGS.length;
      const words = wordsFor(wanted, isSure ? 'whole' : placement, ports);
      const cautions = [
        ...(isSure ? [] : [DOUBT]),
        ...(namesIpv4Only(context) && proof.changed.some(({ flow }) => flow.includes('any IPv6')) ? [WITHOUT_IPV6] : []),
        ...handedOver(proof),
      ];
      ways.push({ placement, proposal: { ...words, edits: change.edits, ...entered(context, change, ...cautions), proof } });
      // What comes behind touches more.
      if (isSure) break;
    }
    const [best, ...others] = ways.sort((a, b) => sure(b.proposal.proof).readings.length - sure(a.proposal.proof).readings.length);
    if (best !== undefined) return [best, ...others];
  }
  return { refused: whyNot(context, met) };
}

/** Where no change ends the inspection on every port, one that does so on some says in its title on which; first that which mends most. */
function* portsToMend(context: Context, hosts: readonly MailHost[], asked: Ports): Iterable<Ports> {
  yield undefined;
  const ports = asked ?? [...new Set(inspectionsInForce(context).flatMap((inspection) => inspection.ports))].sort((a, b) => a - b);
  const met = ports.filter((port) => hosts.some(meeting(inspectedFlows(context, undefined, port).perhaps)));
  if (met.length > 1) yield met;
  for (const port of met) yield [port];
}

const DOUBT =
  'the documents can be read so that a class behind one with other inspections inspects nothing: the other hosts would then go uninspected';

function notInPlace(context: Context, hosts: readonly MailHost[]): string {
  const [site] = inspectSites(context);
  return `No class behind the others of policy-map ${sure(site).policyMap.name} (${lineOf(context.lines, sure(site).action.statement)}) could be shown to exempt ${namesOf(hosts)} and nothing else. A policy map that is built aside and swapped for it can: ask for that, without \`--in-place\`.`;
}

function whyNot(context: Context, hosts: readonly MailHost[]): string {
  const head = `No change could be shown to exempt ${namesOf(hosts)} and nothing else`;
  const missing = inspectSites(context).flatMap(({ policyClass }) => missingOf(context, policyClass))[0];
  if (missing !== undefined) return `${head}: \`${missing}\` is not in the file. Add it and ask again.`;
  const unknown = isUndecided(context);
  if (unknown !== undefined)
    return `${head}: what ${lineOf(context.lines, unknown.statement)} translates is not in the file, and class maps of this version name translated addresses. Add it and ask again.`;
  const hidden = perhapsShown(context).find(
    ({ fromPort, translation: { mapped } }) => mapped?.kind === 'interface' && fromPort !== undefined,
  );
  if (hidden !== undefined)
    return `${head}: ${lineOf(context.lines, hidden.translation.statement)} translates to the address of an interface, which is not in the file. Add its \`ip address\` and ask again.`;
  const site = inspectSites(context).find((each) => mayTake(context, each, hosts, undefined));
  const left = site && leftOutOf(context.lines, site.policyMap);
  if (left !== undefined) {
    const text = context.lines.text(left).trim();
    return `${head}: line ${left + 1} (\`${text}\`) stands for lines that the file leaves out. Put them in (\`show running-config policy-map\`) and ask again.`;
  }
  const open = mailFlows(context).find((flows) => flows.verdict.inspected === 'unknown' && hosts.some(meeting([flows])));
  if (site === undefined)
    return open === undefined
      ? `${head}.`
      : `${head}, for it is not known whether its mail is inspected: ${whyOpen(context, exampleOf(open, open.port))}.`;
  return `${head}: what class ${site.policyClass.use.name} of ${lineOf(context.lines, site.action.statement)} takes cannot be said in an access-list, or another class takes the mail then. Give the mail hosts a class of their own by hand.`;
}

/** The definitions without which nobody can tell what a class takes. */
function missingOf(context: Context, { use }: PolicyClass): readonly string[] {
  if (use.name === 'class-default') return [];
  const classMap = context.classMaps.get(use.name);
  if (classMap === undefined) return [`class-map ${use.name}`];
  return classMap.matches.flatMap((match) =>
    match.kind === 'access-list' && !context.accessLists.has(match.use.name) ? [`access-list ${match.use.name}`] : [],
  );
}

const WITHOUT_IPV6 = 'mail over IPv6, which the access-lists of this version do not name, goes uninspected too';

function namesOf(hosts: readonly MailHost[]): string {
  const names = hosts.slice(0, 4).map(({ address, label, real }) => {
    // Before 8.3 both addresses are exempted: a person may know the host by either.
    const also = [label === undefined ? '' : address, address === real ? '' : `real ${real}`].filter((it) => it !== '');
    return `${label ?? address}${also.length > 0 ? ` (${also.join(', ')})` : ''}`;
  });
  return listed([...names, ...(hosts.length > 4 ? [`${hosts.length - 4} more`] : [])], 'and');
}

/**
 * The hosts are no longer inspected, and no flow changes that none of them sends or receives, or may receive.
 *
 * @param ports the only ones at which they are promised to be inspected no more; undefined: all
 */
function claim(context: Context, hosts: readonly MailHost[], ports: Ports): Claim {
  const ipv4Only = namesIpv4Only(context);
  const own = setOf(hosts.flatMap(({ addresses }) => addresses));
  const forwarded = hosts.some(({ mapped }) => mapped.some(({ port }) => port !== undefined));
  const shown = perhapsShownAs(context, own);
  return {
    // What default inspection traffic has of IPv6 cannot be named in a class of its own then.
    allows: ({ source, destination, after, ports }) =>
      (after.inspected === false &&
        (within(source, own) ||
          within(destination, forwarded ? setOf(hosts.flatMap((host) => addressesWithAll(host, ports))) : own) ||
          (ipv4Only && source.v4.length === 0))) ||
      (after.inspected === 'unknown' &&
        within(destination, union(...shown.filter((view) => isForAll(view.fromPort, ports)).map(({ from }) => from)))),
    holds: (after, reading) => {
      const left =
        ports === undefined ? [inspectedAnywhere(after, reading)] : ports.map((port) => inspectedFlows(after, reading, port).perhaps);
      return !left.some((flows) => hosts.some(meeting(flows)));
    },
  };
}

/** The addresses of a host at each of some ports. */
function addressesWithAll({ real, mapped }: MailHost, ports: Intervals<number>): readonly string[] {
  return [real, ...mapped.filter(({ port }) => isForAll(port, ports)).map(({ address }) => address)];
}

/** @param port the one that a translation is for; undefined: every port */
function isForAll(port: number | undefined, ports: Intervals<number>): boolean {
  return port === undefined || ports.every(([first, last]) => first === port && last === port);
}

function setOf(texts: readonly string[]): AddressSet {
  return union(...texts.map(parseAddress).flatMap((address) => (address === undefined ? [] : [single(address)])));
}

/** Before 9.0 the `any` of an access-list is IPv4. */
function namesIpv4Only({ version }: Context): boolean {
  return isAtLeast(version, ANY_IS_BOTH_FAMILIES.value) === false;
}

/** The translations by which hosts may be known on an interface whose own address the file does not tell. */
function perhapsShownAs(context: Context, hosts: AddressSet): readonly View[] {
  return perhapsShown(context).filter(({ target }) => within(target, hosts));
}

function perhapsShown(context: Context): readonly View[] {
  return interfaceNames(context).flatMap((name) => untranslations(context, name).filter(({ peers }) => isEmpty(peers.yes)));
}

function within(set: AddressSet, other: AddressSet): boolean {
  return isEmpty(subtract(set, other));
}

/** Changes that may do it, by how little they touch. The proof decides. */
function* plans(
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
function mayTake(context: Context, { policyMap, policyClass }: InspectSite, hosts: readonly MailHost[], ports: Ports): boolean {
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
type Placement = 'nowhere' | 'behind' | 'aside';
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
    const places = { classMaps: first, lists: above };
    for (const site of sites) if (!this.mend(site, places, placement)) return undefined;
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
