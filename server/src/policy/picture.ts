/** The whole picture in words: for which sources and destinations a tcp port is inspected, is not, or cannot be told. */

import type { Context } from '../asa/model.ts';
import { LIKELIER } from '../facts/readings.ts';
import * as addresses from '../sets/addresses.ts';
import { type AddressSet, ALL_V4, ALL_V6, printSet } from '../sets/addresses.ts';
import { Axis } from '../sets/axis.ts';
import { type Intervals, includes, normalize, PORTS } from '../sets/intervals.ts';
import { itemAt, lastOf } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { listed } from '../text/listed.ts';
import type { FlowClass, Inspected, ReadVerdict, Verdict } from './flow.ts';
import { viewsAt } from './nat.ts';
import { partition } from './partition.ts';
import { portCells } from './ports.ts';
import { interfacesInWords, UNNAMED } from './routing.ts';

export interface Picture {
  /** The verdict that most flows have. */
  readonly inspected: Inspected;
  /** One for each group of interfaces that treats mail alike: `tcp/25: inspected from anywhere to anywhere, except to and from 192.168.1.1`. */
  readonly sentences: readonly string[];
}

/**
 * What the configuration does with all flows to a port.
 * @param classes when they are known already
 * @param ports those that it treats as this one, where that is to be told
 */
export function pictureOf(
  context: Context,
  port = 25,
  classes: readonly FlowClass[] = partition(context, port),
  ports: Intervals<number> = [[port, port]],
): Picture {
  const ingress = [...new Set(classes.flatMap((one) => one.ingress))];
  const views = (ingress.length === 0 ? [undefined] : ingress).map((name) => {
    const own = name === undefined ? classes : classes.filter((one) => one.ingress.includes(name));
    const shown = aliases(context, name, port);
    return {
      name,
      ...viewOf(
        own,
        FAMILIES.map((family) => addresses.subtract(family, shown)),
      ),
    };
  });
  const sentences = grouped(views, ({ words }) => words).map((same, _, all) => {
    const where = all.length === 1 ? '' : ` entering on ${interfacesInWords(same.map(({ name }) => name ?? UNNAMED))}`;
    return `tcp/${portsInWords(ports)}${where}: ${same[0].words}`;
  });
  return { inspected: itemAt(views, 0).inspected, sentences };
}

/** The classes of one interface in words; told apart by source ports only where the configuration does. */
function viewOf(classes: readonly FlowClass[], destinations: readonly AddressSet[]): { inspected: Inspected; words: string } {
  const views = portCells(classes.map(({ sourcePorts }) => sourcePorts)).map((ports) => {
    const own = classes.filter(({ sourcePorts }) => includes(sourcePorts, itemAt(ports, 0)[0]));
    const summaries = summariesOf(own, destinations);
    return { ports, inspected: itemAt(summaries, 0).base.inspected, words: summaries.map(inWords).join('; ') };
  });
  const words = grouped(views, (view) => view.words).map((same, _, all) => {
    const ports = normalize(
      PORTS,
      same.flatMap((view) => view.ports),
    );
    return all.length === 1 ? same[0].words : `from source port ${portsInWords(ports)} ${same[0].words}`;
  });
  return { inspected: lastOf(views).inspected, words: words.join('; ') };
}

/** Destinations that are other names of one that has its own place in the picture: what a translation shows instead of it. */
function aliases(context: Context, ingress: string | undefined, port: number): AddressSet {
  const views = viewsAt(context, ingress, { kind: 'ingress' }).destination.filter(
    ({ from, fromPort, toPort, back, peers }) =>
      addresses.isAll(peers.yes) &&
      (fromPort === undefined || (fromPort === port && toPort === port)) &&
      back !== undefined &&
      !addresses.equal(back(from), from),
  );
  return addresses.union(...views.map(({ from }) => from));
}

/** A set of flows in words: `to and from 192.168.1.1`, `from 192.0.2.0/24 to 192.168.1.1`. The boxes must not overlap. */
export function flowsInWords(boxes: readonly Pick<FlowClass, 'source' | 'destination'>[]): string {
  return regionInWords(
    joined(
      FAMILIES.map((family) =>
        regionOf(
          boxes.map((box) => within(box, family, family)),
          family,
          family,
        ),
      ),
    ),
  );
}

/** What an administrator calls a verdict. */
interface Kind {
  readonly inspected: Inspected;
  /** The map that inspects; '' where there is none to tell, undefined where the file leaves open which. */
  readonly map: string | undefined;
  /** Where the documents can be read in two ways: what each makes of it, the likelier first; else ''. */
  readonly disputed: string;
}

/** The rule and its exceptions. */
const FAMILIES = [ALL_V4, ALL_V6];

interface Summary {
  readonly about: string;
  readonly base: Kind;
  readonly exceptions: readonly { readonly kind: Kind; readonly region: Region }[];
  readonly several: boolean;
}

/** A set of flows as an administrator would tell it: all to some, all from some, and the rest one by one. */
interface Region {
  readonly to: AddressSet;
  readonly from: AddressSet;
  readonly pairs: readonly Pick<FlowClass, 'source' | 'destination'>[];
}

/** One summary, or one for each address family where their rules differ. */
function summariesOf(classes: readonly FlowClass[], destinations: readonly AddressSet[]): readonly Summary[] {
  const v4 = familySummary(classes, ALL_V4, itemAt(destinations, 0));
  const v6 = familySummary(classes, ALL_V6, itemAt(destinations, 1));
  const maps = [v4, v6].flatMap(({ base, exceptions }) => [base.map, ...exceptions.map(({ kind }) => kind.map)]);
  const several = new Set(maps.filter((map) => map !== '')).size > 1;
  if (keyOf(v4.base) === keyOf(v6.base)) return [{ ...v4, exceptions: joinExceptions([...v4.exceptions, ...v6.exceptions]), several }];
  return [
    { ...v4, about: 'over IPv4 ', several },
    { ...v6, about: 'over IPv6 ', several },
  ];
}

function familySummary(classes: readonly FlowClass[], sources: AddressSet, destinations: AddressSet): Summary {
  const kinds = grouped(
    classes.map((one) => ({ ...within(one, sources, destinations), kind: kindOf(one.verdict) })).filter(isFilled),
    ({ kind }) => keyOf(kind),
  );
  const bySize = kinds.toSorted((a, b) => area(b) - area(a));
  const exceptions = bySize.slice(1).map((boxes) => ({ kind: boxes[0].kind, region: regionOf(boxes, sources, destinations) }));
  return { about: '', base: itemAt(bySize, 0)[0].kind, exceptions, several: false };
}

function kindOf({ inspected, settings, readings }: Verdict): Kind {
  const disputed = inspected === 'unknown' && readings !== undefined ? readingsInWords(readings) : '';
  return { inspected, map: inspected === true ? settings?.mapName : '', disputed };
}

function keyOf({ inspected, map, disputed }: Kind): string {
  return `${inspected} ${map} ${disputed}`;
}

function joinExceptions(exceptions: Summary['exceptions']): Summary['exceptions'] {
  return grouped(exceptions, ({ kind }) => keyOf(kind)).map((same) => ({
    kind: same[0].kind,
    region: joined(same.map(({ region }) => region)),
  }));
}

function joined(regions: readonly Region[]): Region {
  return {
    to: addresses.union(...regions.map(({ to }) => to)),
    from: addresses.union(...regions.map(({ from }) => from)),
    pairs: regions.flatMap(({ pairs }) => pairs),
  };
}

function within<T extends Pick<FlowClass, 'source' | 'destination'>>(box: T, sources: AddressSet, destinations: AddressSet): T {
  return { ...box, source: addresses.intersect(box.source, sources), destination: addresses.intersect(box.destination, destinations) };
}

function isFilled({ source, destination }: Pick<FlowClass, 'source' | 'destination'>): boolean {
  return !addresses.isEmpty(source) && !addresses.isEmpty(destination);
}

function area(boxes: readonly Pick<FlowClass, 'source' | 'destination'>[]): number {
  return boxes.reduce((sum, { source, destination }) => sum + addresses.size(source) * addresses.size(destination), 0);
}

/** All flows to `to`, all from `from`, and what is left of the boxes, which lie within `sources` and `destinations`. */
function regionOf(boxes: readonly Pick<FlowClass, 'source' | 'destination'>[], sources: AddressSet, destinations: AddressSet): Region {
  const filled = boxes.filter(isFilled);
  const from = wholeSide(filled, 'source', 'destination', destinations);
  const to = wholeSide(filled, 'destination', 'source', sources);
  const pairs = filled.map(({ source, destination }) => ({
    source: addresses.subtract(source, from),
    destination: addresses.subtract(destination, to),
  }));
  return { to, from, pairs: pairs.filter(isFilled) };
}

/** The addresses on one side whose flows with every address of the other side are in the boxes. */
function wholeSide(
  boxes: readonly Pick<FlowClass, 'source' | 'destination'>[],
  side: 'source' | 'destination',
  other: 'source' | 'destination',
  all: AddressSet,
): AddressSet {
  const axis = new Axis(boxes.map((box) => box[side]));
  const cells: number[][] = Array.from({ length: axis.count }, () => []);
  for (const [i, box] of boxes.entries())
    for (const [from, to] of axis.spans(box[side])) for (let cell = from; cell < to; cell++) itemAt(cells, cell).push(i);
  const spans = [...cells.entries()].map(([cell, there]) => ({ span: [cell, cell + 1] as const, there }));
  const whole = grouped(spans, ({ there }) => there.join()).filter((same) =>
    addresses.equal(addresses.union(...same[0].there.map((i) => itemAt(boxes, i)[other])), all),
  );
  return axis.set(whole.flat().map(({ span }) => span));
}

function inWords({ about, base, exceptions, several }: Summary): string {
  const rule = `${about}${kindInWords(base, several)} from anywhere to anywhere`;
  if (exceptions.length === 0) return base.inspected === true ? rule : `${about}${kindInWords(base, several)}`;
  const plain = exceptions.length === 1 && base.inspected !== 'unknown' && itemAt(exceptions, 0).kind.inspected === !base.inspected;
  if (plain) return `${rule}, except ${regionInWords(itemAt(exceptions, 0).region)}`;
  const some = exceptions.map(({ kind, region }) => `${kindInWords(kind, several)} ${regionInWords(region)}`);
  return `${about}${[...some, `otherwise ${kindInWords(base, several)}`].join('; ')}`;
}

/** What each reading of the documents makes of flows: `read by engine (likelier) not inspected, read by class inspected` */
export function readingsInWords(readings: readonly ReadVerdict[]): string {
  const words = { true: 'inspected', false: 'not inspected', unknown: 'not told' };
  const each = readings.map(
    ({ reading, inspected }) => `read ${reading}${reading === LIKELIER.value ? ' (likelier)' : ''} ${words[`${inspected}`]}`,
  );
  return each.join(', ');
}

function kindInWords({ inspected, map, disputed }: Kind, several: boolean): string {
  if (disputed !== '') return `disputed (${disputed})`;
  if (inspected === 'unknown') return 'cannot be told whether it is inspected';
  if (!inspected) return 'not inspected';
  if (map === undefined) return 'inspected (by which map the file cannot tell)';
  return several && map !== '' ? `inspected with ${map}` : 'inspected';
}

function regionInWords({ to, from, pairs }: Region): string {
  const both = addresses.intersect(to, from);
  const phrases = [
    phrase('to and from', both),
    phrase('to', addresses.subtract(to, both)),
    phrase('from', addresses.subtract(from, both)),
    ...pairs.slice(0, 4).map(({ source, destination }) => `from ${printSet(source)} to ${printSet(destination)}`),
    pairs.length > 4 ? `${pairs.length - 4} more` : '',
  ].filter((text) => text !== '');
  return listed(phrases, 'and');
}

function phrase(word: string, set: AddressSet): string {
  return addresses.isEmpty(set) ? '' : `${word} ${printSet(set)}`;
}

/** `25, 10024-10026` */
export function portsInWords(ports: Intervals<number>): string {
  return ports.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
