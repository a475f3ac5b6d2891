/** What the masks of a transcript say about its sessions: does a firewall stand on this path, or would one only do something? */
import { isOwnHost } from '../../facts/own-hosts.ts';
import { type Candidate, type MaskedText, SOMETHING_ELSE } from '../../masking/masked.ts';
import { unmask } from '../../masking/unmask.ts';
import type { Session, Transcript } from '../../smtp/model.ts';
import { part } from '../../text/analysis.ts';

/** True where a server spoke: without one a list of commands may be a script, or a shell's history. */
export function isAnswered({ greeting, orphans, commands }: Session): boolean {
  return greeting !== undefined || orphans.length > 0 || commands.some(({ reply }) => reply !== undefined);
}

/** The masked texts of a session, in the order of the file. */
export function masksOf(transcript: Transcript, session: Session): readonly MaskedText[] {
  return masksBySession(transcript).get(session) ?? [];
}

const masksBySession = part('masks by session', (transcript: Transcript) => sorted(unmask(transcript)));

function sorted(masks: readonly MaskedText[]): ReadonlyMap<Session, readonly MaskedText[]> {
  const bySession = new Map<Session, MaskedText[]>();
  for (const mask of masks) {
    if (mask.session === undefined) continue;
    const others = bySession.get(mask.session);
    if (others === undefined) bySession.set(mask.session, [mask]);
    else others.push(mask);
  }
  return bySession;
}

/** The masks that show a firewall on the path of this session; a mask that is only possible shows none. */
export function signsOfFirewall(transcript: Transcript, session: Session): readonly MaskedText[] {
  return masksOf(transcript, session).filter(({ confidence, typedByHand }) => confidence !== 'possible' && !typedByHand);
}

/** The sessions that a firewall may stand before: not those with one's own machine, unless they show one (a tunnel, a laboratory). */
export function sessionsOutward(transcript: Transcript): readonly Session[] {
  return transcript.sessions.filter((session) => !isOwnHost(session.host) || signsOfFirewall(transcript, session).length > 0);
}

/**
 * Who does it: the subject of a sentence and its verb. `would` where nothing in the session shows a firewall.
 * @param does `closes`; @param wouldDo `close`
 */
export function engineDoes(behind: boolean, does: string, wouldDo: string): string {
  return behind ? `the firewall on this path ${does}` : `a firewall that inspects ESMTP would ${wouldDo}`;
}

/** A guess that is less likely than this says no more than that it cannot be told. */
const WORTH_NAMING = 0.1;

/** Said of a guess from here on that it is most likely. */
const MOST_LIKELY = 0.5;

/** The best candidate, if it names a text and is worth naming; undefined where an unknown text is likelier. */
export function bestOf({ candidates: [first] }: MaskedText): Candidate | undefined {
  return first !== undefined && first.text !== SOMETHING_ELSE && first.probability >= WORTH_NAMING ? first : undefined;
}

/** `most likely STARTTLS (94 %): its 8 characters fit, and the client’s STARTTLS was refused afterwards`: the end of a sentence. */
export function guess({ text, probability, brief }: Candidate): string {
  const why = brief.length === 0 ? '' : `: ${brief.slice(0, 2).join(', and ')}`;
  return `${probability >= MOST_LIKELY ? 'most likely' : 'perhaps'} ${text} (${percent(probability)} %)${why}`;
}

/** Where the firewall stands, as a sentence behind others, told with the first mask of a session; '' where the file does not tell. */
export function whereabouts(transcript: Transcript, { session, range, where: { side, reasons, leadsOn } }: MaskedText): string {
  if (session !== undefined && masksOf(transcript, session)[0]?.range !== range) return '';
  if (leadsOn) return ` ${reasons[0]}`;
  const why = reasons[0] === undefined ? '' : `: ${reasons[0].replace(/\.$/, '')}`;
  return side === 'own site' ? ` The firewall stands at the client’s own site${why}.` : '';
}

/** A guess is never called certain by rounding. */
function percent(probability: number): number {
  return Math.min(99, Math.round(probability * 100));
}

/** True for a masked text behind which most likely STARTTLS stands. */
export function isMostLikelyStarttls(mask: MaskedText): boolean {
  const best = bestOf(mask);
  return best !== undefined && best.text.toUpperCase() === 'STARTTLS' && best.probability >= MOST_LIKELY;
}

/** True for a masked text behind which STARTTLS may stand. */
export function mayBeStarttls(mask: MaskedText): boolean {
  return mask.candidates.some(({ text, probability }) => text.toUpperCase() === 'STARTTLS' && probability >= WORTH_NAMING);
}
