/**
 * ## What the mail administrator sees
 * `500` or `502` after EHLO, or a bare `250 OK` in place of the list of keywords; the client then says HELO. Mail goes in clear text, logins fail.
 *
 * ## What the firewall administrator sees
 * `fixup protocol smtp 25` in the configuration of a PIX up to 6.x.
 *
 * ## What causes it
 * `fixup protocol smtp` lets seven commands through, and EHLO is not one of them. It is overwritten with `X`, or a PIX 5.1 to 6.x puts NOOP in its place, whose reply is a bare
 * `250 OK`. A server that knows no ESMTP at all refuses it by itself, as some test tools do, and so does one that speaks LMTP (`use LHLO`). A `4xx` behind a masked greeting is worse than `500`: the sender does not
 * fall back to HELO, and tries again until the mail bounces.
 *
 * ```smtp bad
 * 220 ************************2****
 * EHLO client.example.net
 * 500 5.5.1 Command unrecognized
 * HELO client.example.net
 * 250 mx.example.com
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 STARTTLS
 * ```
 *
 * ## Remedy
 * On the PIX; before, `fixup protocol smtp 25` stands in the configuration, after, it does not:
 *
 * ```asa
 * no fixup protocol smtp 25
 * ```
 *
 * The way back: `fixup protocol smtp 25`. Without the port the `no` form puts port 25 back. `fixup` knows neither `allow-tls` nor an exemption for single hosts; on 7.0 and later,
 * `no inspect esmtp` in `class inspection_default`, and back `inspect esmtp`.
 *
 * ## How to verify
 * A new session from outside after `show fixup` no longer lists `smtp`; the same from inside answers EHLO with a list of keywords all the time.
 * On 7.0 and later `show service-policy inspect esmtp` shows whether the inspection still counts packets.
 *
 * ## Sources
 * - KB Q295725, KB 320027 (documented): the seven commands, NOOP in the place of a command.
 * - TAC 117801 (documented): what `inspect esmtp` added, EHLO among it.
 */
import { NOOP_VERSIONS } from '../facts/masking.ts';
import { isOwnHost } from '../facts/own-hosts.ts';
import { WITH_FIXUP } from '../facts/versions.ts';
import { type Command, placeOf, type Reply, type Session, type Transcript } from '../smtp/model.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { TEST_FROM_INSIDE } from './shared/advice.ts';
import { masksOf, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'ehlo-refused',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'EHLO was refused, so the session has none of the extensions of ESMTP: no TLS, no AUTH, no SIZE.',
  advice: TEST_FROM_INSIDE,
  *check(transcript) {
    for (const session of transcript.sessions) {
      if (masksOf(transcript, session).some(({ typedByHand }) => typedByHand)) continue;
      const asked = session.commands.filter(({ verb, utterance }) => verb === 'EHLO' && !utterance.tls);
      // Said again and understood, it was mistyped, or came too early.
      if (asked.some(({ reply }) => reply?.code === 250 && reply.lines.length > 1)) continue;
      const [command] = asked;
      if (command?.reply !== undefined) yield* checkReply(transcript, session, command, command.reply);
    }
  },
};

const NO_FIXUP = 'Ask who runs the firewall for `no fixup protocol smtp 25`, or an exemption';

function* checkReply(transcript: Transcript, session: Session, command: Command, reply: Reply): Iterable<Report> {
  const behind = signsOfFirewall(transcript, session).length > 0;
  const [first] = reply.lines;
  const range = placeOf(first.utterance, 0, 3);
  const related = [{ range: placeOf(command.utterance), message: 'The EHLO that it answers' }];
  const lost = 'The session falls back to plain SMTP: no TLS, no AUTH.';
  if (reply.code >= 500 && isLmtp(session, reply)) {
    const message =
      'This server speaks LMTP, which begins with LHLO: the client is set up for the wrong protocol, or the wrong port. No firewall does this.';
    yield { range, message, related, severity: 'information', advice: 'Give the client the port that speaks SMTP, or let it say LHLO' };
  } else if (reply.code === 500 || reply.code === 502) {
    const message = behind
      ? `EHLO did not reach the server: a firewall with "fixup protocol smtp" (${WITH_FIXUP.value}) overwrites it, and this session has other masks. ${lost}`
      : isOwnHost(session.host)
        ? `EHLO was refused as unknown by this machine itself, before which no firewall stands. ${lost}`
        : `EHLO was refused as unknown. A PIX with "fixup protocol smtp" does this, and so does a server without ESMTP; nothing else in this session tells which. ${lost}`;
    yield { range, message, related, confidence: behind ? 'likely' : 'possible', ...(behind ? { advice: NO_FIXUP } : {}) };
  } else if (reply.code >= 400 && reply.code < 500 && behind) {
    yield {
      range,
      related,
      confidence: 'possible',
      message: `EHLO was answered with ${reply.code} behind a masked greeting: a sender takes that for a fault that passes, says no HELO, and defers its mail until it bounces. The firewall may have overwritten EHLO; the server may also have a reason of its own.`,
    };
  } else if (
    reply.code === 250 &&
    session.region.wholeReplies &&
    reply.lines.length === 1 &&
    behind &&
    /^(?:2\.0\.0 )?ok\b/i.test(first.text)
  ) {
    yield {
      range,
      related,
      confidence: 'likely',
      advice: NO_FIXUP,
      message: `EHLO was answered like a NOOP: behind a masked greeting this is a ${NOOP_VERSIONS.value}, which puts NOOP in the place of commands that it does not let through. ${lost}`,
    };
  }
}

/** By what the server says, in its greeting too, or because LHLO was then understood. */
function isLmtp({ protocol, greeting }: Session, { lines }: Reply): boolean {
  return protocol === 'lmtp' || [...(greeting?.lines ?? []), ...lines].some(({ text }) => /\bL(?:HLO|MTP)\b/.test(text));
}
