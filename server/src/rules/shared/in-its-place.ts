/** Whether something else answers in the place of the server: a mail proxy on the way, a virus scanner on the client. */

import { isOwnHost } from '../../facts/own-hosts.ts';
import { providerOf } from '../../facts/providers.ts';
import { CALLS_ITSELF_A_PROXY, MEANING_OF_250 } from '../../facts/proxies.ts';
import { familyOf, SERVERS, type ServerProfile } from '../../facts/servers.ts';
import { ownNames } from '../../masking/unmasking/sight.ts';
import type { Reply, Session, Transcript } from '../../smtp/model.ts';
import { lastOf } from '../../text/at.ts';
import { masksOf } from './evidence.ts';

export interface SignOfProxy {
  /** The first line of the reply to EHLO. */
  readonly hello: Reply['lines'][number];
  /** Why this is not the server that it claims to be: the middle of a sentence. */
  readonly evidence: string;
}

/** Where STARTTLS is not offered and nothing is masked: what tells that it is not the server who answers. */
export function signOfProxy(transcript: Transcript, session: Session): SignOfProxy | undefined {
  const hello = replyWithoutTls(session)?.lines[0];
  if (hello === undefined || isOwnHost(session.host) || masksOf(transcript, session).length > 0) return undefined;
  const evidence = notTheServer(session, hello.text.trimEnd());
  return evidence === undefined ? undefined : { hello, evidence };
}

/** The first reply to EHLO outside TLS, where the file shows the whole of it and STARTTLS is not in it. */
function replyWithoutTls({ offers, region, protocol }: Session): Session['offers'][number]['reply'] | undefined {
  const offer = offers.find(({ tls }) => !tls);
  if (offer?.command === undefined || protocol === 'lmtp' || !region.wholeReplies) return undefined;
  const { reply, keywords } = offer;
  const whole = reply.lines.length > 1 && lastOf(reply.lines).separator !== '-' && keywords.length > 0;
  return whole && !keywords.some(({ name }) => name === 'STARTTLS') ? reply : undefined;
}

/** Why this is not the server that it claims to be: the middle of a sentence. */
function notTheServer(session: Session, hello: string): string | undefined {
  if (MEANING_OF_250.value.test(hello)) return 'the reply to EHLO has the text of the RFC where a server has its name';
  if (CALLS_ITSELF_A_PROXY.value.test(ownWords(hello))) return `\`${hello}\` answers EHLO where a server has its name`;
  for (const host of ownNames(session)) {
    const owner = providerOf(host)?.name;
    const theirs = SERVERS.find(({ provider, slots }) => owner !== undefined && provider === owner && slots.some(isSureOfTls));
    if (theirs !== undefined) return `\`${host}\` belongs to ${owner}, whose servers offer it`;
  }
  const greeting = session.greeting?.lines.length === 1 ? session.greeting.lines[0].text.trimEnd() : undefined;
  const claimed = greeting === undefined ? undefined : claims(greeting);
  if (claimed === undefined || claimed.hellos.some((template) => isLike(template, hello))) return undefined;
  return `the greeting is that of ${claimed.name}, which answers EHLO in other words`;
}

function isSureOfTls({ name, chance }: ServerProfile['slots'][number]): boolean {
  return name === 'STARTTLS' && chance >= 0.95;
}

/** What the first line says of the speaker itself: names of hosts may hold any word, and behind a salutation stands the client. */
function ownWords(hello: string): string {
  const own = hello.replace(/\b(?:hello|hi|greets|pleased|nice|welcome|at your service)\b.*/i, '').replace(/\S*\.\S+/g, '');
  return /\S\s+\S/.test(own) ? own : '';
}

/** The server that names itself in this greeting; versions of one product are one. */
function claims(greeting: string): Pick<ServerProfile, 'name' | 'hellos'> | undefined {
  const named = SERVERS.filter((profile) => {
    const called = profile.called ?? familyOf(profile);
    return profile.greetings.some((template) => template.includes(called) && isLike(template, greeting));
  });
  const [first] = named;
  if (first === undefined || named.length === 1) return first;
  const family = familyOf(first);
  if (named.some((profile) => familyOf(profile) !== family)) return undefined;
  return { name: family, hellos: named.flatMap(({ hellos }) => hellos) };
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
