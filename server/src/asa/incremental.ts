/**
 * Reading again after an edit: the lines that changed, the blocks that they stand in, and those behind them until the state is one that
 * was there before. No other file knows how an earlier reading is used; the earlier one is only looked at, and stays what it is.
 */
import { itemAt, sure } from '../text/at.ts';
import { firstInOrder } from '../text/in-order.ts';
import { type Line, type Lines, unchanged } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import { FURTHEST_END, looksAhead } from './free-text.ts';
import { type Layers, type MarkAt, marksIn, statementsIn } from './layers.ts';
import { INITIAL, type State, sameState, withOpener } from './state.ts';
import { type Item, StatementNode } from './statement.ts';
import { readLine } from './statements.ts';

/** Statements that are no more, and new ones, in order. */
export interface Difference {
  readonly gone: readonly StatementNode[];
  readonly added: readonly StatementNode[];
}

/** The layers of a text, by those of an earlier state of it, and what became of the statements. */
export function readAgain(lines: Lines, old: Layers): Layers & Difference {
  const { start, items, states, added } = new Rereading(lines, old).read();
  StatementNode.nest(added);
  const end = start + items.length;
  const shift = lines.count - old.lines.count;
  const middle = statementsIn(items);
  const from = firstInOrder(old.statements, old.lines.orderOf(start));
  const to = firstInOrder(old.statements, old.lines.orderOf(end - shift));
  const now = new Set(middle);
  const marksBehind = old.marks.filter(([at]) => at >= end - shift).map(([at, mark]): MarkAt => [at + shift, mark]);
  return {
    lines,
    items: old.items.replaced(start, end - shift, items),
    states: old.states.replaced(start, end - shift, states),
    statements: old.statements.replaced(from, to, middle),
    marks: [...old.marks.filter(([at]) => at < start), ...marksIn(items, start), ...marksBehind],
    added,
    gone: old.statements.slice(from, to).filter((statement) => !now.has(statement)),
  };
}

class Rereading {
  private readonly lines: Lines;
  private readonly old: Layers;
  /** How many lines at both ends are the same, and by how much those behind have moved. */
  private readonly same: number;
  private readonly tail: number;
  private readonly shift: number;
  /** Where lines that may stand between changed ones stood before. */
  private readonly places: ReadonlyMap<Line, number>;
  /** The lines of blocks of which something changed: each is another statement now. */
  private readonly renewed = new Set<Line>();
  private readonly created = new Set<StatementNode>();
  private start: number;
  private items: Item[] = [];
  private states: State[] = [];

  constructor(lines: Lines, old: Layers) {
    const { before, behind } = unchanged(old.lines, lines);
    this.lines = lines;
    this.old = old;
    this.same = before;
    this.tail = lines.count - behind;
    this.shift = lines.count - old.lines.count;
    this.places = new Map(old.lines.all.slice(before, old.lines.count - behind).map((line, index) => [line, before + index]));
    this.start = firstAffected(old.items, before);
    this.renewWhereLinesLeft();
  }

  /** The block that a line was taken out of is another one, even if nothing stands in the line's place. */
  private renewWhereLinesLeft(): void {
    const { old, lines } = this;
    const left = new Set(this.places.keys());
    for (let line = this.same; line < this.tail; line++) left.delete(sure(lines.all.get(line)));
    for (const line of left) {
      const item = old.items.get(sure(this.places.get(line)));
      if (!(item instanceof StatementNode) || item.parent === undefined) continue;
      const { outermost } = item;
      const at = old.lines.lineOf(outermost);
      this.renewed.add(sure(old.lines.all.get(at)));
      if (at < this.same) this.start = Math.min(this.start, at);
    }
  }

  read(): {
    readonly start: number;
    readonly items: readonly Item[];
    readonly states: readonly State[];
    readonly added: readonly StatementNode[];
  } {
    const { lines, old } = this;
    for (let line = this.start; line < lines.count; line++) {
      const state = this.stateBefore(line);
      const place = this.placeOf(line);
      const before = place === undefined ? undefined : old.items.get(place);
      const renewed = this.renewed.has(sure(lines.all.get(line)));
      const known = place !== undefined && !renewed && sameState(state, stateAt(old, place - 1));
      if (known && line >= this.tail) break;
      const reading =
        known && !looksAhead(before) ? { item: before, after: sure(old.states.get(place)) } : readLine(lines.all, line, state);
      const same = isStatement(reading.item) && isStatement(before) && !renewed && reading.item.equals(before);
      const item = same ? before : reading.item;
      const changed = item === before ? undefined : this.changedAbove(item, before);
      if (changed !== undefined) {
        this.goBackTo(changed);
        line = changed - 1;
        continue;
      }
      if (item !== before && isStatement(item)) this.created.add(item);
      this.items.push(item);
      this.states.push(same && isStatement(reading.item) ? withOpener(reading.after, reading.item, before) : reading.after);
    }
    return {
      start: this.start,
      items: this.items,
      states: this.states,
      added: statementsIn(this.items).filter((it) => this.created.has(it)),
    };
  }

  /** The line of a block that was kept so far, and that loses or gets the statement of a line below. */
  private changedAbove(item: Item, before: Item): number | undefined {
    for (const each of [isStatement(item) ? item.parent : undefined, isStatement(before) ? before.parent : undefined]) {
      if (each === undefined || this.created.has(each)) continue;
      const line = this.lines.lineOf(each.outermost);
      if (this.isKept(each.outermost, line)) return line;
    }
    return undefined;
  }

  private isKept(statement: StatementNode, line: number): boolean {
    const item = line < this.start ? this.old.items.get(line) : this.items[line - this.start];
    return item === statement;
  }

  private goBackTo(line: number): void {
    this.renewed.add(sure(this.lines.all.get(line)));
    const keep = Math.max(0, line - this.start);
    this.items.length = keep;
    this.states.length = keep;
    this.start = Math.min(this.start, line);
  }

  private stateBefore(line: number): State {
    return line === this.start ? stateAt(this.old, line - 1) : itemAt(this.states, line - 1 - this.start);
  }

  /** Where the line stood before; undefined for a new one. */
  private placeOf(line: number): number | undefined {
    if (line < this.same) return line;
    return line >= this.tail ? line - this.shift : this.places.get(sure(this.lines.all.get(line)));
  }
}

function stateAt({ states }: Layers, line: number): State {
  return line < 0 ? INITIAL : sure(states.get(line));
}

function isStatement(item: Item): item is StatementNode {
  return item instanceof StatementNode;
}

/** The first line to read again when lines from `changed` on have changed: one above that looks so far ahead, if there is one. */
function firstAffected(items: Sequence<Item>, changed: number): number {
  for (let line = Math.max(0, changed - FURTHEST_END); line < changed; line++) if (looksAhead(items.get(line))) return line;
  return changed;
}
