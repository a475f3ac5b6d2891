/**
 * Mail to it, or mail from it, is still damaged.
 *
 * ## What the mail administrator sees
 * TLS works for incoming mail and fails for outgoing mail, or the other way round.
 *
 * ## What the firewall administrator sees
 * One `deny` entry for the host in the access-list of the inspecting class; its mirror image is missing.
 *
 * ## What causes it
 * A connection is judged by its first packet: mail that the host receives has it as destination, mail that it sends has it as source. Each
 * direction needs an entry of its own.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list ESMTP_INSPECT extended deny tcp any host 192.0.2.25 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy
 *  class ESMTP_INSPECT
 *   inspect esmtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ```asa good
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * access-list ESMTP_INSPECT extended deny tcp any host 192.0.2.25 eq smtp
 * access-list ESMTP_INSPECT extended deny tcp host 192.0.2.25 any eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy
 *  class ESMTP_INSPECT
 *   inspect esmtp
 * service-policy global_policy global
 * : end
 * ```
 *
 * ## Remedy
 * Add the entry for the other direction; the port stays at the destination. On the device:
 *
 * {{remedy add-missing-direction}}
 *
 * ## How to verify
 * Send a message from the host in a new session: `show service-policy inspect esmtp` counts no packet of it.
 *
 * ## Sources
 * - CG8 (documented): for tcp the flow counts, not the packet; return traffic is not matched again.
 * - `deny` in a class map's access-list means "not in this class": unverified wording, standard use.
 */

import type { AccessList, Ace, AddressSpec, Context } from '../asa/model.ts';
import { spanOf } from '../asa/spans.ts';
import { LIKELIER } from '../facts/readings.ts';
import { type ExemptingEntry, exemptingClasses, exemptingEntries } from '../mail/exemptions.ts';
import { mailFlowsUnder, receives, sends } from '../mail/inspections.ts';
import { hostAt, type MailHost, singleAddresses } from '../mail/mail-hosts.ts';
import type { FlowClass } from '../policy/flow.ts';
import { resolverOf } from '../policy/resolve.ts';
import { type AddressSet, intersect, isEmpty, union } from '../sets/addresses.ts';
import { part } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import { stillInspectedBy } from './exemption-without-effect.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'exemption-one-way',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'Only one direction of a mail host is exempt from the inspection.',
  advice: 'Add the same entry for the other direction',
  *check(context) {
    for (const { entry, role, hosts } of oneWayEntries(context)) {
      const [exempt, missing] = role === 'destination' ? ['to', 'from'] : ['from', 'to'];
      yield {
        range: spanOf(entry.ace.statement),
        subject: { kind: 'entry', context, list: entry.accessList, ace: entry.ace },
        message: `This ${entry.works ? 'exempts' : 'names'} only mail ${exempt} ${hosts.map(({ address }) => address).join(', ')}: mail ${missing} it is still inspected and loses STARTTLS or is dropped.`,
        confidence: 'likely',
      };
    }
  },
};

interface OneWay {
  readonly entry: ExemptingEntry;
  /** Where the entry names the hosts. */
  readonly role: 'source' | 'destination';
  readonly hosts: readonly MailHost[];
}

/** Entries that name hosts in one direction only, and those hosts, in the order of the configuration. */
export const oneWayEntries = part('entries of one way', findOneWay);

function findOneWay(context: Context): readonly OneWay[] {
  const entries = exemptingEntries(context);
  if (entries.length === 0) return [];
  const inspected = mailFlowsUnder(context, LIKELIER.value).filter(({ verdict }) => verdict.inspected === true);
  const idle = idleLists(context);
  const named = namedIn(context, entries);
  return entries.flatMap((entry) => {
    const side = hostSide(context, entry.ace);
    if (side === undefined) return [];
    const other = side.role === 'destination' ? 'source' : 'destination';
    const inOtherDirection = sure(named.get(entry.accessList))[other];
    const hosts = side.hosts.filter((host) => {
      // An entry for the other direction that fails for another reason has a finding of its own.
      if (host.addresses.some((address) => inOtherDirection.has(address))) return false;
      if (!entry.works) return !idle.has(entry.accessList.name);
      return !takes(inspected, side.role, host) && takesMost(context, inspected, other, host, entry.ace[other]);
    });
    return hosts.length === 0 ? [] : [{ entry, role: side.role, hosts }];
  });
}

/** Lists of classes that exempt nobody, and need not: nothing inspects their mail. */
function idleLists(context: Context): ReadonlySet<string> {
  const idle = exemptingClasses(context).filter((exempting) => stillInspectedBy(context, exempting).length === 0);
  return new Set(idle.flatMap(({ accessLists }) => accessLists.map(({ name }) => name)));
}

/** The side on which an entry names single hosts, where the other side is not a host too. */
function hostSide(context: Context, ace: Ace): { readonly role: OneWay['role']; readonly hosts: readonly MailHost[] } | undefined {
  const [source, destination] = [ace.source, ace.destination].map((spec) =>
    singleAddresses(context, spec).map((named) => hostAt(context, named)),
  );
  if (sure(source).length > 0 === sure(destination).length > 0) return undefined;
  return sure(source).length > 0 ? { role: 'source', hosts: sure(source) } : { role: 'destination', hosts: sure(destination) };
}

type NamedAddresses = Readonly<Record<OneWay['role'], Set<string>>>;

/** The single addresses that the entries of each list name, by the side on which they stand. */
function namedIn(context: Context, entries: readonly ExemptingEntry[]): ReadonlyMap<AccessList, NamedAddresses> {
  const lists = new Map<AccessList, NamedAddresses>();
  for (const { ace, accessList } of entries) {
    const named = lists.get(accessList) ?? { source: new Set(), destination: new Set() };
    lists.set(accessList, named);
    for (const role of ['source', 'destination'] as const)
      for (const { address } of singleAddresses(context, ace[role])) named[role].add(address);
  }
  return lists;
}

function takes(flows: readonly FlowClass[], role: OneWay['role'], host: MailHost): boolean {
  return flows.some((flow) => isOf(flow, role, host));
}

function isOf(flow: FlowClass, role: OneWay['role'], host: MailHost): boolean {
  return role === 'source' ? sends(flow, host) : receives(flow, host);
}

/** Whether mail between the host and most of those for whom the entry exempts the other direction is inspected: not only that of its neighbours. */
function takesMost(context: Context, flows: readonly FlowClass[], role: OneWay['role'], host: MailHost, peers: AddressSpec): boolean {
  const other = role === 'source' ? 'destination' : 'source';
  const { yes } = resolverOf(context).addresses(peers);
  const taken = union(...flows.filter((flow) => isOf(flow, role, host)).map((flow) => intersect(flow[other], yes)));
  return !isEmpty(taken) && 2 * size(taken) >= size(yes);
}

/** How many addresses, of the family that has any: IPv4 where both have. */
function size({ v4, v6 }: AddressSet): number {
  if (v4.length > 0) return v4.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return v6.reduce((sum, [first, last]) => sum + Number(last - first) + 1, 0);
}
