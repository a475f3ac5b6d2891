/**
 * How far the difference of two configurations reaches. Flows meet policies in order, and policies try their classes in order: where
 * all that a flow to a port can meet is the same in both, its verdict is the same, and it need not be compared. What is the same is told
 * by what lines mean, entry by entry, never by how they are written.
 */

import type { Context } from '../asa/model.ts';
import { settingsKey, settingsOf } from '../asa/settings.ts';
import { DEFAULT_INSPECTION_PORTS } from '../facts/inspections.ts';
import * as addresses from '../sets/addresses.ts';
import { sameCover } from '../sets/cover.ts';
import { complement, equal, type Intervals, includes, intersect, normalize, PORTS } from '../sets/intervals.ts';
import { itemAt, sure } from '../text/at.ts';
import { oncePerPair } from '../text/once.ts';
import { seenPorts } from './compile.ts';
import { type View, type Views, viewsAt } from './nat.ts';
import { DEFAULT_PORTS, type Effect, type Formula, type Outcome, type Station, type Step, stationsAt } from './program.ts';
import { ALL_PORTS, type Entry } from './resolve.ts';
import { egressList } from './routing.ts';

/** Ports that differ, as a policy sees them through the translations on the way to it. */
interface DifferingPorts {
  readonly views: Views;
  readonly ports: Intervals<number>;
}

/** Tells whether tcp flows to a port that enter at an interface can meet something that is not the same in both; true where in doubt. */
export function reachOf(before: Context, after: Context): (ingress: string | undefined, port: number) => boolean {
  const compared: Compared = {
    differing: oncePerPair((a: readonly Step[], b: readonly Step[]) => differingSteps(before, a, after, b)),
    sameViews: oncePerPair(sameViews),
    sameEntries: oncePerPair((a: readonly Entry[], b: readonly Entry[]) => same(a, b, sameEntry)),
  };
  const known = new Map<string | undefined, readonly DifferingPorts[]>();
  return (ingress, port) => {
    const there = known.get(ingress) ?? differingAt(before, after, ingress, compared);
    known.set(ingress, there);
    return there.some(({ views, ports }) => seenPorts(views, port).some((seen) => includes(ports, seen)));
  };
}

const NO_STEPS: readonly Step[] = [];

/** What of two configurations is compared once: the same policies are met from every interface. */
interface Compared {
  readonly differing: (a: readonly Step[], b: readonly Step[]) => Intervals<number>;
  readonly sameViews: (a: Views, b: Views) => boolean;
  readonly sameEntries: (a: readonly Entry[], b: readonly Entry[]) => boolean;
}

function differingAt(before: Context, after: Context, ingress: string | undefined, compared: Compared): readonly DifferingPorts[] {
  const { differing } = compared;
  const old = stationsAt(before, ingress).map((station) => met(before, ingress, station));
  const now = stationsAt(after, ingress).map((station) => met(after, ingress, station));
  const isSame = (a: Met, b: Met) => isMetAlike(a, b, compared) && differing(a.station.steps, b.station.steps).length === 0;
  const [a, b] = withoutSameEnds(old, now, isSame);
  if (a.length === b.length && a.every((one, index) => isMetAlike(one, itemAt(b, index), compared))) {
    return a.map(({ views, station }, index) => ({ views, ports: differing(station.steps, itemAt(b, index).station.steps) }));
  }
  return [
    ...a.map(({ views, station }) => ({ views, ports: differing(station.steps, NO_STEPS) })),
    ...b.map(({ views, station }) => ({ views, ports: differing(NO_STEPS, station.steps) })),
  ];
}

/** A policy on the way of flows, and which of them come to it, as what. */
interface Met {
  readonly station: Station;
  readonly views: Views;
  /** Which flows leave where it stands; undefined where it stands at the entry. */
  readonly leaving: readonly Entry[] | undefined;
}

function met(context: Context, ingress: string | undefined, station: Station): Met {
  const { side } = station;
  const views = viewsAt(context, ingress, side);
  return { station, views, leaving: side.kind === 'egress' ? egressList(context, ingress, views.destination, side.interface) : undefined };
}

/** Whether the same flows come to both policies, and are seen there as the same; what becomes of them there is another question. */
function isMetAlike(a: Met, b: Met, { sameViews, sameEntries }: Compared): boolean {
  return (
    a.station.bypasses === b.station.bypasses &&
    sameViews(a.views, b.views) &&
    (a.leaving === undefined ? b.leaving === undefined : b.leaving !== undefined && sameEntries(a.leaving, b.leaving))
  );
}

function sameViews(a: Views, b: Views): boolean {
  return same(a.source, b.source, sameView) && same(a.destination, b.destination, sameView);
}

/** Where a view leads is told by its ends, and by what it leads back from everywhere. */
function sameView(a: View, b: View): boolean {
  const [back, otherBack] = [a, b].map((view) => view.back?.(addresses.ALL));
  return (
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    a.identity === b.identity &&
    addresses.equal(a.from, b.from) &&
    addresses.equal(a.target, b.target) &&
    sameCover(a.peers, b.peers) &&
    (back === undefined || otherBack === undefined ? back === otherBack : addresses.equal(back, otherBack))
  );
}

/** The ports, as the policies see them, at which the steps of two policies are not the same. */
function differingSteps(before: Context, old: readonly Step[], after: Context, now: readonly Step[]): Intervals<number> {
  const differing = (x: Step | undefined, y: Step | undefined) => differingStep(before, x, after, y);
  const [a, b] = withoutSameEnds(old, now, (x, y) => differing(x, y).length === 0);
  const pairs = a.length === b.length ? a.map((step, index) => [step, b[index]] as const) : undefined;
  const alone = () => [...a.map((step) => differing(step, undefined)), ...b.map((step) => differing(undefined, step))];
  return joined(pairs?.map(([x, y]) => differing(x, y)) ?? alone());
}

/** @param x undefined where the other configuration has the step alone, as is `y` */
function differingStep(before: Context, x: Step | undefined, after: Context, y: Step | undefined): Intervals<number> {
  const formulas = [x, y].flatMap((step) => step?.formula ?? []);
  const isSame = (port: number) => sameEffect(before, x?.effectAt(port), after, y?.effectAt(port));
  const effects = x?.byDefaultPort || y?.byDefaultPort ? differingEffects(isSame) : isSame(PORTS.first) ? [] : ALL_PORTS;
  const byEffect = effects.length === 0 ? [] : intersect(joined(formulas.map(portsOf)), effects);
  return x === undefined || y === undefined ? byEffect : joined([byEffect, differingFormula(x.formula, y.formula)]);
}

const OTHER_PORTS = complement(PORTS, DEFAULT_PORTS);

/** What a step does depends on the port by the default ports of inspections alone. */
function differingEffects(isSame: (port: number) => boolean): Intervals<number> {
  const byDefault = [...DEFAULT_INSPECTION_PORTS].filter((port) => !isSame(port));
  return normalize(PORTS, [...byDefault.map((port) => [port, port] as const), ...(isSame(itemAt(OTHER_PORTS, 0)[0]) ? [] : OTHER_PORTS)]);
}

/** @param a undefined where nothing is done, as is `b` */
function sameEffect(before: Context, a: Effect | undefined, after: Context, b: Effect | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.ends === b.ends && a.reading === b.reading && same(a.outcomes, b.outcomes, (p, q) => outcomeKey(before, p) === outcomeKey(after, q))
  );
}

/** What a decision leads to is the same when its effective settings are. */
function outcomeKey(context: Context, outcome: Outcome): string {
  return typeof outcome === 'string' ? outcome : `by ${settingsKey(settingsOf(context, outcome.action ?? sure(outcome.fixup)))}`;
}

/** Ports at which two formulas may not hold for the same flows. */
function differingFormula(a: Formula, b: Formula): Intervals<number> {
  if (a.kind === 'constant' && b.kind === 'constant' && a.value === b.value) return [];
  if (a.kind === 'port' && b.kind === 'port' && equal(a.ports, b.ports)) return [];
  if (a.kind === 'not' && b.kind === 'not') return differingFormula(a.part, b.part);
  if (a.kind === 'list' && b.kind === 'list' && a.anyService === b.anyService) {
    return joined(withoutSameEnds(a.entries, b.entries, sameEntry).map((entries) => entryPorts(entries, a.anyService)));
  }
  if ('parts' in a && 'parts' in b && a.kind === b.kind && a.parts.length === b.parts.length) {
    return joined(a.parts.map((part, index) => differingFormula(part, itemAt(b.parts, index))));
  }
  return joined([portsOf(a), portsOf(b)]);
}

/** Ports at which a formula may hold; at all others it does not. */
function portsOf(formula: Formula): Intervals<number> {
  switch (formula.kind) {
    case 'constant':
      return formula.value === false ? [] : ALL_PORTS;
    case 'port':
      return formula.ports;
    case 'list':
      return entryPorts(formula.entries, formula.anyService);
    case 'not':
      return ALL_PORTS;
    case 'all':
      return formula.parts.map(portsOf).reduce((ports, part) => intersect(ports, part), ALL_PORTS);
    default:
      return joined(formula.parts.map(portsOf));
  }
}

function entryPorts(entries: readonly Entry[], anyService: boolean): Intervals<number> {
  if (anyService) return entries.length === 0 ? [] : ALL_PORTS;
  return joined(entries.flatMap(({ services }) => services.map(({ destinations }) => destinations)));
}

function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a === b ||
    (a.action === b.action &&
      a.inForce === b.inForce &&
      sameCover(a.source, b.source) &&
      sameCover(a.destination, b.destination) &&
      same(
        a.services,
        b.services,
        (x, y) => x.certain === y.certain && equal(x.sources, y.sources) && equal(x.destinations, y.destinations),
      ))
  );
}

/** Both without the items at their beginnings and at their ends that are the same. */
function withoutSameEnds<T>(a: readonly T[], b: readonly T[], isSame: (x: T, y: T) => boolean): [readonly T[], readonly T[]] {
  const shorter = Math.min(a.length, b.length);
  let first = 0;
  while (first < shorter && isSame(itemAt(a, first), itemAt(b, first))) first++;
  let last = 0;
  while (last < shorter - first && isSame(sure(a.at(-1 - last)), sure(b.at(-1 - last)))) last++;
  return [a.slice(first, a.length - last), b.slice(first, b.length - last)];
}

function joined(ports: readonly Intervals<number>[]): Intervals<number> {
  return normalize(PORTS, [...new Set(ports)].flat());
}

function same<T>(a: readonly T[], b: readonly T[], alike: (x: T, y: T) => boolean): boolean {
  return a === b || (a.length === b.length && a.every((x, index) => alike(x, itemAt(b, index))));
}
