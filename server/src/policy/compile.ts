/**
 * The policies that a flow meets, put into the coordinates of the flow as it enters: what a translation shows to a policy is carried
 * back, so that every condition speaks of the addresses and the port that are asked about.
 */

import type { Context } from '../asa/model.ts';
import type { Reading } from '../facts/readings.ts';
import { AddressIndex } from '../sets/address-index.ts';
import * as addresses from '../sets/addresses.ts';
import { type AddressSet, ALL } from '../sets/addresses.ts';
import { belongs, type Cover, doubted, EVERYWHERE, either, isNowhere, NOWHERE, union, within } from '../sets/cover.ts';
import { includes } from '../sets/intervals.ts';
import type { Rectangle } from '../sets/table.ts';
import { COMBINED, not, type Ternary } from '../sets/ternary.ts';
import { memo, partsBy } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import { NO_VIEWS, type Piece, type View, type Views, viewsAt, type Zone, zonesOf } from './nat.ts';
import { type Effect, type Formula, type Outcome, type Station, type Step, stationsAt } from './program.ts';
import type { Entry } from './resolve.ts';
import { egressList } from './routing.ts';

/** A condition over lists of rectangles, and these lists, each once for each place where it stands. */
export type Condition = { readonly lists: readonly RectangleList[] } & (
  | { readonly kind: 'constant'; readonly value: Ternary }
  | { readonly kind: 'list'; readonly list: RectangleList }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'all' | 'any' | 'agree'; readonly parts: readonly Condition[] }
);

export interface RectangleList {
  readonly rectangles: readonly Rectangle[];
  /** Equal for lists of equal content. */
  readonly shape: string;
}

/** Where the condition holds, the outcomes are what can come of the flow. */
export interface Decision {
  readonly condition: Condition;
  readonly outcomes: readonly Outcome[];
  /** The decision that is tried next where the condition holds: the following one, the first of a later policy, or none of them. */
  readonly next: number;
  /** The only reading of the documents under which it is there; undefined: under each. */
  readonly reading: Reading | undefined;
}

export interface Program {
  readonly context: Context;
  readonly decisions: readonly Decision[];
}

interface Conditional {
  readonly condition: Condition;
  readonly effect: Effect;
}

/** What decides about tcp flows that enter at `ingress` from `sourcePort` to `port`. */
export function compile(context: Context, ingress: string | undefined, sourcePort: number, port: number): Program {
  const decisions: Decision[] = [];
  for (const station of stationsAt(context, ingress)) {
    const own = decisionsAt(context, station, ingress, sourcePort, port);
    const behind = { policy: decisions.length + own.length, search: Number.POSITIVE_INFINITY };
    for (const { condition, effect } of own) {
      const next = effect.ends === 'nothing' ? decisions.length + 1 : behind[effect.ends];
      decisions.push({ condition, outcomes: effect.outcomes, next, reading: effect.reading });
    }
  }
  // After the last decision that can bring an inspection of mail, every way ends the same.
  const last = decisions.findLastIndex(({ outcomes }) => outcomes.some((outcome) => outcome !== 'none'));
  return { context, decisions: decisions.slice(0, last + 1) };
}

/** The destination ports a policy may see instead of `port`, and itself. */
export function seenPorts(views: Views, port: number): readonly number[] {
  return [...new Set([...shownPorts(views.destination, port), port])];
}

function decisionsAt(
  context: Context,
  station: Station,
  ingress: string | undefined,
  sourcePort: number,
  port: number,
): readonly Conditional[] {
  const at = positionOf(context, viewsAt(context, ingress, station.side), sourcePort, port);
  const reached = station.side.kind === 'egress' ? leaves(context, station.side.interface, ingress, at) : undefined;
  const there = at.decisions.get(station.steps) ?? new Map<Condition | undefined, readonly Conditional[]>();
  at.decisions.set(station.steps, there);
  const known = there.get(reached);
  if (known !== undefined) return known;
  const made = decisionsOf(stepsFor(context, station.steps, seenIn(at)), reached, at);
  there.set(reached, made);
  at.kept.size += made.length;
  return made;
}

/** The destination ports that a policy may see. */
function seenIn({ ports, port }: Position): readonly number[] {
  return [...new Set([...ports, port])];
}

/** What steps do, and when; `reached`: the flows that come to them, undefined where all do. */
function decisionsOf(steps: readonly Step[], reached: Condition | undefined, at: Position): readonly Conditional[] {
  return seenIn(at).flatMap((seen) => {
    const guard = [...(reached === undefined ? [] : [reached]), seenAs(at, (port) => port === seen)];
    return steps.flatMap(({ formula, effectAt }) => {
      const effect = effectAt(seen);
      if (effect === undefined) return [];
      const condition = combined('all', [...guard, conditionOf(formula, at)]);
      return [{ condition, effect }];
    });
  });
}

/** The steps that may hold where the destination port is seen as one of `ports`, in their order: of thousands that name a port, those that name it. */
function stepsFor(context: Context, steps: readonly Step[], ports: readonly number[]): readonly Step[] {
  const { byPort, others } = indexOf(context, steps);
  if (byPort.size === 0) return steps;
  const numbers = new Set([...others, ...ports.flatMap((port) => byPort.get(port) ?? [])]);
  return [...numbers].sort((a, b) => a - b).map((number) => itemAt(steps, number));
}

/** The places of steps that name one port, by it, and of all others. */
const indexOf = memo('steps by port', (steps: readonly Step[]) => {
  const byPort = new Map<number, number[]>();
  const others: number[] = [];
  for (const [number, { formula }] of steps.entries()) {
    const ranges = formula.kind === 'port' ? formula.ports : [];
    const [first, last] = ranges[0] ?? [0, 1];
    if (ranges.length !== 1 || first !== last) others.push(number);
    else byPort.set(first, [...(byPort.get(first) ?? []), number]);
  }
  return { byPort, others };
});

interface Position {
  readonly context: Context;
  /** How sources are seen. */
  readonly sources: readonly Zone[];
  /** How destinations are. */
  readonly zones: readonly Zone[];
  /** The destination ports that translations may show. */
  readonly ports: readonly number[];
  readonly sourcePort: number;
  readonly port: number;
  /** What was made of formulas here: several policies, and each port that they may see, ask about the same. */
  readonly conditions: Map<Formula | readonly Entry[], Condition>;
  /** What was made of the steps of a policy, by the flows that come to it: the policy of an interface is met from every other. */
  readonly decisions: Map<readonly Step[], Map<Condition | undefined, readonly Conditional[]>>;
  readonly kept: Kept;
}

/** How many rectangles are kept for one way of seeing flows: a proof, and the next from the same text, ask about the same ports again. */
const MOST_KEPT = 100_000;

/** What was worked out for flows that are seen in one way. */
interface Kept {
  readonly positions: Map<string, Position>;
  /** The number of positions and of rectangles in them. */
  size: number;
}

const keptOf = partsBy('positions by views', (_: Context, _views: Views): Kept => ({ positions: new Map(), size: 0 }));

function positionOf(context: Context, views: Views, sourcePort: number, port: number): Position {
  const kept = keptOf(context, views);
  const key = `${sourcePort} ${port}`;
  const known = kept.positions.get(key);
  if (known !== undefined) return known;
  if (kept.size > MOST_KEPT) {
    kept.positions.clear();
    kept.size = 0;
  }
  const position: Position = {
    context,
    sources: zonesOf(views.source, sourcePort),
    zones: zonesOf(views.destination, port),
    ports: [...new Set(shownPorts(views.destination, port))],
    sourcePort,
    port,
    conditions: new Map(),
    decisions: new Map(),
    kept,
  };
  kept.positions.set(key, position);
  kept.size++;
  return position;
}

function shownPorts(views: readonly View[], port: number): readonly number[] {
  return views.filter(({ fromPort }) => fromPort === undefined || fromPort === port).map(({ toPort }) => toPort ?? port);
}

function leaves(context: Context, egress: string, ingress: string | undefined, { sourcePort, port }: Position): Condition {
  const views = viewsAt(context, ingress, { kind: 'egress', interface: egress }).destination;
  const at = positionOf(context, NO_VIEWS, sourcePort, port);
  const list = egressList(context, ingress, views, egress);
  return once(list, at, () => listCondition(list, at, false));
}

function conditionOf(formula: Formula, at: Position): Condition {
  return once(formula, at, () => madeOf(formula, at));
}

function once(key: Formula | readonly Entry[], at: Position, make: () => Condition): Condition {
  const known = at.conditions.get(key);
  if (known !== undefined) return known;
  const condition = make();
  at.conditions.set(key, condition);
  at.kept.size += condition.lists.reduce((sum, { rectangles }) => sum + rectangles.length, 1);
  return condition;
}

function madeOf(formula: Formula, at: Position): Condition {
  switch (formula.kind) {
    case 'constant':
      return constant(formula.value);
    case 'port':
      return seenAs(at, (port) => includes(formula.ports, port));
    case 'list':
      return listCondition(formula.entries, at, formula.anyService);
    case 'not': {
      const part = conditionOf(formula.part, at);
      return { kind: 'not', part, lists: part.lists };
    }
    default:
      return combined(
        formula.kind,
        formula.parts.map((part) => conditionOf(part, at)),
      );
  }
}

function constant(value: Ternary): Condition {
  return { kind: 'constant', value, lists: [] };
}

function combined(kind: 'all' | 'any' | 'agree', parts: readonly Condition[]): Condition {
  return { kind, parts, lists: parts.flatMap(({ lists }) => lists) };
}

function listed(rectangles: readonly Rectangle[]): Condition {
  const parts = [rectangles[0], rectangles[rectangles.length >> 1], rectangles.at(-1)];
  const shapes = parts.map((part) => part && `${part.action} ${part.source.yes.v4[0]} ${part.destination.yes.v4[0]}`);
  const list = { rectangles, shape: [rectangles.length, ...shapes].join('|') };
  return { kind: 'list', list, lists: [list] };
}

/** A condition on the destination port that the policy sees: where translations change it, one on the destination. */
function seenAs(at: Position, holds: (port: number) => boolean): Condition {
  if (at.ports.every((port) => holds(port) === holds(at.port))) return constant(holds(at.port));
  const rectangles = at.zones.flatMap(({ peers, pieces }) => {
    const destination = carriedBack(at.context, pieces, at.port, (port) => (holds(port) ? EVERYWHERE : NOWHERE));
    return rectanglesOf('permit', within(peers, EVERYWHERE), destination, true);
  });
  return listed(rectangles);
}

function listCondition(entries: readonly Entry[], at: Position, anyService: boolean): Condition {
  const ports = new Set([at.port, ...at.ports]);
  const rectangles = entries.flatMap((entry) => {
    if (entry.inForce === false) return [];
    const serves = new Map([...ports].map((port) => [port, anyService || servesAt(entry, at.sourcePort, port)]));
    if ([...serves.values()].every((value) => value === false)) return [];
    const sources = at.sources.map((zone) => ({ zone, cover: carriedBack(at.context, zone.pieces, at.sourcePort, () => entry.source) }));
    return at.zones.flatMap(({ peers, pieces }) => {
      const destination = carriedBack(at.context, pieces, at.port, (port) => narrowed(entry.destination, sure(serves.get(port))));
      return sources.flatMap(({ zone, cover }) =>
        rectanglesOf(entry.action, within(peers, cover), within(zone.peers, destination), entry.inForce === true),
      );
    });
  });
  return listed(rectangles);
}

function rectanglesOf(action: Rectangle['action'], source: Cover, destination: Cover, certain: boolean): readonly Rectangle[] {
  if (isNowhere(source) || isNowhere(destination)) return [];
  return [{ action, source: certain ? source : doubted(source), destination }];
}

function servesAt({ services }: Entry, sourcePort: number, port: number): Ternary {
  let perhaps = false;
  for (const { sources, destinations, certain } of services) {
    if (!includes(destinations, port) || !includes(sources, sourcePort)) continue;
    if (certain) return true;
    perhaps = true;
  }
  return perhaps ? 'unknown' : false;
}

function narrowed(cover: Cover, value: Ternary): Cover {
  if (value === true) return cover;
  return value === false ? NOWHERE : doubted(cover);
}

/** Pieces by the addresses at which they are seen, so that an entry is carried back through those alone that can show it something. */
interface Shown {
  /** What no piece holds. */
  readonly rest: AddressSet;
  /** By the port that is seen instead of the own one (`undefined`), the pieces that may show an address. */
  readonly at: ReadonlyMap<number | undefined, AddressIndex<Piece>>;
  /** What was carried back; the same object asked for at each port is one of the few that entries share, `any` above all. */
  readonly known: WeakMap<AddressSet, Cover>;
}

const shownBy = memo('pieces by what they show', (pieces: readonly Piece[]): Shown => {
  const sets = new Map<number | undefined, { item: Piece; set: AddressSet }[]>();
  for (const piece of pieces) {
    for (const view of piece.ways) {
      const own = sets.get(view?.toPort) ?? [];
      sets.set(view?.toPort, own);
      own.push({ item: piece, set: view === undefined ? piece.region : view.target });
    }
  }
  return {
    rest: addresses.subtract(ALL, addresses.union(...pieces.map(({ region }) => region))),
    at: new Map([...sets].map(([port, own]) => [port, new AddressIndex(own)])),
    known: new WeakMap(),
  };
});

/** The endpoints which the pieces show as one of `shown(port)`: those that no translation changes, and those that one carries there. */
function carriedBack(context: Context, pieces: readonly Piece[], port: number, shown: (port: number) => Cover): Cover {
  const plain = shown(port);
  if (pieces.length === 0) return plain;
  const { rest, at, known } = shownBy(context, pieces);
  const covers = new Map([...at.keys()].map((toPort) => [toPort, toPort === undefined ? plain : shown(toPort)]));
  const isShared = plain.maybe === addresses.NONE && [...covers.values()].every((cover) => cover === plain);
  const found = isShared ? known.get(plain.yes) : undefined;
  if (found !== undefined) return found;
  const met = new Set(
    [...covers].flatMap(([toPort, cover]) => [cover.yes, cover.maybe].flatMap((set) => sure(at.get(toPort)).meeting(set))),
  );
  const moved = [...met].map(({ region, ways }) => {
    const ends = ways.map((view) => (view === undefined ? plain : through(view, sure(covers.get(view.toPort)))));
    return within(region, ends.reduce(either));
  });
  const all = union([...moved, within(rest, plain)]);
  if (isShared) known.set(plain.yes, all);
  return all;
}

function through({ back, target }: View, wanted: Cover): Cover {
  return back === undefined ? narrowed(EVERYWHERE, belongs(wanted, target)) : { yes: back(wanted.yes), maybe: back(wanted.maybe) };
}

/** The value of a condition when those of its lists are known. */
export function conditionValue(condition: Condition, listValue: (list: RectangleList) => Ternary): Ternary {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'list':
      return listValue(condition.list);
    case 'not':
      return not(conditionValue(condition.part, listValue));
    case 'all':
      return allOf(condition.parts, listValue);
    default: {
      const values = condition.parts.map((part) => conditionValue(part, listValue));
      return COMBINED[condition.kind](values);
    }
  }
}

/** Ends at the first part that does not hold: of hundreds of policies a flow meets few. */
function allOf(parts: readonly Condition[], listValue: (list: RectangleList) => Ternary): Ternary {
  let all: Ternary = true;
  for (const part of parts) {
    const value = conditionValue(part, listValue);
    if (value === false) return false;
    if (value === 'unknown') all = 'unknown';
  }
  return all;
}
