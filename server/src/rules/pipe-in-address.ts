/**
 * A "|" in the address of MAIL or RCPT, at which ESMTP inspection closes the session, or which it makes a blank.
 *
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
 * Exempt the mail hosts and keep the inspection for everything else. Before, `inspect esmtp` stands in `inspection_default` and takes every
 * host; after, it has a class of its own that leaves the mail host (192.168.1.1 stands for its real address) out. On the device, with every other
 * line of `policy-map global_policy` in the place of `inspect dns` (what is left out is inspected no more after the swap):
 *
 * ```asa
 * access-list ESMTP_INSPECT extended deny tcp host 192.168.1.1 any eq smtp
 * access-list ESMTP_INSPECT extended deny tcp any host 192.168.1.1 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy_mail
 *  class ESMTP_INSPECT
 *   inspect esmtp
 *  class inspection_default
 *   inspect dns
 * no service-policy global_policy global
 * service-policy global_policy_mail global
 * ```
 *
 * The way back:
 *
 * ```asa
 * no service-policy global_policy_mail global
 * service-policy global_policy global
 * no policy-map global_policy_mail
 * no class-map ESMTP_INSPECT
 * clear configure access-list ESMTP_INSPECT
 * ```
 *
 * Or inspect no mail at all: `no inspect esmtp` in `class inspection_default` of `policy-map global_policy`; the way back is `inspect esmtp`
 * in the same place. On a PIX up to 6.x: `no fixup protocol smtp 25`, and back `fixup protocol smtp 25`.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
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
