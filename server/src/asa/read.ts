/**
 * Reads a configuration: lines, then statements, then what they say once they are carried out. A configuration is a value: reading the next
 * state of a document takes what an edit did not touch from the one before, which stays what it was.
 */

import { memo } from '../text/analysis.ts';
import { some, sure } from '../text/at.ts';
import type { Lines } from '../text/lines.ts';
import { Sequence } from '../text/sequence.ts';
import { type ContextReading, readContext } from './context.ts';
import { type Difference, readAgain } from './incremental.ts';
import { type Layers, readLayers } from './layers.ts';
import type { Configuration, Context } from './model.ts';
import { unquoted } from './quoting.ts';
import { type Block, blocksIn, INITIAL, type State } from './state.ts';
import { StatementNode } from './statement.ts';

/** What stands behind a configuration: for the next reading, and for those who ask in which block a line stands. */
export interface ConfigurationReading {
  readonly layers: Layers;
  /** By `ContextText.key`. */
  readonly contexts: ReadonlyMap<string, ContextReading>;
}

/**
 * Reads a configuration. Any text is read. With `previous`, the configuration read from another state of the same document, lines that are
 * the same objects are not read again, and the parts of the model that no changed line touches stay the same objects.
 */
export function readConfiguration(lines: Lines, previous?: Configuration): Configuration {
  const old = previous?.reading;
  const shown = unquoted(lines);
  const layers = old === undefined ? { ...readLayers(shown), gone: [], added: [] } : readAgain(shown, old.layers);
  const contexts = readContexts(layers, old?.contexts ?? new Map());
  return {
    lines,
    statements: layers.statements,
    contexts: some(numbered(contexts)),
    reading: { layers, contexts: new Map(contexts.map(({ key, reading }) => [key, reading])) },
  };
}

/**
 * The blocks in which a command on a line would be looked for if it stood at this indentation, innermost first: what completion offers.
 * None where the line is free text or output.
 */
export function blocksAt({ reading }: Configuration, line: number, indent: number): readonly Block[] {
  return blocksIn(reading.layers.states.get(line - 1) ?? INITIAL, indent);
}

/** Whether a line is a command that the grammar knows. */
export function isCommand({ reading }: Configuration, line: number): boolean {
  const item = reading.layers.items.get(line);
  return item instanceof StatementNode && item.command !== '';
}

interface ReadContext {
  readonly key: string;
  readonly reading: ContextReading;
  /** There is a statement in it. */
  readonly printed: boolean;
}

/** The contexts in the order in which they first appear. */
function readContexts(
  { lines, statements, states, marks, gone, added }: Layers & Difference,
  old: ConfigurationReading['contexts'],
): readonly ReadContext[] {
  const byContext = new Map(groupByContext(lines, statements));
  for (const [, { context }] of marks) if (!byContext.has(context)) byContext.set(context, Sequence.of([]));
  if (byContext.size === 0) byContext.set('', Sequence.of([]));
  const runs = runsByContext(lines, states);
  return [...byContext].map(([key, some]): ReadContext => {
    const inContext = (each: { readonly context: string }) => each.context === key;
    const text = { key, lines, statements: some, marks: marks.filter(([, mark]) => inContext(mark)), runs: runs.get(key) ?? [] };
    const before = old.get(key);
    const previous = before && { reading: before, difference: { gone: gone.filter(inContext), added: added.filter(inContext) } };
    return { key, reading: readContext(text, previous), printed: some.length > 0 };
  });
}

/** Several configurations in one file, printed before and after a change perhaps: each gets a name that it can be asked for by. */
function numbered(read: readonly ReadContext[]): readonly Context[] {
  const contexts = read.map(({ reading }) => reading.context);
  const printed = read.filter(({ key, printed }) => (key === '' || key.startsWith('#')) && printed).map(({ reading }) => reading.context);
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
    // The same context, and nobody sees it without its number: the analysis is the same, too.
    return { ...context, configuration, name: name !== '' && taken.get(name) === 1 ? name : `${name}#${number}` };
  });
}

/** A line belongs to the context in which it leaves the reader: `changeto context X` to X. */
function runsByContext(lines: Lines, states: Sequence<State>): ReadonlyMap<string, Context['runs']> {
  const runs = new Map<string, [number, number][]>();
  let line = 0;
  let open: { readonly context: string; readonly run: [number, number] } | undefined;
  for (const [context, length] of states.chunks.flatMap((chunk) => runsIn(lines, chunk))) {
    if (open?.context === context) open.run[1] += length;
    else {
      open = { context, run: [line, line + length - 1] };
      runs.set(context, [...(runs.get(context) ?? []), open.run]);
    }
    line += length;
  }
  return runs;
}

/** The contexts of states, each with how many of them follow each other. */
const runsIn = memo('runs of contexts', (states: readonly State[]): readonly (readonly [context: string, length: number])[] => {
  const runs: [string, number][] = [];
  for (const { context } of states) {
    const last = runs.at(-1);
    if (last?.[0] === context) last[1]++;
    else runs.push([context, 1]);
  }
  return runs;
});

function groupByContext(lines: Lines, statements: Sequence<StatementNode>): ReadonlyMap<string, Sequence<StatementNode>> {
  const contexts = new Set(statements.chunks.flatMap((chunk) => contextsIn(lines, chunk)));
  // Most files hold one device: its statements are not copied.
  if (contexts.size === 1) return new Map([...contexts].map((context) => [context, statements]));
  const groups = new Map<string, StatementNode[]>([...contexts].map((context) => [context, []]));
  for (const statement of statements) sure(groups.get(statement.context)).push(statement);
  return new Map([...groups].map(([context, group]) => [context, Sequence.of(group)]));
}

const contextsIn = memo('contexts of statements', (statements: readonly StatementNode[]) => [
  ...new Set(statements.map(({ context }) => context)),
]);
