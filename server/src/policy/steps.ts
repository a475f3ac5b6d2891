/** The steps of a trace: a line, and what it does to the flow. */
import type { Statement } from '../asa/model.ts';
import type { TraceStep } from './flow.ts';

/** A step of a trace. */
export function step(statement: Statement | undefined, result: string): TraceStep {
  return { statement, result };
}

/** A step that leaves the verdict open. */
export function openStep(statement: Statement | undefined, result: string): TraceStep {
  return { statement, result, open: true };
}
