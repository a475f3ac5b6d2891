/** The exact difference of two configurations: which flows get another verdict. A remedy's proof rests on it. */

import type { Context } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import { settingsKey } from '../asa/settings.ts';
import type { Reading } from '../facts/readings.ts';
import type { AddressSet } from '../sets/addresses.ts';
import { type Intervals, intersect, normalize, PORTS } from '../sets/intervals.ts';
import { itemAt } from '../text/at.ts';
import { grouped } from '../text/grouped.ts';
import { type Verdict, verdictUnder } from './flow.ts';
import { ingressGroups, jointPartition } from './partition.ts';
import { destinationPortClasses } from './ports.ts';
import { reachOf } from './reach.ts';
import type { Work } from './work.ts';

export interface ChangedFlows {
  readonly source: AddressSet;
  readonly destination: AddressSet;
  /** Empty where the files name no interface. */
  readonly ingress: readonly string[];
  readonly sourcePorts: Intervals<number>;
  readonly ports: Intervals<number>;
  readonly before: Verdict;
  readonly after: Verdict;
}

export interface Difference {
  /**
   * How many classes of flows (ingress x source x destination x ports) were compared: all that meet something which is not the same in
   * both. What decides about every other flow is the same.
   */
  readonly flowsChecked: number;
  readonly changed: readonly ChangedFlows[];
}

/**
 * Compares all tcp flows, or those to one port. Verdicts are equal when `inspected` and the settings that are possible are.
 *
 * @param reaches which flows are compared (their interface and port); the others are known to keep their verdicts
 * @param work what it may cost; undefined: anything
 * @throws TooLarge when it costs more
 */
export function difference(before: Context, after: Context, port?: number, reaches = reachOf(before, after), work?: Work): Difference {
  const classes = destinationPortClasses([before, after]);
  const asked = port === undefined ? classes : classes.map((ports) => intersect(ports, [[port, port]])).filter((ports) => ports.length > 0);
  const groups = ingressGroups([before, after]);
  let flowsChecked = 0;
  const changed: ChangedFlows[] = [];
  for (const ports of asked) {
    const port = itemAt(ports, 0)[0];
    const reached = groups.filter(([ingress]) => reaches(ingress, port));
    if (reached.length === 0) continue;
    for (const { ingress, source, destination, sourcePorts, verdicts } of jointPartition([before, after], port, reached, work)) {
      const [was, is] = [itemAt(verdicts, 0), itemAt(verdicts, 1)];
      flowsChecked += Math.max(1, ingress.length);
      if (!alike(was, is)) changed.push({ source, destination, ingress, sourcePorts, ports, before: was, after: is });
    }
  }
  return { flowsChecked, changed: joined(changed) };
}

/** The same flows with the same change at several ports as one. */
function joined(changed: readonly ChangedFlows[]): readonly ChangedFlows[] {
  return grouped(changed, keyOf).map((same) => ({
    ...same[0],
    ports: normalize(
      PORTS,
      same.flatMap(({ ports }) => ports),
    ),
  }));
}

function keyOf({ source, destination, ingress, sourcePorts, before, after }: ChangedFlows): string {
  return [setKey(source), setKey(destination), ingress, sourcePorts.join(';'), verdictKey(before), verdictKey(after)].join('|');
}

function setKey({ v4, v6 }: AddressSet): string {
  return `${v4.join(';')} ${v6.join(';')}`;
}

/** Whether mail is treated alike, as far as the files can tell. */
export function alike(a: Verdict, b: Verdict): boolean {
  return verdictKey(a) === verdictKey(b);
}

function verdictKey({ readings, ...verdict }: Verdict): string {
  return [verdict, ...(readings ?? [])].map(readKey).join(' / ');
}

function readKey({ inspected, settings, candidates }: Omit<Verdict, 'readings'>): string {
  return [inspected, settingsKey(settings), ...[...new Set(candidates.map((it) => settingsKey(it.settings)))].sort()].join(' ');
}

/** What changes if the documents are to be read in one way; undefined where nothing does. */
export function changedUnder(flows: ChangedFlows, reading: Reading): ChangedFlows | undefined {
  const [before, after] = [verdictUnder(flows.before, reading), verdictUnder(flows.after, reading)];
  return alike(before, after) ? undefined : { ...flows, before, after };
}

/** How flows may be treated now, in a way in which they were not before. */
export function newSettings({ before, after }: Pick<ChangedFlows, 'before' | 'after'>): readonly Settings[] {
  const old = new Set(before.candidates.map(({ settings }) => settingsKey(settings)));
  return after.candidates.map(({ settings }) => settings).filter((settings) => !old.has(settingsKey(settings)));
}
