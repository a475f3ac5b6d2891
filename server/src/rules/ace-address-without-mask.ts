/**
 * ## What the mail administrator sees
 * An exemption for the mail server that does not work: the access-list behind it lacks the line.
 *
 * ## What the firewall administrator sees
 * An error such as `ERROR: % Incomplete command` when the line is entered, and an access-list without it in the running configuration.
 *
 * ## What causes it
 * A single address is written `host 192.0.2.25`, a network `192.0.2.0 255.255.255.0`. TAC 117801 prints a bare address by mistake.
 *
 * ```asa bad
 * access-list MAIL_HOSTS extended permit ip any 192.0.2.25
 * access-list MAIL_HOSTS extended permit ip 192.0.2.25 any
 * ```
 *
 * ```asa good
 * access-list MAIL_HOSTS extended permit ip any host 192.0.2.25
 * access-list MAIL_HOSTS extended permit ip host 192.0.2.25 any
 * ```
 *
 * ## Remedy
 * Write `host` before the address. On the device:
 *
 * {{remedy host-keyword}}
 *
 * ## How to verify
 * `show access-list MAIL_HOSTS` shows the line. Policy changes hold for new connections only: test with a new session.
 *
 * ## Sources
 * - CG8, CG9 (documented): the forms of an address in an access-list entry.
 * - TAC 117801 prints the wrong form; that the device rejects it is unverified.
 */

import type { AccessList, Ace, AddressSpec, AddressUse, Context, Statement } from '../asa/model.ts';
import { spanOfWords } from '../asa/spans.ts';
import { canonicalAddress } from '../sets/address-text.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'ace-address-without-mask',
  language: 'cisco-asa',
  severity: 'error',
  summary: 'An access-list entry names an address with neither `host` nor a mask: the device rejects the line.',
  *check(context) {
    for (const { list, ace, spec } of bareAddresses(context)) {
      const { word } = spec.address;
      yield {
        range: spanOfWords(ace.statement, [word]),
        subject: { kind: 'entry', context, list, ace, address: spec },
        message: `This address has neither \`host\` nor a mask, so the device rejects the line and ${list.name} lacks it.`,
        advice: `Write \`host ${word.text}\``,
        confidence: 'likely',
      };
    }
  },
};

type BareAddress = Extract<AddressSpec, { kind: 'bare' }>;

/** The addresses of extended entries that surely have neither `host` nor a mask. */
export function* bareAddresses(context: Context): Iterable<{ readonly list: AccessList; readonly ace: Ace; readonly spec: BareAddress }> {
  for (const list of context.accessLists.values()) {
    if (list.kind !== 'extended') continue;
    for (const ace of list.rejected) {
      for (const end of ENDS) {
        const spec = ace[end];
        if (spec.kind === 'bare' && isSurelyBare(spec.address, ace.statement)) yield { list, ace, spec };
      }
    }
  }
}

const ENDS = ['source', 'destination'] as const;

/** What can stand behind an address that is whole. Anything else may be a mask that we cannot read: `x.x.x.x`, `/24`. */
const FOLLOWS: ReadonlySet<string> = new Set(
  'any any4 any6 host object object-group interface eq neq lt gt range log inactive time-range'.split(' '),
);

/** Not a text that somebody put in the place of an address, nor one whose mask is there in some other form. */
function isSurelyBare({ word, value }: AddressUse, { words }: Statement): boolean {
  if (value === undefined) return false;
  const next = words[words.findIndex(({ start }) => start === word.start) + 1]?.text.toLowerCase();
  return next === undefined || FOLLOWS.has(next) || canonicalAddress(next) !== undefined;
}
