/** A group of log records as one report: where it begins, how often it came, whose mail it is. */
import type { RecordGroup } from '../../smtp/logs/groups.ts';
import { rangeOn } from '../../text/lines.ts';
import type { Report } from '../rule.ts';

/** `data` of a finding that stands for a group of log lines. Lines from 0, as everywhere in a model. */
export interface LogData {
  readonly kind: 'log';
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly peers: RecordGroup['peers'];
}

/** What the firewall says that it masked, in the words of its map: `ehlo-reply-parameter others`, `cmd verb VRFY`; '' where it names no match. undefined: the group tells of no mask in a `direction`. */
export function maskReported({ kind, first: { fields } }: RecordGroup, direction: 'Request' | 'Response'): string | undefined {
  if (kind !== 'asa-108004' || fields.action !== 'Masked header flags for' || fields.direction !== direction) return undefined;
  return (fields.match ?? '').trim();
}

/**
 * @param message what happened and what it costs; how often and to whom is added to it
 * @param more what is said beside the message
 */
export function reportOf(group: RecordGroup, message: string, more: Partial<Report> = {}): Report {
  const { first, last, count, peers } = group;
  const data: LogData = { kind: 'log', count, firstLine: first.line, lastLine: last.line, peers };
  const again = group.more.map(({ line, start, end }) => ({ range: rangeOn(line, start, end), message: 'The same again' }));
  return {
    data,
    ...more,
    range: rangeOn(first.line, first.start, first.end),
    message: message + howOften(group),
    related: [...(more.related ?? []), ...again],
  };
}

/** ` Seen 40,000 times, lines 12 to 99,120. Most: 203.0.113.9 (1,200), ...`; what there is to say of a single line is who. */
function howOften({ count, first, last, peers, manyPeers }: RecordGroup): string {
  if (count === 1) return peers.length === 0 ? '' : ` Hosts: ${peers[0]!.peer}.`;
  const times = ` Seen ${number(count)} times, lines ${number(first.line + 1)} to ${number(last.line + 1)}.`;
  if (peers.length === 0) return times;
  // Each host once: a list of five out of thousands would say nothing.
  if (peers[0]!.count === 1 && count > peers.length) return `${times} No host stands out.`;
  return `${times} Most: ${peers.map(({ peer, count: n }) => `${peer} (${manyPeers ? 'at least ' : ''}${number(n)})`).join(', ')}.`;
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
