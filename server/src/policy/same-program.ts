/** Whether two configurations decide about flows in the same steps: then no flow needs to be compared. */
import type { Context } from '../asa/model.ts';
import { settingsKey, settingsOf } from '../asa/settings.ts';
import { equal } from '../sets/addresses.ts';
import type { Cover } from '../sets/cover.ts';
import type { Rectangle } from '../sets/table.ts';
import { type Condition, compile, type Decision } from './compile.ts';
import { sourcePortClasses } from './ports.ts';
import type { Outcome } from './program.ts';
import { ALL_PORTS } from './resolve.ts';

/**
 * True when tcp flows to `port` that enter at `ingress` pass the same decisions in both; false says nothing. What a decision leads to is
 * the same when its effective settings are.
 */
export function sameProgram(a: Context, b: Context, ingress: string | undefined, port: number): boolean {
  const sourcePorts = sourcePortClasses([a, b], ingress, ALL_PORTS);
  return sourcePorts.every((ports) => {
    const [one, other] = [a, b].map((context) => compile(context, ingress, ports[0]![0], port).decisions);
    return same(one!, other!, (x, y) => sameDecision(a, x, b, y));
  });
}

function sameDecision(a: Context, x: Decision, b: Context, y: Decision): boolean {
  return (
    x.next === y.next &&
    x.reading === y.reading &&
    same(x.outcomes, y.outcomes, (p, q) => outcomeKey(a, p) === outcomeKey(b, q)) &&
    sameCondition(x.condition, y.condition)
  );
}

function outcomeKey(context: Context, outcome: Outcome): string {
  return typeof outcome === 'string' ? outcome : `by ${settingsKey(settingsOf(context, outcome.action ?? outcome.fixup!))}`;
}

function sameCondition(a: Condition, b: Condition): boolean {
  if (a.kind === 'constant') return b.kind === 'constant' && a.value === b.value;
  if (a.kind === 'list') return b.kind === 'list' && sameRectangles(a.rectangles, b.rectangles);
  if (a.kind === 'not') return b.kind === 'not' && sameCondition(a.part, b.part);
  return a.kind === b.kind && same(a.parts, b.parts, sameCondition);
}

/** Whether two lists have the same value for every flow, entry by entry. */
export function sameRectangles(a: readonly Rectangle[], b: readonly Rectangle[]): boolean {
  return a === b || same(a, b, sameRectangle);
}

function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a === b || (a.action === b.action && sameCover(a.source, b.source) && sameCover(a.destination, b.destination));
}

function sameCover(a: Cover, b: Cover): boolean {
  return equal(a.yes, b.yes) && equal(a.maybe, b.maybe);
}

function same<T>(a: readonly T[], b: readonly T[], alike: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((x, index) => alike(x, b[index]!));
}
