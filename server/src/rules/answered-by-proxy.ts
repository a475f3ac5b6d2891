/**
 * ## What the mail administrator sees
 * The server offers STARTTLS from inside, or as its documentation says, and not in this session; no `X`, no asterisks.
 *
 * ## What the firewall administrator sees
 * Nothing under `show service-policy inspect esmtp`: it is another device or program.
 *
 * ## What causes it
 * A transparent mail proxy of a provider, or a virus scanner on the client's own machine, takes the session, answers EHLO itself with a list of its own, and leaves STARTTLS out, since it could not read on otherwise.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP Service ready
 * EHLO client.example.net
 * 250-Requested mail action okay, completed
 * 250-SIZE 20000000
 * 250-8BITMIME
 * 250 OK
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP Service ready
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-SIZE 20000000
 * 250 STARTTLS
 * ```
 *
 * ## Remedy
 * Not on the firewall: `no inspect esmtp` (back with `inspect esmtp`) changes nothing here. Switch the mail scanning of the virus scanner off on the client, or ask the provider to exempt the client; submission on port 465 passes most proxies.
 *
 * ## How to verify
 * The same server in a new session from another network, and from inside: the reply to EHLO is another one there.
 *
 * ## Sources
 * - RFC 5321, 4.1.1.1 (documented): the reply to EHLO begins with the name of the server.
 * - runs and transcripts of servers (seen): how each kind of server greets and answers EHLO.
 */

import { placeOf } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { LOOK_FOR_A_PROXY } from './shared/advice.ts';
import { signOfProxy } from './shared/in-its-place.ts';

export const rule: TranscriptRule = {
  name: 'answered-by-proxy',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'STARTTLS is gone, nothing is masked, and the reply to EHLO is not that of the server: something else may be answering.',
  advice: LOOK_FOR_A_PROXY,
  *check(transcript) {
    for (const session of transcript.sessions) {
      const sign = signOfProxy(transcript, session);
      if (sign === undefined) continue;
      yield {
        range: placeOf(sign.hello.utterance, sign.hello.textAt),
        confidence: 'possible',
        message: `STARTTLS is not offered, nothing is masked, and ${sign.evidence}: a mail proxy or a virus scanner may be answering in its place.`,
      };
    }
  },
};
