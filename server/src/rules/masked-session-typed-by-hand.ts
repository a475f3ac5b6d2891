/**
 * ## What the mail administrator sees
 * EHLO typed in a telnet window is refused with `500 ... "XXXX"`, while real mail goes through.
 *
 * ## What the firewall administrator sees
 * Nothing unusual.
 *
 * ## What causes it
 * A telnet client sends each key as a packet of its own. The inspection takes each for a command that is too short and overwrites it: the server gets `XXXX`
 * for `EHLO`. No conclusion can be drawn from such a session.
 *
 * ```smtp bad
 * $ telnet mx.example.com 25
 * Trying 198.51.100.25...
 * Connected to mx.example.com.
 * Escape character is '^]'.
 * 220 ************************2****
 * EHLO client.example.net
 * 500 5.5.1 Command unrecognized: "XXXXXXXXXXXXXXXXXXXXXXX"
 * HELO client.example.net
 * 500 5.5.1 Command unrecognized: "XXXXXXXXXXXXXXXXXXXXXXX"
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
 * Nothing on the firewall on the strength of this session: `inspect esmtp` stays, until a session that was sent line by line shows a mask. Test with whole
 * lines: `Ctrl-]` and `send EHLO client.example.net` in telnet, or with netcat, swaks or `openssl s_client -starttls smtp`. If those show masks too, the pages of
 * `masked-command` and `masked-ehlo-keyword` tell what to do.
 *
 * ## How to verify
 * `printf 'EHLO client.example.net\r\nQUIT\r\n' | nc mx.example.com 25` sends each line whole; run it from inside and from outside, each in a new session, and
 * look at `show service-policy inspect esmtp` meanwhile.
 *
 * ## Sources
 * - TAC 113423 (documented): each key is a packet of its own, and is overwritten.
 */

import { unmask } from '../masking/unmask.ts';
import { sure } from '../text/at.ts';
import type { TranscriptRule } from './rule.ts';

export const rule: TranscriptRule = {
  name: 'masked-session-typed-by-hand',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'This session was typed by hand, so the X that the server saw prove nothing about real mail.',
  advice: 'Send whole lines and compare: netcat, swaks, or in telnet Ctrl-] and `send EHLO x`',
  *check(transcript) {
    const typed = unmask(transcript).filter(({ kind, typedByHand }) => kind === 'command' && typedByHand);
    for (const session of new Set(typed.map((mask) => mask.session))) {
      const [first, ...rest] = typed.filter((mask) => mask.session === session);
      yield {
        range: sure(first).range,
        confidence: sure(first).confidence,
        message:
          'Typed by hand in a terminal, each key can be a packet of its own, which the firewall overwrites key by key: that says nothing about real mail.',
        related: rest.map(({ range }) => ({ range, message: 'The same again' })),
        subject: { kind: 'mask', mask: sure(first) },
      };
    }
  },
};
