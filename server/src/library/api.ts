/** What a program gets of ESMTP Lens. Only types: this file is shipped as it stands, behind those of the answers. */
import type {
  CheckAnswer,
  CompareAnswer,
  Edit,
  FlowAnswer,
  NoteAnswer,
  PictureAnswer,
  PredictAnswer,
  RemedyAnswer,
  RulesAnswer,
  ScrubAnswer,
  SessionPicture,
  Settings,
  SurveyAnswer,
  UnmaskAnswer,
} from '../answers/types.ts';

export type Language = 'cisco-asa' | 'smtp-transcript';

/** `severity` and `asaVersion` as in esmtp-lens.json. */
export type LensSettings = Pick<Settings, 'severity' | 'asaVersion'>;

export interface ReadOptions {
  /** What the text is called in answers; its extension (`.asa`, `.smtp`) tells the language. */
  readonly path?: string | undefined;
  /** Without it the path tells the language, else the text does, else it is a transcript. */
  readonly language?: Language | undefined;
}

/** Where a file holds several security contexts or configurations, the one that is meant. */
export interface ContextOptions {
  readonly context?: string | undefined;
}

/** Which connection is meant: `tcp SOURCE -> DESTINATION:PORT [on INTERFACE]`. */
export interface FlowOptions extends ContextOptions {
  readonly flow?: string | undefined;
}

/** Without a firewall, and then without a flow and a context: what any ESMTP inspection does that nobody has to configure. */
export interface CompareOptions extends FlowOptions {
  /** The configuration of the firewall that stands between the two; without a flow, the mail that it inspects. */
  readonly firewall?: LensDocument | undefined;
}

/** Without them: the first session, and the masks that it shows. */
export interface PictureOptions extends FlowOptions {
  /** Which session of the transcript, from 1. */
  readonly session?: number | undefined;
  /** The configuration of a firewall that the session is to pass. */
  readonly firewall?: LensDocument | undefined;
}

/** What is to be done: take mail hosts out of the inspection (by address or name), switch it off, or let TLS through. */
export type Wish =
  | {
      readonly exempt: readonly string[];
      /** By a class behind the others in the policy map in force, where another way is surer. */
      readonly inPlace?: boolean | undefined;
    }
  | { readonly disable: true }
  | { readonly allowTls: true };

/** Without them: to the postmaster, in English, with all names. */
export interface NoteOptions {
  readonly to?: NoteAnswer['to'] | undefined;
  readonly language?: NoteAnswer['language'] | undefined;
  /** Names and public addresses are replaced. */
  readonly anonymous?: boolean | undefined;
  /** The text of the configuration of the firewall that the sessions passed. */
  readonly firewall?: LensDocument | undefined;
}

/** A text that was read. Any text can be; what is not understood has no findings. */
export interface LensDocument {
  readonly path: string;
  readonly text: string;
  readonly language: Language;
  /** What harms mail in it. */
  check(): CheckAnswer;
  /**
   * Whether a flow is inspected, by which line, and why. A text without a firewall inspects nothing.
   * @param flow `tcp SOURCE -> DESTINATION:PORT [on INTERFACE]`
   * @throws QuestionError
   */
  explain(flow: string, options?: ContextOptions): FlowAnswer;
  /** The whole picture of mail. @throws QuestionError */
  explain(flow?: undefined, options?: ContextOptions): PictureAnswer;
  /** What stands behind each masked text. */
  unmask(): UnmaskAnswer;
  /** A note to whoever can mend what the transcript shows; `null` where nothing in it shows a firewall. */
  note(options?: NoteOptions): NoteAnswer;
  /**
   * The sessions of this transcript as they would come out of a firewall. Without a flow each has that which the transcript tells.
   * @param firewall the text of its configuration
   * @throws QuestionError
   */
  predict(firewall: LensDocument, options?: FlowOptions): PredictAnswer;
  /**
   * What the path changed between this recording, made inside, and one of the same server behind the path, and how much of it an inspection, or
   * the firewall that is named, explains. @throws QuestionError
   */
  compare(outside: LensDocument, options?: CompareOptions): CompareAnswer;
  /** A session: client, firewall, server, and what was changed on the way. @throws QuestionError */
  picture(options?: PictureOptions): SessionPicture;
  /** The same, drawn: SVG, or text for a wiki that draws Mermaid. @throws QuestionError */
  drawn(form: 'svg' | 'mermaid', options?: PictureOptions): string;
  /** The text with addresses, names and secrets replaced, to show to others; read it first. @throws QuestionError */
  scrub(): ScrubAnswer;
  /** The fix with its proof. @throws QuestionError where nothing can be proven to do what is asked, and only that, with the reason */
  remedy(wish: Wish, options?: ContextOptions): RemedyAnswer;
  /** The text with the edits of a remedy; they must be those of this text. */
  edited(edits: readonly Edit[]): string;
}

export interface Lens {
  /** Of this package: `1.2.3`. */
  readonly version: string;
  /** All rules. */
  rules(): RulesAnswer;
  read(text: string, options?: ReadOptions): LensDocument;
  /** What the firewalls in these texts, read by this library, do to mail, worst first; texts without one are passed over. */
  survey(documents: readonly LensDocument[]): SurveyAnswer;
}
