/**
 * ## What the mail administrator sees
 * Behind a firewall the session hangs: the command is never answered. Without one most servers accept it, and some refuse it since SMTP smuggling became known.
 *
 * ## What the firewall administrator sees
 * Nothing in the log.
 *
 * ## What causes it
 * A script that sends `\n` instead of `\r\n`: `echo`, `printf` without `\r`, netcat without `-C` or `--crlf`. The inspection waits for CR LF.
 *
 * ```smtp bad
 * send: 'ehlo client.example.net\n'
 * reply: b'250-mx.example.com\r\n'
 * reply: b'250 SIZE 10240000\r\n'
 * ```
 *
 * ```smtp good
 * send: 'ehlo client.example.net\r\n'
 * reply: b'250-mx.example.com\r\n'
 * reply: b'250 SIZE 10240000\r\n'
 * ```
 *
 * ## Remedy
 * Let the client send CR LF. Before: `printf 'EHLO x\n' | nc mx.example.com 25`; after: `printf 'EHLO x\r\n' | nc mx.example.com 25`. On the firewall nothing is to be done; exempting the host (`no inspect
 * esmtp`, and back `inspect esmtp`) only hides the fault.
 *
 * ## How to verify
 * The same session with CR LF, from outside, in a new session, is answered.
 *
 * ## Sources
 * - TAC 117801 (documented): what the inspection watches: commands of four characters or more, ended by CR LF, one at a time; truncated commands; unexpected transitions of the server.
 * - RFC 5321, 2.3.8 (documented): lines end with CR LF.
 */
import { cite } from '../facts/fact.ts';
import { ENDS_WITH_CRLF } from '../facts/watched.ts';
import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { engineDoes, sessionsOutward, signsOfFirewall } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'bare-line-feed',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'A command that ends with a line feed alone, where SMTP and the inspection ask for CR LF.',
  advice: 'Let the client end its lines with CR LF: `openssl s_client -crlf`, `nc -C`',
  *check(transcript) {
    for (const session of sessionsOutward(transcript)) {
      const bare = session.commands.filter(({ utterance, verb }) => utterance.wireEnd === 'lf' && !utterance.tls && verb !== '');
      const [first, ...again] = bare;
      if (first === undefined) continue;
      // A firewall that let it pass is not one that waits.
      const waits = engineDoes(
        first.reply === undefined && signsOfFirewall(transcript, session).length > 0,
        'waits for CR LF, so that the session hangs',
        'wait for CR LF, and the session would hang',
      );
      yield {
        range: placeOf(first.utterance),
        confidence: 'likely',
        message: `This command was sent with a bare line feed at its end: ${waits} (${cite(ENDS_WITH_CRLF)}).${again.length === 0 ? '' : ` ${again.length + 1} commands of this session.`}`,
        related: again.slice(0, 9).map(({ utterance }) => ({ range: placeOf(utterance), message: 'Another one' })),
      };
    }
  },
};
