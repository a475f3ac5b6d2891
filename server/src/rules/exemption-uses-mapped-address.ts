/**
 * A class map's access-list sees real addresses from then on.
 *
 * ## What the mail administrator sees
 * The exemption is in place, and mail of the host is inspected as before.
 *
 * ## What the firewall administrator sees
 * The public address of the mail server in the access-list of the class, often left over from an upgrade from 8.2 or older.
 *
 * ## What causes it
 * Up to 8.2 such access-lists named the translated address, from 8.3 on they name the real one.
 *
 * ```asa bad
 * : Saved
 * ASA Version 9.1(5)
 * hostname gateway
 * object network MAIL
 *  host 192.0.2.25
 *  nat (inside,outside) static 203.0.113.25
 * access-list ESMTP_INSPECT extended deny tcp any host 203.0.113.25 eq smtp
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
 * object network MAIL
 *  host 192.0.2.25
 *  nat (inside,outside) static 203.0.113.25
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
 * Write the real address. On the device:
 *
 * {{remedy real-address}}
 *
 * ## How to verify
 * `show access-list ESMTP_INSPECT` after a new session: the `deny` line counts a hit.
 *
 * ## Sources
 * - That class maps name real addresses from 8.3 on: unverified wording, standard use.
 */

import type { AddressSpec, Context } from '../asa/model.ts';
import { spanOfWords } from '../asa/spans.ts';
import { REAL_ADDRESSES } from '../facts/versions.ts';
import { exemptingEntries } from '../mail/exemptions.ts';
import { hostAt, singleAddresses } from '../mail/mail-hosts.ts';
import { namesRealAddresses } from '../policy/nat.ts';
import { resolverOf } from '../policy/resolve.ts';
import { contains, parseAddress, union } from '../sets/addresses.ts';
import type { Confidence } from './finding.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'exemption-uses-mapped-address',
  language: 'cisco-asa',
  severity: 'warning',
  summary: `From ${REAL_ADDRESSES.value} on, an exemption that names the translated address of a mail host exempts nobody.`,
  *check(context) {
    if (!namesRealAddresses(context)) return;
    const realOf = realAddresses(context);
    for (const { ace, accessList: list } of exemptingEntries(context)) {
      for (const spec of [ace.source, ace.destination]) {
        for (const { address } of singleAddresses(context, spec)) {
          const real = realOf(address);
          if (real === undefined) continue;
          const report: Report = {
            range: spanOfWords(ace.statement, [wordOf(spec)]),
            subject: { kind: 'entry', context, list, ace, address: spec },
            message: `${address} is the translated address of ${real}. From ${REAL_ADDRESSES.value} on, class maps name real addresses (${REAL_ADDRESSES.mark}, standard use), so this exempts nobody.`,
            advice: `Write ${real}`,
            confidence: 'likely' satisfies Confidence,
          };
          yield report;
        }
      }
    }
  },
};

/** Tells the real address of a host by what mail to it is translated from; nothing of an address that is somebody's real one. */
export function realAddresses(context: Context): (address: string) => string | undefined {
  const statics = context.translations.filter(({ isStatic }) => isStatic);
  const own = union(...statics.flatMap(({ real }) => (real === undefined ? [] : [resolverOf(context).addresses(real).yes])));
  return (text) => {
    const address = parseAddress(text);
    const isReal = address === undefined || contains(own, address);
    const { real } = hostAt(context, { address: text, label: undefined });
    return isReal || real === text ? undefined : real;
  };
}

/** The word of an entry in which an address or the name of an object is written. */
export function wordOf(spec: AddressSpec) {
  switch (spec.kind) {
    case 'host':
    case 'network':
    case 'bare':
      return spec.address.word;
    case 'range':
      return spec.first.word;
    case 'object':
    case 'object-group':
    case 'interface':
      return spec.use.word;
    default:
      return spec.word;
  }
}
