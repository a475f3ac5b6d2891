/**
 * The exact picture: all flows to a tcp port, cut into the classes that the configuration tells apart, each with its verdict. Nothing
 * is sampled; the classes are disjoint and together hold every flow.
 */

import type { Context } from '../asa/model.ts';
import type { Reading } from '../facts/readings.ts';
import type { AddressSet } from '../sets/addresses.ts';
import * as addresses from '../sets/addresses.ts';
import { Axis, type Span } from '../sets/axis.ts';
import { type Intervals, normalize, PORTS } from '../sets/intervals.ts';
import { rowsOf, sameRectangles, type TableRow, VALUES } from '../sets/table.ts';
import { memo } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { compile, conditionValue, type Decision, type Program, type RectangleList } from './compile.ts';
import type { FlowClass, Verdict } from './flow.ts';
import { type Views, viewsAt } from './nat.ts';
import { sourcePortClasses } from './ports.ts';
import { type Outcome, stationsAt, underEach, verdictOf } from './program.ts';
import { ALL_PORTS } from './resolve.ts';
import { openInterfaces } from './routing.ts';
import { Work } from './work.ts';

const SMTP = 25;

/** Flows that no line tells apart in any of the compared contexts; one verdict for each context. */
export interface JointClass {
  readonly ingress: readonly string[];
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly sourcePorts: Intervals<number>;
  readonly verdicts: readonly Verdict[];
}

/**
 * The classes of all flows to tcp/`port`; `ingress` is empty where the file names no interface, and has `UNNAMED` for those that a file
 * which does not show all of them leaves out.
 */
export function partition(context: Context, port = SMTP): readonly FlowClass[] {
  return jointPartition([context], port).map(({ verdicts, ...flows }) => ({ ...flows, port, verdict: itemAt(verdicts, 0) }));
}

/**
 * The classes that several configurations tell apart together, so that their verdicts can be compared class by class.
 *
 * @param groups the interfaces, where several ports are asked about: they are the same for all
 * @param work what it may cost
 * @throws TooLarge when it costs more
 */
export function jointPartition(
  contexts: readonly Context[],
  port: number,
  groups = ingressGroups(contexts),
  work = new Work(Number.POSITIVE_INFINITY),
): readonly JointClass[] {
  const interned = new Interned();
  const classes = groups.flatMap((ingress) => classesAt(contexts, ingress, port, interned, work));
  const keyOf = ({ key, source, destination, sourcePorts }: KeyedClass) =>
    `${key}|${interned.number(source)}|${interned.number(destination)}|${sourcePorts}`;
  return grouped(classes, keyOf).map((same) => {
    const { key: _, ...flows } = same[0];
    return { ...flows, ingress: same.flatMap(({ ingress }) => ingress) };
  });
}

/** Interfaces at which flows meet the same policies and translations in every context need to be looked at once. */
export function ingressGroups(contexts: readonly Context[]): readonly (readonly string[])[] {
  const names = [...new Set(contexts.flatMap(openInterfaces))];
  if (names.length === 0) return [[]];
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = JSON.stringify(contexts.map((context) => signature(context, name)));
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [name]);
    else own.push(name);
  }
  return [...groups.values()];
}

function signature(context: Context, ingress: string): unknown {
  const stations = stationsAt(context, ingress);
  // Where a flow leaves depends on where it enters.
  if (stations.some(({ side }) => side.kind === 'egress')) return ingress;
  return [
    stations.map(({ scope, statement }) => [scope, statement?.order]),
    shownAs(context, viewsAt(context, ingress, { kind: 'ingress' })),
  ];
}

const shownAs = memo('what views show', ({ destination }: Views) =>
  JSON.stringify(destination.map(({ translation, leaves }) => [translation.statement.order, leaves?.name])),
);

interface KeyedClass extends JointClass {
  /** Equal for equal verdicts. */
  readonly key: string;
}

function classesAt(
  contexts: readonly Context[],
  ingress: readonly string[],
  port: number,
  interned: Interned,
  work: Work,
): readonly KeyedClass[] {
  const bySourcePort = sourcePortClasses(contexts, ingress[0], ALL_PORTS).flatMap((sourcePorts) => {
    const programs = contexts.map((context) => compile(context, ingress[0], itemAt(sourcePorts, 0)[0], port));
    for (const { decisions } of programs) work.spend(decisions.length);
    return boxes(programs, interned, work).map((box) => ({ ...box, sourcePorts, ingress }));
  });
  const keyOf = ({ key, source, destination }: KeyedClass) => `${key}|${interned.number(source)}|${interned.number(destination)}`;
  return grouped(bySourcePort, keyOf).map((same) => ({
    ...same[0],
    sourcePorts: normalize(
      PORTS,
      same.flatMap(({ sourcePorts }) => sourcePorts),
    ),
  }));
}

/** The lists of all programs, and the place of each; those of equal content have one: an edit leaves most of them as they were. */
function distinctLists(programs: readonly Program[]): { lists: RectangleList[]; index: ReadonlyMap<RectangleList, number> } {
  const lists: RectangleList[] = [];
  const index = new Map<RectangleList, number>();
  const byShape = new Map<string, number[]>();
  for (const list of new Set(programs.flatMap(({ decisions }) => decisions.flatMap(({ condition }) => condition.lists)))) {
    const { shape, rectangles } = list;
    const like = byShape.get(shape) ?? [];
    byShape.set(shape, like);
    const known = like.find((number) => sameRectangles(itemAt(lists, number).rectangles, rectangles));
    index.set(list, known ?? lists.length);
    if (known !== undefined) continue;
    like.push(lists.length);
    lists.push(list);
  }
  return { lists, index };
}

type Box = Pick<KeyedClass, 'source' | 'destination' | 'verdicts' | 'key'>;

/** All sources and destinations, cut into boxes of one verdict each. */
function boxes(programs: readonly Program[], interned: Interned, work: Work): readonly Box[] {
  const { lists, index } = distinctLists(programs);
  if (lists.length === 0) {
    // No address makes a difference: fixups, of which there may be thousands, know ports only.
    const judged = programs.map((program) => new Judge(program, index, interned).judge(''));
    const key = judged.map((one) => one.key).join();
    return [{ source: addresses.ALL, destination: addresses.ALL, verdicts: judged.map(({ verdict }) => verdict), key }];
  }
  const sources = new Axis(lists.flatMap(({ rectangles }) => rectangles.flatMap(({ source }) => [source.yes, source.maybe])));
  const destinations = new Axis(
    lists.flatMap(({ rectangles }) => rectangles.flatMap(({ destination }) => [destination.yes, destination.maybe])),
  );
  const tables = lists.map(({ rectangles }) => rowsOf(rectangles, sources, destinations));
  const judges = programs.map((program) => new Judge(program, index, interned));
  const found: Box[] = [];
  for (const { rows, spans } of sourceGroups(tables, sources.count)) {
    work.spend(rows.reduce((sum, { starts }) => sum + starts.length, 0));
    const source = interned.set(sources.set(spans));
    for (const { verdicts, key, spans: columns } of verdictGroups(judges, rows, destinations.count)) {
      found.push({ source, destination: interned.set(destinations.set(columns)), verdicts, key });
    }
  }
  const bySource = grouped(found, ({ key, destination }) => `${key}|${interned.number(destination)}`).map((same) => ({
    ...same[0],
    source: interned.set(addresses.union(...same.map(({ source }) => source))),
  }));
  return grouped(bySource, ({ key, source }) => `${key}|${interned.number(source)}`).map((same) => ({
    ...same[0],
    destination: interned.set(addresses.union(...same.map(({ destination }) => destination))),
  }));
}

/** Source cells that have the same row in every table. */
function sourceGroups(tables: readonly (readonly TableRow[])[], count: number): readonly { rows: readonly TableRow[]; spans: Span[] }[] {
  const numbers = new Map<TableRow, number>();
  const groups = new Map<string, { rows: readonly TableRow[]; spans: Span[] }>();
  for (let cell = 0; cell < count; cell++) {
    const rows = tables.map((table) => itemAt(table, cell));
    const key = rows.map((row) => numberOf(numbers, row)).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rows, spans: [[cell, cell + 1]] });
    else group.spans.push([cell, cell + 1]);
  }
  return [...groups.values()];
}

function numberOf<T>(numbers: Map<T, number>, item: T): number {
  const number = numbers.get(item) ?? numbers.size;
  numbers.set(item, number);
  return number;
}

interface VerdictGroup {
  readonly verdicts: readonly Verdict[];
  readonly key: string;
  readonly spans: Span[];
}

/** The destination cells of one row of tables by what the contexts say of them. */
function verdictGroups(judges: readonly Judge[], rows: readonly TableRow[], count: number): Iterable<VerdictGroup> {
  const groups = new Map<string, VerdictGroup>();
  for (const { span, values } of overlay(rows, count)) {
    const judged = judges.map((judge) => judge.judge(values));
    const key = judged.map((one) => one.key).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { verdicts: judged.map(({ verdict }) => verdict), key, spans: [span] });
    else group.spans.push(span);
  }
  return groups.values();
}

/**
 * The runs of cells in which every row has one value; the values as digits, in the order of the rows. From one run to the next only the
 * rows that change there are looked at: hundreds of policies of interfaces have a row each.
 */
function* overlay(rows: readonly TableRow[], count: number): Generator<{ span: Span; values: string }> {
  const changes = new Map<number, [row: number, value: number][]>([[0, []]]);
  for (const [number, { starts, values }] of rows.entries()) {
    for (const [run, start] of starts.entries()) {
      const there = changes.get(start);
      if (there === undefined) changes.set(start, [[number, itemAt(values, run)]]);
      else there.push([number, itemAt(values, run)]);
    }
  }
  const starts = [...changes.keys()].sort((a, b) => a - b);
  const current: number[] = rows.map(() => 0);
  for (const [i, from] of starts.entries()) {
    for (const [row, value] of sure(changes.get(from))) current[row] = value;
    yield { span: [from, starts[i + 1] ?? count], values: current.join('') };
  }
}

interface Judged {
  readonly verdict: Verdict;
  /** Equal for equal verdicts. */
  readonly key: string;
}

/** Carries out the decisions of one context for given values of all lists; each combination of values once. */
class Judge {
  private readonly program: Program;
  private readonly index: ReadonlyMap<RectangleList, number>;
  private readonly interned: Interned;
  private readonly known = new Map<string, Judged>();
  /** Whether the readings of the documents may part at all. */
  private readonly isDisputed: boolean;

  constructor(program: Program, index: ReadonlyMap<RectangleList, number>, interned: Interned) {
    this.program = program;
    this.index = index;
    this.interned = interned;
    this.isDisputed = program.decisions.some(({ reading }) => reading !== undefined);
  }

  judge(values: string): Judged {
    const known = this.known.get(values);
    if (known !== undefined) return known;
    const { context, decisions } = this.program;
    const listValue: ListValue = (list) => itemAt(VALUES, Number(values[sure(this.index.get(list))]));
    const outcomes = underEach(this.isDisputed, (reading) => decide(decisions, reading, listValue));
    const verdict = verdictOf(context, outcomes);
    const judged = { verdict, key: [verdict, ...(verdict.readings ?? [])].map((each) => this.keyOf(each)).join('/') };
    this.known.set(values, judged);
    return judged;
  }

  private keyOf({ inspected, by, candidates }: Omit<Verdict, 'readings'>): string {
    return `${inspected} ${by === undefined} ${candidates.map((each) => this.interned.number(each.by))}`;
  }
}

type ListValue = (list: RectangleList) => (typeof VALUES)[number];

/** What can come of a flow under one reading of the documents. */
function decide(decisions: readonly Decision[], reading: Reading, listValue: ListValue): Set<Outcome> {
  const outcomes = new Set<Outcome>();
  // Of the decisions before this one it is not known whether they are tried: one above them may have left them out.
  let perhapsBefore = 0;
  for (let i = 0; i < decisions.length; ) {
    const decision = itemAt(decisions, i);
    const value = decision.reading === undefined || decision.reading === reading ? conditionValue(decision.condition, listValue) : false;
    const follows = i + 1;
    if (value !== false) for (const outcome of decision.outcomes) outcomes.add(outcome);
    if (value === true && i >= perhapsBefore) {
      if (decision.next === Number.POSITIVE_INFINITY) return outcomes;
      i = decision.next;
      continue;
    }
    if (value !== false && decision.next !== Number.POSITIVE_INFINITY) perhapsBefore = Math.max(perhapsBefore, decision.next);
    i = follows;
  }
  return outcomes.add('none');
}

/** Numbers for objects, and one object for equal sets of addresses, so that keys stay short. */
class Interned {
  private readonly numbers = new Map<object, number>();
  private readonly sets = new Map<string, AddressSet>();

  number(item: object): number {
    return numberOf(this.numbers, item);
  }

  set(set: AddressSet): AddressSet {
    const key = `${set.v4.join(';')}|${set.v6.join(';')}`;
    const known = this.sets.get(key) ?? set;
    this.sets.set(key, known);
    return known;
  }
}
