/** The things of a device that have names, each made of its own statements: one that no edit touches stays the same object. */
import type { Analysis } from '../text/analysis.ts';
import { sure } from '../text/at.ts';
import type { Sequence } from '../text/sequence.ts';
import type { Log, Logs, Named } from './evaluation/carry-out.ts';
import type { Definition } from './model.ts';
import type { SymbolTable } from './symbols.ts';

export class Things {
  private readonly logs: Logs;
  private readonly table: SymbolTable;
  private readonly analysis: Analysis;

  constructor(logs: Logs, table: SymbolTable, analysis: Analysis) {
    this.logs = logs;
    this.table = table;
    this.analysis = analysis;
  }

  /**
   * The things of a kind. One whose statements are the same as before stays the same object, and so do all of them together.
   *
   * @param evaluate undefined for what the statements take back in the end
   * @param words what names in a line mean
   */
  of<T, W>(kind: Named, evaluate: Evaluate<T, W>, words: W): ReadonlyMap<string, T> {
    const logs = this.logs.named[kind];
    const symbols = this.table.byKind.get(kind);
    const made = this.analysis.get<Made<T>>(evaluate, [logs, symbols, words], (before) => {
      const things = new Map<string, Thing<T>>();
      for (const [name, log] of logs) {
        const definitions = this.table.definitions(kind, name);
        const known = before?.things.get(name);
        const same = before?.words === words && known?.log === log && known.definitions === definitions;
        things.set(name, same ? known : { log, definitions, value: evaluate(name, log, words, definitions, known) });
      }
      const values = new Map<string, T>();
      for (const [name, { value }] of things) if (value !== undefined) values.set(name, value);
      return { words, things, values: equalOr(before?.values, values, sameInOrder) };
    });
    return made.values;
  }
}

/** @param before the thing in an earlier state of the document */
type Evaluate<T, W> = (name: string, log: Log, words: W, definitions: Sequence<Definition>, before?: Thing<T>) => T | undefined;

interface Thing<T> {
  readonly log: Log;
  readonly definitions: Sequence<Definition>;
  readonly value: T | undefined;
}

interface Made<T> {
  readonly words: unknown;
  readonly things: ReadonlyMap<string, Thing<T>>;
  readonly values: ReadonlyMap<string, T>;
}

/** The earlier value where it is equal: what is made from it need not be made again. */
export function equalOr<T>(before: T | undefined, now: T, equal: (a: T, b: T) => boolean): T {
  return before !== undefined && equal(before, now) ? before : now;
}

function sameInOrder<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [name, value] of a) {
    const [otherName, other] = sure(others.next().value);
    if (value !== other || name !== otherName) return false;
  }
  return true;
}
