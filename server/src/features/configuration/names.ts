/** Names under the cursor: every place where a configuration writes a name, found by line. */
import type { Range } from 'vscode-languageserver-types';
import type { Symbol as AsaSymbol, Configuration, Context, Definition, NameUse } from '../../asa/model.ts';
import { type Position, rangeOn } from '../../text/lines.ts';

/** One place where a name is written. */
export interface Occurrence {
  readonly context: Context;
  readonly symbol: AsaSymbol;
  readonly place: Definition | NameUse;
  readonly defines: boolean;
}

const byLine = new WeakMap<Configuration, Map<number, Occurrence[]>>();

/** Occurrences by line, in the order of the line. */
export function occurrencesOf(configuration: Configuration): ReadonlyMap<number, readonly Occurrence[]> {
  let lines = byLine.get(configuration);
  if (lines !== undefined) return lines;
  lines = new Map();
  for (const context of configuration.contexts) {
    for (const names of context.symbols.values()) {
      for (const symbol of names.values()) {
        for (const place of symbol.definitions) add(lines, { context, symbol, place, defines: true });
        for (const place of symbol.references) add(lines, { context, symbol, place, defines: false });
      }
    }
  }
  for (const occurrences of lines.values()) occurrences.sort((a, b) => a.place.word.start - b.place.word.start);
  byLine.set(configuration, lines);
  return lines;
}

function add(lines: Map<number, Occurrence[]>, occurrence: Occurrence): void {
  const { line } = occurrence.place.statement;
  const there = lines.get(line);
  if (there === undefined) lines.set(line, [occurrence]);
  else there.push(occurrence);
}

/** The name that the position stands in or right behind. */
export function nameAt(configuration: Configuration, { line, character }: Position): Occurrence | undefined {
  const on = occurrencesOf(configuration).get(line) ?? [];
  return on.find(({ place: { word } }) => word.start <= character && character <= word.end);
}

/** Where a name is written. */
export function rangeOf({ word, statement }: Definition | NameUse): Range {
  return rangeOn(statement.line, word.start, word.end);
}
