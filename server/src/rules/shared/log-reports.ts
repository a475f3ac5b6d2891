/** A group of log records as one report: where it begins, how often it came, whose mail it is. */

import { whyOwnSite } from '../../facts/providers.ts';
import type { Peer, RecordGroup } from '../../smtp/logs/groups.ts';
import { kindOf } from '../../smtp/logs/records.ts';
import type { LogRecord } from '../../smtp/model.ts';
import { hideRepeated } from '../../smtp/secrets.ts';
import { itemAt } from '../../text/at.ts';
import { firstWord } from '../../text/first-word.ts';
import { rangeOn } from '../../text/lines.ts';
import type { Report } from '../rule.ts';

/** What the firewall says that it masked, in the words of its map: `ehlo-reply-parameter others`, `cmd verb VRFY`; '' where it names no match. undefined: the group tells of no mask in a `direction`. */
export function maskReported({ kind, first: { fields } }: RecordGroup, direction: 'Request' | 'Response'): string | undefined {
  if (kind !== 'asa-108004' || fields['action'] !== 'Masked header flags for' || fields['direction'] !== direction) return undefined;
  return (fields['match'] ?? '').trim();
}

/**
 * @param message what happened and what it costs; how often and to whom is added to it
 * @param more what is said beside the message
 */
export function reportOf(group: RecordGroup, message: string, more: Partial<Report> = {}): Report {
  const { first } = group;
  const again = group.more.map(({ line, start, end }) => ({ range: rangeOn(line, start, end), message: 'The same again' }));
  return {
    ...more,
    range: rangeOn(first.line, first.start, first.end),
    message: message + inPlain(first) + howOften(group),
    related: [...(more.related ?? []), ...again],
  };
}

/** More of a line in base64 would bury the message. */
const SHOWN = 120;

/** A line in base64 tells a person nothing. */
function inPlain({ encoded }: LogRecord): string {
  if (encoded === undefined) return '';
  const text = hideRepeated(encoded.replace(/\s+/g, ' '));
  return ` The line in base64 says "${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}".`;
}

/** Of a line about one's own machine or filter, as `isOwn` tells. */
export const OWN_HOST = 'That server is on this machine or is its own content filter, before which no firewall stands.';

/** Names that people give to the side of the internet. */
const OUTSIDE = /outside|internet|extern|untrust|public|\b(?:wan|isp)|(?:wan|isp)\b|[_-](?:wan|isp)|(?:wan|isp)[_-]/i;

/**
 * `a mail session`, `outgoing mail sessions (inside to outside)`: what a message of the firewall is about, as the names of its interfaces tell the way.
 * Its group is of one way.
 */
export function mailSessions(group: RecordGroup): string {
  const way = kindOf(group).way?.(group.first.fields);
  const [client, server] = way?.split(' to ').map((name) => OUTSIDE.test(name)) ?? [];
  const what = client === server ? 'mail session' : client ? 'incoming mail session' : 'outgoing mail session';
  const how = way === undefined ? '' : ` (${way})`;
  return group.count > 1 ? `${what}s${how}` : `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}${how}`;
}

/** Why the firewall stands at the client's own site, where one of the hosts of the group is of a big provider: the end of a sentence. */
export function ownSiteOf({ peers }: RecordGroup): string | undefined {
  return peers.map(({ peer }) => whyOwnSite(firstWord(peer))).find((why) => why !== undefined);
}

/** ` Seen 40,000 times, lines 12 to 99,120. Most: 203.0.113.9 (1,200), ...`; what there is to say of a single line is who. */
function howOften(group: RecordGroup): string {
  const { count, first, last, peers, manyPeers } = group;
  if (count === 1) return peers.length === 0 ? '' : ` Hosts: ${itemAt(peers, 0).peer}.`;
  const times = ` Seen ${number(count)} times, lines ${number(first.line + 1)} to ${number(last.line + 1)}.`;
  if (peers.length === 0) return times;
  const most = mostHit(group);
  if (most.length === 0) return `${times} No host stands out.`;
  return `${times} Most: ${most.map(({ peer, count: n }) => `${peer} (${manyPeers ? 'at least ' : ''}${number(n)})`).join(', ')}.`;
}

/** A host that has less than this part of a group is one of many. */
const STANDS_OUT = 0.05;

/** The hosts that stand out: peers where these few are half of all, else one end of them. */
function mostHit({ count, peers, ends }: RecordGroup): readonly Peer[] {
  // Each host once: a list of five out of thousands would say nothing.
  const standOut = (all: readonly Peer[]) => all.filter((it) => it.count >= count * STANDS_OUT && (it.count > 1 || count <= all.length));
  const most = standOut(peers);
  const covered = most.reduce((sum, it) => sum + it.count, 0);
  const few = standOut(ends);
  return covered * 2 >= count || few.length === 0 ? most : few;
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
