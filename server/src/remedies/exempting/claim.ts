/** What an exemption of hosts promises, which its proof holds it to. */
import type { Context } from '../../asa/model.ts';
import { ANY_IS_BOTH_FAMILIES, isAtLeast } from '../../facts/versions.ts';
import { inspectedAnywhere, inspectedFlows, meeting } from '../../mail/inspections.ts';
import type { MailHost } from '../../mail/mail-hosts.ts';
import { untranslations, type View } from '../../policy/nat.ts';
import { interfaceNames } from '../../policy/routing.ts';
import { type AddressSet, isEmpty, parseAddress, single, subtract, union } from '../../sets/addresses.ts';
import type { Intervals } from '../../sets/intervals.ts';
import type { Claim } from '../proof.ts';

/** The ports at which mail is to be inspected no more, where not all can be had; undefined: those where the file has mail inspected. */
export type Ports = readonly number[] | undefined;

/**
 * The hosts are no longer inspected, and no flow changes that none of them sends or receives, or may receive.
 *
 * @param ports the only ones at which they are promised to be inspected no more; undefined: all
 */
export function claim(context: Context, hosts: readonly MailHost[], ports: Ports): Claim {
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
export function namesIpv4Only({ version }: Context): boolean {
  return isAtLeast(version, ANY_IS_BOTH_FAMILIES.value) === false;
}

/** The translations by which hosts may be known on an interface whose own address the file does not tell. */
function perhapsShownAs(context: Context, hosts: AddressSet): readonly View[] {
  return perhapsShown(context).filter(({ target }) => within(target, hosts));
}

export function perhapsShown(context: Context): readonly View[] {
  return interfaceNames(context).flatMap((name) => untranslations(context, name).filter(({ peers }) => isEmpty(peers.yes)));
}

function within(set: AddressSet, other: AddressSet): boolean {
  return isEmpty(subtract(set, other));
}
