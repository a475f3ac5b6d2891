/** What `unmask` finds in a transcript: each masked text, what may stand behind it, and why. */
import type { Command, DialectRegion, LogRecord, Reply, ReplyLine, Session } from '../smtp/model.ts';
import type { Range } from '../text/lines.ts';

/** The text of the candidate that takes the rest of the probability. */
export const SOMETHING_ELSE = 'something else';

export interface Candidate {
  /** `STARTTLS`, `AUTH PLAIN LOGIN`, a greeting; `…` stands for what cannot be told */
  readonly text: string;
  /** 0 to 1; the candidates of one mask add up to 1, the rest ("something else") included. */
  readonly probability: number;
  /** Sentences, strongest first. */
  readonly evidence: readonly string[];
  /** The strongest of them in a few words, for a message: clauses, `the length fits`; none for what nothing speaks for. */
  readonly brief: readonly string[];
}

/** Where the firewall stands, as far as the file tells. */
export interface Where {
  /**
   * `own site`: that of the client · `server site` · `between`: between the places where a clean and a masked transcript were
   * recorded
   */
  readonly side: 'own site' | 'server site' | 'between' | 'unknown';
  /** Sentences, strongest first; for `unknown`, how to find out. */
  readonly reasons: readonly string[];
  /** The session is with the machine itself: a tunnel or a forwarded port leads on from it, and the first reason says so. */
  readonly leadsOn?: true;
}

/** Said behind `The firewall stands`. */
export const SIDES: Readonly<Record<Where['side'], string>> = {
  'own site': 'at the client’s own site',
  'server site': 'at the server’s site',
  between: 'between the places where the two transcripts were recorded',
  unknown: 'somewhere on the way; this file does not tell where',
};

export interface MaskedText {
  readonly kind: 'banner' | 'keyword' | 'command';
  /** undefined where only a line of a log tells of it: then `record` is set. */
  readonly session: Session | undefined;
  readonly region: DialectRegion | undefined;
  readonly record: LogRecord | undefined;
  /** The masked text itself: `XXXXXXXA`, `****2***0**` */
  readonly range: Range;
  readonly shown: string;
  /** In characters. */
  readonly length: number;
  /** That it was masked at all, by a firewall. */
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Why we say so, or why we are not sure. */
  readonly reasons: readonly string[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** The running letter of a keyword line. */
  readonly letter: string | undefined;
  readonly line: ReplyLine | undefined;
  /** `command`: the command that was X'd, and the reply that shows it */
  readonly command: Command | undefined;
  readonly reply: Reply | undefined;
  /** The telnet artefact: each key was a packet of its own. */
  readonly typedByHand: boolean;
  readonly where: Where;
}
