/**
 * A list of entries carried out for all sources and destinations at once. For each group of sources that the entries do not tell apart,
 * the entries paint the row of destination cells: the first that takes a cell for certain keeps it.
 */
import type { Axis, Span } from './axis.ts';
import type { Cover } from './cover.ts';
import type { Ternary } from './ternary.ts';

/** An entry at one destination port and source port, in the coordinates of the flow as it enters. */
export interface Rectangle {
  readonly action: 'permit' | 'deny' | 'unknown';
  readonly source: Cover;
  readonly destination: Cover;
}

/** The values of all destination cells, as runs of equal ones; rows of equal content are one object. */
export interface Row {
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
export function rowsOf(rectangles: readonly Rectangle[], sources: Axis, destinations: Axis): readonly Row[] {
  const painter = new Painter(rectangles, destinations);
  const rows: Row[] = new Array(sources.count);
  const byActive = new Map<string, Row>();
  const { always, opening, closing } = sweep(rectangles, sources);
  const active = new Set<number>();
  for (let cell = 0; cell < sources.count; cell++) {
    for (const item of closing[cell] ?? []) active.delete(item);
    for (const item of opening[cell] ?? []) active.add(item);
    const own = [...active].sort((a, b) => a - b);
    const key = own.join();
    const row = byActive.get(key) ?? painter.paint(merge(always, own));
    byActive.set(key, row);
    rows[cell] = row;
  }
  return rows;
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
    while (i < a.length && a[i]! < item) all.push(a[i++]!);
    all.push(item);
  }
  while (i < a.length) all.push(a[i++]!);
  return all;
}

class Painter {
  private readonly rectangles: readonly Rectangle[];
  private readonly axis: Axis;
  private readonly rows = new Map<string, Row>();
  /** From each cell the first one not yet painted, itself included: painted cells are skipped in one step. */
  private readonly next: Int32Array;
  private readonly unpainted: Int32Array;
  /** The actions of entries that may have taken a cell before it is painted. */
  private readonly open: Uint8Array;
  private readonly painted: Uint8Array;

  constructor(rectangles: readonly Rectangle[], axis: Axis) {
    this.rectangles = rectangles;
    this.axis = axis;
    this.next = new Int32Array(axis.count + 1);
    this.unpainted = Int32Array.from(this.next, (_, cell) => cell);
    this.open = new Uint8Array(axis.count);
    this.painted = new Uint8Array(axis.count);
  }

  /** The row that the given rectangles, in their order, leave. */
  paint(items: readonly Item[]): Row {
    this.next.set(this.unpainted);
    this.open.fill(0);
    for (const item of items) {
      const { action, destination } = this.rectangles[item >> 1]!;
      const takes = item % 2 === 0 && action !== 'unknown';
      for (const span of this.axis.spans(destination.yes)) {
        if (takes) this.take(span, action);
        else this.mark(span, BITS[action]);
      }
      for (const span of this.axis.spans(destination.maybe)) this.mark(span, BITS[action]);
      if (this.first(0) === this.axis.count) break;
    }
    this.take([0, this.axis.count], 'deny');
    return this.row();
  }

  private take([from, to]: Span, action: 'permit' | 'deny'): void {
    const [base, contrary] = action === 'permit' ? [TRUE, DENY] : [FALSE, PERMIT];
    for (let cell = this.first(from); cell < to; cell = this.first(cell)) {
      this.painted[cell] = this.open[cell]! & contrary ? UNKNOWN : base;
      this.next[cell] = cell + 1;
    }
  }

  private mark([from, to]: Span, bits: number): void {
    for (let cell = this.first(from); cell < to; cell = this.first(cell + 1)) this.open[cell]! |= bits;
  }

  private first(cell: number): number {
    const { next } = this;
    let end = cell;
    while (next[end] !== end) end = next[end]!;
    for (let at = cell; next[at] !== end && at !== end; ) {
      const after = next[at]!;
      next[at] = end;
      at = after;
    }
    return end;
  }

  private row(): Row {
    const starts: number[] = [];
    const values: number[] = [];
    for (const [cell, value] of this.painted.entries()) {
      if (value === values.at(-1)) continue;
      starts.push(cell);
      values.push(value);
    }
    const key = `${starts}|${values}`;
    const row = this.rows.get(key) ?? { starts, values };
    this.rows.set(key, row);
    return row;
  }
}
