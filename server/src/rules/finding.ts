/** A finding is a pure value made from a model. It knows nothing of editors; `features/` and `cli/` translate it. */
import type { Range } from '../text/lines.ts';
import type { Subject } from './subject.ts';

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure we are that the hazard is there, not how bad it is. */
export type Confidence = 'certain' | 'likely' | 'possible';

export interface Related {
  readonly range: Range;
  readonly message: string;
}

export interface Finding {
  /** The rule's name; the diagnostic's `code`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One or two sentences, with the markup of `text/markup.ts`: what is wrong, and what it does to mail. */
  readonly message: string;
  /** What to do next, or whom to ask: half a line that begins like a sentence and has no full stop. `inFull` puts it behind the message. */
  readonly advice?: string;
  readonly range: Range;
  readonly related: readonly Related[];
  /** Code that does nothing: editors grey it out. */
  readonly unnecessary?: boolean;
  /** What it is about, where somebody mends it. */
  readonly subject?: Subject;
}

/** What a related place is known by: what it rests on, in brackets behind what is said of it, differs from rule to rule. */
export function placeKey({ message, ...place }: Related): string {
  return JSON.stringify([place, message.replace(/ \(.*$/s, '')]);
}

/** What a person is told: the message, and last what to do next, with its markup. Every door shows findings so. */
export function inFull({ message, advice }: Pick<Finding, 'message' | 'advice'>): string {
  return advice === undefined ? message : `${message} ${advice}.`;
}
