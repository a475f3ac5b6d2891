/**
 * The policies that a flow meets, put into the coordinates of the flow as it enters: what a translation shows to a policy is carried
 * back, so that every condition speaks of the addresses and the port that are asked about.
 */
import type { Context } from '../asa/model.ts';
import * as addresses from './addresses.ts';
import { type AddressSet, ALL, NONE } from './addresses.ts';
import { includes } from './intervals.ts';
import { type View, type Views, viewsAt } from './nat.ts';
import { type Formula, type Outcome, type Station, stationsAt } from './program.ts';
import type { Entry } from './resolve.ts';
import { egressList } from './routing.ts';
import type { Cover, Rectangle } from './table.ts';
import { and, not, or, type Ternary } from './ternary.ts';

/** A condition over lists of rectangles. */
export type Condition =
  | { readonly kind: 'constant'; readonly value: Ternary }
  | { readonly kind: 'list'; readonly rectangles: readonly Rectangle[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] };

/** Where the condition holds, the outcomes are what can come of the flow; `final`: nothing after it is tried. */
export interface Decision {
  readonly condition: Condition;
  readonly outcomes: readonly Outcome[];
  readonly final: boolean;
}

export interface Program {
  readonly context: Context;
  readonly decisions: readonly Decision[];
}

/** What decides about tcp flows that enter at `ingress` from `sourcePort` to `port`. */
export function compile(context: Context, ingress: string | undefined, sourcePort: number, port: number): Program {
  const decisions = stationsAt(context, ingress).flatMap((station) => decisionsAt(context, station, ingress, sourcePort, port));
  // After the last decision that can bring an inspection of mail, every way ends the same.
  const last = decisions.findLastIndex(({ outcomes }) => outcomes.some((outcome) => outcome !== 'none'));
  return { context, decisions: decisions.slice(0, last + 1) };
}

/** The destination ports a policy may see instead of `port`, and itself. */
export function seenPorts(views: Views, port: number): readonly number[] {
  return [...new Set([...applicable(views.destination, port).map((view) => view.toPort ?? port), port])];
}

function decisionsAt(
  context: Context,
  station: Station,
  ingress: string | undefined,
  sourcePort: number,
  port: number,
): readonly Decision[] {
  const views = viewsAt(context, ingress, station.side);
  const at: Position = { source: views.source, destination: applicable(views.destination, port), sourcePort, port };
  const reached = station.side.kind === 'egress' ? [leaves(context, station.side.interface, ingress, at)] : [];
  return seenPorts(views, port).flatMap((seen) => {
    const guard = [...reached, seenAs(at, (shown) => shown === seen)];
    return station.steps.flatMap(({ formula, effectAt }) => {
      const effect = effectAt(seen);
      if (effect === undefined) return [];
      const condition: Condition = { kind: 'all', parts: [...guard, conditionOf(formula, at)] };
      return [{ condition, outcomes: effect.outcomes, final: effect.certain }];
    });
  });
}

interface Position {
  readonly source: readonly View[];
  readonly destination: readonly View[];
  readonly sourcePort: number;
  readonly port: number;
}

function applicable(views: readonly View[], port: number): readonly View[] {
  return views.filter(({ fromPort }) => fromPort === undefined || fromPort === port);
}

function leaves(context: Context, egress: string, ingress: string | undefined, { sourcePort, port }: Position): Condition {
  const views = viewsAt(context, ingress, { kind: 'egress', interface: egress }).destination;
  return listCondition(egressList(context, ingress, views, egress), { source: [], destination: [], sourcePort, port }, false);
}

function conditionOf(formula: Formula, at: Position): Condition {
  switch (formula.kind) {
    case 'constant':
      return { kind: 'constant', value: formula.value };
    case 'port':
      return seenAs(at, (port) => includes(formula.ports, port));
    case 'list':
      return listCondition(formula.entries, at, formula.anyService);
    case 'not':
      return { kind: 'not', part: conditionOf(formula.part, at) };
    default:
      return { kind: formula.kind, parts: formula.parts.map((part) => conditionOf(part, at)) };
  }
}

/** A condition on the destination port that the policy sees: where translations change it, one on the destination. */
function seenAs(at: Position, holds: (port: number) => boolean): Condition {
  if (at.destination.every(({ toPort }) => holds(toPort ?? at.port) === holds(at.port))) return { kind: 'constant', value: holds(at.port) };
  const { yes, maybe } = carriedBack(at.destination, at.port, (port) => (holds(port) ? EVERYWHERE : NOWHERE));
  return { kind: 'list', rectangles: rectanglesOf('permit', EVERYWHERE, { yes, maybe }, true) };
}

const EVERYWHERE: Cover = { yes: ALL, maybe: NONE };
const NOWHERE: Cover = { yes: NONE, maybe: NONE };

function listCondition(entries: readonly Entry[], at: Position, anyService: boolean): Condition {
  const rectangles = entries.flatMap((entry) => {
    if (entry.inForce === false) return [];
    const serves = (port: number): Ternary => anyService || servesAt(entry, at.sourcePort, port);
    const destination = carriedBack(at.destination, at.port, (port) => narrowed(entry.destination, serves(port)));
    const source = carriedBack(at.source, at.port, () => entry.source);
    return rectanglesOf(entry.action, source, destination, entry.inForce === true);
  });
  return { kind: 'list', rectangles };
}

function rectanglesOf(action: Rectangle['action'], source: Cover, destination: Cover, certain: boolean): readonly Rectangle[] {
  if (isNowhere(source) || isNowhere(destination)) return [];
  return [{ action, source: certain ? source : doubted(source), destination }];
}

function isNowhere({ yes, maybe }: Cover): boolean {
  return addresses.isEmpty(yes) && addresses.isEmpty(maybe);
}

function servesAt({ services }: Entry, sourcePort: number, port: number): Ternary {
  const known = services.filter(({ sources, destinations }) => includes(sources, sourcePort) && includes(destinations, port));
  return or(known.map(({ certain }) => (certain ? true : 'unknown')));
}

function narrowed(cover: Cover, value: Ternary): Cover {
  if (value === true) return cover;
  return value === false ? NOWHERE : doubted(cover);
}

function doubted({ yes, maybe }: Cover): Cover {
  return { yes: NONE, maybe: addresses.union(yes, maybe) };
}

/** The endpoints which the views show as one of `shown(port)`: those that no view changes, and those that one carries there. */
function carriedBack(views: readonly View[], port: number, shown: (port: number) => Cover): Cover {
  const plain = shown(port);
  if (views.length === 0) return plain;
  let rest: AddressSet = ALL;
  const parts: Cover[] = [];
  for (const view of views) {
    if (view.fromPort !== undefined && view.fromPort !== port) continue;
    const region = addresses.intersect(view.from, rest);
    if (addresses.isEmpty(region)) continue;
    rest = addresses.subtract(rest, region);
    parts.push(within(region, through(view, shown(view.toPort ?? port), plain)));
  }
  parts.push(within(rest, plain));
  return { yes: addresses.union(...parts.map(({ yes }) => yes)), maybe: addresses.union(...parts.map(({ maybe }) => maybe)) };
}

function through(view: View, target: Cover, plain: Cover): Cover {
  const moved = view.back === undefined ? untold(target) : { yes: view.back(target.yes), maybe: view.back(target.maybe) };
  return view.certain ? moved : either(moved, plain);
}

/** Of an address that cannot be told, only that it belongs to everything or to nothing. */
function untold(cover: Cover): Cover {
  if (addresses.isAll(cover.yes)) return EVERYWHERE;
  return isNowhere(cover) ? NOWHERE : { yes: NONE, maybe: ALL };
}

/** What holds in both cases; where they differ, perhaps. */
function either(a: Cover, b: Cover): Cover {
  const yes = addresses.intersect(a.yes, b.yes);
  return { yes, maybe: addresses.subtract(addresses.union(a.yes, a.maybe, b.yes, b.maybe), yes) };
}

function within(region: AddressSet, { yes, maybe }: Cover): Cover {
  return { yes: addresses.intersect(yes, region), maybe: addresses.intersect(maybe, region) };
}

/** The lists of a condition, each once for each place where it stands. */
export function listsOf(condition: Condition): readonly (readonly Rectangle[])[] {
  if (condition.kind === 'list') return [condition.rectangles];
  if (condition.kind === 'not') return listsOf(condition.part);
  return condition.kind === 'constant' ? [] : condition.parts.flatMap(listsOf);
}

/** The value of a condition when those of its lists are known. */
export function conditionValue(condition: Condition, listValue: (rectangles: readonly Rectangle[]) => Ternary): Ternary {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'list':
      return listValue(condition.rectangles);
    case 'not':
      return not(conditionValue(condition.part, listValue));
    default: {
      const values = condition.parts.map((part) => conditionValue(part, listValue));
      return condition.kind === 'all' ? and(values) : or(values);
    }
  }
}
