/** Names under the cursor: what is written on a line, in the context that the line belongs to. */
import { isIn, statementOn } from '../../asa/find.ts';
import type { Symbol as AsaSymbol, Configuration, Context, Definition, NameUse, Statement } from '../../asa/model.ts';
import type { Occurrence } from '../../asa/names.ts';
import { nodeOf } from '../../asa/statement.ts';
import { symbolKey } from '../../asa/symbols.ts';
import type { Position } from '../../text/lines.ts';

/** A name on a line, with what it is the name of. */
export interface NamedThing {
  readonly context: Context;
  readonly symbol: AsaSymbol;
  readonly place: Definition | NameUse;
  readonly defines: boolean;
}

/** The context that a line belongs to. */
export function contextOn({ contexts }: Configuration, line: number): Context {
  return contexts.find((each) => isIn(each, line)) ?? contexts[0];
}

/** The names on a line, from left to right. */
export function namesOn(configuration: Configuration, line: number): readonly NamedThing[] {
  const statement = statementOn(configuration, line);
  return statement === undefined ? [] : namesIn(statement, contextOn(configuration, line));
}

/** The names in a statement, from left to right. */
export function namesIn(statement: Statement, context: Context): readonly NamedThing[] {
  const found: NamedThing[] = [];
  for (const place of nodeOf(statement).names) {
    const symbol = symbolOf(context, place);
    if (symbol !== undefined) found.push({ context, symbol, place, defines: place.defines });
  }
  return found;
}

/** The table has decided what may be either an object or a group. */
function symbolOf({ symbols }: Context, place: Occurrence): AsaSymbol | undefined {
  const { kind, name, either } = place;
  const group = either ? symbols.get('object-group')?.get(name) : undefined;
  return group !== undefined && group.references.indexOf(place) >= 0 ? group : symbols.get(kind)?.get(symbolKey(kind, name));
}

/** The name that the position stands in or right behind. */
export function nameAt(configuration: Configuration, { line, character }: Position): NamedThing | undefined {
  return namesOn(configuration, line).find(({ place: { word } }) => word.start <= character && character <= word.end);
}
