/**
 * Reads a configuration: lines, then statements, then what they say once they are carried out. Each layer keeps what an edit did not
 * touch, so that reading again costs little more than looking over the document.
 */
import { firstFrom } from '../text/in-order.ts';
import { type Lines, unchanged } from '../text/lines.ts';
import { ContextBuilder } from './context.ts';
import type { Configuration, Context } from './model.ts';
import { unquoted } from './quoting.ts';
import {
  type Block,
  blocksIn,
  FURTHEST_END,
  INITIAL,
  type Item,
  type LineReading,
  looksAhead,
  type Mark,
  readLine,
  type State,
  StatementNode,
  sameState,
  withOpener,
} from './statements.ts';

/** What lines became. */
interface Layers {
  /** What each line is, and the state it leaves. */
  readonly items: readonly Item[];
  readonly states: readonly State[];
  readonly statements: readonly StatementNode[];
  readonly marks: readonly MarkAt[];
}

type MarkAt = readonly [line: number, mark: Mark];

/** What is kept of a reading for the next one. */
interface Memory extends Layers {
  readonly lines: Lines;
  readonly builders: Map<string, ContextBuilder>;
  readonly revision: number;
}

/** Statements that are no more, and new ones, in order. */
interface Difference {
  readonly gone: readonly StatementNode[];
  readonly added: readonly StatementNode[];
}

/** By the list of statements, which a copy of a configuration under an assumed version shares. */
const MEMORIES = new WeakMap<Configuration['statements'], Memory>();

/**
 * Reads a configuration. Any text is read. With `previous`, the configuration read from an earlier state of the same document, lines
 * that are the same objects are not read again, and the parts of the model that no changed line touches stay the same objects;
 * `previous` gives its statements up to the new configuration and must not be used any more.
 */
export function readConfiguration(lines: Lines, previous?: Configuration): Configuration {
  const old = previous === undefined ? undefined : MEMORIES.get(previous.statements);
  const revision = (old?.revision ?? 0) + 1;
  const shown = unquoted(lines);
  const read = old === undefined ? readAll(shown) : readChanged(shown, old);
  const builders = old?.builders ?? new Map<string, ContextBuilder>();
  relink(read, revision);
  const contexts = buildContexts(shown, read, builders, revision);
  const configuration: Configuration = { lines, statements: read.statements, contexts };
  const { items, states, statements, marks } = read;
  MEMORIES.set(read.statements, { lines: shown, items, states, statements, marks, builders, revision });
  return configuration;
}

/**
 * The blocks in which a command on a line would be looked for if it stood at this indentation, innermost first: what completion offers.
 * None where the line is free text or output.
 */
export function blocksAt(configuration: Configuration, line: number, indent: number): readonly Block[] {
  const states = MEMORIES.get(configuration.statements)?.states ?? [];
  return blocksIn(line === 0 ? INITIAL : (states[line - 1] ?? INITIAL), indent);
}

function readAll(lines: Lines): Layers & Difference {
  const items: Item[] = [];
  const states: State[] = [];
  let state = INITIAL;
  for (let number = 0; number < lines.all.length; number++) {
    const { item, after } = readLine(lines.all, number, state);
    state = after;
    items.push(item);
    states.push(state);
  }
  const statements = items.filter(isStatement);
  return { items, states, statements, marks: marksIn(items, 0), gone: [], added: statements };
}

function isStatement(item: Item): item is StatementNode {
  return item instanceof StatementNode;
}

function marksIn(items: readonly Item[], first: number): readonly MarkAt[] {
  const marks: MarkAt[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item !== undefined && !isStatement(item)) marks.push([first + i, item]);
  }
  return marks;
}

/** Reads the lines that changed, and those behind them until the state is one that was there before. */
function readChanged(lines: Lines, old: Memory): Layers & Difference {
  const now = lines.all;
  const then = old.lines.all;
  const { before: same, behind: tail } = unchanged(old.lines, lines);
  const start = firstAffected(old.items, same);
  const shift = now.length - then.length;
  const places = new Map(then.slice(start, then.length - tail).map((line, index) => [line, start + index]));
  const items: Item[] = [];
  const states: State[] = [];
  const kept = new Set<Item>();
  let state = start === 0 ? INITIAL : old.states[start - 1]!;
  let line = start;
  for (; line < now.length; line++) {
    const inTail = line >= now.length - tail;
    const place = inTail ? line - shift : places.get(now[line]!);
    const known = place !== undefined && sameState(state, place === 0 ? INITIAL : old.states[place - 1]!);
    if (known && inTail) break;
    const before = place === undefined ? undefined : old.items[place];
    const { item, after } =
      known && !looksAhead(before) ? { item: before, after: old.states[place]! } : keepEqual(readLine(now, line, state), before);
    if (item === before) kept.add(item);
    items.push(item);
    states.push(after);
    state = after;
  }
  const middle = items.filter(isStatement);
  const from = firstFrom(old.statements, start);
  const to = firstFrom(old.statements, line - shift);
  const difference = {
    added: middle.filter((statement) => !kept.has(statement)),
    gone: old.statements.slice(from, to).filter((statement) => !kept.has(statement)),
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (isStatement(item)) item.line = start + i;
  }
  if (shift !== 0) for (let i = to; i < old.statements.length; i++) old.statements[i]!.line += shift;
  const marksBehind = old.marks.filter(([at]) => at >= line - shift).map(([at, mark]): MarkAt => [at + shift, mark]);
  return {
    items: replaced(old.items, start, line - shift, items),
    states: replaced(old.states, start, line - shift, states),
    statements: replaced(old.statements, from, to, middle),
    marks: [...old.marks.filter(([at]) => at < start), ...marksIn(items, start), ...marksBehind],
    ...difference,
  };
}

/** The first line to read again when lines from `changed` on have changed: one above that looks so far ahead, if there is one. */
function firstAffected(items: readonly Item[], changed: number): number {
  for (let line = Math.max(0, changed - FURTHEST_END); line < changed; line++) if (looksAhead(items[line])) return line;
  return changed;
}

/** A copy with other elements in the place of some: one allocation, however long the array is. */
function replaced<T>(all: readonly T[], from: number, to: number, by: readonly T[]): readonly T[] {
  return by.length < 1000 ? all.toSpliced(from, to - from, ...by) : all.slice(0, from).concat(by, all.slice(to));
}

/** A line that was read again and became the same statement stays the old one: so does all that is derived from it. */
function keepEqual({ item, after }: LineReading, before: Item): LineReading {
  if (!isStatement(item) || !isStatement(before) || !item.equals(before)) return { item, after };
  return { item: before, after: withOpener(after, item, before) };
}

/** Puts the statements into those that opened their modes, and marks all that changed, outwards, with the revision. */
function relink({ statements, gone, added }: Layers & Difference, revision: number): void {
  const openers = new Set<StatementNode>();
  for (const statement of gone) if (statement.parent !== undefined) openers.add(statement.parent);
  for (const statement of added) {
    statement.revision = revision;
    if (statement.parent !== undefined) openers.add(statement.parent);
  }
  if (openers.size === 0) return;
  for (const opener of openers) {
    opener.children.length = 0;
    for (let each: StatementNode | undefined = opener; each !== undefined; each = each.parent) each.revision = revision;
  }
  for (const statement of statements) {
    if (statement.parent !== undefined && openers.has(statement.parent)) statement.parent.children.push(statement);
  }
}

/** Builds the contexts in the order in which they first appear. */
function buildContexts(
  lines: Lines,
  { statements, states, marks, gone, added }: Layers & Difference,
  builders: Map<string, ContextBuilder>,
  revision: number,
): readonly Context[] {
  const byContext = groupByContext(statements);
  for (const [, { context }] of marks) if (!byContext.has(context)) byContext.set(context, []);
  if (byContext.size === 0) byContext.set('', []);
  for (const key of builders.keys()) if (!byContext.has(key)) builders.delete(key);
  const runs = runsByContext(states);
  const contexts = [...byContext].map(([key, some]): readonly [string, Context] => {
    const inContext = (each: { readonly context: string }) => each.context === key;
    let builder = builders.get(key);
    if (builder === undefined) {
      builder = new ContextBuilder(key);
      builders.set(key, builder);
    }
    builder.table.update(gone.filter(inContext), added.filter(inContext));
    const ofContext = marks.filter(([, mark]) => inContext(mark));
    return [key, builder.build(some, ofContext, runs.get(key) ?? [], lines, revision)];
  });
  const printed = contexts.filter(([key]) => (key === '' || key.startsWith('#')) && byContext.get(key)!.length > 0);
  return numbered(
    contexts.map(([, context]) => context),
    printed.map(([, context]) => context),
  );
}

/** Several configurations in one file, printed before and after a change perhaps: each gets a name that it can be asked for by. */
function numbered(contexts: readonly Context[], printed: readonly Context[]): readonly Context[] {
  if (printed.length < 2) return contexts;
  const nameOf = ({ name, host }: Context) => name ?? host ?? '';
  const taken = new Map<string, number>();
  for (const context of contexts) taken.set(nameOf(context), (taken.get(nameOf(context)) ?? 0) + 1);
  const numbers = new Map(printed.map((context, index) => [context, index + 1]));
  return contexts.map((context) => {
    const number = numbers.get(context);
    if (number === undefined) return context;
    const name = nameOf(context);
    const configuration = context.name === undefined ? number : undefined;
    return { ...context, configuration, name: name !== '' && taken.get(name) === 1 ? name : `${name}#${number}` };
  });
}

/** A line belongs to the context in which it leaves the reader: `changeto context X` to X. */
function runsByContext(states: readonly State[]): ReadonlyMap<string, Context['runs']> {
  const runs = new Map<string, [number, number][]>();
  for (let first = 0, last = 0; first < states.length; first = last + 1) {
    const { context } = states[first]!;
    last = first;
    while (states[last + 1]?.context === context) last++;
    runs.set(context, [...(runs.get(context) ?? []), [first, last]]);
  }
  return runs;
}

function groupByContext(statements: readonly StatementNode[]): Map<string, readonly StatementNode[]> {
  const first = statements[0]?.context;
  if (first === undefined) return new Map();
  // Most files hold one device: its statements are not copied.
  if (statements.every((statement) => statement.context === first)) return new Map([[first, statements]]);
  const groups = new Map<string, StatementNode[]>();
  for (const statement of statements) {
    const group = groups.get(statement.context);
    if (group === undefined) groups.set(statement.context, [statement]);
    else group.push(statement);
  }
  return groups;
}
