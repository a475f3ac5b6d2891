/** `check --format sarif`. */

import { fileURLToPath } from 'node:url';
import type { FailOn } from '../../answers/settings.ts';
import type { Shard } from '../../answers/types.ts';
import type { Severity } from '../../rules/finding.ts';
import { itemAt } from '../../text/at.ts';
import { isRecord } from '../../text/unknown.ts';
import { Failure } from '../exit.ts';
import { toJson } from '../formats/json.ts';
import { type Form, jsonObject } from './part.ts';

/** What of a log of ours is looked at; the rest is handed on. */
interface Log {
  readonly runs: readonly [Run];
}
interface Run {
  readonly tool: unknown;
  readonly automationDetails?: { readonly id: string };
  readonly invocations: readonly [{ readonly toolExecutionNotifications: readonly Notification[] }];
  readonly artifacts: readonly unknown[];
  readonly results: readonly Result[];
}
interface Notification {
  readonly level: 'error' | 'note';
  readonly message: { readonly text: string };
  readonly locations: readonly [{ readonly physicalLocation: Physical }];
}
interface Result {
  readonly level: 'error' | 'warning' | 'note';
  readonly locations: readonly Located[];
  readonly relatedLocations: readonly Located[];
}
interface Located {
  readonly physicalLocation: Physical;
}
interface Physical {
  readonly artifactLocation: { readonly uri: string; readonly index?: number };
}

/** Told by some members; the rest is as this program wrote it. */
function isLog(told: unknown): told is Log {
  return isRecord(told) && told['version'] === '2.1.0' && Array.isArray(told['runs']) && told['runs'].length === 1;
}

export const sarif: Form<Log> = {
  read: (text) => {
    const log = jsonObject(text);
    if (!isLog(log)) return undefined;
    const { artifacts, results, invocations } = log.runs[0];
    if (![artifacts, results, invocations?.[0]?.toolExecutionNotifications].every(Array.isArray)) return undefined;
    return { shard: shardOf(log.runs[0]), told: log };
  },
  merge: (logs, failOn) => {
    const runs = logs.map(({ runs: [run] }) => run);
    refuseUnlike(runs, failOn);
    const { automationDetails: _, ...first } = itemAt(runs, 0);
    const notifications = runs.flatMap(({ invocations: [{ toolExecutionNotifications }] }) => toolExecutionNotifications);
    const errors = notifications.filter(({ level }) => level === 'error');
    const run = {
      ...first,
      invocations: [
        {
          executionSuccessful: errors.length === 0,
          toolExecutionNotifications: [...errors, ...notifications.filter(({ level }) => level !== 'error')],
        },
      ],
      artifacts: runs.flatMap(({ artifacts }) => artifacts),
      results: moved(runs),
    };
    return {
      text: toJson({ ...logs[0], runs: [run] }),
      problems: errors.map(({ message, locations }) => ({
        path: pathOf(locations[0].physicalLocation.artifactLocation.uri),
        message: message.text,
      })),
      count: run.artifacts.length,
      severities: new Set(run.results.map(({ level }): Severity => (level === 'note' ? 'hint' : level))),
    };
  },
};

function shardOf({ automationDetails }: Run): Shard | undefined {
  const [, number, of, list] = /^esmtp-lens\/(\d+)-of-(\d+)\/(\w+)$/.exec(automationDetails?.id ?? '') ?? [];
  return list === undefined ? undefined : { number: Number(number), of: Number(of), list };
}

function refuseUnlike(runs: readonly Run[], failOn: FailOn): void {
  if (failOn === 'information') throw new Failure('SARIF calls both information and hint a note; --fail-on hint takes all of them');
  const [tool] = runs.map((run) => JSON.stringify(run.tool));
  if (runs.some((run) => JSON.stringify(run.tool) !== tool)) throw new Failure('the reports are of different versions of esmtp-lens');
}

/** Results name their file by its number among the artifacts. */
function moved(runs: readonly Run[]): Result[] {
  let before = 0;
  return runs.flatMap(({ artifacts, results }) => {
    const by = before;
    before += artifacts.length;
    return results.map((result) => ({
      ...result,
      locations: result.locations.map((location) => behind(location, by)),
      relatedLocations: result.relatedLocations.map((location) => behind(location, by)),
    }));
  });
}

function behind(location: Located, by: number): Located {
  const { artifactLocation, ...physical } = location.physicalLocation;
  const { uri, index = 0 } = artifactLocation;
  return { ...location, physicalLocation: { artifactLocation: { uri, index: index + by }, ...physical } };
}

function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : decodeURIComponent(uri);
}
