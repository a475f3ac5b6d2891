/** How exemptions of hosts are called, and what they warn of. */
import type { MailHost } from '../../mail/mail-hosts.ts';
import { listed } from '../../text/listed.ts';
import type { Proposal, Words } from '../remedy.ts';
import type { Ports } from './claim.ts';

export const ID = 'exempt-hosts';

/** The form of many how-tos. */
export const BEHIND = 'exempt-hosts-behind';

/**
 * What the exemption of hosts is called.
 *
 * @param hosts at least one
 * @param how `behind`: by a class behind all others; `ports`: the only ones at which they are exempt
 */
export function wordsFor(
  hosts: readonly MailHost[],
  { behind = false, ports }: { readonly behind?: boolean; readonly ports?: Ports } = {},
): Words {
  const only = hosts.length === 1 ? hosts[0] : undefined;
  const whom = only === undefined ? `the mail hosts ${namesOf(hosts)}` : namesOf(hosts);
  const named = ports?.map((port) => `tcp/${port}`);
  const from = `from ESMTP inspection${named === undefined ? '' : ` of ${listed(named, 'and')}`}`;
  const id = behind ? BEHIND : ID;
  return {
    id: only === undefined ? id : `${id}:${only.address}`,
    title: `Exempt ${whom} ${from}${behind ? ', by a class behind the others' : ''}`,
    short: `Exempt ${only?.address ?? `the ${hosts.length} mail hosts`} ${behind ? 'by a class behind the others' : from}`,
    safety: 'unsafe',
  };
}

/** Asks for the address first: the file names no mail host. */
export const ASK: Proposal = {
  id: ID,
  title: 'Exempt a mail host from ESMTP inspection …',
  edits: [],
  commands: [],
  rollback: [],
  proof: undefined,
  safety: 'unsafe',
  asks: 'address',
};

/** The hosts by their names and addresses, the first four of them. */
export function namesOf(hosts: readonly MailHost[]): string {
  const names = hosts.slice(0, 4).map(({ address, label, real }) => {
    // Before 8.3 both addresses are exempted: a person may know the host by either.
    const also = [label === undefined ? '' : address, address === real ? '' : `real ${real}`].filter((it) => it !== '');
    return `${label ?? address}${also.length > 0 ? ` (${also.join(', ')})` : ''}`;
  });
  return listed([...names, ...(hosts.length > 4 ? [`${hosts.length - 4} more`] : [])], 'and');
}

export const DOUBT =
  'the documents can be read so that a class behind one with other inspections inspects nothing: the other hosts would then go uninspected';

export const WITHOUT_IPV6 = 'mail over IPv6, which the access-lists of this version do not name, goes uninspected too';
