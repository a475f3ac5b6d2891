/**
 * ## What the mail administrator sees
 * An exemption that was put in for the mail server, and mail that is damaged as before: masked keywords, no STARTTLS.
 *
 * ## What the firewall administrator sees
 * An error such as `ERROR: % Invalid input detected` when the line is entered, or a class-map without a `match` in the running configuration.
 *
 * ## What causes it
 * `match address` belongs to crypto maps. TAC 117801 prints it in a class-map by mistake, and its exemption was copied widely.
 *
 * ```asa bad
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * class-map MAIL_HOSTS
 *  match address MAIL_HOSTS
 * ```
 *
 * ```asa good
 * access-list MAIL_HOSTS extended permit tcp any host 192.0.2.25 eq smtp
 * class-map MAIL_HOSTS
 *  match access-list MAIL_HOSTS
 * ```
 *
 * ## Remedy
 * Write `match access-list`. On the device:
 *
 * {{remedy match-access-list}}
 *
 * ## How to verify
 * `show running-config class-map MAIL_HOSTS` shows the `match` line. Policy changes hold for new connections only: test with a new session.
 *
 * ## Sources
 * - CG8 (documented): the forms of `match` in a class-map.
 * - TAC 117801 prints the wrong form; that the device rejects it is inferred from CG8.
 */

import { spanOfWords } from '../asa/spans.ts';
import type { ConfigurationRule } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'class-map-match-address',
  language: 'cisco-asa',
  severity: 'error',
  summary: '`match address` does not exist in a class-map: the device rejects the line, and the class stays empty.',
  *check(context) {
    for (const classMap of context.classMaps.values()) {
      for (const match of classMap.matches) {
        if (match.kind !== 'address') continue;
        const list = match.use === undefined ? '' : ` ${match.use.name}`;
        yield {
          range: spanOfWords(match.statement, [match.keyword]),
          subject: { kind: 'class-match', context, classMap, match },
          message: `A class-map has no \`match address\`: the device rejects this line and the class matches nothing.`,
          advice: `Write \`match access-list${list}\``,
        };
      }
    }
  },
};
