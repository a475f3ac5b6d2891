/**
 * ## What the mail administrator sees
 * `Connection Error: DCID: N domain: D IP: A port: 25 details: [Errno 60] Operation timed out ... reason: network error` in `mail_logs` of an ESA; `lost connection with H while sending RCPT TO` or `message body` on Postfix. The mail waits and is
 * tried again.
 *
 * ## What the firewall administrator sees
 * Syslog 108004 and 507003 where a limit took the session; connection limits (`static ... tcp N M`, `set connection`) where many connections are refused.
 *
 * ## What causes it
 * The server is down or slow, the network is broken, a firewall drops what it should answer, or its inspection ended the session: after RCPT, more recipients than its limit of {{limit cmd RCPT count}}; in the message, a header line of more than {{limit header line length}} octets.
 *
 * ```smtp bad
 * Thu Aug 14 11:05:36 2014 Info: Connection Error: DCID: 1234 domain: example.com IP: 198.51.100.25 port: 25 details: [Errno 60] Operation timed out interface: 203.0.113.9 reason: network error
 * ```
 *
 * ```smtp good
 * Thu Aug 14 11:05:36 2014 Info: New SMTP DCID 1234 interface 203.0.113.9 address 198.51.100.25 port 25
 * Thu Aug 14 11:05:36 2014 Info: Message done DCID 1234 MID 1404 to RID [0]
 * Thu Aug 14 11:05:41 2014 Info: DCID 1234 close
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
 * - TAC 117801 (documented): the line of `mail_logs`, and the inspection as one of its causes.
 * - Postfix (documented): the messages; they have other causes as well.
 */

import { cite } from '../facts/fact.ts';
import { ABORTS_DELIVERIES } from '../facts/watched.ts';
import { whatIsLost } from '../mail/lost-mail.ts';
import { isOwn, logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import { sure } from '../text/at.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { defaultLimit } from './shared/limits.ts';
import { OWN_HOST, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'delivery-timed-out',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A delivery ended because the other side stopped answering.',
  advice: 'See whether that server answers on port 25 at all, from here and from elsewhere',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

/** Error 60 is ETIMEDOUT on the appliance's system, 110 on Linux. */
const TIMED_OUT = new Set(['60', '110']);

/** What the default map limits in each phase of a session. */
const LIMIT_BY_PHASE: Readonly<Record<string, string>> = { 'RCPT TO': 'cmd RCPT count', 'MAIL FROM': 'sender-address length' };

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const { errno, details, phase } = group.first.fields;
    const ended = `The connection ended while ${phase === 'message body' ? 'the message body' : phase} was sent.`;
    if (group.kind === 'esa-delivery-failed' && (TIMED_OUT.has(errno ?? '') || /timed? ?out/i.test(details ?? ''))) {
      yield reportOf(
        group,
        `A delivery timed out: the other side stopped answering, and the mail waits. A firewall on the way is one cause (${cite(ABORTS_DELIVERIES)}), a server that is down another.`,
        {
          confidence: 'possible',
        },
      );
    } else if (group.kind === 'postfix-lost-in-message' && isOwn(group.first)) {
      yield reportOf(group, `${ended} ${OWN_HOST}`, {
        severity: 'information',
        advice: 'Look in the log of that server or filter for why it ended',
      });
    } else if (group.kind === 'postfix-lost-in-message') {
      const kind = LIMIT_BY_PHASE[sure(phase)] ?? 'header line length';
      yield reportOf(
        group,
        `${ended} The default map of ESMTP inspection does this at ${whatIsLost(kind, defaultLimit(kind).limit)}; a network fault looks the same.`,
        {
          confidence: 'possible',
          severity: 'information',
          advice: 'Ask the firewall’s administrator for syslog 108004 and 507003 of these minutes',
        },
      );
    }
  }
}
