/** Unmasked replies of the same server in the same file: another transcript, or the EHLO reply inside TLS. */

import { keywordOf } from '../../facts/keywords.ts';
import type { ServerProfile } from '../../facts/servers.ts';
import type { Session } from '../../smtp/model.ts';
import { itemAt } from '../../text/at.ts';
import type { KeywordReply } from './keywords.ts';
import { hostsOf, type Seen } from './sight.ts';

/** Unmasked EHLO replies of the file, by the names of their servers; '' for those that name none. */
export type Twins = ReadonlyMap<string, readonly KeywordReply[]>;

/** More transcripts of one server say nothing new. */
const MOST_TWINS = 3;

export function twinsOf(seen: readonly Seen[]): Twins {
  const twins = new Map<string, KeywordReply[]>();
  for (const { replies, banner, hosts } of seen) {
    for (const reply of replies) {
      const clean = isBeyond(reply) || (banner === undefined && !reply.lines.some(({ masked }) => masked));
      if (!clean || !reply.whole) continue;
      for (const host of hosts.length > 0 ? hosts : ['']) {
        const known = twins.get(host);
        if (known === undefined) twins.set(host, [reply]);
        else if (known.length < MOST_TWINS) known.push(reply);
      }
    }
  }
  return twins;
}

/** Those of the same server, or that can be; where neither side names a server, all that name none. */
function twinsFor(twins: Twins, hosts: readonly string[]): KeywordReply[] {
  const named = hosts.length > 0 ? hosts : [...twins.keys()].slice(0, MOST_TWINS);
  return [...new Set([...named, ''].flatMap((host) => twins.get(host) ?? []))];
}

/** Said where no firewall can write: inside TLS, or told by the server itself. */
function isBeyond({ tls, session }: KeywordReply): boolean {
  return tls || session.region.viewpoint === 'server';
}

/** Lines of X that stand where no firewall can have written them: the server really offers them. */
export function reallyOffered(seen: readonly Seen[]): ReadonlySet<string> {
  const lines = seen.flatMap(({ replies }) => replies.filter(isBeyond).flatMap((reply) => reply.lines));
  return new Set(lines.filter(({ masked }) => masked).map(({ text }) => text));
}

/** Whether all that reads like a mask in this reply is really offered. */
export function offersX({ lines }: KeywordReply, offeredX: ReadonlySet<string>): boolean {
  return lines.every(({ masked, text }) => !masked || offeredX.has(text));
}

/** The unmasked replies that can be of the same server as this one, as profiles. */
export function twinProfiles(twins: Twins, reply: KeywordReply, hosts: readonly string[]): ServerProfile[] {
  return twinsFor(twins, hosts)
    .filter((twin) => twin.reply !== reply.reply)
    .flatMap((twin) => twinProfile(twin, hosts) ?? []);
}

/** Where the same server was recorded without masks in another session: its first line, from 0. */
export function cleanTwin(twins: Twins, session: Session, reply: KeywordReply | undefined, hosts: readonly string[]): number | undefined {
  const found = twinsFor(twins, hosts).find(
    (twin) => isRecordedElsewhere(twin, session) && (sameServer(twin, hosts) || alike(reply, twin)),
  );
  return found?.session.first;
}

/** The unmasked reply as a profile; undefined if it is of another server. */
function twinProfile(twin: KeywordReply, hosts: readonly string[]): ServerProfile | undefined {
  const known = twin.hello !== undefined || twin.session.host !== undefined;
  const same = sameServer(twin, hosts);
  if (known && hosts.length > 0 && !same) return undefined;
  const line = itemAt(twin.reply.lines[0].utterance.pieces, 0).line + 1;
  return {
    name: twin.tls ? `the reply inside TLS at line ${line}` : `the unmasked transcript at line ${line}`,
    weight: same ? 2000 : 100,
    greetings: [],
    hellos: [],
    slots: twin.lines.map(({ text }) => ({ name: keywordOf(text), chance: 0.97, lines: [text] })),
    refusals: [],
    mark: 'seen',
    sources: [],
  };
}

function isRecordedElsewhere({ session, tls }: KeywordReply, masked: Session): boolean {
  return session !== masked && !tls;
}

/** The same lines, as far as they can be read: where neither names its server, that must do. */
function alike(masked: KeywordReply | undefined, twin: KeywordReply): boolean {
  if (masked === undefined || masked.lines.length !== twin.lines.length || masked.lines.length < 3) return false;
  return masked.lines.every((line, i) =>
    line.masked ? line.text.length === itemAt(twin.lines, i).text.length : line.text === itemAt(twin.lines, i).text,
  );
}

function sameServer(twin: KeywordReply, hosts: readonly string[]): boolean {
  return hostsOf(twin.session, [twin]).some((host) => hosts.includes(host));
}
