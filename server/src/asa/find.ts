/** Finding statements by line; they are in the order of the file. */
import type { Statement } from './model.ts';

/** Index of the first statement on or after a line. */
export function firstFrom(statements: readonly Statement[], line: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.line < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The statement on a line. */
export function statementOn(statements: readonly Statement[], line: number): Statement | undefined {
  const statement = statements[firstFrom(statements, line)];
  return statement?.line === line ? statement : undefined;
}

/** Both lines inclusive. */
export function statementsBetween(statements: readonly Statement[], first: number, last: number): readonly Statement[] {
  return statements.slice(firstFrom(statements, first), firstFrom(statements, last + 1));
}
