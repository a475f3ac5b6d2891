/**
 * The command grammar: one table for abbreviations, for the words that are names, for completion, signature help and hovers.
 * The rows are in `grammar/`; here they become an automaton for each mode, and the questions that others ask of it.
 */
import { itemAt, sure } from '../text/at.ts';
import type { Argument } from './grammar/arguments.ts';
import type { Command, CommandRow, Mode, Table } from './grammar/command.ts';
import { FRAGMENTS } from './grammar/fragments.ts';
import { INSPECTION } from './grammar/inspection.ts';
import { NETWORK } from './grammar/network.ts';
import { OBJECTS } from './grammar/objects.ts';
import { formOf, PatternCompiler, type Position, State, type Step } from './grammar/pattern.ts';
import { SYSTEM } from './grammar/system.ts';
import type { Statement, SymbolKind } from './model.ts';

export type { Argument, ArgumentKind } from './grammar/arguments.ts';
export type { Command, Mode } from './grammar/command.ts';

const TABLES: readonly Table[] = [OBJECTS, INSPECTION, NETWORK, SYSTEM];
const GRAMMAR = compile();

function compile(): ReadonlyMap<string, { readonly commands: readonly Command[]; readonly start: State<Command> }> {
  const compiler = new PatternCompiler<Command>(FRAGMENTS);
  const rows = new Map<Mode, CommandRow[]>();
  for (const table of TABLES) {
    // The keys of a table are modes; `Object.entries` forgets it.
    for (const [mode, some] of Object.entries(table) as [Mode, readonly CommandRow[]][])
      rows.set(mode, [...(rows.get(mode) ?? []), ...some]);
  }
  const grammar = new Map<string, { commands: readonly Command[]; start: State<Command> }>();
  for (const [mode, some] of rows) {
    const commands = some.map((row) => commandOf(mode, row));
    const first = commands.flatMap((command) => [...compiler.compile(command.pattern, command)]);
    grammar.set(mode, { commands, start: State.start(first) });
  }
  return grammar;
}

function commandOf(mode: Mode, [pattern, documentation = '', more = {}]: CommandRow): Command {
  return {
    mode,
    name: /^[\w-]+/.exec(pattern)?.[0] ?? '',
    pattern,
    form: formOf(pattern),
    documentation,
    opens: more.opens,
    keywords: more.keywords ?? {},
    since: more.since,
    until: more.until,
    source: more.source,
    mistaken: more.mistaken ?? false,
    inspections: more.inspections,
  };
}

/** How the words of a command were understood, word by word. */
export interface Reading {
  /** The command; undefined when its first word is none of the mode. */
  readonly command: Command | undefined;
  /** Its first keyword in full: `access-list` for `access-l`. */
  readonly name: string;
  /** What each understood word is; shorter than the words where the rest was not understood. */
  readonly positions: readonly Position<Command>[];
  /** The command may end after the words that were understood. */
  readonly ends: boolean;
  /** All words were understood. */
  readonly whole: boolean;
  /** The first word was written short. */
  readonly abbreviated: boolean;
}

const NOTHING: Reading = { command: undefined, name: '', positions: [], ends: false, whole: false, abbreviated: false };

/** Reads words (without `no`) as a command of a mode. Never fails: it tells how far it came. */
export function readCommand(mode: string, words: readonly { readonly text: string }[], from = 0): Reading {
  const start = GRAMMAR.get(mode)?.start;
  if (start === undefined || from >= words.length) return NOTHING;
  let state: State<Command> = start;
  const taken: (readonly Position<Command>[])[] = [];
  let abbreviated = false;
  for (let i = from; i < words.length; i++) {
    const step: Step<Command> | undefined = state.step(itemAt(words, i).text);
    if (step === undefined) break;
    if (i === from) abbreviated = step.abbreviated;
    taken.push(step.positions);
    state = step.state;
  }
  const end = taken.at(-1);
  if (end === undefined) return NOTHING;
  // A command that takes any text is meant only where no other fits.
  const definite = end.filter((position) => position.argument?.kind !== 'text');
  const last = definite.length > 0 ? definite : end;
  const command = itemAt(last, 0).owner;
  if (abbreviated && last.some((position) => position.owner.name !== command.name)) return NOTHING;
  const positions = pathTo(taken, command, state.complete);
  return {
    command,
    name: itemAt(positions, 0).keyword ?? '',
    positions,
    ends: state.complete,
    whole: taken.length === words.length - from,
    abbreviated,
  };
}

/**
 * One meaning for each word. Where several were possible, the words behind them decide: `serv` is `service` or `service-policy`, and
 * in `icmp permit any outside` the last word is the interface because the command may end there.
 */
function pathTo(taken: readonly (readonly Position<Command>[])[], command: Command, ends: boolean): readonly Position<Command>[] {
  const path = new Array<Position<Command>>(taken.length);
  let next: Position<Command> | undefined;
  for (let i = taken.length - 1; i >= 0; i--) {
    const some = itemAt(taken, i);
    let chosen = itemAt(some, 0);
    if (some.length > 1) {
      const fits = ({ last, follow }: Position<Command>) => (next === undefined ? !ends || last : follow.has(next));
      chosen =
        some.find((position) => position.owner === command && fits(position)) ?? some.find(({ owner }) => owner === command) ?? chosen;
    }
    path[i] = chosen;
    next = chosen;
  }
  return path;
}

/** What may stand at a place in a command. */
export type Expectation =
  | { readonly kind: 'keyword'; readonly keyword: string; readonly command: Command; readonly documentation: string }
  | { readonly kind: 'argument'; readonly argument: Argument; readonly label: string; readonly define: boolean; readonly command: Command }
  /** The line may end here. */
  | { readonly kind: 'end' };

/** The commands of a mode, in the order of the tables. */
export function commandsIn(mode: string): readonly Command[] {
  return GRAMMAR.get(mode)?.commands ?? [];
}

/** What may come after these words (without `no`) in a mode; with none, the first words of the mode's commands. */
export function expectedAfter(mode: string, words: readonly string[]): readonly Expectation[] {
  let state = GRAMMAR.get(mode)?.start;
  for (const word of words) state = state?.step(word)?.state;
  if (state === undefined) return [];
  const expectations: Expectation[] = [];
  const keywords = new Set<string>();
  const labels = new Set<string>();
  for (const position of state.expected) {
    const { argument, keyword, owner, label, define } = position;
    if (argument !== undefined) {
      if (labels.has(label)) continue;
      labels.add(label);
      expectations.push({ kind: 'argument', argument, label, define, command: owner });
    } else if (keyword !== undefined && !keywords.has(keyword)) {
      keywords.add(keyword);
      // As the guides write it: `RCPT`.
      expectations.push({ kind: 'keyword', keyword: label, command: owner, documentation: owner.keywords[keyword] ?? owner.documentation });
    }
  }
  if (state.complete) expectations.push({ kind: 'end' });
  return expectations;
}

/** What may stand in place of `statement.words[wordIndex]`; one past the last word asks what may follow. */
export function expectedAt(statement: Statement, wordIndex: number): readonly Expectation[] {
  if (wordIndex < statement.head) return [];
  const words = statement.words.slice(statement.head, wordIndex).map((word) => word.text);
  return expectedAfter(statement.mode, words);
}

/** The table row that a statement is read by; undefined when it is not known. */
export function commandOfStatement(statement: Statement): Command | undefined {
  return statement.command === '' ? undefined : readStatement(statement).command;
}

/** What `statement.words[wordIndex]` is: a keyword with its explanation, or an argument; undefined when it was not understood. */
export function wordAt(
  statement: Statement,
  wordIndex: number,
): { readonly position: Position<Command>; readonly documentation: string } | undefined {
  const position = readStatement(statement).positions[wordIndex - statement.head];
  if (position === undefined) return undefined;
  const { keyword, argument, owner } = position;
  const first = wordIndex === statement.head;
  const explained = keyword === undefined ? sure(argument).explained : owner.keywords[keyword];
  return { position, documentation: explained ?? (first ? owner.documentation : '') };
}

/** The calls a person could mean with these words, for signature help: each command's form and the columns in it of what comes next. */
export function signatures(
  mode: string,
  words: readonly string[],
): readonly { readonly command: Command; readonly active: readonly [start: number, end: number] | undefined }[] {
  let state = GRAMMAR.get(mode)?.start;
  let taken: readonly Position<Command>[] = [];
  for (const word of words) {
    const step = state?.step(word);
    state = step?.state;
    if (step !== undefined) taken = step.positions;
  }
  if (state === undefined) return [];
  const found = new Map<Command, readonly [number, number] | undefined>();
  for (const { owner, start, end } of state.expected) {
    if (!found.has(owner)) found.set(owner, [start, end]);
  }
  for (const { owner } of taken) {
    if (!found.has(owner)) found.set(owner, undefined);
  }
  return [...found].map(([command, active]) => ({ command, active }));
}

/** Every kind of name that the tables define or use. */
export function symbolOf(position: Position<Command>): SymbolKind | undefined {
  return position.argument?.symbol;
}

function readStatement(statement: Statement): Reading {
  return readCommand(statement.mode, statement.words, statement.head);
}
