/** What the reports of shards are to `merge`, whatever their form. */

import type { FailOn } from '../../answers/settings.ts';
import type { Shard } from '../../answers/types.ts';
import type { Severity } from '../../rules/finding.ts';
import { isRecord } from '../../text/unknown.ts';
import type { Problem } from '../files.ts';

/** A report that was read. */
export interface Part<T> {
  /** Undefined for the report of a whole run. */
  readonly shard: Shard | undefined;
  readonly told: T;
}

/** The report of the whole run. */
export interface Merged {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** How many files were checked, or firewalls found. */
  readonly count: number;
  /** Of all findings. */
  readonly severities: ReadonlySet<Severity>;
}

/** A form that can be merged. */
export interface Form<T> {
  /** @returns undefined for a text of another form */
  read(text: string): Part<T> | undefined;
  /**
   * @param parts in the order of the shards
   * @throws Failure where they do not go together
   */
  merge(parts: readonly T[], failOn: FailOn): Merged;
}

/** @returns the object that the text is as JSON; undefined where it is none */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
