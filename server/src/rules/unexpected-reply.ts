/**
 * A reply that cannot answer the command before it: client and server are out of step.
 *
 * ## What the mail administrator sees
 * Errors that make no sense: the client takes the answer to one command for the answer to the next, and gives up.
 *
 * ## What the firewall administrator sees
 * An unexpected transition of the server is among the signatures that the inspection watches; nothing in the log names it.
 *
 * ## What causes it
 * A command that was replaced on its way (by NOOP on a PIX 5.1 to 6.x), a reply that was lost, or a server with a fault.
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
 * 250 2.0.0 Ok
 * QUIT
 * 221 2.0.0 Bye
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
 * ```
 *
 * ## Remedy
 * If other findings of the file show masks, see their pages: without the inspection (`no inspect esmtp`, `no fixup protocol smtp 25`; back with `inspect esmtp`, `fixup protocol smtp 25`)
 * the replies are in step again. Without masks, look at the server.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 * - RFC 5321, 4.3.2 (documented): which replies a command can have.
 * - KB 320027 (documented): NOOP in the place of a command.
 */
import { type Command, placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { masksOf } from './shared/evidence.ts';

/** Replies below 400 that RFC 5321 4.3.2 gives to a command and that are told apart from all others by their code. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  DATA: [354],
  MAIL: [250],
  RCPT: [250, 251],
  RSET: [250],
  QUIT: [221],
};

export const rule: TranscriptRule = {
  name: 'unexpected-reply',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A reply that cannot answer the command before it: client and server are out of step.',
  *check(transcript) {
    for (const session of transcript.sessions) {
      // Several commands under way, or keys one by one: which reply belongs to which command is not sure.
      if (session.commands.some(({ pipelined }) => pipelined) || masksOf(transcript, session).some(({ typedByHand }) => typedByHand))
        continue;
      const command = session.commands.find((it) => !it.utterance.tls && isUnexpected(it));
      if (command === undefined) continue;
      const { code, lines } = command.reply!;
      yield {
        range: placeOf(lines[0]!.utterance, 0, 3),
        confidence: 'possible',
        message: `${code} does not answer ${command.verb}: client and server are out of step from here on. A command that was replaced on its way does this, and so does a reply that was lost.`,
        related: [{ range: placeOf(command.utterance), message: 'The command before it' }],
      };
    }
  },
};

function isUnexpected({ verb, reply }: Command): boolean {
  const expected = EXPECTED[verb];
  return expected !== undefined && reply !== undefined && reply.code < 400 && !expected.includes(reply.code);
}
