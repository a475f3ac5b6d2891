/** The command line under the cursor, as far as it is typed, and the modes it may be read in. */

import { statementOn } from '../../asa/find.ts';
import type { Configuration, Word } from '../../asa/model.ts';
import { modesAt } from '../../asa/read.ts';
import { layout, wordsFrom } from '../../asa/words.ts';
import { type Position, type Range, rangeOn } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';

export interface CommandLine {
  /** Most likely first. */
  readonly modes: readonly string[];
  readonly negated: boolean;
  /** Whole words before the cursor, without `no`. */
  readonly before: readonly string[];
  /** The word that the cursor stands in or right behind; empty between words. */
  readonly partial: string;
  /** What a completion replaces. */
  readonly range: Range;
  /** A word stands before the one at the cursor, `no` included. */
  readonly begun: boolean;
}

/** undefined inside comments. */
export function commandLineAt({ configuration, lines }: ConfigurationDocument, { line, character }: Position): CommandLine | undefined {
  const text = lines.text(line);
  const { start, indent } = layout(text);
  if (text[start] === '!' || text[start] === ':' || character < start) return undefined;
  const words = wordsFrom(text, start);
  const current = words.find((word) => word.start < character && character <= word.end);
  const before = words.filter((word) => word.end < character);
  const negated = before[0]?.text.toLowerCase() === 'no';
  const range = current === undefined ? rangeOn(line, character, character) : rangeOn(line, current.start, current.end);
  return {
    modes: modesOf(configuration, line, indent, words),
    negated,
    before: before.slice(negated ? 1 : 0).map((word) => word.text),
    partial: current === undefined ? '' : text.slice(current.start, character),
    range,
    begun: before.length > 0,
  };
}

/** A line that reads as a command has its mode; else the lines above and the indentation tell. */
function modesOf(configuration: Configuration, line: number, indent: number, words: readonly Word[]): readonly string[] {
  const here = statementOn(configuration.statements, line);
  const isCommand = here !== undefined && here.command !== '' && words.length > 1;
  return isCommand ? [here.mode] : modesAt(configuration, line, indent);
}
