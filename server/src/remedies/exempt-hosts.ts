/**
 * Exempts mail hosts and keeps inspecting the rest (form b): `inspect esmtp` moves from its class to a class of its own, whose access-list
 * denies the hosts. Where such a class is there already, the entries are added to its list.
 */

import type { Configuration, Context, PolicyClass } from '../asa/model.ts';
import { READINGS } from '../facts/readings.ts';
import { accessListsOf, exemptingClasses, sparingEntries } from '../mail/exemptions.ts';
import { inspectedAnywhere, inspectedFlows, inspectionsInForce, meeting } from '../mail/inspections.ts';
import { hostAt, type MailHost, mailHosts, singleAddresses } from '../mail/mail-hosts.ts';
import { inspectSites, isMailInspection } from '../mail/sites.ts';
import type { Finding } from '../rules/finding.ts';
import { parseAddress } from '../sets/addresses.ts';
import { part } from '../text/analysis.ts';
import type { Change } from './change.ts';
import { entered } from './device.ts';
import { unlessTooLarge } from './effort.ts';
import { claim, namesIpv4Only, type Ports } from './exempting/claim.ts';
import { type Placement, plans } from './exempting/plans.ts';
import { notInPlace, notOfPart, whyNot } from './exempting/refusals.ts';
import { ASK, BEHIND, DOUBT, ID, namesOf, WITHOUT_IPV6, wordsFor } from './exempting/words.ts';
import { inFactoryPolicy, isPartOfFactoryPolicy, withFactoryLines } from './factory-policy.ts';
import { fixupsOff } from './no-fixup.ts';
import { lineFirst, obstacle } from './obstacles.ts';
import { type Compared, compare, handedOver, judge } from './proof.ts';
import { offered } from './proposing.ts';
import { isRefusal, type Offer, type Proposal, type Refusal, type Remedy } from './remedy.ts';

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
    ? [{ ...wordsFor(hosts, { behind: true }), cautions: [DOUBT], context, entries: entriesFor(hosts), proven }]
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

/** More actions than this are no help in a menu; the one for all hosts is there beside them. */
const MOST_SINGLE = 8;

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
  /** By how many readings of the documents it does what it promises. */
  readonly readings: number;
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
      const words = wordsFor(wanted, { behind: !isSure && placement === 'behind', ports });
      const cautions = [
        ...(isSure ? [] : [DOUBT]),
        ...(namesIpv4Only(context) && proof.changed.some(({ flow }) => flow.includes('any IPv6')) ? [WITHOUT_IPV6] : []),
        ...handedOver(proof),
      ];
      const proposal = { ...words, edits: change.edits, ...entered(context, change, ...cautions), proof };
      ways.push({ placement, proposal, readings: proof.readings.length });
      // What comes behind touches more.
      if (isSure) break;
    }
    const [best, ...others] = ways.sort((a, b) => b.readings - a.readings);
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
