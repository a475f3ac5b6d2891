/**
 * A list of entries carried out for all sources and destinations at once. For each group of sources that the entries do not tell apart,
 * the entries paint the row of destination cells: the first that takes a cell for certain keeps it.
 */
import type { AddressSet } from './addresses.ts';
import type { Axis, Span } from './axis.ts';
import { type Cover, sameCover } from './cover.ts';
import type { Ternary } from './ternary.ts';

/** An entry at one destination port and source port, in the coordinates of the flow as it enters. */
export interface Rectangle {
  readonly action: 'permit' | 'deny' | 'unknown';
  readonly source: Cover;
  readonly destination: Cover;
}

/** The values of all destination cells, as runs of equal ones; rows of equal content are one object. */
export interface TableRow {
  /** The first cell of each run; the first is 0. */
  readonly starts: readonly number[];
  /** Indices in `VALUES`. */
  readonly values: readonly number[];
}

/** What the values of a row mean. */
export const VALUES: readonly Ternary[] = [false, true, 'unknown'];
const FALSE = 0;
const TRUE = 1;
const UNKNOWN = 2;

const PERMIT = 1;
const DENY = 2;
const BITS = { permit: PERMIT, deny: DENY, unknown: PERMIT | DENY };

/** The row of each source cell. */
export function rowsOf(rectangles: readonly Rectangle[], sources: Axis, destinations: Axis): readonly TableRow[] {
  const { always, opening, closing } = sweep(rectangles, sources);
  const painter = new Painter(rectangles, destinations, always);
  const alike = alikeOf(rectangles);
  const rows: TableRow[] = new Array(sources.count);
  const byActive = new Map<string, TableRow>();
  const active = new Set<number>();
  for (let cell = 0; cell < sources.count; cell++) {
    for (const item of closing[cell] ?? []) active.delete(item);
    for (const item of opening[cell] ?? []) active.add(item);
    const own = [...new Set([...active].map((item) => alike[item] ?? item))].sort((a, b) => a - b);
    const key = own.join();
    const row = byActive.get(key) ?? painter.paint(own);
    byActive.set(key, row);
    rows[cell] = row;
  }
  return rows;
}

/**
 * For each item the first that does the same to a row. Neighbours of one action may change places, so those of them that are for the same
 * destinations are one: hundreds of hosts that are exempt towards everybody have one row.
 */
function alikeOf(rectangles: readonly Rectangle[]): readonly Item[] {
  const alike: Item[] = [];
  let action: Rectangle['action'] | undefined;
  let first = new Map<AddressSet, Map<AddressSet, number>>();
  for (const [index, rectangle] of rectangles.entries()) {
    if (rectangle.action !== action) first = new Map();
    action = rectangle.action;
    const { yes, maybe } = rectangle.destination;
    const same = first.get(yes) ?? new Map<AddressSet, number>();
    first.set(yes, same);
    const known = same.get(maybe) ?? index;
    same.set(maybe, known);
    alike.push(known * 2, known * 2 + 1);
  }
  return alike;
}

/** A rectangle for a source cell: twice its index, plus one where the cell only may belong to its source. */
type Item = number;

interface Sweep {
  /** Those whose source is every cell. */
  readonly always: readonly Item[];
  readonly opening: readonly (readonly Item[] | undefined)[];
  readonly closing: readonly (readonly Item[] | undefined)[];
}

function sweep(rectangles: readonly Rectangle[], sources: Axis): Sweep {
  const always: Item[] = [];
  const opening: Item[][] = [];
  const closing: Item[][] = [];
  const enter = (item: Item, spans: readonly Span[]) => {
    if (isWhole(spans, sources.count)) always.push(item);
    else {
      for (const [from, to] of spans) {
        add(opening, from, item);
        add(closing, to, item);
      }
    }
  };
  for (const [index, { source }] of rectangles.entries()) {
    enter(index * 2, sources.spans(source.yes));
    enter(index * 2 + 1, sources.spans(source.maybe));
  }
  return { always, opening, closing };
}

function add(lists: Item[][], index: number, item: Item): void {
  const list = lists[index];
  if (list === undefined) lists[index] = [item];
  else list.push(item);
}

/** True for spans that, one after the other, hold every cell. */
function isWhole(spans: readonly Span[], count: number): boolean {
  let next = 0;
  for (const [from, to] of spans) {
    if (from !== next) return false;
    next = to;
  }
  return next === count;
}

/** Two ascending lists as one. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0) return a;
  const all: number[] = [];
  let i = 0;
  for (const item of b) {
    for (let own = a[i]; own !== undefined && own < item; own = a[++i]) all.push(own);
    all.push(item);
  }
  return all.concat(a.slice(i));
}

/** Spans in ascending order that neither overlap nor touch. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last === undefined || last[1] < from) all.push([from, to]);
    else if (last[1] < to) last[1] = to;
  }
  return all;
}

/** The parts of `spans` that lie in `where`; both ascend. Logarithmic in the number of spans. */
function clipped(spans: readonly Span[], where: readonly Span[]): readonly Span[] {
  const parts: Span[] = [];
  for (const [first, end] of where) {
    let lo = 0;
    let hi = spans.length;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      // biome-ignore lint/style/noNonNullAssertion: between the bounds of the search
      if (spans[middle]![1] <= first) lo = middle + 1;
      else hi = middle;
    }
    for (let span = spans[lo]; span !== undefined && span[0] < end; span = spans[++lo]) {
      parts.push(span[0] >= first && span[1] <= end ? span : [Math.max(first, span[0]), Math.min(end, span[1])]);
    }
  }
  return parts;
}

/** Whether a row has other values in some spans than the patch for them. Logarithmic in the length of the row. */
function changes({ starts, values }: TableRow, patch: TableRow, where: readonly Span[]): boolean {
  let next = 0;
  for (const [from, to] of where) {
    let lo = 0;
    let hi = starts.length;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      // biome-ignore lint/style/noNonNullAssertion: between the bounds of the search
      if (starts[middle]! <= from) lo = middle + 1;
      else hi = middle;
    }
    let run = lo - 1;
    for (let start = starts[run]; start !== undefined && start < to; start = starts[++run], next++) {
      if (patch.starts[next] !== Math.max(from, start) || patch.values[next] !== values[run]) return true;
    }
    const more = patch.starts[next];
    if (more !== undefined && more < to) return true;
  }
  return false;
}

/** A row with other runs in some spans. */
function patched(base: TableRow, patch: TableRow, where: readonly Span[], count: number): TableRow {
  const starts: number[] = [];
  const values: number[] = [];
  const put = (cell: number, row: TableRow, run: number) => {
    // biome-ignore lint/style/noNonNullAssertion: a row has as many values as starts
    const value = row.values[run]!;
    if (value === values.at(-1)) return;
    starts.push(cell);
    values.push(value);
  };
  let run = 0;
  const copy = (from: number, to: number) => {
    let start = base.starts[run + 1];
    for (; start !== undefined && start <= from; start = base.starts[run + 1]) run++;
    if (from < to) put(from, base, run);
    for (; start !== undefined && start < to; start = base.starts[run + 1]) put(start, base, ++run);
  };
  let done = 0;
  let next = 0;
  for (const [from, to] of where) {
    copy(done, from);
    for (let start = patch.starts[next]; start !== undefined && start < to; start = patch.starts[++next]) put(start, patch, next);
    done = to;
  }
  copy(done, count);
  return { starts, values };
}

/**
 * Paints the rows. Most sources have few entries of their own, and these few destinations: such a row is that of the entries for all
 * sources, painted anew only where the own ones lie.
 */
class Painter {
  private readonly rectangles: readonly Rectangle[];
  private readonly axis: Axis;
  private readonly always: readonly Item[];
  private readonly rows = new Map<string, TableRow>();
  private readonly base: TableRow;
  /** From each cell the first one not yet painted, itself included: painted cells are skipped in one step. */
  private readonly next: Int32Array;
  /** The actions of entries that may have taken a cell before it is painted. */
  private readonly open: Uint8Array;
  private readonly painted: Uint8Array;
  /** How many cells of those in question are not yet painted. */
  private left = 0;

  constructor(rectangles: readonly Rectangle[], axis: Axis, always: readonly Item[]) {
    this.rectangles = rectangles;
    this.axis = axis;
    this.always = always;
    this.next = new Int32Array(axis.count + 1);
    this.open = new Uint8Array(axis.count);
    this.painted = new Uint8Array(axis.count);
    const everything: readonly Span[] = [[0, axis.count]];
    this.paintItems(always, everything);
    this.base = this.known(this.runs(everything));
  }

  /** The row that the entries of some sources leave together with those for all sources. */
  paint(own: readonly Item[]): TableRow {
    const where = joined(
      own.flatMap((item) => {
        const { yes, maybe } = this.rectangleOf(item).destination;
        return [...this.axis.spans(yes), ...this.axis.spans(maybe)];
      }),
    );
    if (where.length === 0) return this.base;
    this.paintItems(merge(this.always, own), where);
    const patch = this.runs(where);
    // Nearly always: what is told of all sources says the same of this one.
    return changes(this.base, patch, where) ? this.known(patched(this.base, patch, where, this.axis.count)) : this.base;
  }

  /** Paints some cells: each item in its order takes what is left of them. */
  private paintItems(items: readonly Item[], where: readonly Span[]): void {
    const { axis } = this;
    this.left = 0;
    for (const [from, to] of where) {
      for (let cell = from; cell <= to; cell++) this.next[cell] = cell;
      this.open.fill(0, from, to);
      this.left += to - from;
    }
    for (const item of items) {
      const { action, destination } = this.rectangleOf(item);
      const takes = item % 2 === 0 && action !== 'unknown';
      for (const span of clipped(axis.spans(destination.yes), where)) {
        if (takes) this.take(span, action);
        else this.mark(span, BITS[action]);
      }
      for (const span of clipped(axis.spans(destination.maybe), where)) this.mark(span, BITS[action]);
      if (this.left === 0) return;
    }
    for (const span of where) this.take(span, 'deny');
  }

  private rectangleOf(item: Item): Rectangle {
    // biome-ignore lint/style/noNonNullAssertion: an item is made of the index of a rectangle
    return this.rectangles[item >> 1]!;
  }

  private take([from, to]: Span, action: 'permit' | 'deny'): void {
    const [base, contrary] = action === 'permit' ? [TRUE, DENY] : [FALSE, PERMIT];
    for (let cell = this.first(from); cell < to; cell = this.first(cell)) {
      // biome-ignore lint/style/noNonNullAssertion: `first` gives cells of the axis; each cell of each entry comes here
      this.painted[cell] = this.open[cell]! & contrary ? UNKNOWN : base;
      this.next[cell] = cell + 1;
      this.left--;
    }
  }

  private mark([from, to]: Span, bits: number): void {
    // biome-ignore lint/style/noNonNullAssertion: `first` gives cells of the axis; each cell of each entry comes here
    for (let cell = this.first(from); cell < to; cell = this.first(cell + 1)) this.open[cell]! |= bits;
  }

  private first(cell: number): number {
    const { next } = this;
    let end = cell;
    // biome-ignore lint/style/noNonNullAssertion: there is one cell more than can be asked for, which is its own next
    while (next[end] !== end) end = next[end]!;
    for (let at = cell; next[at] !== end && at !== end; ) {
      // biome-ignore lint/style/noNonNullAssertion: as above
      const after = next[at]!;
      next[at] = end;
      at = after;
    }
    return end;
  }

  /** What is painted in some cells, as runs. */
  private runs(where: readonly Span[]): TableRow {
    const starts: number[] = [];
    const values: number[] = [];
    for (const [from, to] of where) {
      for (let cell = from; cell < to; cell++) {
        // biome-ignore lint/style/noNonNullAssertion: the spans hold cells of the axis
        const value = this.painted[cell]!;
        if (cell > from && value === values.at(-1)) continue;
        starts.push(cell);
        values.push(value);
      }
    }
    return { starts, values };
  }

  /** One object for equal rows. */
  private known(row: TableRow): TableRow {
    const key = `${row.starts}|${row.values}`;
    const known = this.rows.get(key) ?? row;
    this.rows.set(key, known);
    return known;
  }
}

/** Whether two lists have the same value for every flow, entry by entry. */
export function sameRectangles(a: readonly Rectangle[], b: readonly Rectangle[]): boolean {
  return a === b || (a.length === b.length && a.every((rectangle, index) => sameRectangle(rectangle, b[index])));
}

function sameRectangle(a: Rectangle, b: Rectangle | undefined): boolean {
  return a === b || (b !== undefined && a.action === b.action && sameCover(a.source, b.source) && sameCover(a.destination, b.destination));
}
