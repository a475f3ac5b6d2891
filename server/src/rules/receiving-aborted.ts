/**
 * ## What the mail administrator sees
 * In `mail_logs` of an ESA: `Message aborted MID N Receiving aborted`, `Receiving aborted ICID N lost`, `ICID N lost`. The sender tries again, and the same message fails each time. `Receiving aborted by sender` is
 * another matter: there the sender gave up.
 *
 * ## What the firewall administrator sees
 * Syslog 108004 with the match that took the session, then 507003; counters of `drop-connection` in `show service-policy inspect esmtp`.
 *
 * ## What causes it
 * Sessions that end while a message is received: a limit of the ESMTP inspection map, the {{limit header line length}} octets of a header line above all, closes the connection, and neither side is told why. The time limit
 * of the appliance for incoming connections, a network fault or an impatient sender look the same.
 *
 * ```smtp bad
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 lost
 * Thu Aug 14 11:05:36 2014 Info: Message aborted MID 1404 Receiving aborted
 * Thu Aug 14 11:05:36 2014 Info: Message finished MID 1404 aborted
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 close
 * ```
 *
 * ```smtp good
 * Thu Aug 14 11:05:36 2014 Info: MID 1404 ready 494 bytes from <alice@example.net>
 * Thu Aug 14 11:05:36 2014 Info: Message finished MID 1404 done
 * Thu Aug 14 11:05:36 2014 Info: ICID 10293 close
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common log}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801 (documented): the lines, and the inspection as their cause.
 * - TAC 118295 (documented): `Receiving aborted` and `Receiving aborted by sender`.
 */

import { cite } from '../facts/fact.ts';
import { ABORTS_DELIVERIES } from '../facts/watched.ts';
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import { rangeOn } from '../text/lines.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'receiving-aborted',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'An appliance lost the connection while it received mail: the message did not arrive.',
  advice: 'Ask the firewall’s administrator for syslog 108004 and 507003 of these minutes',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

const ABORTED = new Set(['esa-message-aborted', 'esa-receiving-lost']);
const CAUSE = `A firewall that inspects SMTP is one cause (${cite(ABORTS_DELIVERIES)}); its syslog 108004 names the limit.`;

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  const lost = groups.filter(({ kind }) => kind === 'esa-connection-lost');
  const aborted = groups.filter(({ kind }) => ABORTED.has(kind));
  const related = lost.map(({ first }) => ({ range: rangeOn(first.line, first.start, first.end), message: 'A connection that was lost' }));
  for (const group of aborted) {
    yield reportOf(group, `The connection ended while a message was received: it did not arrive, and the sender tries again. ${CAUSE}`, {
      confidence: 'likely',
      related,
    });
  }
  // A lost connection alone is daily bread of a server on the internet.
  if (aborted.length > 0) return;
  for (const group of lost) {
    yield reportOf(
      group,
      `An incoming connection ended without QUIT. Scanners do this all day; if mail is missing, look at the firewall: ${CAUSE}`,
      { confidence: 'possible', severity: 'information' },
    );
  }
}
