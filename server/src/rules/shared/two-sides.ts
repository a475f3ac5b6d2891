/** One server, recorded twice: which of two sessions is that from outside, and what it lacks of what the other one shows. */
import { ownNames } from '../../masking/unmasking/sight.ts';
import { alignKeywords } from '../../path/align.ts';
import { endsOf } from '../../path/flow-of.ts';
import { type Keyword, placeOf, type Reply, type Session, type Transcript } from '../../smtp/model.ts';
import type { Aside, Report } from '../rule.ts';
import { signsOfFirewall } from './evidence.ts';

export type Side = 'inside' | 'outside';

type Offer = Session['offers'][number];

/** What one recording shows of its server, and of the side that it was made on. */
export interface Sight {
  readonly transcript: Transcript;
  readonly session: Session;
  /** The first list of keywords outside TLS: what the path can change. */
  readonly offer: Offer | undefined;
  /** That the server gives itself, or that it was connected to by. */
  readonly names: readonly string[];
  readonly server: { readonly address: string; readonly port: number } | undefined;
  /** What the heading above it says. */
  readonly heading: Side | undefined;
  /** Masks that show a firewall: of anything, and of a keyword among them. */
  readonly masks: boolean;
  readonly masksKeywords: boolean;
}

export function sightOf(transcript: Transcript, session: Session): Sight {
  const signs = signsOfFirewall(transcript, session);
  return {
    transcript,
    session,
    offer: session.offers.find(({ tls, keywords }) => !tls && keywords.length > 0 && session.region.wholeReplies),
    names: ownNames(session),
    server: endsOf(session).server,
    heading: headingOf(transcript, session),
    masks: signs.length > 0,
    masksKeywords: signs.some(({ kind }) => kind === 'keyword'),
  };
}

/** Both show a name, and not the same: whatever the headings say, they may be two servers. Addresses differ by NAT and tell nothing. */
export function areTwoServers({ names }: Sight, { names: others }: Sight): boolean {
  return names.length > 0 && others.length > 0 && !isNamedAlike(names, others);
}

export function isNamedAlike(names: readonly string[], others: readonly string[]): boolean {
  return names.some((name) => others.includes(name));
}

/** The lines of both lists agree, except where one of `masked` is masked. */
export function agree({ offer: masked }: Sight, { offer: plain }: Sight): boolean {
  if (masked === undefined || plain === undefined || greetedBy(masked) !== greetedBy(plain)) return false;
  return besideEachOther(plain, masked).every(([keyword, other]) => keyword !== undefined && other !== undefined);
}

/** What the reply to EHLO lacks. */
export interface Lack {
  readonly reply: Reply;
  /** Of the other session. */
  readonly taken: readonly Keyword[];
}

/** @returns undefined where it lacks nothing, or shows no reply to EHLO */
export function lackOf({ offer, session }: Sight, { offer: inside }: Sight): Lack | undefined {
  if (inside === undefined) return undefined;
  // Without a list of keywords there is one finding all the same: EHLO was refused on this side alone.
  const reply = offer?.reply ?? session.commands.find(({ verb, reply }) => verb === 'EHLO' && reply !== undefined)?.reply;
  if (reply === undefined || (offer === undefined && reply.code < 500)) return undefined;
  const pairs = offer === undefined ? inside.keywords.map((keyword) => [keyword, undefined] as const) : besideEachOther(inside, offer);
  const seen = new Set(offer?.keywords.map(({ name }) => name));
  const taken = pairs.flatMap(([keyword, other]) =>
    keyword === undefined || other?.name === keyword.name || seen.has(keyword.name) ? [] : [keyword],
  );
  return taken.length === 0 ? undefined : { reply, taken };
}

/** @param where the other session is: `the other session`. @param related places that show it @param inside the other session, where the same file tells it */
export function lackReport({ reply, taken }: Lack, where: string, related: readonly Aside[], inside?: Session): Report | undefined {
  const line = reply.lines[0];
  if (line === undefined) return undefined;
  const names = taken.map(({ name }) => name).join(', ');
  const tls = taken.some(({ name }) => name === 'STARTTLS') ? ' Without STARTTLS, mail on this path is not encrypted.' : '';
  return {
    range: placeOf(line.utterance),
    confidence: 'likely',
    message: `This reply lacks what the same server shows in ${where}: ${names}. Something between the two places takes it away.${tls}`,
    related,
    ...(inside === undefined ? {} : { subject: { kind: 'other-side', inside } }),
  };
}

/** The side that words tell, of a heading or of the name of a file; undefined where they tell none, or both. */
export function sideIn(words: readonly string[]): Side | undefined {
  const outside = words.some((word) => OUTSIDE.test(word));
  return outside === words.some((word) => INSIDE.test(word)) ? undefined : outside ? 'outside' : 'inside';
}

const OUTSIDE = /^(?:outside|external(?:ly)?|extern|internet|buiten|aussen|außen)$/i;
const INSIDE = /^(?:inside|internal(?:ly)?|intern|binnen|innen)$/i;

/** Blank lines and rules of a person's making between a heading and its session. */
const HEADING_WITHIN = 3;

function headingOf({ lines }: Transcript, { first, notes }: Session): Side | undefined {
  const above = Array.from({ length: HEADING_WITHIN }, (_, i) => lines.text(first - 1 - i));
  const heading =
    notes.findLast(({ note, line }) => note === 'label' && line <= first)?.text ?? above.find((text) => /\w/.test(text)) ?? '';
  if (heading.length > 80) return undefined;
  const words = heading.split(/[^\p{L}\p{N}_]+/u);
  if (words.some((word) => OUTSIDE.test(word))) return 'outside';
  return words.some((word) => INSIDE.test(word) || /^direct$/i.test(word)) ? 'inside' : undefined;
}

/** The keyword lines of both replies as they belong together. */
function besideEachOther(plain: Offer, other: Offer): [Keyword | undefined, Keyword | undefined][] {
  const textOf = ({ line }: Keyword) => line.text;
  const pairs = alignKeywords(plain.keywords.map(textOf), other.keywords.map(textOf));
  return pairs.map(([i, j]) => [i === undefined ? undefined : plain.keywords[i], j === undefined ? undefined : other.keywords[j]]);
}

/** The name with which the server greets: `250-mx.example.com Hello`. */
function greetedBy({ reply }: Offer): string {
  return (reply.lines[0]?.text ?? '').split(' ', 1).join('').toLowerCase();
}
