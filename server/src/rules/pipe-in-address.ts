/**
 * ## What the mail administrator sees
 * The session ends at this command, without a reply, or the server refuses an address with a blank in it; mail to or from this address never passes.
 *
 * ## What the firewall administrator sees
 * Syslog 108003, `Terminating ESMTP connection; malicious pattern detected in the mail address`, or 108002, `SMTP replaced |`.
 *
 * ## What causes it
 * The inspection takes a pipe for an attempt to run a program. The documents disagree about what it then does: TAC 117801 has the session closed, and that it cannot be configured; the ASDM and CLI guides have the
 * character changed to a blank. Syslog has a message for each.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<alice|bob@example.net>
 * 250 2.1.0 Ok
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<alice-bob@example.net>
 * 250 2.1.0 Ok
 * ```
 *
 * ## Remedy
 * {{common exempt}}
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801 (documented): the session is closed, and that cannot be configured.
 * - ASDM and CLI guides (documented): the pipe is changed to a blank.
 * - SYS 108002, 108003 (documented): a message for each.
 */
import { type Command, placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { engineDoes, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'pipe-in-address',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A "|" in the address of MAIL or RCPT, at which ESMTP inspection closes the session, or which it makes a blank.',
  advice: 'Do without that address, or have the mail hosts exempted on the firewall',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      const masked = signsOfFirewall(transcript, session).length > 0;
      for (const command of session.commands) {
        const at = pipeOf(command);
        if (at < 0) continue;
        // One that was answered was let through.
        const behind = masked && command.reply === undefined;
        // A session without any sign of a firewall is in no danger by itself.
        yield {
          range: placeOf(command.utterance, at, at + 1),
          severity: behind ? 'warning' : 'information',
          confidence: behind ? 'likely' : 'possible',
          message: `A "|" in the address of ${command.verb}: ${engineDoes(behind, 'closes the session here, or puts a blank in its place', 'close the session here, or put a blank in its place')}; the documents disagree (TAC 117801, ASDM).`,
        };
      }
    }
  },
};

function pipeOf({ verb, utterance }: Command): number {
  return (verb === 'MAIL' || verb === 'RCPT') && !utterance.tls ? utterance.text.indexOf('|') : -1;
}
