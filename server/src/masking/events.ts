/** What an inspection does to a session, told event by event: what was changed, dropped or logged, by which setting, and how surely. */
import type { Statement } from '../asa/model.ts';
import type { Fact } from '../facts/fact.ts';

/** What makes the inspection act: a line of the configuration, or a fact about the version. */
export interface Cause {
  readonly statement: Statement | undefined;
  readonly fact: Fact<unknown> | undefined;
}

/** A match of the map, as syslog counts it. */
export interface MatchedClass {
  /** From 1 on, in the order of the map. */
  readonly number: number;
  /** `header line length gt 998` */
  readonly text: string;
}

export type Direction = 'request' | 'response';

export type EventKind =
  | 'greeting-masked'
  | 'greeting-kept' // where that it is kept is not sure
  | 'keyword-masked'
  | 'keyword-kept' // the same
  | 'command-overwritten'
  | 'keys-overwritten' // each key a packet of its own
  | 'matched' // a match of the map: limit, verb, expression
  | 'address-changed'
  | 'address-refused'
  | 'special-character'
  | 'mail-relay'
  | 'size-exceeded'
  | 'command-discarded'
  | 'watched' // against the rules the engine watches; what becomes of it is told nowhere
  | 'tls-started';

/** What became of the line: `passed` (perhaps logged), `changed`, `dropped` (this line only), or the connection ended with it. */
export type Outcome = 'passed' | 'changed' | 'dropped' | 'closed' | 'reset';

export interface EngineEvent {
  readonly kind: EventKind;
  readonly direction: Direction;
  /** Which protocol line of its direction, from 0 on; mail data counts. */
  readonly line: number;
  /** The line as it came and as it left, without its end, one character an octet; `after` is undefined where it did not leave. */
  readonly before: string;
  readonly after: string | undefined;
  readonly outcome: Outcome;
  /** What happened and why, a sentence without its full stop. */
  readonly reason: string;
  readonly cause: Cause;
  readonly match: MatchedClass | undefined;
  /** Whether the device writes a line of syslog. */
  readonly log: boolean;
  /** What another document says, or what is not known, without its last full stop; undefined where nothing is in doubt. */
  readonly otherwise: string | undefined;
}

/** Whether the server gets something else than this command. */
export function isOverwriting({ kind }: EngineEvent): boolean {
  return kind === 'command-overwritten' || kind === 'keys-overwritten';
}

/** What is not certain of a fact, as an event tells it. */
export function doubtOf({ remark }: Fact<unknown>): string | undefined {
  return remark?.replace(/\.$/, '');
}
