/** The ports that the policies tell apart: of the source nearly always one class, for mail is told by its destination. */
import type { Context } from '../asa/model.ts';
import { type Intervals, intersect, normalize, PORTS } from './intervals.ts';
import { viewsAt } from './nat.ts';
import { type Formula, type Station, stationsAt } from './program.ts';
import type { Entry } from './resolve.ts';
import { interfaceNames } from './routing.ts';

/** What a client's port is taken to be when none is told. */
export const EPHEMERAL: Intervals<number> = [[1024, PORTS.last]];

/** `within`, cut into the parts that no entry of the policies tells apart. */
export function sourcePortClasses(stations: readonly Station[], within: Intervals<number>): readonly Intervals<number>[] {
  const sets = formulasOf(stations).flatMap((formula) =>
    entriesOf(formula).flatMap(({ services }) => services.map(({ sources }) => sources)),
  );
  return portCells(sets)
    .map((cell) => intersect(cell, within))
    .filter((part) => part.length > 0);
}

/** The destination ports cut into the parts that none of the configurations tells apart. */
export function destinationPortClasses(contexts: readonly Context[]): readonly Intervals<number>[] {
  const sets = contexts.flatMap((context) => {
    const ingress = [undefined, ...interfaceNames(context)];
    const stations = ingress.flatMap((name) => stationsAt(context, name));
    const translated = ingress.flatMap((name) =>
      [...new Set(stations.map(({ side }) => side))].flatMap((side) => viewsAt(context, name, side).destination),
    );
    const single = translated.flatMap(({ fromPort, toPort }) => [fromPort, toPort]).filter((port) => port !== undefined);
    return [...formulasOf(stations).flatMap(destinationsOf), ...single.map((port): Intervals<number> => [[port, port]])];
  });
  return portCells(sets);
}

function formulasOf(stations: readonly Station[]): readonly Formula[] {
  return [...new Set(stations.flatMap(({ steps }) => steps.map(({ formula }) => formula)))];
}

function destinationsOf(formula: Formula): readonly Intervals<number>[] {
  if (formula.kind === 'port') return [formula.ports];
  if (formula.kind === 'not') return destinationsOf(formula.part);
  if (formula.kind === 'all' || formula.kind === 'any') return formula.parts.flatMap(destinationsOf);
  return formula.kind === 'list' ? formula.entries.flatMap(({ services }) => services.map(({ destinations }) => destinations)) : [];
}

function entriesOf(formula: Formula): readonly Entry[] {
  if (formula.kind === 'list') return formula.entries;
  if (formula.kind === 'not') return entriesOf(formula.part);
  return formula.kind === 'all' || formula.kind === 'any' ? formula.parts.flatMap(entriesOf) : [];
}

/** The intervals between all ends of the given sets. */
export function portCells(sets: readonly Intervals<number>[]): readonly Intervals<number>[] {
  const cuts = new Set<number>([PORTS.first]);
  for (const set of new Set(sets)) {
    for (const [first, last] of set) {
      cuts.add(first);
      if (last < PORTS.last) cuts.add(last + 1);
    }
  }
  const starts = [...cuts].sort((a, b) => a - b);
  return starts.map((start, i) => normalize(PORTS, [[start, (starts[i + 1] ?? PORTS.last + 1) - 1]]));
}
