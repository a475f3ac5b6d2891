/**
 * ## What the mail administrator sees
 * Messages that are aborted and tried again until they bounce: `Message aborted`, `Receiving aborted`, `lost connection while sending ...`.
 *
 * ## What the firewall administrator sees
 * A number behind `drop-connection` or `reset` that is not zero, and syslog 108004 and 507003 for each.
 *
 * ## What causes it
 * A match of the ESMTP inspection map took the session: the `match` line above the counter says which. The commonest is
 * `header line length gt {{limit header line length}}`, which DKIM, ARC, References and long To lines exceed.
 *
 * ```asa bad
 * Global policy:
 *   Service-policy: global_policy
 *     Class-map: inspection_default
 *       Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
 *         mask-banner, count 0
 *         match header line length gt 998
 *           drop-connection log, packet 41
 * ```
 *
 * ```asa good
 * Global policy:
 *   Service-policy: global_policy
 *     Class-map: inspection_default
 *       Inspect: esmtp _default_esmtp_map, packet 104468, drop 0, reset-drop 0
 *         mask-banner, count 0
 *         match header line length gt 998
 *           drop-connection log, packet 0
 * ```
 *
 * ## Remedy
 * Exempt the mail hosts from the inspection, or let the match log instead of drop; the findings in the configuration itself offer both.
 * To log only, on the device:
 *
 * ```asa
 * policy-map type inspect esmtp ESMTP_LOG
 *  match header line length gt 998
 *   log
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 *   inspect esmtp ESMTP_LOG
 * ```
 *
 * The way back: `no inspect esmtp ESMTP_LOG` and `inspect esmtp` in the same class, then `no policy-map type inspect esmtp ESMTP_LOG`.
 *
 * ## How to verify
 * `clear service-policy`, send the mail again in a new session, then `show service-policy inspect esmtp`: the counter stays at zero.
 *
 * ## Sources
 * - CG9, TAC 117801 (documented): the matches and actions of the default map.
 * - captures (seen): the sums do not add up to `drop`, so each counter is read by itself.
 */

import type { ShownCounter, ShownInspection } from '../asa/model.ts';
import { losesMail, lostMail } from '../mail/lost-mail.ts';
import { itemAt, lastOf } from '../text/at.ts';
import { rangeOn } from '../text/lines.ts';
import type { ConfigurationRule, Report } from './rule.ts';

export const rule: ConfigurationRule = {
  name: 'mail-loss-counted',
  language: 'cisco-asa',
  severity: 'warning',
  summary: 'The counters of `show service-policy inspect esmtp` show that the inspection has ended mail sessions.',
  advice: 'Exempt the mail hosts, or let this match `log` only',
  *check(context, { lines }) {
    for (const shown of context.shown) {
      const lost = shown.counters.filter(({ action, packets }) => losesMail(action) && packets > 0);
      yield* lost.map(report);
      if (lost.length === 0) yield* ofSums(shown, lines.text(shown.line));
    }
  },
};

function report({ kind, negated, limit, action, packets, line, start, end, matchLine }: ShownCounter): Report {
  const what = lostMail(kind, limit, negated) ?? `mail that matches \`${kind}\``;
  const done = action.startsWith('reset') ? 'reset' : 'closed';
  return {
    range: rangeOn(line, start, end),
    message: `The firewall has ${done} mail sessions here (${times(packets)}): it loses ${what}. The sender tries again, and fails in the same way.`,
    related: [{ range: rangeOn(matchLine, 0, 0), message: 'The match that takes them' }],
  };
}

/** The line `Inspect: esmtp MAP, packet N, drop N, reset-drop N`, where no counter below it tells more. */
function* ofSums({ line, drops, resetDrops }: ShownInspection, text: string): Iterable<Report> {
  const words = [drops > 0 ? `drop ${drops}` : '', resetDrops > 0 ? `reset-drop ${resetDrops}` : ''].filter((word) => word !== '');
  if (words.length === 0) return;
  const start = text.indexOf(itemAt(words, 0));
  const end = text.indexOf(lastOf(words)) + lastOf(words).length;
  yield {
    range: start < 0 ? rangeOn(line, 0, text.length) : rangeOn(line, start, end),
    message: `The inspection has thrown away ${drops + resetDrops} packets of mail sessions: mail is lost or late. The counters below do not say which match took them.`,
    advice: 'Syslog 108004 names the match each time: ask for the log of the firewall',
  };
}

function times(packets: number): string {
  return `${packets} packet${packets === 1 ? '' : 's'}`;
}
