/**
 * ## What the mail administrator sees
 * The server answers `500`; behind a firewall the session may hang.
 *
 * ## What the firewall administrator sees
 * Nothing in the log.
 *
 * ## What causes it
 * All SMTP commands have four letters or more. The inspection expects that: a shorter one is a typing error, or a key that was sent as a packet of its own.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * QUI
 * 500 5.5.2 Error: command not recognized
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * QUIT
 * 221 2.0.0 Bye
 * ```
 *
 * ## Remedy
 * Write the command out. On the firewall nothing is to be done; `no inspect esmtp` (and back, `inspect esmtp`) only moves the refusal to the server.
 *
 * ## How to verify
 * Send the whole command in a new session, from inside and from outside.
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 */
import { cite } from '../facts/fact.ts';
import { SHORTEST_COMMAND } from '../facts/watched.ts';
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { engineDoes, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'command-too-short',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A command of fewer than four characters, which ESMTP inspection does not wait for.',
  advice: 'Write the command out',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      const short = session.commands.filter(
        ({ verb, argument, utterance }) => /^[A-Z]{1,3}$/.test(verb) && argument === '' && !utterance.tls,
      );
      const [first, ...again] = short;
      if (first === undefined) continue;
      const holds = engineDoes(signsOfFirewall(transcript, session).length > 0, 'holds it to be no command', 'hold it to be no command');
      yield {
        range: placeOf(first.utterance),
        confidence: 'likely',
        message: `"${first.utterance.text}" has fewer than the ${SHORTEST_COMMAND.value} characters that a command must have: ${holds} (${cite(SHORTEST_COMMAND)}), and the session may hang.`,
        related: again.map(({ utterance }) => ({ range: placeOf(utterance), message: 'Another one' })),
      };
    }
  },
};
