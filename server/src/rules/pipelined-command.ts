/**
 * ## What the mail administrator sees
 * As a rule nothing. Where sessions hang or end in the middle of an envelope, this is one thing to try without.
 *
 * ## What the firewall administrator sees
 * Nothing in the log.
 *
 * ## What causes it
 * The client uses PIPELINING, which the inspection leaves in the EHLO reply, though its rules say that a command waits for the reply to the one before it. Sent without the
 * keyword it breaks SMTP itself.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * MAIL FROM:<a@example.net>
 * RCPT TO:<b@example.com>
 * 250 2.1.0 Ok
 * 250 2.1.5 Ok
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * MAIL FROM:<a@example.net>
 * 250 2.1.0 Ok
 * RCPT TO:<b@example.com>
 * 250 2.1.5 Ok
 * ```
 *
 * ## Remedy
 * Where the keyword is not offered, mend the client. Where it is, nothing needs to be done as long as mail flows; to try without, keep the client from pipelining (Postfix:
 * `smtp_discard_ehlo_keywords = pipelining`), or exempt the host (`no inspect esmtp`, and back `inspect esmtp`).
 *
 * ## How to verify
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 * - captures (seen): the inspection leaves PIPELINING in the EHLO reply.
 */
import { cite } from '../facts/fact.ts';
import { ONE_AT_A_TIME } from '../facts/watched.ts';
import { placeOf, type Session } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { engineDoes, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'pipelined-command',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A command that was sent before the reply to the one before it, which the inspection watches for.',
  advice: 'Nothing to do as long as mail flows; where it hangs, keep the client from pipelining',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      const [first, ...again] = session.commands.filter(({ pipelined, utterance, verb }) => pipelined && !utterance.tls && verb !== '');
      if (first === undefined) continue;
      const behind = signsOfFirewall(transcript, session).length > 0;
      const offered = offersPipelining(session);
      // Pipelining that was offered is normal mail.
      if (offered && !behind) continue;
      const minds = engineDoes(behind, 'watches for that', 'watch for that');
      yield {
        range: placeOf(first.utterance),
        severity: offered ? 'hint' : 'information',
        confidence: 'possible',
        message: `Sent before the reply to the command before it${offered ? ', as PIPELINING allows' : ', though PIPELINING was not offered'}: ${minds} (${cite(ONE_AT_A_TIME)}; that it does harm is not known).`,
        related: again.slice(0, 9).map(({ utterance }) => ({ range: placeOf(utterance), message: 'Another one' })),
      };
    }
  },
};

function offersPipelining({ offers }: Session): boolean {
  return offers.some(({ keywords }) => keywords.some(({ name }) => name === 'PIPELINING'));
}
