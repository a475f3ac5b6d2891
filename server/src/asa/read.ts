/**
 * Reads a configuration: lines, then statements, then what they say once they are carried out. Each layer keeps what an edit did not
 * touch, so that reading again costs little more than looking over the document.
 */
import type { Lines } from '../text/lines.ts';
import { ContextBuilder } from './context.ts';
import type { Configuration, Context } from './model.ts';
import {
  INITIAL,
  type Item,
  type LineReading,
  type Mark,
  readLine,
  type State,
  StatementNode,
  sameState,
  withOpener,
} from './statements.ts';

/** What is kept of a reading for the next one. */
interface Memory {
  readonly lines: Lines;
  /** What each line is, and the state it leaves. */
  readonly items: readonly Item[];
  readonly states: readonly State[];
  readonly builders: Map<string, ContextBuilder>;
  readonly revision: number;
}

const MEMORIES = new WeakMap<Configuration, Memory>();

/**
 * Reads a configuration. Any text is read. With `previous`, the configuration read from an earlier state of the same document, lines
 * that are the same objects are not read again, and the parts of the model that no changed line touches stay the same objects;
 * `previous` gives its statements up to the new configuration and must not be used any more.
 */
export function readConfiguration(lines: Lines, previous?: Configuration): Configuration {
  const old = previous === undefined ? undefined : MEMORIES.get(previous);
  const revision = (old?.revision ?? 0) + 1;
  const { items, states, gone, added } = old === undefined ? readAll(lines) : readChanged(lines, old);
  const builders = old?.builders ?? new Map<string, ContextBuilder>();
  const statements: StatementNode[] = [];
  const marks: (readonly [number, Mark])[] = [];
  for (let line = 0; line < items.length; line++) {
    const item = items[line];
    if (item === undefined) continue;
    if (item instanceof StatementNode) {
      item.line = line;
      statements.push(item);
    } else marks.push([line, item]);
  }
  relink(statements, gone, added, revision);
  const contexts = buildContexts(lines, statements, marks, gone, added, builders, revision);
  const configuration: Configuration = { lines, statements, contexts };
  MEMORIES.set(configuration, { lines, items, states, builders, revision });
  return configuration;
}

interface Layers {
  readonly items: readonly Item[];
  readonly states: readonly State[];
  /** Statements that are no more, and new ones, in order. */
  readonly gone: readonly StatementNode[];
  readonly added: readonly StatementNode[];
}

function readAll(lines: Lines): Layers {
  const items: Item[] = [];
  const states: State[] = [];
  let state = INITIAL;
  for (const [number, line] of lines.all.entries()) {
    const reading = readLine(line, number, state);
    state = reading.after;
    items.push(reading.item);
    states.push(state);
  }
  return { items, states, gone: [], added: items.filter(isStatement) };
}

function isStatement(item: Item): item is StatementNode {
  return item instanceof StatementNode;
}

/** Reads the lines that changed, and those behind them until the state is one that was there before. */
function readChanged(lines: Lines, old: Memory): Layers {
  const now = lines.all;
  const then = old.lines.all;
  let start = 0;
  while (start < now.length && start < then.length && now[start] === then[start]) start++;
  let tail = 0;
  while (tail < now.length - start && tail < then.length - start && now[now.length - 1 - tail] === then[then.length - 1 - tail]) tail++;
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
    if (known) {
      items.push(old.items[place]);
      kept.add(old.items[place]);
      state = old.states[place]!;
    } else {
      const reading = readLine(now[line]!, line, state);
      const before = place === undefined ? undefined : old.items[place];
      const { item, after } = keepEqual(reading, before);
      items.push(item);
      if (item === before) kept.add(item);
      state = after;
    }
    states.push(state);
  }
  const added = items.filter((item): item is StatementNode => isStatement(item) && !kept.has(item));
  const gone = old.items.slice(start, line - shift).filter((item): item is StatementNode => isStatement(item) && !kept.has(item));
  return {
    items: old.items.slice(0, start).concat(items, old.items.slice(line - shift)),
    states: old.states.slice(0, start).concat(states, old.states.slice(line - shift)),
    gone,
    added,
  };
}

/** A line that was read again and became the same statement stays the old one: so does all that is derived from it. */
function keepEqual({ item, after }: LineReading, before: Item): LineReading {
  if (!isStatement(item) || !isStatement(before) || !item.equals(before)) return { item, after };
  return { item: before, after: withOpener(after, item, before) };
}

/** Puts the statements into those that opened their modes, and marks all that changed, outwards, with the revision. */
function relink(
  statements: readonly StatementNode[],
  gone: readonly StatementNode[],
  added: readonly StatementNode[],
  revision: number,
): void {
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

/** Builds the contexts in the order in which they first appear; statements and marks before any belong to the first. */
function buildContexts(
  lines: Lines,
  statements: readonly StatementNode[],
  marks: readonly (readonly [number, Mark])[],
  gone: readonly StatementNode[],
  added: readonly StatementNode[],
  builders: Map<string, ContextBuilder>,
  revision: number,
): readonly Context[] {
  const byContext = new Map<string, StatementNode[]>();
  for (const statement of statements) {
    const some = byContext.get(statement.context);
    if (some === undefined) byContext.set(statement.context, [statement]);
    else some.push(statement);
  }
  for (const [, mark] of marks) if (!byContext.has(mark.context)) byContext.set(mark.context, []);
  if (byContext.size === 0) byContext.set('', []);
  for (const key of builders.keys()) if (!byContext.has(key)) builders.delete(key);
  return [...byContext].map(([key, some]) => {
    const inContext = (each: { readonly context: string }) => each.context === key;
    let builder = builders.get(key);
    if (builder === undefined) {
      builder = new ContextBuilder(key);
      builders.set(key, builder);
    }
    builder.table.update(gone.filter(inContext), added.filter(inContext));
    return builder.build(
      some,
      marks.filter(([, mark]) => inContext(mark)),
      lines,
      revision,
    );
  });
}
