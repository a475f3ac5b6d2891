/** Finding statements by line; they are in the order of the file. */
import { firstFrom } from '../text/in-order.ts';
import type { Statement } from './model.ts';

/** The statement on a line. */
export function statementOn(statements: readonly Statement[], line: number): Statement | undefined {
  const statement = statements[firstFrom(statements, line)];
  return statement?.line === line ? statement : undefined;
}

/** Both lines inclusive. */
export function statementsBetween(statements: readonly Statement[], first: number, last: number): readonly Statement[] {
  return statements.slice(firstFrom(statements, first), firstFrom(statements, last + 1));
}
