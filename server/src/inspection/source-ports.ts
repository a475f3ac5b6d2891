/** The source ports that the policies tell apart: nearly always one class, for mail is told by its destination. */
import { type Intervals, intersect, normalize, PORTS } from './intervals.ts';
import type { Formula, Station } from './program.ts';
import { ALL_PORTS, type Entry } from './resolve.ts';

/** What a client's port is taken to be when none is told. */
export const EPHEMERAL: Intervals<number> = [[1024, PORTS.last]];

/** `within`, cut into the parts that no entry of the policies tells apart. */
export function sourcePortClasses(stations: readonly Station[], within: Intervals<number>): readonly Intervals<number>[] {
  const cuts = new Set<number>();
  for (const { steps } of stations) for (const { formula } of steps) for (const entry of entriesOf(formula)) addCuts(entry, cuts);
  const starts = [PORTS.first, ...[...cuts].filter((cut) => cut > PORTS.first && cut <= PORTS.last).sort((a, b) => a - b)];
  const cells = starts.map((start, i) => normalize(PORTS, [[start, (starts[i + 1] ?? PORTS.last + 1) - 1]]));
  return cells.map((cell) => intersect(cell, within)).filter((part) => part.length > 0);
}

function entriesOf(formula: Formula): readonly Entry[] {
  if (formula.kind === 'list') return formula.entries;
  if (formula.kind === 'not') return entriesOf(formula.part);
  return formula.kind === 'all' || formula.kind === 'any' ? formula.parts.flatMap(entriesOf) : [];
}

function addCuts({ services }: Entry, cuts: Set<number>): void {
  for (const { sources } of services) {
    if (sources === ALL_PORTS) continue;
    for (const [first, last] of sources) {
      cuts.add(first);
      cuts.add(last + 1);
    }
  }
}
