/**
 * ## What the mail administrator sees
 * `500 #5.5.1 command not recognized` after STARTTLS, or a bare `250 OK` where `220` belongs. Mail goes in clear text, or waits until it bounces where TLS is required;
 * in both directions, since both pass the same firewall.
 *
 * ## What the firewall administrator sees
 * `match ehlo-reply-parameter others` / `mask, packet N` in `show service-policy inspect esmtp`, and no syslog 108007 (TLS started).
 *
 * ## What causes it
 * STARTTLS is not among the {{count inspect}} commands that the inspection lets through without `allow-tls`: it is overwritten with `X`, and the server refuses what it gets. A PIX 5.1 to
 * 6.x can put NOOP in its place. Where nothing in the session is masked, the server itself may not offer TLS. It is the server, and no firewall, where it answers `454` (its own TLS is broken, or it gives another reason of its own) or another code than
 * `500` and `502`, and where keywords stand in plain that an inspection masks; it is the client where STARTTLS comes before EHLO.
 *
 * ```smtp bad
 * 250-8BITMIME
 * 250-SIZE 14680064
 * 250 XXXXXXXA
 * STARTTLS
 * 500 #5.5.1 command not recognized
 * ```
 *
 * ```smtp good
 * 250-8BITMIME
 * 250-SIZE 14680064
 * 250 STARTTLS
 * STARTTLS
 * 220 2.0.0 Ready to start TLS
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
 * - RFC 3207, 4 (documented): 454, and that EHLO goes before.
 * - TAC 118550 (documented): `250 XXXXXXXA`, then `500 #5.5.1 command not recognized`; tests from inside succeed.
 * - SEC, SYS 108007 (documented): `allow-tls`.
 * - KB 320027 (documented): NOOP in the place of a command.
 */

import { KNOWN_KEYWORDS, NOOP_VERSIONS, SOMETIMES_KNOWN_KEYWORDS } from '../facts/masking.ts';
import { isOwnHost } from '../facts/own-hosts.ts';
import { logGroups, type RecordGroup } from '../smtp/logs/groups.ts';
import { type Command, placeOf, type Reply, type Session, type Transcript } from '../smtp/model.ts';
import { isKeyword } from '../smtp/protocol.ts';
import { hideRepeated } from '../smtp/secrets.ts';
import { lastOf, sure } from '../text/at.ts';
import type { Range } from '../text/lines.ts';
import { listed } from '../text/listed.ts';
import type { Confidence, Related } from './finding.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { askForExemption, LOOK_FOR_A_PROXY, TEST_FROM_INSIDE } from './shared/advice.ts';
import { masksOf, mayBeStarttls, signsOfFirewall } from './shared/evidence.ts';
import { signOfProxy } from './shared/in-its-place.ts';
import { reportOf } from './shared/log-reports.ts';

export const rule: TranscriptRule = {
  name: 'starttls-refused',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'The server refused STARTTLS, or never got it: the mail of this session is not encrypted.',
  advice: TEST_FROM_INSIDE,
  *check(transcript) {
    for (const session of transcript.sessions) {
      const asked = session.commands.filter((command) => command.verb === 'STARTTLS' && !command.utterance.tls);
      // What was taken in the end was refused in vain: for its place, or for a while.
      if (asked.some(({ reply }) => reply?.code === 220)) continue;
      const refused = inOrder(
        session,
        asked.filter(({ reply }) => isRefusal(reply)),
      );
      const broken = asked.find(({ reply }) => reply?.code === 454);
      if (broken !== undefined) yield reportBroken(sure(broken.reply));
      else if (refused.length > 0) yield reportRefusal(transcript, session, refused);
      else yield* reportOrphan(transcript, session);
    }
    yield* checkLog(logGroups(transcript));
  },
  checkLog,
};

/** The text of a 454 that is about the TLS of the server itself, as RFC 3207 means it, and not about load or a client that is unwelcome. */
const TLS_IS_BROKEN =
  /\b(?:TLS|SSL|certificate|(?:private|server) key)\b.*\b(?:not (?:available|supported|ready|found|configured|enabled)|unavailable|missing|error|fail\w*|problem|disabled|invalid|expired)\b|\b(?:unable|cannot|can't|could not|fail\w*|error|no|missing|problem|bad)\b.*\b(?:TLS|SSL|certificate|security subsystem|(?:private|server) key)\b/i;

/** More of a reply would bury the message. */
const QUOTED = 160;

/** RFC 3207, 4: "TLS not available due to temporary reason"; servers say more with 454. A command that was overwritten is not answered so. */
function reportBroken(reply: Reply): Report {
  const text = hideRepeated(
    reply.lines
      .map((line) => line.text.trim())
      .join(' ')
      .slice(0, 2 * QUOTED),
  );
  // A name in angle brackets is whom it refused.
  const tls = TLS_IS_BROKEN.test(text.replace(/<[^>]*>|\S*\.\S*\.\S+/g, ''));
  const meanwhile = 'Meanwhile mail goes without TLS, or waits where TLS is required.';
  const said = text === '' ? 'without a reason' : `with this reason: "${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}"`;
  return {
    range: codeOf(reply),
    severity: 'information',
    message: tls
      ? `The server knows STARTTLS and cannot do TLS just now: its own certificate, key or library is at fault (RFC 3207), and no firewall. ${meanwhile}`
      : `The server refused STARTTLS for now, ${said}. It knew the command: no firewall overwrote it. ${meanwhile}`,
    advice: tls
      ? 'Tell the postmaster of the server: its log names the error'
      : 'Try again later; if it stays, ask the postmaster of the server',
  };
}

const POSTMASTER = 'Ask the postmaster of the server: its log names the reason';

/** 5xx, or 250 where RFC 3207 has 220 alone: the reply to a NOOP. */
function isRefusal(reply: Reply | undefined): boolean {
  return reply !== undefined && ((reply.code >= 500 && reply.code < 600) || reply.code === 250);
}

/** Without those that came before EHLO, if others came behind it: these tell more. */
function inOrder(session: Session, refused: readonly Command[]): readonly Command[] {
  const behindHello = refused.filter((command) => !isBeforeHello(session, command));
  return behindHello.length > 0 ? behindHello : refused;
}

function reportRefusal(transcript: Transcript, session: Session, [command, ...again]: readonly Command[]): Report {
  const reply = sure(sure(command).reply);
  const keywords = masksOf(transcript, session).filter((mask) => mask.kind === 'keyword' && mayBeStarttls(mask));
  const quoted = masksOf(transcript, session).filter(
    (mask) => mask.kind === 'command' && mask.command === command && /^X{3}/.test(mask.shown),
  );
  const mask = keywords[0] ?? quoted[0] ?? masksOf(transcript, session)[0];
  const related: Related[] = [
    ...keywords.map(({ range }) => ({ range, message: 'The EHLO reply with a masked keyword that has the length of STARTTLS' })),
    ...quoted.map(({ range }) => ({ range, message: 'What reached the server in place of STARTTLS' })),
    ...again.map((it) => ({ range: codeOf(sure(it.reply)), message: 'Refused again' })),
  ];
  const report = (message: string, confidence: Confidence, advice?: string): Report => ({
    ...(advice === undefined ? {} : { advice }),
    range: codeOf(reply),
    message,
    confidence,
    related,
    ...(mask === undefined ? {} : { subject: { kind: 'mask', mask } }),
  });
  const exempt = askForExemption(mask?.where ?? { side: 'unknown' });
  const lost = 'The mail of this session is not encrypted; it waits or bounces where TLS is required.';
  if (reply.code === 250)
    return report(
      `STARTTLS was answered like a NOOP (250 instead of 220): a ${NOOP_VERSIONS.value} puts NOOP in the place of commands that it does not let through. ${lost}`,
      'likely',
      exempt,
    );
  if (quoted.length > 0)
    return report(
      `STARTTLS never reached the server: it quotes what it got, a run of X. A firewall overwrote the command. ${lost}`,
      'certain',
      exempt,
    );
  const unknown = reply.code === 500 || reply.code === 502;
  if (keywords.length > 0 && unknown)
    return report(
      `STARTTLS was overwritten on its way, most likely: the EHLO reply before it has a masked keyword of that length, and the server knows no such command. ${lost}`,
      'likely',
      exempt,
    );
  const offers = session.offers.filter(({ tls }) => !tls);
  const offered = offers.some(({ keywords: names }) => names.some(({ name }) => name === 'STARTTLS'));
  const behind = signsOfFirewall(transcript, session).length > 0;
  if (behind && unknown)
    return report(
      `STARTTLS was refused as an unknown command, and other texts of this session are masked: a firewall overwrote it, most likely. ${lost}`,
      'likely',
      exempt,
    );
  if (isBeforeHello(session, sure(command)))
    return report(
      unknown
        ? `STARTTLS was sent before EHLO and refused as unknown: a server may refuse it for its place, or for want of TLS, and only the reply to EHLO tells what it offers. ${lost}`
        : `STARTTLS was sent before EHLO, and the server refused it with ${reply.code}: the client has the order wrong (RFC 3207). ${lost}`,
      unknown ? 'possible' : 'likely',
      'Let the client say EHLO first, and see what is offered',
    );
  if (offered && unknown)
    return report(
      `The server offers STARTTLS and then does not know it: what it got was not what was sent. A firewall that overwrites commands does this. ${lost}`,
      'likely',
    );
  if (offered)
    return report(
      `The server offers STARTTLS and refuses it, knowing what it is: the reason is the server's own. ${lost}`,
      'certain',
      POSTMASTER,
    );
  const proxy = signOfProxy(transcript, session);
  if (proxy !== undefined)
    return report(
      `STARTTLS was refused, and perhaps not by the server: ${proxy.evidence}. A mail proxy or a virus scanner that answers in its place leaves STARTTLS out. ${lost}`,
      'possible',
      LOOK_FOR_A_PROXY,
    );
  if (!unknown)
    return report(
      `STARTTLS was refused with ${reply.code}, which is no answer to a command that a firewall overwrote: the reason is the server's own. ${lost}`,
      'likely',
      POSTMASTER,
    );
  if (isOwnHost(session.host))
    return report(
      `STARTTLS was refused by this machine itself, before which no firewall stands: it offers no TLS. ${lost}`,
      'likely',
      'Configure TLS in the server on this machine',
    );
  const whole = isListed(session);
  const plain = whole
    ? offers.flatMap(({ keywords: names }) => names.filter(({ name }) => isKeyword(name) && isMaskedByDefault(name)))
    : [];
  if (plain.length > 0) {
    const names = plain.slice(0, 3).map(({ name }) => name);
    const stand = names.length === 1 ? 'stands' : 'stand';
    return report(
      `The server does not offer STARTTLS. ${listed(names, 'and')} ${stand} in plain, which ESMTP inspection masks: none is at work on this path. ${lost}`,
      'likely',
      'Ask the postmaster of the server to offer TLS',
    );
  }
  const why = whole
    ? 'Nothing in this session is masked: the server does not offer TLS, or a firewall took the whole keyword away.'
    : 'This file does not show what the server offers: it may offer no TLS, or a firewall may have overwritten the command.';
  return report(`STARTTLS was refused. ${why} ${lost}`, 'possible');
}

/** Keywords that every inspection of ESMTP masks unless its map says otherwise; STARTTLS itself is a matter of the version. */
function isMaskedByDefault(name: string): boolean {
  return name !== 'STARTTLS' && ![...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value].includes(name);
}

/** The session begins in this file, and the client had not said EHLO yet. */
function isBeforeHello({ greeting, commands }: Session, command: Command): boolean {
  const before = commands.slice(0, commands.indexOf(command));
  return greeting !== undefined && !before.some(({ verb }) => verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO');
}

/** The file shows an EHLO reply to its end: some tools print the first line of a packet only, others the last line of a reply. */
function isListed({ offers, region }: Session): boolean {
  return offers.some(({ tls, reply: { lines } }) => !tls && lastOf(lines).separator !== '-' && (region.wholeReplies || lines.length > 1));
}

/** A refusal behind a masked keyword, in a file that shows the server's side only (a pipe into netcat): the command itself is not printed. */
function* reportOrphan(transcript: Transcript, session: Session): Iterable<Report> {
  const keywords = masksOf(transcript, session).filter((mask) => mask.kind === 'keyword' && mayBeStarttls(mask));
  const [keyword] = keywords;
  if (keyword === undefined) return;
  const reply = session.orphans.find(
    (orphan) => (orphan.code === 500 || orphan.code === 502) && codeOf(orphan).start.line > keyword.range.start.line,
  );
  if (reply === undefined) return;
  yield {
    range: codeOf(reply),
    confidence: 'possible',
    advice: askForExemption(keyword.where),
    message:
      'A command that this file does not show was refused as unknown, behind an EHLO reply with a masked keyword of the length of STARTTLS. If it was STARTTLS, a firewall overwrote it, and the mail of this session is not encrypted.',
    related: keywords.map(({ range }) => ({ range, message: 'The EHLO reply with a masked keyword that has the length of STARTTLS' })),
  };
}

function codeOf({ lines }: Reply): Range {
  return placeOf(lines[0].utterance, 0, 3);
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    if (group.kind !== 'esa-starttls-not-supported' || group.first.fields['what'] === 'deferring') continue;
    yield reportOf(
      group,
      'The server did not offer STARTTLS to this appliance, or refused it, and the mail went without TLS. If others get TLS from that server, a firewall on the way takes it out.',
      {
        confidence: 'possible',
        severity: 'information',
      },
    );
  }
}
