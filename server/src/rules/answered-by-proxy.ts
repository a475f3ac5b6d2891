/**
 * STARTTLS is gone, nothing is masked, and the reply to EHLO is not that of the server: something else may be answering.
 *
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

import { isOwnHost } from '../facts/own-hosts.ts';
import { providerOf } from '../facts/providers.ts';
import { MEANING_OF_250 } from '../facts/proxies.ts';
import { SERVERS, type ServerProfile } from '../facts/servers.ts';
import { ownNames } from '../masking/unmasking/sight.ts';
import { placeOf, type Session } from '../smtp/model.ts';
import type { TranscriptRule } from './rule.ts';
import { masksOf } from './shared/evidence.ts';

export const rule: TranscriptRule = {
  name: 'answered-by-proxy',
  language: 'smtp-transcript',
  severity: 'information',
  summary: 'STARTTLS is gone, nothing is masked, and the reply to EHLO is not that of the server: something else may be answering.',
  advice: 'Compare from another network, and look for a mail proxy or a virus scanner',
  *check(transcript) {
    for (const session of transcript.sessions) {
      const reply = replyWithoutTls(session);
      if (reply === undefined || isOwnHost(session.host) || masksOf(transcript, session).length > 0) continue;
      const [hello] = reply.lines;
      const evidence = notTheServer(session, hello!.text.trimEnd());
      if (evidence === undefined) continue;
      yield {
        range: placeOf(hello!.utterance, hello!.textAt),
        confidence: 'possible',
        message: `STARTTLS is not offered, nothing is masked, and ${evidence}: a mail proxy or a virus scanner may be answering in its place.`,
      };
    }
  },
};

/** The first reply to EHLO outside TLS, where the file shows the whole of it and STARTTLS is not in it. */
function replyWithoutTls({ offers, region, protocol }: Session): Session['offers'][number]['reply'] | undefined {
  const offer = offers.find(({ tls }) => !tls);
  if (offer?.command === undefined || protocol === 'lmtp' || !region.wholeReplies) return undefined;
  const { reply, keywords } = offer;
  const whole = reply.lines.length > 1 && reply.lines.at(-1)!.separator !== '-' && keywords.length > 0;
  return whole && !keywords.some(({ name }) => name === 'STARTTLS') ? reply : undefined;
}

/** Why this is not the server that it claims to be: the middle of a sentence. */
function notTheServer(session: Session, hello: string): string | undefined {
  if (MEANING_OF_250.value.test(hello)) return 'the reply to EHLO has the text of the RFC where a server has its name';
  for (const host of ownNames(session)) {
    const owner = providerOf(host)?.name;
    const theirs = SERVERS.find(({ provider, slots }) => owner !== undefined && provider === owner && slots.some(isSureOfTls));
    if (theirs !== undefined) return `\`${host}\` belongs to ${owner}, whose servers offer it`;
  }
  const greeting = session.greeting?.lines.length === 1 ? session.greeting.lines[0]!.text.trimEnd() : undefined;
  const claimed = greeting === undefined ? undefined : claims(greeting);
  if (claimed === undefined || claimed.hellos.some((template) => isLike(template, hello))) return undefined;
  return `the greeting is that of ${claimed.name}, which answers EHLO in other words`;
}

function isSureOfTls({ name, chance }: ServerProfile['slots'][number]): boolean {
  return name === 'STARTTLS' && chance >= 0.95;
}

/** The server that names itself in this greeting. */
function claims(greeting: string): ServerProfile | undefined {
  const named = SERVERS.filter(({ name, greetings }) =>
    greetings.some((template) => template.includes(name.split(' ', 1)[0]!) && isLike(template, greeting)),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** Whether a text is made from a template; a name is one word. */
function isLike(template: string, text: string): boolean {
  const pattern = template
    .split(/(\{[a-z]+\})/)
    .map((part) =>
      part === '{host}' || part === '{client}' ? '\\S+' : part.startsWith('{') ? '.+' : part.replace(/[\\^$.*+?()[\]|]/g, '\\$&'),
    );
  return new RegExp(`^${pattern.join('')}$`, 'i').test(text);
}
