/**
 * ## What the mail administrator sees
 * Messages that are tried again and again until they bounce: `Message aborted` and `Receiving aborted` on an ESA, `lost connection while sending end of data` on Postfix.
 *
 * ## What the firewall administrator sees
 * Syslog 108004, `Dropped connection for`, `Reset connection for` or `Dropped`, with the match that took it; then 507003, `terminated by inspection engine`. `Class N` is the N-th match of the map: in the default map 1 command line, 2 recipients, 3 body line, 4 header line,
 * 5 sender address, 6 attachment name, 7 EHLO keywords.
 *
 * ## What causes it
 * A limit of the ESMTP inspection map that this message exceeds. The commonest is `header line length gt {{limit header line length}}`.
 *
 * ```smtp bad
 * %ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from outside:203.0.113.9/36459 to inside:198.51.100.25/25; matched Class 4: header line length gt 998
 * %ASA-4-507003: tcp flow from outside:203.0.113.9/36459 to inside:198.51.100.25/25 terminated by inspection engine, reason - inspector disconnected, dropped packet.
 * ```
 *
 * ```smtp good
 * %ASA-6-108007: TLS started on ESMTP session between client outside:203.0.113.9/36459 and server inside:198.51.100.25/25
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
 * - SYS 108004, 507003 (documented): the messages.
 * - CG9, TAC 117801 (documented): the default map and its order. That `Class N` counts its matches is seen in real logs (Class 2, Class 4).
 */

import { DEFAULT_MATCHES } from '../facts/defaults.ts';
import { lostMail } from '../mail/lost-mail.ts';
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import type { LogRecord } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { rangeOn } from '../text/lines.ts';
import type { Related } from './finding.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { mailSessions, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'firewall-dropped-mail',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The firewall says that it ended a mail session: the message did not arrive.',
  advice: 'Exempt the mail hosts from `inspect esmtp`, or let that match `log` only',
  check: (transcript) => checkLog(logGroups(transcript)),
  checkLog,
};

const DROPS: Readonly<Record<string, string>> = {
  Dropped: 'dropped packets of',
  'Dropped connection for': 'closed',
  'Reset connection for': 'reset',
};

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  const drops = groups.filter(({ kind, first }) => kind === 'asa-108004' && sure(first.fields['action']) in DROPS);
  const ended = groups.filter((group) => group.kind === 'asa-507003' && isMail(group.first));
  // 507003 follows each drop; it is news only where no 108004 tells the reason.
  const told = total(ended) <= total(drops);
  for (const group of drops) {
    const { action, match, info, classNumber } = group.first.fields;
    const reason =
      match === undefined ? `${info === undefined || info === '' ? 'it gives no reason' : info}.` : reasonOf(match, Number(classNumber));
    yield reportOf(
      group,
      `The firewall ${DROPS[sure(action)]} ${mailSessions(group)}: ${reason} The mail did not arrive, and each new try ends in the same way.`,
      {
        related: told ? endedBy(group, drops, ended) : [],
      },
    );
  }
  if (told) return;
  for (const group of ended) {
    yield reportOf(
      group,
      `An inspection of the firewall ended ${mailSessions(group)}: ${group.first.fields['reason']}. Mail is lost or late; syslog 108004 would name the limit that took it, and is not in this file, or logged less often.`,
      { advice: 'Ask the firewall’s administrator for syslog 108004 of these minutes' },
    );
  }
}

/** The first 507003 of each reason, at the drop that it follows. */
function endedBy(group: RecordGroup, drops: readonly RecordGroup[], ended: readonly RecordGroup[]): Related[] {
  const follows = ({ first }: RecordGroup) => drops.findLast((drop) => drop.first.line < first.line) === group;
  return ended
    .filter(follows)
    .map(({ first }) => ({ range: rangeOn(first.line, first.start, first.end), message: 'The flow that was then ended' }));
}

function total(groups: readonly RecordGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function isMail({ fields: { sourcePort, destinationPort } }: LogRecord): boolean {
  return sourcePort === '25' || destinationPort === '25';
}

/** What the match takes, and whether the default map has it at this place. `Class 4: header line length gt 998` */
function reasonOf(match: string, classNumber: number): string {
  const parts = /^(not )?(.+?) (?:gt|greater than) (\d+)$/.exec(match.replace(/^match /, ''));
  const kind = parts?.[2]?.replace(/^MIME/, 'mime');
  const mail = kind === undefined ? undefined : lostMail(kind, Number(sure(parts)[3]), sure(parts)[1] !== undefined);
  const theirs = DEFAULT_MATCHES[classNumber - 1]?.value;
  const isDefault = theirs !== undefined && theirs.kind === kind && String(theirs.limit) === sure(parts)[3];
  // A text that we cannot read proves nothing about the map.
  const isOwn = mail !== undefined || classNumber > DEFAULT_MATCHES.length;
  const map = isDefault ? ' (as in the default map)' : isOwn ? ' (not as in the default map, so a map of its own is in force)' : '';
  return `match ${classNumber} of its map, "${match}"${map}, takes ${mail ?? 'what it names'}.`;
}
