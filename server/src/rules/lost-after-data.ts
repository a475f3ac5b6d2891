/**
 * ## What the mail administrator sees
 * `lost connection ... while sending end of data -- message may be sent more than once`, `conversation ... timed out while sending end of data` (Postfix), `SMTP timeout ... after sending data block` (Exim), `connection died. Possible duplicate!` (qmail). The recipient may
 * get the message several times.
 *
 * ## What the firewall administrator sees
 * On an old PIX nothing. Where a limit of the map took the message: syslog 108004 and 507003.
 *
 * ## What causes it
 * One of several: a PIX that loses the final `CR LF . CR LF` when it is split over packets (CSCds90792); a limit of the inspection map, whose reset looks the same to the sender; a server that is busy with the
 * message for too long; a network fault.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<b@example.com>
 * 250 2.1.5 Ok
 * DATA
 * 354 End data with <CR><LF>.<CR><LF>
 * Subject: hello
 *
 * Hello
 * .
 * Connection closed by foreign host.
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<b@example.com>
 * 250 2.1.5 Ok
 * DATA
 * 354 End data with <CR><LF>.<CR><LF>
 * Subject: hello
 *
 * Hello
 * .
 * 250 2.0.0 Ok: queued
 * QUIT
 * 221 2.0.0 Bye
 * Connection closed by foreign host.
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common log}}
 *
 * On the sending side, Postfix sends the final dot in a packet of its own to a host with a masked greeting (`smtp_pix_workarounds = delay_dotcrlf`).
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - KB Q295725 (documented): CSCds90792, the split final dot.
 * - Postfix, Exim, qmail (documented): the messages; they have other causes as well.
 * - TAC 117801 (documented): the limits that end a session.
 */

import { isOwn, logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import { type Message, type Note, placeOf, type Session } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { signsOfFirewall } from './shared/evidence.ts';
import { OWN_HOST, reportOf } from './shared/log-reports.ts';

const CAUSES =
  'A PIX that loses a final dot split over packets, a limit of the inspection map, a slow server and a network fault all look like this';

const KINDS: ReadonlySet<string> = new Set(['postfix-lost-after-data', 'exim-lost-after-data', 'qmail-lost-after-data']);

export const rule: TranscriptRule = {
  name: 'lost-after-data',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'The message was sent, and no reply to its final dot came: it will be sent again, and may arrive twice.',
  advice: 'Ask the recipient whether it came, and the firewall for syslog 108004 and 507003',
  *check(transcript) {
    for (const session of transcript.sessions) {
      for (const message of session.messages) {
        const end = endOfConnection(session, message);
        if (end === undefined || sure(message.end).tls) continue;
        const behind = signsOfFirewall(transcript, session).length > 0;
        yield {
          range: placeOf(sure(message.end)),
          confidence: 'possible',
          message: `No reply to the final dot: the sender cannot know whether the message arrived, and sends it again. ${CAUSES}${behind ? '; this session has passed a firewall that masks' : ''}.`,
          related: [
            {
              range: {
                start: { line: end.line, character: 0 },
                end: { line: end.line, character: transcript.lines.text(end.line).length },
              },
              message: 'What came instead',
            },
          ],
        };
      }
    }
    yield* checkLog(logGroups(transcript));
  },
  checkLog,
};

/** How the connection ended behind a final dot that nobody answered; undefined where the file just stops, or goes on. */
function endOfConnection({ notes, events }: Session, { end, endReply }: Message): Note | undefined {
  if (end === undefined || endReply !== undefined) return undefined;
  const line = placeOf(end).start.line;
  if (events.some((event) => event.kind === 'reply' && placeOf(event.lines[0].utterance).start.line > line)) return undefined;
  return notes.find((note) => note.line > line && (note.note === 'closed' || note.note === 'reset' || note.note === 'timeout'));
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (!KINDS.has(group.kind)) continue;
    const lost = 'The message went out, and no reply to its final dot came: it is sent again, and may arrive several times.';
    if (isOwn(group.first))
      yield reportOf(group, `${lost} ${OWN_HOST}`, { advice: 'Look in the log of that server or filter for what held it up' });
    else yield reportOf(group, `${lost} ${CAUSES}.`, { confidence: 'possible' });
  }
}
