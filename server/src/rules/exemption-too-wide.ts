/**
 * ## What the mail administrator sees
 * Nothing: mail works.
 *
 * ## What the firewall administrator sees
 * An entry with `any any` or a network in the access-list that exempts from the inspection.
 *
 * ## What causes it
 * The exemption was written in haste, or for a network in which the mail hosts stand. Every other host in it is exempt as well, a client that
 * sends spam too.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * object network MAIL
 *  host 192.0.2.25
 *  nat (inside,outside) static 203.0.113.25
 * access-list ESMTP_INSPECT extended deny tcp any 192.0.2.0 255.255.255.0 eq smtp
 * access-list ESMTP_INSPECT extended deny tcp 192.0.2.0 255.255.255.0 any eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * access-list OUTSIDE extended permit tcp any object MAIL eq smtp
 * access-group OUTSIDE in interface outside
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
 * Name the mail hosts. On the device:
 *
 * {{remedy narrow-exemption}}
 *
 * ## How to verify
 * `show access-list ESMTP_INSPECT` after new sessions: only mail hosts count in the `deny` lines.
 *
 * ## Sources
 * - TAC 117801 (documented): exempt the addresses of the mail appliances, inspect the rest.
 */

import type { AddressSpec, Context } from '../asa/model.ts';
import { spanOf } from '../asa/spans.ts';
import { exemptingEntries } from '../mail/exemptions.ts';
import { addressesOfMailHosts } from '../mail/mail-hosts.ts';
import { resolverOf } from '../policy/resolve.ts';
import { isEmpty, subtract } from '../sets/addresses.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'exemption-too-wide',
  language: 'cisco-asa',
  severity: 'information',
  summary: 'An exemption takes more than mail hosts: whole networks, or everybody, go uninspected.',
  advice: 'Name the mail hosts one by one',
  *check(context) {
    for (const { ace, accessList: list, works } of exemptingEntries(context)) {
      if (!isWide(context, ace.source) || !isWide(context, ace.destination)) continue;
      const everybody = isAny(ace.source) && isAny(ace.destination);
      const whom = everybody ? 'everybody' : 'whole networks';
      yield {
        range: spanOf(ace.statement),
        subject: { kind: 'entry', context, list, ace },
        message: `This ${works ? 'exempts' : 'was meant to exempt'} ${whom}, not only mail hosts: every host that it names sends mail past the inspection.`,
        confidence: works ? 'certain' : 'likely',
      };
    }
  },
};

/** More than single addresses, and more than the mail hosts that the configuration names. */
export function isWide(context: Context, spec: AddressSpec): boolean {
  if (isHosts(context, spec, new Set())) return false;
  const { yes, maybe } = resolverOf(context).addresses(spec);
  return !isEmpty(maybe) || !isEmpty(subtract(yes, addressesOfMailHosts(context)));
}

export function isAny({ kind }: AddressSpec): boolean {
  return kind === 'any' || kind === 'any4' || kind === 'any6';
}

/** Whether a spec is written as single addresses only, through objects and groups. */
function isHosts(context: Context, spec: AddressSpec, seen: Set<string>): boolean {
  switch (spec.kind) {
    case 'host':
    case 'bare':
    case 'fqdn':
    case 'interface':
      return true;
    case 'network':
      return spec.prefixLength === (spec.address.value?.includes(':') ? 128 : 32);
    case 'range':
      return spec.first.value === spec.last.value;
    case 'object': {
      const value = context.networkObjects.get(spec.use.name)?.value;
      return value === undefined || (value.kind !== 'object' && isHosts(context, value, seen));
    }
    case 'object-group': {
      if (seen.has(spec.use.name)) return true;
      seen.add(spec.use.name);
      return (context.objectGroups.get(spec.use.name)?.members ?? []).every((member) => {
        if (member.kind === 'address') return isHosts(context, member.address, seen);
        return member.kind !== 'group' || isHosts(context, { kind: 'object-group', use: member.use }, seen);
      });
    }
    default:
      return false;
  }
}
