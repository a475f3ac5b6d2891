/**
 * A command reached the mail server as a run of X: a firewall on the way overwrote it.
 *
 * ## What the mail administrator sees
 * `500 5.5.1 Command unrecognized: "XXXXXXXX"`, in the session or quoted in a bounce, though the client sent a real command; in the server's own log the X's
 * themselves. After five of them an ESA hangs up: `421 Exceeded bad SMTP command limit, disconnecting`.
 *
 * ## What the firewall administrator sees
 * Nothing but the packet counter of `Inspect: esmtp` in `show service-policy inspect esmtp`: this is no match of the map, it cannot be logged.
 *
 * ## What causes it
 * The inspection lets 15 commands through (7 on a PIX up to 6.x), and STARTTLS with `allow-tls`. Every other command, BDAT, EXPN, XCLIENT, STARTTLS
 * and so on, is overwritten with `X`, its length kept.
 *
 * ```smtp bad
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * STARTTLS
 * 500 5.5.1 Command unrecognized: "XXXXXXXX"
 * ```
 *
 * ```smtp good
 * 220 mx.example.com ESMTP
 * EHLO client.example.net
 * 250-mx.example.com
 * 250 SIZE 10240000
 * XTEND
 * 500 5.5.1 Command unrecognized: "XTEND"
 * ```
 *
 * ## Remedy
 * Exempt the mail hosts and keep the inspection for everything else. Before, `inspect esmtp` stands in `inspection_default` and takes every
 * host; after, it has a class of its own that leaves the mail host (192.168.1.1 stands for its real address) out. On the device:
 *
 * ```asa
 * access-list ESMTP_INSPECT extended deny tcp host 192.168.1.1 any eq smtp
 * access-list ESMTP_INSPECT extended deny tcp any host 192.168.1.1 eq smtp
 * access-list ESMTP_INSPECT extended permit tcp any any eq smtp
 * class-map ESMTP_INSPECT
 *  match access-list ESMTP_INSPECT
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 *  class ESMTP_INSPECT
 *   inspect esmtp
 * ```
 *
 * The way back:
 *
 * ```asa
 * policy-map global_policy
 *  no class ESMTP_INSPECT
 *  class inspection_default
 *   inspect esmtp
 * no class-map ESMTP_INSPECT
 * clear configure access-list ESMTP_INSPECT
 * ```
 *
 * Or inspect no mail at all: `no inspect esmtp` in `class inspection_default` of `policy-map global_policy`; the way back is `inspect esmtp`
 * in the same place. On a PIX up to 6.x: `no fixup protocol smtp 25`, and back `fixup protocol smtp 25`.
 *
 * Or keep the inspection and let TLS through (7.2(3), 8.0(3) and later), with a map of its own:
 *
 * ```asa
 * policy-map type inspect esmtp ESMTP_TLS
 *  parameters
 *   allow-tls
 *   no mask-banner
 * policy-map global_policy
 *  class inspection_default
 *   no inspect esmtp
 *   inspect esmtp ESMTP_TLS
 * ```
 *
 * The way back: in the same class `no inspect esmtp ESMTP_TLS` and `inspect esmtp`, then `no policy-map type inspect esmtp ESMTP_TLS`.
 *
 * ## How to verify
 * Test from inside, past the firewall, and from outside, each time in a new session: a session that was open before a change keeps the old
 * treatment. `show service-policy inspect esmtp` shows whether the counters still grow.
 *
 * ## Sources
 * - TAC 117801, KB 320027 (documented): what the inspection overwrites.
 * - TAC 118550 (documented): the masked EHLO reply, STARTTLS refused, tests from inside that succeed.
 * - captures (seen): the form of the masked lines.
 * - TAC 214630 (documented): the commands an ESA knows.
 */
import type { MaskedText } from '../inspection/masked.ts';
import { unmask } from '../inspection/unmask.ts';
import { groupsOf, type RecordGroup } from '../smtp/logs/groups.ts';
import type { Transcript } from '../smtp/model.ts';
import { bestOf, shown } from './evidence.ts';
import { reportOf } from './log-reports.ts';
import type { Report, TranscriptRule } from './rule.ts';

export const rule: TranscriptRule = {
  name: 'masked-command',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'A command reached the mail server as a run of X: a firewall on the way overwrote it.',
  *check(transcript) {
    for (const same of bySession(unmask(transcript))) yield reportMasks(same);
    yield* checkLog(groupsOf(transcript.records.filter(({ line }) => !isSaid(transcript, line))));
  },
  checkLog,
};

/** The masked commands; those of one session behind which the same command stands are told once. */
function bySession(masks: readonly MaskedText[]): MaskedText[][] {
  const groups = new Map<unknown, Map<string, MaskedText[]>>();
  for (const mask of masks) {
    if (mask.kind !== 'command' || mask.typedByHand || mask.record !== undefined) continue;
    const ofSession = groups.get(mask.session) ?? new Map<string, MaskedText[]>();
    groups.set(mask.session, ofSession);
    const key = `${mask.shown} ${bestOf(mask)?.text}`;
    ofSession.set(key, [...(ofSession.get(key) ?? []), mask]);
  }
  return [...groups.values()].flatMap((ofSession) => [...ofSession.values()]);
}

function reportMasks([mask, ...again]: readonly MaskedText[]): Report {
  const { confidence, range } = mask!;
  const best = bestOf(mask!);
  const sent = best === undefined ? '' : ` What was sent, most likely: ${shown(best)}.`;
  const done =
    confidence === 'possible'
      ? 'This may be a command that a firewall overwrote on its way to the server'
      : 'A firewall overwrote this command on its way to the server';
  return {
    range,
    confidence,
    message: `${done}, which cannot know it and refuses.${sent}${again.length === 0 ? '' : ` ${again.length + 1} times in this session.`}`,
    related: again.map((it) => ({ range: it.range, message: 'The same again' })),
    data: mask,
  };
}

/** A line of a session is told by its mask; the log's recogniser sees the same text. */
function isSaid({ sessions }: Transcript, line: number): boolean {
  return sessions.some(({ first, last }) => first <= line && line <= last);
}

function* checkLog(groups: readonly RecordGroup[]): Iterable<Report> {
  for (const group of groups) {
    const { shown: text } = group.first.fields;
    if (text === undefined) continue;
    yield reportOf(
      group,
      `A command reached the server as "${text}": a firewall on its way overwrote it (${text.length} characters, as many as the command had${text.length === 8 ? '; STARTTLS has 8' : ''}), and the server refused it.`,
      { confidence: text.length < 4 ? 'likely' : 'certain' },
    );
  }
}
