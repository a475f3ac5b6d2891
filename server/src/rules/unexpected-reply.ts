/**
 * ## What the mail administrator sees
 * Errors that make no sense: the client takes the answer to one command for the answer to the next, and gives up.
 *
 * ## What the firewall administrator sees
 * An unexpected transition of the server is among the signatures that the inspection watches; nothing in the log names it.
 *
 * ## What causes it
 * A command that was replaced on its way (by NOOP on a PIX 5.1 to 6.x), a reply that was lost, or a server with a fault.
 *
 * A code that only looks odd is none: clients go by its first digit (`250` to QUIT, `353` to DATA). The finding is there only where a later line shows that the two are out of step.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * HELO client.example.net
 * 220 mx.example.com ESMTP
 * MAIL FROM:<a@example.net>
 * 250 mx.example.com
 * RCPT TO:<b@example.com>
 * 250 2.1.0 Ok
 * DATA
 * 250 2.1.5 Ok
 * 354 End data with <CR><LF>.<CR><LF>
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
 * {{common verify}}
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 * - RFC 5321, 4.3.2 (documented): which replies a command can have.
 * - KB 320027 (documented): NOOP in the place of a command.
 */

import { type Command, placeOf, type Reply, type Session } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import type { TranscriptRule } from './rule.ts';
import { masksOf, sessionsOutward } from './shared/evidence.ts';

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
  advice: 'Compare with a session from inside, past the firewall',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      // Several commands under way, or keys one by one: which reply belongs to which command is not sure.
      if (session.commands.some(({ pipelined }) => pipelined) || masksOf(transcript, session).some(({ typedByHand }) => typedByHand))
        continue;
      const command = session.commands.find((it) => !it.utterance.tls && isUnexpected(it));
      const proof = command && provenBy(session, command);
      if (proof === undefined) continue;
      const { code, lines } = sure(sure(command).reply);
      yield {
        range: placeOf(lines[0].utterance, 0, 3),
        confidence: 'likely',
        message: `${code} does not answer ${sure(command).verb}, and ${proof.shows}: client and server are out of step. A command that was replaced on its way does this, and so does a reply that was lost.`,
        related: [
          { range: placeOf(sure(command).utterance), message: 'The command before it' },
          { range: placeOf(proof.reply.lines[0].utterance, 0, 3), message: 'The reply that shows it' },
        ],
      };
    }
  },
};

function isUnexpected({ verb, reply }: Command): boolean {
  const expected = EXPECTED[verb];
  return expected !== undefined && reply !== undefined && reply.code < 400 && !expected.includes(reply.code);
}

/**
 * The later reply that belongs to a command before it. Many servers answer with codes of their own, which clients take by the first digit: an
 * odd code alone proves nothing.
 */
function provenBy(session: Session, command: Command): { readonly reply: Reply; readonly shows: string } | undefined {
  const from = session.events.indexOf(command);
  const sent = new Set(session.commands.slice(0, session.commands.indexOf(command) + 1).map(({ verb }) => verb));
  const answered = new Map(session.commands.map((it) => [it.reply, it]));
  let told = false;
  for (const event of session.events.slice(from + 1)) {
    if (event.kind === 'command') sent.add(event.verb);
    if (event.kind !== 'reply') continue;
    // The first is the odd one itself.
    if (event === command.reply) {
      told = true;
      continue;
    }
    if (!told) continue;
    const to = answered.get(event)?.verb;
    // 354 answers DATA alone (RFC 5321, 4.3.2): one that came before is the answer that DATA then lacks.
    if (sure(command.reply).code === 354 && to === 'DATA' && event.code >= 200 && event.code < 300)
      return { reply: event, shows: `the DATA that it does answer gets ${event.code}` };
    if (event.code === 354 && sent.has('DATA') && to !== 'DATA' && to !== 'BDAT')
      return { reply: event, shows: 'the 354 that does comes later' };
    if (event.code === 221 && sent.has('QUIT') && to !== 'QUIT') return { reply: event, shows: 'the 221 to QUIT comes later' };
    // Lines of a message that the server takes for commands.
    if (command.verb === 'DATA' && isUnknown(event) && (to === undefined || !VERB.test(to)))
      return { reply: event, shows: 'the server then takes lines of the message for commands' };
  }
  return undefined;
}

const VERB = /^[A-Z]{4,}$/;

function isUnknown({ code }: Reply): boolean {
  return code === 500 || code === 502;
}
