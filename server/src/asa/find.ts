/** Finding statements by line; they are in the order of the file. */
import { firstInOrder } from '../text/in-order.ts';
import type { Lines } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import type { Context, Statement } from './model.ts';

/** Statements, and the text in which they stand. */
interface Text {
  readonly lines: Lines;
  readonly statements: Sequence<Statement>;
}

/** The statement on a line. */
export function statementOn({ lines, statements }: Text, line: number): Statement | undefined {
  const statement = statements.get(firstInOrder(statements, lines.orderOf(line)));
  return statement?.order === lines.orderOf(line) ? statement : undefined;
}

/** Both lines inclusive. */
export function statementsBetween({ lines, statements }: Text, first: number, last: number): readonly Statement[] {
  return statements.slice(firstInOrder(statements, lines.orderOf(first)), firstInOrder(statements, lines.orderOf(last + 1)));
}

/** Whether a line, from 0, is of a context. */
export function isIn({ runs }: Context, line: number): boolean {
  return runs.some(([first, last]) => first <= line && line <= last);
}
