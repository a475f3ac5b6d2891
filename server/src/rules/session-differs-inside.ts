/**
 * Of two sessions with one server, the one from outside lacks what the one from inside shows.
 *
 * ## What the mail administrator sees
 * From inside, EHLO shows STARTTLS and everything else; from outside, lines of `X`, or fewer lines.
 *
 * ## What the firewall administrator sees
 * `mask, packet N` and `mask-banner, count N` in `show service-policy inspect esmtp` grow with the session from outside, not with that from inside.
 *
 * ## What causes it
 * Something between the two places changes the session: a firewall that inspects ESMTP, where the difference is a mask.
 *
 * ```smtp bad
 * # from inside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * # from outside
 * 220 ********************
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-XXXXXXXA
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * ```
 *
 * ```smtp good
 * # from inside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
 * # from outside
 * 220 mx.example.com ESMTP Postfix
 * EHLO client.example.net
 * 250-mx.example.com
 * 250-PIPELINING
 * 250-SIZE 10240000
 * 250-STARTTLS
 * 250 8BITMIME
 * QUIT
 * 221 2.0.0 Bye
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
 * - TAC 118550 (documented): a clean session from inside and a masked one from outside prove a middlebox between them.
 * - captures (seen): masked lines keep their length and their place.
 */
import { ownNames } from '../masking/unmasking/sight.ts';
import { alignKeywords } from '../path/align.ts';
import { type Keyword, placeOf, type Session, type Transcript } from '../smtp/model.ts';
import type { Report, TranscriptRule } from './rule.ts';
import { signsOfFirewall } from './shared/evidence.ts';

type Offer = Session['offers'][number];

export const rule: TranscriptRule = {
  name: 'session-differs-inside',
  language: 'smtp-transcript',
  severity: 'warning',
  summary: 'Of two sessions with one server, the one from outside lacks what the one from inside shows.',
  advice: 'Ask who runs the firewall or the proxy between the two places',
  *check(transcript) {
    const { sessions } = transcript;
    if (sessions.length < 2) return;
    const plain = sessions.filter((session) => offerOf(session) !== undefined && signsOfFirewall(transcript, session).length === 0);
    for (const session of sessions) {
      const twin = plain.find((other) => other !== session && isTwin(transcript, session, other));
      if (twin !== undefined) yield* report(session, offerOf(twin)!);
    }
  },
};

/** The first list of keywords outside TLS: what the path can change. */
function offerOf({ offers, region }: Session): Offer | undefined {
  return offers.find(({ tls, keywords }) => !tls && keywords.length > 0 && region.wholeReplies);
}

/** One server, seen from two sides: by the headings, or because the lines of both replies agree except where one is masked. */
function isTwin(transcript: Transcript, session: Session, other: Session): boolean {
  if (areTwoServers(session, other)) return false;
  if (sideOf(transcript, session) === 'outside' && sideOf(transcript, other) === 'inside') return true;
  const offer = offerOf(session);
  return (
    offer !== undefined && signsOfFirewall(transcript, session).some(({ kind }) => kind === 'keyword') && agree(offer, offerOf(other)!)
  );
}

/** Both show a name, and not the same: whatever the headings say, they may be two servers. Addresses differ by NAT and tell nothing. */
function areTwoServers(session: Session, other: Session): boolean {
  const [names, others] = [ownNames(session), ownNames(other)];
  return names.length > 0 && others.length > 0 && !names.some((name) => others.includes(name));
}

/** Blank lines and rules of a person's making between a heading and its session. */
const HEADING_WITHIN = 3;

function sideOf({ lines }: Transcript, { first, notes }: Session): 'inside' | 'outside' | undefined {
  const above = Array.from({ length: HEADING_WITHIN }, (_, i) => lines.text(first - 1 - i));
  const heading =
    notes.findLast(({ note, line }) => note === 'label' && line <= first)?.text ?? above.find((text) => /\w/.test(text)) ?? '';
  if (heading.length > 80) return undefined;
  if (/\b(?:outside|external|externally|extern|internet|buiten|aussen)\b|außen/i.test(heading)) return 'outside';
  return /\b(?:inside|internal|internally|intern|direct|binnen|innen)\b/i.test(heading) ? 'inside' : undefined;
}

function agree(masked: Offer, plain: Offer): boolean {
  if (hostOf(masked) !== hostOf(plain)) return false;
  return besideEachOther(plain, masked).every(([keyword, other]) => keyword !== undefined && other !== undefined);
}

/** The keyword lines of both replies as they belong together. */
function besideEachOther(plain: Offer, other: Offer): [Keyword | undefined, Keyword | undefined][] {
  const textOf = ({ line }: Keyword) => line.text;
  const pairs = alignKeywords(plain.keywords.map(textOf), other.keywords.map(textOf));
  return pairs.map(([i, j]) => [i === undefined ? undefined : plain.keywords[i], j === undefined ? undefined : other.keywords[j]]);
}

/** The name with which the server greets: `250-mx.example.com Hello`. */
function hostOf({ reply }: Offer): string {
  return reply.lines[0]!.text.split(' ')[0]!.toLowerCase();
}

function* report(session: Session, inside: Offer): Iterable<Report> {
  const offer = offerOf(session);
  // Without a list of keywords there is one finding all the same: EHLO was refused on this side alone.
  const reply = offer?.reply ?? session.commands.find(({ verb, reply }) => verb === 'EHLO' && reply !== undefined)?.reply;
  if (reply === undefined || (offer === undefined && reply.code < 500)) return;
  const pairs = offer === undefined ? inside.keywords.map((keyword) => [keyword, undefined] as const) : besideEachOther(inside, offer);
  const seen = new Set(offer?.keywords.map(({ name }) => name));
  const taken = pairs.flatMap(([keyword, other]) =>
    keyword === undefined || other?.name === keyword.name || seen.has(keyword.name) ? [] : [keyword],
  );
  if (taken.length === 0) return;
  const names = taken.map(({ name }) => name).join(', ');
  const tls = taken.some(({ name }) => name === 'STARTTLS') ? ' Without STARTTLS, mail on this path is not encrypted.' : '';
  yield {
    range: placeOf(reply.lines[0]!.utterance),
    confidence: 'likely',
    message: `This reply lacks what the same server shows in the other session: ${names}. Something between the two places takes it away.${tls}`,
    related: taken.map(({ line, name }) => ({ range: placeOf(line.utterance), message: `${name}, as seen from inside` })),
    data: { taken: taken.map(({ name }) => name) },
  };
}
