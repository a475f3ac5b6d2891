/** What lines become before they are carried out: a statement or a mark for each line that is one, and the state that each line leaves. */
import type { Lines } from '../text/lines.ts';
import { Sequence } from '../text/sequence.ts';
import { INITIAL, type State } from './state.ts';
import { type Item, type Mark, StatementNode } from './statement.ts';
import { readLine } from './statements.ts';

export interface Layers {
  /** As they are read, without the marks of quoting. */
  readonly lines: Lines;
  /** What each line is, and the state it leaves. */
  readonly items: Sequence<Item>;
  readonly states: Sequence<State>;
  readonly statements: Sequence<StatementNode>;
  readonly marks: readonly MarkAt[];
}

export type MarkAt = readonly [line: number, mark: Mark];

export function readLayers(lines: Lines): Layers {
  const items: Item[] = [];
  const states: State[] = [];
  let state = INITIAL;
  for (let number = 0; number < lines.count; number++) {
    const { item, after } = readLine(lines.all, number, state);
    state = after;
    items.push(item);
    states.push(state);
  }
  const statements = statementsIn(items);
  StatementNode.nest(statements);
  return { lines, items: Sequence.of(items), states: Sequence.of(states), statements: Sequence.of(statements), marks: marksIn(items, 0) };
}

export function statementsIn(items: readonly Item[]): readonly StatementNode[] {
  return items.filter((item) => item instanceof StatementNode);
}

/** @param first the line of the first item */
export function marksIn(items: readonly Item[], first: number): readonly MarkAt[] {
  const marks: MarkAt[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item !== undefined && !(item instanceof StatementNode)) marks.push([first + i, item]);
  }
  return marks;
}
