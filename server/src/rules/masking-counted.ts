/**
 * ## What the mail administrator sees
 * `250-XXXXXXXA` in place of `250-STARTTLS`, a greeting of asterisks, and mail without TLS in both directions.
 *
 * ## What the firewall administrator sees
 * `mask, packet 2555` under `match ehlo-reply-parameter others`, or `mask-banner, count 639`.
 *
 * ## What causes it
 * The inspection map masks every EHLO keyword that it does not know, STARTTLS among them, and the greeting of the server.
 *
 * ```asa bad
 * Global policy:
 *   Service-policy: global_policy
 *     Class-map: inspection_default
 *       Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
 *         mask-banner, count 0
 *         match ehlo-reply-parameter others
 *           mask, packet 2555
 * ```
 *
 * ```asa good
 * Global policy:
 *   Service-policy: global_policy
 *     Class-map: inspection_default
 *       Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
 *         mask-banner, count 0
 *         match ehlo-reply-parameter others
 *           mask, packet 0
 * ```
 *
 * ## Remedy
 * Exempt the mail hosts from the inspection, or allow TLS in a map of its own; the findings in the configuration itself offer both.
 * To stop the inspection for every host, on the device:
 *
 * ```asa
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 * ```
 *
 * The way back is `inspect esmtp` in the same class.
 *
 * ## How to verify
 * `clear service-policy`, open a new session from outside, then `show service-policy inspect esmtp`: the counter stays at zero, and EHLO
 * shows `250-STARTTLS`.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): what the default map masks.
 * - TAC 118550 (documented): what the mail administrator sees.
 */
import type { ShownCounter } from '../asa/model.ts';
import { rangeOn } from '../text/lines.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'masking-counted',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'The counters of `show service-policy inspect esmtp` show that the inspection overwrites banners or EHLO keywords.',
  advice: 'Exempt the mail hosts, or inspect with a map that has `allow-tls`',
  *check(context) {
    for (const { counters } of context.shown) {
      for (const counter of counters) {
        if (counter.packets === 0) continue;
        if (counter.kind === 'mask-banner') yield banner(counter);
        else if (counter.action === 'mask') yield keywords(counter);
      }
    }
  },
};

function banner({ packets, line, start, end }: ShownCounter): Report {
  return {
    range: rangeOn(line, start, end),
    message: `The firewall has overwritten the greeting of mail servers with asterisks, ${packets} times. Senders such as Postfix then fall back to HELO and send without TLS.`,
    advice: 'Exempt the mail hosts, or inspect with a map that has `no mask-banner`',
  };
}

function keywords({ kind, packets, line, start, end, matchLine }: ShownCounter): Report {
  const what =
    kind === 'cmd verb'
      ? 'commands, which the server then refuses'
      : 'EHLO keywords, STARTTLS among those it does not know, so that mail goes without TLS';
  return {
    range: rangeOn(line, start, end),
    message: `The firewall is overwriting ${what}: ${packets} packets so far.`,
    related: [{ range: rangeOn(matchLine, 0, 0), message: 'The match that masks them' }],
  };
}
