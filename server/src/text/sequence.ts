/**
 * A list that is a value, in chunks: what is put in the place of some items makes another list, which holds the same chunks but for those
 * that the change touches. So a keystroke costs as much in a document of 100,000 lines as in a short one, and what was found out about a
 * chunk need not be found out again.
 */
import { type Analysed, memo } from './analysis.ts';

/** Items in a chunk that is made. Large enough that there are few chunks, small enough that one is copied in no time. */
const CHUNK = 256;
/** A chunk with fewer items than this is joined with the one behind it. */
const SMALL = CHUNK / 4;

export class Sequence<T> implements Iterable<T> {
  readonly length: number;
  /** None of them is empty. */
  readonly chunks: readonly (readonly T[])[];
  /** The index of the first item of each chunk. */
  private readonly starts: readonly number[];
  /** The chunk that was asked for last: most ask for one item after the other. */
  private near = 0;

  private constructor(chunks: readonly (readonly T[])[]) {
    const starts: number[] = [];
    let length = 0;
    for (const chunk of chunks) {
      starts.push(length);
      length += chunk.length;
    }
    this.chunks = chunks;
    this.starts = starts;
    this.length = length;
  }

  /** @param items not changed from here on */
  static of<T>(items: readonly T[]): Sequence<T> {
    return new Sequence(cut(items));
  }

  /** As `array[index]`: undefined where there is no such item. */
  get(index: number): T | undefined {
    if (!(index >= 0 && index < this.length)) return undefined;
    const chunk = this.chunkOf(index);
    return this.chunkAt(chunk)[index - this.startOf(chunk)];
  }

  /** As `Array.at`: a negative index counts from the end. */
  at(index: number): T | undefined {
    return this.get(index < 0 ? this.length + index : index);
  }

  /** With other items in the place of those from `from` up to `to`, exclusive. */
  replaced(from: number, to: number, by: readonly T[]): Sequence<T> {
    if (from === to && by.length === 0) return this;
    if (this.length === 0) return Sequence.of(by);
    const first = this.chunkOf(Math.min(from, this.length - 1));
    let last = this.chunkOf(Math.min(Math.max(from, to - 1), this.length - 1));
    const before = this.chunkAt(first).slice(0, from - this.startOf(first));
    let middle = [...before, ...by, ...this.chunkAt(last).slice(to - this.startOf(last))];
    const next = this.chunks[last + 1];
    if (middle.length < SMALL && next !== undefined) {
      middle = [...middle, ...next];
      last++;
    }
    return new Sequence([...this.chunks.slice(0, first), ...cut(middle), ...this.chunks.slice(last + 1)]);
  }

  /** How many items at the beginning are the same objects in both. */
  sameBefore(other: Sequence<T>): number {
    let chunk = 0;
    while (chunk < this.chunks.length && this.chunks[chunk] === other.chunks[chunk]) chunk++;
    const most = Math.min(this.length, other.length);
    let count = this.starts[chunk] ?? this.length;
    while (count < most && this.get(count) === other.get(count)) count++;
    return count;
  }

  /** How many items at the end are the same objects in both; at most `most`. */
  sameBehind(other: Sequence<T>, most: number): number {
    let count = 0;
    for (let chunk = 1; chunk <= this.chunks.length; chunk++) {
      const mine = this.chunkAt(this.chunks.length - chunk);
      if (mine !== other.chunks.at(-chunk) || count + mine.length > most) break;
      count += mine.length;
    }
    while (count < most && this.at(-1 - count) === other.at(-1 - count)) count++;
    return count;
  }

  [Symbol.iterator](): IterableIterator<T> {
    const chunks = this.chunks.values();
    let items: IterableIterator<T> = [].values();
    const all: IterableIterator<T> = {
      [Symbol.iterator]: () => all,
      next() {
        for (;;) {
          const item = items.next();
          if (!item.done) return item;
          const chunk = chunks.next();
          if (chunk.done) return { done: true, value: undefined };
          items = chunk.value.values();
        }
      },
    };
    return all;
  }

  *entries(): IterableIterator<[number, T]> {
    let index = 0;
    for (const item of this) yield [index++, item];
  }

  map<V>(to: (item: T, index: number) => V): V[] {
    const all: V[] = [];
    for (const chunk of this.chunks) for (const item of chunk) all.push(to(item, all.length));
    return all;
  }

  flatMap<V>(to: (item: T, index: number) => readonly V[]): V[] {
    return this.chunks.flatMap((chunk, at) => chunk.flatMap((item, index) => to(item, this.startOf(at) + index)));
  }

  filter<S extends T>(is: (item: T) => item is S): S[];
  filter(is: (item: T) => boolean): T[];
  filter(is: (item: T) => boolean): T[] {
    return this.chunks.flatMap((chunk) => chunk.filter(is));
  }

  some(is: (item: T) => boolean): boolean {
    return this.chunks.some((chunk) => chunk.some(is));
  }

  every(is: (item: T) => boolean): boolean {
    return this.chunks.every((chunk) => chunk.every(is));
  }

  find(is: (item: T) => boolean): T | undefined {
    const index = this.findIndex(is);
    return this.get(index);
  }

  findLast(is: (item: T) => boolean): T | undefined {
    const index = this.findLastIndex(is);
    return this.get(index);
  }

  /** @returns -1 for none */
  findIndex(is: (item: T) => boolean): number {
    for (const [chunk, items] of this.chunks.entries()) {
      const index = items.findIndex(is);
      if (index >= 0) return this.startOf(chunk) + index;
    }
    return -1;
  }

  /** @returns -1 for none */
  findLastIndex(is: (item: T) => boolean): number {
    for (let chunk = this.chunks.length - 1; chunk >= 0; chunk--) {
      const index = this.chunkAt(chunk).findLastIndex(is);
      if (index >= 0) return this.startOf(chunk) + index;
    }
    return -1;
  }

  /** @returns -1 for none */
  indexOf(item: T): number {
    for (const [chunk, items] of this.chunks.entries()) {
      const index = items.indexOf(item);
      if (index >= 0) return this.startOf(chunk) + index;
    }
    return -1;
  }

  /** As `Array.slice`. */
  slice(from = 0, to = this.length): T[] {
    const first = from < 0 ? Math.max(0, this.length + from) : from;
    const end = Math.min(to < 0 ? this.length + to : to, this.length);
    const items: T[] = [];
    for (let chunk = first < end ? this.chunkOf(first) : this.chunks.length; chunk < this.chunks.length; chunk++) {
      const start = this.startOf(chunk);
      if (start >= end) break;
      for (const item of this.chunkAt(chunk).slice(Math.max(0, first - start), end - start)) items.push(item);
    }
    return items;
  }

  /** The index of the first item of a chunk that is there. */
  private startOf(chunk: number): number {
    // biome-ignore lint/style/noNonNullAssertion: the chunk is there; each line of each reading comes here
    return this.starts[chunk]!;
  }

  /** The items of a chunk that is there. */
  private chunkAt(chunk: number): readonly T[] {
    // biome-ignore lint/style/noNonNullAssertion: as above
    return this.chunks[chunk]!;
  }

  /** The chunk of an index that is there. */
  private chunkOf(index: number): number {
    const { starts, near } = this;
    if (index >= this.startOf(near)) {
      if (index < (starts[near + 1] ?? this.length)) return near;
      if (index < (starts[near + 2] ?? this.length)) {
        this.near = near + 1;
        return near + 1;
      }
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startOf(middle) <= index) low = middle;
      else high = middle - 1;
    }
    this.near = low;
    return low;
  }
}

/** Chunks of much the same size. */
function cut<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [];
  const count = Math.ceil(items.length / CHUNK);
  if (count === 1) return [items];
  return Array.from({ length: count }, (_, chunk) =>
    items.slice(Math.floor((chunk * items.length) / count), Math.floor(((chunk + 1) * items.length) / count)),
  );
}

/**
 * Those items of a sequence that are such, each chunk looked at once in all states of the document that hold it.
 *
 * @param name of the memo
 * @param is looks at nothing but the item, which never changes
 */
export function those<T>(name: string, is: (item: T) => boolean): (of: Analysed, all: Sequence<T>) => T[] {
  const NONE: readonly T[] = [];
  const inChunk = memo(name, (chunk: readonly T[]): readonly T[] => {
    const found = chunk.filter(is);
    return found.length === 0 ? NONE : found;
  });
  return (of, { chunks }) => chunks.flatMap((chunk) => inChunk(of, chunk));
}

/** As `those`, how many they are. */
export function countOf<T>(name: string, is: (item: T) => boolean): (of: Analysed, all: Sequence<T>) => number {
  const inChunk = memo(name, (chunk: readonly T[]): number => chunk.filter(is).length);
  return (of, { chunks }) => chunks.reduce((count, chunk) => count + inChunk(of, chunk), 0);
}
