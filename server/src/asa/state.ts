/**
 * The state in which a line is read: plain values that can be compared, so that after an edit reading can stop where it meets a state that it has
 * met before.
 */
import type { Mode } from './grammar.ts';
import type { Statement } from './model.ts';
import type { Section } from './output.ts';
import type { LineStart, StatementNode } from './statement.ts';

/** A mode that is open. */
export interface Frame {
  readonly opener: StatementNode | undefined;
  readonly mode: Mode;
  readonly indent: number;
  /** Indentation of the first line inside; undefined while there is none. */
  readonly inner: number | undefined;
  readonly outer: Frame | undefined;
}

/** What a line needs to know of those above it. Immutable. */
export interface State {
  readonly frame: Frame | undefined;
  readonly section: Section;
  /** Output after a prompt ends at the next prompt; output without one ends at the first line that is surely configuration. */
  readonly untilPrompt: boolean;
  /** Text up to this mark is free text. */
  readonly free: string | undefined;
  /** Which device or context: '' is the first, `#2` the second configuration in the file, `NAME` a context gone to. */
  readonly context: string;
  /** How a statement stands at the beginning of a line of this context: one object, for there may be a hundred thousand. */
  readonly edge: LineStart;
  /** Indentation of the statements of global mode; undefined before the first. */
  readonly base: number | undefined;
  /** The version line of this context has been read, and says PIX 6 or FWSM 2 or earlier: `clear X` takes configuration back. */
  readonly version: 'none' | 'classic' | 'modern';
  /** The name that `hostname` gave the device whose configuration this is, in lower case: another name is another device. */
  readonly host: string | undefined;
  /** A service policy or a fixup has been read: what this device does to traffic is told. */
  readonly applies: boolean;
  /** Inside a code block of a Markdown page. */
  readonly fenced: boolean;
  /** Configurations met so far, for the names of contexts. */
  readonly count: number;
  readonly promptContext: boolean;
}

/** The part of a state that tells the context. */
export function inContext(context: string): Pick<State, 'context' | 'edge'> {
  return { context, edge: { start: 0, indent: 0, prompt: undefined, context, quoted: false } };
}

/** The state in which output quotes configuration, or no longer does: no block goes on from one into the other. The same object where it is already so. */
export function quoting(state: State, quoted: boolean): State {
  return state.edge.quoted === quoted ? state : { ...state, frame: undefined, edge: { ...state.edge, quoted } };
}

export const INITIAL: State = {
  ...inContext(''),
  frame: undefined,
  section: 'configuration',
  untilPrompt: false,
  free: undefined,
  base: undefined,
  version: 'none',
  host: undefined,
  applies: false,
  fenced: false,
  count: 0,
  promptContext: false,
};

/** A mode, and the statement that opened it; undefined for what nothing opened. */
export interface Block {
  readonly mode: string;
  readonly opener: Statement | undefined;
}

/** The blocks in which a command at this indentation is looked for, innermost first; none in free text and in output. */
export function blocksIn(state: State, indent: number): readonly Block[] {
  if (state.free !== undefined || state.section !== 'configuration') return [];
  const blocks: Block[] = [];
  for (let frame = state.frame; frame !== undefined; frame = frame.outer) {
    if (frame.opener?.prompt === undefined && indent > frame.indent) return [...blocks, frame];
    const closed = indent < frame.indent || (frame.inner !== undefined && frame.inner > frame.indent);
    if (!closed || frame.opener?.prompt !== undefined) blocks.push(frame);
  }
  return [...blocks.filter(({ mode }) => mode !== 'other'), { mode: 'global', opener: undefined }];
}

/** The state with another statement in the place of an opener that is equal to it. */
export function withOpener(state: State, opener: StatementNode, equal: StatementNode): State {
  return state.frame?.opener === opener ? { ...state, frame: { ...state.frame, opener: equal } } : state;
}

export function sameState(a: State, b: State): boolean {
  return (
    a === b ||
    (a.section === b.section &&
      a.untilPrompt === b.untilPrompt &&
      a.free === b.free &&
      a.context === b.context &&
      a.edge.quoted === b.edge.quoted &&
      a.base === b.base &&
      a.version === b.version &&
      a.host === b.host &&
      a.applies === b.applies &&
      a.fenced === b.fenced &&
      a.count === b.count &&
      a.promptContext === b.promptContext &&
      sameFrame(a.frame, b.frame))
  );
}

function sameFrame(a: Frame | undefined, b: Frame | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return a.opener === b.opener && a.mode === b.mode && a.indent === b.indent && a.inner === b.inner && sameFrame(a.outer, b.outer);
}
