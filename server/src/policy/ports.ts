/** The ports that the policies tell apart: of the source nearly always one class, for mail is told by its destination. */
import type { Context } from '../asa/model.ts';
import { DEFAULT_INSPECTION_PORTS } from '../facts/inspections.ts';
import { complement, type Intervals, intersect, normalize, PORTS } from '../sets/intervals.ts';
import { memo, partsBy } from '../text/analysis.ts';
import { grouped } from '../text/grouped.ts';
import { viewsAt } from './nat.ts';
import { DEFAULT_PORTS, type Formula, type Station, type Step, stationsAt } from './program.ts';
import type { Entry } from './resolve.ts';
import { openInterfaces } from './routing.ts';

/** What a client's port is taken to be when none is told. */
export const EPHEMERAL: Intervals<number> = [[1024, PORTS.last]];

/** `within`, cut into the parts that no entry of the policies that a flow meets tells apart. */
export function sourcePortClasses(
  contexts: readonly Context[],
  ingress: string | undefined,
  within: Intervals<number>,
): readonly Intervals<number>[] {
  return cellsBetween(contexts.map((context) => sourceCuts(context, stationsAt(context, ingress))))
    .map((cell) => intersect(cell, within))
    .filter((part) => part.length > 0);
}

/** Where the entries of policies cut the source ports; kept, for each destination port is asked about on its own. */
const sourceCuts = partsBy(
  'source ports that policies tell apart',
  (context: Context, stations: readonly Station[]): Cuts =>
    new Set(formulasOf(stations).flatMap((formula) => listsOf(formula).flatMap((entries) => [...cutsIn(context, entries).sources]))),
);

/** The destination ports cut into the parts that none of the configurations tells apart. */
export function destinationPortClasses(contexts: readonly Context[]): readonly Intervals<number>[] {
  const byDefault = contexts.flatMap((context) => stepsOf(stationsEverywhere(context)).filter(({ formula }) => takesDefaultPorts(formula)));
  if (byDefault.length === 0) return cellsBetween(contexts.flatMap(cutsOfContext));
  const outcomes = new Map<unknown, number>();
  const numberOf = (outcome: unknown) => {
    const number = outcomes.get(outcome) ?? outcomes.size;
    outcomes.set(outcome, number);
    return number;
  };
  const effectsAt = (port: number) =>
    byDefault
      .map(({ effectAt }) => effectAt(port))
      .map((effect) => effect && `${effect.outcomes.map(numberOf)} ${effect.ends} ${effect.reading}`)
      .join();
  const kinds = grouped([...DEFAULT_INSPECTION_PORTS], effectsAt).map((ports) =>
    normalize(
      PORTS,
      ports.map((port) => [port, port]),
    ),
  );
  const others = complement(PORTS, DEFAULT_PORTS);
  return cellsBetween(contexts.flatMap(cutsOfContext)).flatMap((cell) =>
    [others, ...kinds].map((kind) => intersect(cell, kind)).filter((ports) => ports.length > 0),
  );
}

/** The steps of all policies, each once. */
function stepsOf(stations: readonly Station[]): readonly Step[] {
  return [...new Set(stations.map(({ steps }) => steps))].flat();
}

function takesDefaultPorts(formula: Formula): boolean {
  if (formula.kind === 'port') return formula.ports === DEFAULT_PORTS;
  if (formula.kind === 'not') return takesDefaultPorts(formula.part);
  return 'parts' in formula && formula.parts.some(takesDefaultPorts);
}

function stationsEverywhere(context: Context): readonly Station[] {
  return [undefined, ...openInterfaces(context)].flatMap((name) => stationsAt(context, name));
}

/** Where lines of the configuration cut the ports; the default ports of inspections are another matter. */
function cutsOfContext(context: Context): readonly Cuts[] {
  const ingress = [undefined, ...openInterfaces(context)];
  const stations = stationsEverywhere(context);
  const forwards = context.translations.some(({ service, peer }) => service !== undefined || peer?.service !== undefined);
  const sides = new Map(stations.map(({ side }) => [side.kind === 'egress' ? `to ${side.interface}` : '', side]));
  const views = new Set(
    forwards ? ingress.flatMap((name) => [...sides.values()].map((side) => viewsAt(context, name, side).destination)) : [],
  );
  const single = new Set(
    [...views]
      .flat()
      .flatMap(({ fromPort, toPort }) => [fromPort, toPort])
      .filter((port) => port !== undefined),
  );
  return [
    ...formulasOf(stations).flatMap((formula) => destinationCuts(context, formula)),
    cutsOf([...single].map((port) => [[port, port]])),
  ];
}

/** The intervals between all ends of the given sets. */
export function portCells(sets: readonly Intervals<number>[]): readonly Intervals<number>[] {
  return cellsBetween([cutsOf(sets)]);
}

function formulasOf(stations: readonly Station[]): readonly Formula[] {
  return [...new Set(stepsOf(stations).map(({ formula }) => formula))];
}

function listsOf(formula: Formula): readonly (readonly Entry[])[] {
  if (formula.kind === 'list') return [formula.entries];
  if (formula.kind === 'not') return listsOf(formula.part);
  return 'parts' in formula ? formula.parts.flatMap(listsOf) : [];
}

/** Ports at which a set begins, or the one behind which it ends. */
type Cuts = ReadonlySet<number>;

function destinationCuts(context: Context, formula: Formula): readonly Cuts[] {
  if (formula.kind === 'port') return formula.ports === DEFAULT_PORTS ? [] : [cutsOf([formula.ports])];
  if (formula.kind === 'not') return destinationCuts(context, formula.part);
  if ('parts' in formula) return formula.parts.flatMap((part) => destinationCuts(context, part));
  return formula.kind === 'list' ? [cutsIn(context, formula.entries).destinations] : [];
}

/** The cuts of a list: kept, for each port is asked about on its own, and a list may have thousands of entries. */
const cutsIn = memo(
  'ports that a list tells apart',
  (entries: readonly Entry[]): { readonly sources: Cuts; readonly destinations: Cuts } => {
    const services = entries.flatMap((entry) => entry.services);
    return {
      sources: cutsOf(services.map(({ sources }) => sources)),
      destinations: cutsOf(services.map(({ destinations }) => destinations)),
    };
  },
);

function cutsOf(sets: readonly Intervals<number>[]): Cuts {
  const cuts = new Set<number>();
  for (const set of new Set(sets)) {
    for (const [first, last] of set) {
      cuts.add(first);
      if (last < PORTS.last) cuts.add(last + 1);
    }
  }
  return cuts;
}

function cellsBetween(cuts: readonly Cuts[]): readonly Intervals<number>[] {
  const all = new Set([PORTS.first, ...cuts.flatMap((some) => [...some])]);
  const starts = [...all].sort((a, b) => a - b);
  return starts.map((start, i) => normalize(PORTS, [[start, (starts[i + 1] ?? PORTS.last + 1) - 1]]));
}
