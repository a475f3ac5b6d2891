/** The command line under the cursor, as far as it is typed, and the blocks it may be read in. */

import { statementOn } from '../../asa/find.ts';
import type { Configuration, Word } from '../../asa/model.ts';
import { unquoted } from '../../asa/quoting.ts';
import { blocksAt } from '../../asa/read.ts';
import type { Block } from '../../asa/state.ts';
import { layout, wordsFrom } from '../../asa/words.ts';
import { type Position, type Range, rangeOn } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';

export interface CommandLine {
  /** Most likely first. */
  readonly blocks: readonly Block[];
  readonly negated: boolean;
  /** Whole words before the cursor, without `no`. */
  readonly before: readonly string[];
  /** The word that the cursor stands in or right behind; empty between words. */
  readonly partial: string;
  /** What a completion replaces. */
  readonly range: Range;
  /** The name in brackets that the cursor stands in: `outside` in `(inside,outside)`; undefined outside brackets. */
  readonly bracketed: Range | undefined;
  /** A word stands before the one at the cursor, `no` included. */
  readonly begun: boolean;
}

/** undefined inside comments. */
export function commandLineAt({ configuration, lines }: ConfigurationDocument, { line, character }: Position): CommandLine | undefined {
  const text = unquoted(lines).text(line);
  const { start, indent } = layout(text);
  if (text[start] === '!' || text[start] === ':' || character < start) return undefined;
  const words = wordsFrom(text, start);
  const current = words.find((word) => word.start < character && character <= word.end);
  const before = words.filter((word) => word.end < character);
  const negated = before[0]?.text.toLowerCase() === 'no';
  const range = current === undefined ? rangeOn(line, character, character) : rangeOn(line, current.start, current.end);
  return {
    blocks: blocksOf(configuration, line, indent, words),
    negated,
    before: before.slice(negated ? 1 : 0).map((word) => word.text),
    partial: current === undefined ? '' : text.slice(current.start, character),
    range,
    bracketed: current === undefined ? undefined : bracketed(current, line, character),
    begun: before.length > 0,
  };
}

/** A line that reads as a command has its mode; else the lines above and the indentation tell. */
function blocksOf(configuration: Configuration, line: number, indent: number, words: readonly Word[]): readonly Block[] {
  const here = statementOn(configuration, line);
  const isCommand = here !== undefined && here.command !== '' && words.length > 1;
  return isCommand ? [{ mode: here.mode, opener: here.parent }] : blocksAt(configuration, line, indent);
}

function bracketed({ text, start }: Word, line: number, character: number): Range | undefined {
  const at = character - start;
  if (!text.startsWith('(') || text.slice(0, at).includes(')')) return undefined;
  const first = Math.max(text.lastIndexOf('(', at - 1), text.lastIndexOf(',', at - 1)) + 1;
  const length = text.slice(at).search(/[,)]|$/);
  return rangeOn(line, start + first, character + length);
}
