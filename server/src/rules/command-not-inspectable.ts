/**
 * ## What the mail administrator sees
 * Nothing, as long as no firewall inspects the session. Behind one, the server answers this command with `500`, and what it was for is lost.
 *
 * ## What the firewall administrator sees
 * Nothing in the log; `Inspect: esmtp` counts the packet.
 *
 * ## What causes it
 * `inspect esmtp` lets {{count inspect}} commands through ({{commands inspect}}), `fixup protocol smtp` {{count fixup}} of them. BDAT, EXPN,
 * XCLIENT, XEXCH50 and all others become a run of `X`.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * EXPN users
 * 502 5.5.2 Command disabled
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * VRFY users
 * 252 2.0.0 Cannot verify
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801, KB Q295725 (documented): the commands that are let through.
 * - TAC 214630 (documented): commands that an ESA sends and the inspection overwrites.
 */

import { ESMTP_COMMANDS, FIXUP_COMMANDS } from '../facts/commands.ts';
import { cite } from '../facts/fact.ts';
import { type Command, placeOf } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { engineDoes, isAnswered, masksOf, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

/** STARTTLS has rules of its own; LHLO is never said on port 25. */
const PASSED = new Set([...ESMTP_COMMANDS.value, ...FIXUP_COMMANDS.value, 'STARTTLS', 'LHLO']);

export const rule: TranscriptRule = {
  name: 'command-not-inspectable',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A command that ESMTP inspection would overwrite, because it is not among those that it lets through.',
  advice: 'Behind an inspection, switch this off in the client, or have the host exempted',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      if (session.protocol === 'lmtp' || !isAnswered(session)) continue;
      const behind = signsOfFirewall(transcript, session).length > 0;
      // What was overwritten is told by its mask.
      const masked = new Set(masksOf(transcript, session).map(({ command }) => command));
      const overwritten = session.commands.filter((it) => isOverwritten(it) && !masked.has(it));
      for (const commands of grouped(overwritten, ({ verb }) => verb)) yield report(commands, behind);
    }
  },
};

/** A word that looks like a command and is not let through; what is X'd already has its own rule. */
function isOverwritten({ verb, utterance }: Command): boolean {
  return !utterance.tls && /^[A-Z][A-Z0-9-]{3,}$/.test(verb) && !/^X+$/.test(verb) && !PASSED.has(verb);
}

function report([command, ...again]: readonly Command[], behind: boolean): Report {
  const { verb, utterance } = sure(command);
  const overwrites = engineDoes(behind, 'overwrites it with X', 'overwrite it with X');
  return {
    range: placeOf(utterance, 0, verb.length),
    // In a session without any sign of a firewall this is normal mail.
    severity: behind ? 'information' : 'hint',
    confidence: behind ? 'likely' : 'possible',
    message: `${verb} is not among the commands that ESMTP inspection lets through: ${overwrites} (${cite(ESMTP_COMMANDS)}), and the server refuses what it gets.`,
    related: again.slice(0, 9).map((it) => ({ range: placeOf(it.utterance, 0, verb.length), message: 'The same command again' })),
  };
}
