/** What the masks of a transcript say about its sessions: does a firewall stand on this path, or would one only do something? */
import type { Candidate, MaskedText } from '../inspection/masked.ts';
import { unmask } from '../inspection/unmask.ts';
import type { Session, Transcript } from '../smtp/model.ts';

/** The masked texts of a session that a firewall made, in the order of the file. */
export function masksOf(transcript: Transcript, session: Session): readonly MaskedText[] {
  return unmask(transcript).filter((mask) => mask.session === session);
}

/** The masks that show a firewall on the path of this session; a mask that is only possible shows none. */
export function signsOfFirewall(transcript: Transcript, session: Session): readonly MaskedText[] {
  return masksOf(transcript, session).filter(({ confidence, typedByHand }) => confidence !== 'possible' && !typedByHand);
}

/**
 * Who does it: the subject of a sentence and its verb. `would` where nothing in the session shows a firewall.
 * @param does `closes`; @param wouldDo `close`
 */
export function engineDoes(behind: boolean, does: string, wouldDo: string): string {
  return behind ? `the firewall on this path ${does}` : `a firewall that inspects ESMTP would ${wouldDo}`;
}

/** The best candidate that names a text; undefined where the rest ("something else") is the likeliest. */
export function bestOf({ candidates }: MaskedText): Candidate | undefined {
  return candidates[0];
}

/** `STARTTLS (94 %)` */
export function shown({ text, probability }: Candidate): string {
  return `${text} (${Math.round(probability * 100)} %)`;
}

/** True for a masked text behind which STARTTLS may stand. */
export function mayBeStarttls(mask: MaskedText): boolean {
  return mask.candidates.some(({ text, probability }) => text.toUpperCase() === 'STARTTLS' && probability >= 0.1);
}
