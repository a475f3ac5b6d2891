/** What the page and its worker say to each other: plain data, lines and columns from 0, columns in UTF-16 units. */
import type { NoteLanguage } from '../../server/src/note/note.ts';
import type { ReaderOfNote } from '../../server/src/note/sentences.ts';
import type { Confidence, Severity } from '../../server/src/rules/finding.ts';

export interface LineRange {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface ShownFinding extends LineRange {
  readonly number: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly advice: string | undefined;
  readonly related: readonly (LineRange & { readonly message: string })[];
  /** What can be done, named; made and proven when it is asked for. */
  readonly remedies: readonly { readonly id: string; readonly title: string }[];
}

export interface ShownMask extends LineRange {
  readonly kind: string;
  readonly shown: string;
  readonly candidates: readonly { readonly text: string; readonly percent: number; readonly evidence: readonly string[] }[];
}

/** What was made of a text. */
export interface Opened {
  readonly name: string;
  /** `SMTP transcript or log`, `firewall configuration`, or both */
  readonly reads: string;
  readonly status: string;
  readonly lines: number;
  /** Characters of the longest line. */
  readonly width: number;
  readonly findings: readonly ShownFinding[];
  readonly masks: readonly ShownMask[];
  /** A note can be asked for. */
  readonly isTranscript: boolean;
  /** `explain` and change sheets can be asked for. */
  readonly isConfiguration: boolean;
  /** How far a large log was read as sessions; undefined where all of it was. */
  readonly partly: string | undefined;
  /** Why nothing in it tells whether mail is inspected, and what would: sentences; undefined where something does. */
  readonly unjudged: string | undefined;
}

export interface Explained {
  readonly verdict: string;
  readonly by: string | undefined;
  readonly trace: readonly { readonly line: number | undefined; readonly text: string; readonly result: string }[];
}

/** A change sheet as Markdown, with what is to be typed. */
export interface Made {
  readonly page: string;
  readonly commands: readonly string[];
}

/** For whom a note is, in which language, and whether names and addresses are replaced in it. */
export interface AskedNote {
  readonly to: ReaderOfNote;
  readonly language: NoteLanguage;
  readonly anonymous: boolean;
}

/** What the page asks of the worker, and what it gets. */
export interface Calls {
  open: { asks: { readonly name: string; readonly blob: Blob }; gets: Opened };
  rows: { asks: { readonly from: number; readonly to: number }; gets: readonly string[] };
  hover: { asks: { readonly line: number; readonly character: number }; gets: string | undefined };
  explain: { asks: { readonly flow: string }; gets: Explained };
  note: { asks: AskedNote; gets: { readonly note: string | null; readonly reason: string | null } };
  sheet: { asks: { readonly finding: number; readonly remedy: string }; gets: Made };
}

export type Question = { [K in keyof Calls]: { readonly id: number; readonly call: K; readonly asks: Calls[K]['asks'] } }[keyof Calls];

export type Answer =
  | { readonly id: number; readonly gets: unknown }
  | { readonly id: number; readonly failed: string }
  | { readonly progress: number };
