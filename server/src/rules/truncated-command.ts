/**
 * ## What the mail administrator sees
 * The server answers `501` or `500`.
 *
 * ## What the firewall administrator sees
 * Nothing in the log that names it.
 *
 * ## What causes it
 * A script that builds the command from an empty variable, a line that was cut on its way. Truncated commands are among the signatures that the inspection watches.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<alice@example.net
 * 501 5.1.7 Bad sender address syntax
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 250 mx.example.com
 * MAIL FROM:<alice@example.net>
 * 250 2.1.0 Ok
 * ```
 *
 * ## Remedy
 * Let the client send the whole command. Nothing on the firewall is to blame: `no inspect esmtp` (and back, `inspect esmtp`) does not mend it.
 *
 * ## How to verify
 * The same session with the whole command, new, from inside and from outside.
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 */
import { cite } from '../facts/fact.ts';
import { TRUNCATED_IS_WATCHED } from '../facts/watched.ts';
import { type Command, placeOf } from '../smtp/model.ts';
import { shortfallOf } from '../smtp/truncated.ts';
import type { TranscriptRule } from './rule.ts';
import { engineDoes, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'truncated-command',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A command that stops short: MAIL or RCPT without a whole address, or a command word without its end.',
  advice: 'Let the client send the whole command',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      const watches = engineDoes(signsOfFirewall(transcript, session).length > 0, 'watches for that', 'watch for that');
      for (const command of session.commands.filter(({ utterance }) => !utterance.tls)) {
        const fault = faultOf(command);
        if (fault === undefined) continue;
        yield {
          range: placeOf(command.utterance),
          confidence: 'likely',
          message: `${fault.charAt(0).toUpperCase()}${fault.slice(1)}: ${watches} (${cite(TRUNCATED_IS_WATCHED)}), and the server refuses it anyway.`,
        };
      }
    }
  },
};

/** What is missing. Only what the server refused is called truncated: a prompt or a comment may look like half a command. */
function faultOf({ verb, argument, reply }: Command): string | undefined {
  return reply === undefined || reply.code < 500 ? undefined : shortfallOf(verb, argument);
}
