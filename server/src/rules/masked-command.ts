/**
 * ## What the mail administrator sees
 * `500 5.5.1 Command unrecognized: "XXXXXXXX"`, in the session or quoted in a bounce, though the client sent a real command; in the server's own log the X's
 * themselves. After five of them an ESA hangs up: `421 Exceeded bad SMTP command limit, disconnecting`.
 *
 * ## What the firewall administrator sees
 * Nothing but the packet counter of `Inspect: esmtp` in `show service-policy inspect esmtp`: this is no match of the map, it cannot be logged.
 *
 * ## What causes it
 * The inspection lets {{count inspect}} commands through ({{count fixup}} on a PIX up to 6.x), and STARTTLS with `allow-tls`. Every other command, BDAT, EXPN, XCLIENT, STARTTLS
 * and so on, is overwritten with `X`, its length kept.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * STARTTLS
 * 500 5.5.1 Command unrecognized: "XXXXXXXX"
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * XTEND
 * 500 5.5.1 Command unrecognized: "XTEND"
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * {{common allow-tls}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801, KB 320027 (documented): what the inspection overwrites.
 * - TAC 118550 (documented): the masked EHLO reply, STARTTLS refused, tests from inside that succeed.
 * - captures (seen): the form of the masked lines.
 * - TAC 214630 (documented): the commands an ESA knows.
 */

import type { MaskedText } from '../masking/masked.ts';
import { unmask } from '../masking/unmask.ts';
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import type { LogRecord, Session, Transcript } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { firstWord } from '../text/first-word.ts';
import { grouped } from '../text/grouped.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption, TEST_FROM_INSIDE } from './shared/advice.ts';
import { bestOf, guess } from './shared/evidence.ts';
import { maskReported, reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'masked-command',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A command reached the mail server as a run of X: a firewall on the way overwrote it.',
  advice: askForExemption({ side: 'unknown' }),
  *check(transcript) {
    for (const same of bySession(unmask(transcript))) yield reportMasks(same);
    yield* checkLog(groupsOf(newsOf(transcript)));
  },
  checkLog,
};

/** The masked commands; those of one session behind which the same command stands are told once. */
function bySession(masks: readonly MaskedText[]): (readonly MaskedText[])[] {
  const sessions = new Map<unknown, MaskedText[]>();
  for (const mask of masks) {
    if (mask.kind !== 'command' || mask.typedByHand || mask.record !== undefined || hasOwnRule(mask)) continue;
    const ofSession = sessions.get(mask.session);
    if (ofSession === undefined) sessions.set(mask.session, [mask]);
    else ofSession.push(mask);
  }
  return [...sessions.values()].flatMap((ofSession) => grouped(ofSession, (mask) => bestOf(mask)?.text.split(' ')[0] ?? mask.shown));
}

/** STARTTLS and EHLO that were refused, without an X to be seen: `starttls-refused` and `ehlo-refused` tell it. */
function hasOwnRule({ shown, command }: MaskedText): boolean {
  return !isRunOfX(shown) && (command?.verb === 'STARTTLS' || command?.verb === 'EHLO');
}

function isRunOfX(text: string): boolean {
  return /^X{3}/.test(text);
}

function reportMasks([mask, ...again]: readonly MaskedText[]): Report {
  const { confidence, range, shown } = sure(mask);
  const best = bestOf(sure(mask));
  const sent = best === undefined || !isRunOfX(shown) ? '' : ` What was sent is ${guess(best)}.`;
  const done =
    confidence === 'possible'
      ? 'This may be a command that a firewall overwrote on its way to the server'
      : 'A firewall overwrote this command on its way to the server, which refuses what it got';
  return {
    range,
    confidence,
    message: `${done}.${sent}${again.length === 0 ? '' : ` ${again.length + 1} times in this session.`}`,
    related: again.slice(0, 9).map((it) => ({ range: it.range, message: 'The same again' })),
    advice: confidence === 'possible' ? TEST_FROM_INSIDE : askForExemption(sure(mask).where),
    subject: { kind: 'mask', mask: sure(mask) },
  };
}

/** The lines of a log without those that tell of a masked command which a session of the file has told of. */
function newsOf(transcript: Transcript): LogRecord[] {
  const masks = unmask(transcript).filter(({ kind, record }) => kind === 'command' && record === undefined);
  // A record has the verb alone; what a mask shows may have its argument too.
  const told = new Set(masks.map(({ shown }) => firstWord(shown)));
  const telling = new Set(masks.map(({ session }) => session));
  return transcript.records.filter(({ line, fields: { shown } }) => {
    if (shown === undefined) return true;
    if (told.has(shown)) return false;
    const session = transcript.sessions.find(({ first, last }) => first <= line && line <= last);
    // A server that quotes what the client did send: somebody typed X.
    if (session === undefined) return true;
    return !(isMailData(session, line) || telling.has(session) || session.commands.some(({ verb }) => verb === shown));
  });
}

/** People write about such replies, in messages that are sent in the very sessions. */
function isMailData({ messages }: Session, line: number): boolean {
  return messages.some(({ headers, body }) =>
    [...headers.flatMap((header) => header.lines), ...body].some(({ pieces }) => pieces.some((piece) => piece.line === line)),
  );
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const match = maskReported(group, 'Request');
    if (match !== undefined)
      yield reportOf(
        group,
        `The firewall says that it overwrote a command (${match || 'it names no match'}): the server got X in its place, and refuses that.`,
      );
  }
  const masked = groups.filter(({ first }) => first.fields['shown'] !== undefined);
  const proven = masked.some(({ first }) => sure(first.fields['shown']).length > 4);
  for (const group of masked) {
    const { shown, argument } = group.first.fields;
    const certain = sure(shown).length > 4 || argument !== undefined;
    // People type XXXX to see what a server says; four X in a log prove nothing by themselves.
    if (!certain && !proven && group.kind !== 'quoted-masked-command') continue;
    const size = certain ? ` It had ${sure(shown).length} characters${sure(shown).length === 8 ? ', as STARTTLS has' : ''}.` : '';
    yield reportOf(
      group,
      `A command reached the server as "${shown}": a firewall on its way ${certain ? 'overwrote' : 'may have overwritten'} it, and the server refused it.${size}`,
      {
        confidence: certain ? 'certain' : 'possible',
      },
    );
  }
}
