/** What holds for a folder of files or for all that a program checks: told by a person, and therefore checked. */

import { parseAssumedVersion } from '../asa/assume.ts';
import { ruleNamed, rules } from '../rules/catalogue.ts';
import { SEVERITIES } from '../rules/finding.ts';
import { itemAt } from '../text/at.ts';
import { isRecord } from '../text/unknown.ts';
import { QuestionError } from './question.ts';

export const LEVELS = [...SEVERITIES, 'off'] as const;
export type Level = (typeof LEVELS)[number];

export const FAIL_ON = [...SEVERITIES, 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export interface FileSettings {
  readonly severity: Readonly<Record<string, Level>>;
  readonly asaVersion: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly ignore: readonly string[];
  /** The firewall that transcripts passed: the path of its configuration. */
  readonly firewall: string | undefined;
}

export const NO_SETTINGS: FileSettings = { severity: {}, asaVersion: undefined, failOn: undefined, ignore: [], firewall: undefined };

/** @param told what JSON gave. @throws QuestionError that says what is wrong */
export function toSettings(told: unknown): FileSettings {
  const object = asObject(told, 'the file');
  for (const key of Object.keys(object)) {
    // Editors complete and check by it.
    if (key !== '$schema' && !Object.hasOwn(NO_SETTINGS, key))
      throw new QuestionError('settings', `"${key}" is not a setting; there are ${Object.keys(NO_SETTINGS).join(', ')}`);
  }
  const { severity = {}, asaVersion, failOn, ignore = [], firewall } = object;
  return {
    severity: Object.fromEntries(
      Object.entries(asObject(severity, '"severity"')).map(([rule, level]) => [knownRule(rule), knownLevel(level, rule)]),
    ),
    asaVersion: asaVersion === undefined ? undefined : knownVersion(asaVersion),
    failOn: failOn === undefined ? undefined : oneOf(failOn, FAIL_ON, '"failOn"'),
    ignore: asStrings(ignore, '"ignore"'),
    firewall: firewall === undefined ? undefined : asText(firewall, '"firewall"'),
  };
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new QuestionError('settings', `${what} must be an object`);
}

function asStrings(value: unknown, what: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new QuestionError('settings', `${what} must be a list of globs`);
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new QuestionError('settings', `${what} must be the path of a configuration`);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new QuestionError('settings', `${what} must be one of ${allowed.join(', ')}`);
  return found;
}

/** @param rule whose level it is. @throws QuestionError */
export function knownLevel(level: unknown, rule: string): Level {
  return oneOf(level, LEVELS, `the level of ${rule}`);
}

/** @throws QuestionError with the name that was probably meant */
export function knownRule(name: string): string {
  if (ruleNamed(name) !== undefined) return name;
  const [nearest] = rules.map((rule) => ({ name: rule.name, distance: distance(rule.name, name) })).sort((a, b) => a.distance - b.distance);
  const hint = nearest !== undefined && nearest.distance <= 3 ? `, did you mean ${nearest.name}?` : '; "esmtp-lens rules" lists them';
  throw new QuestionError('settings', `there is no rule "${name}"${hint}`);
}

/** @throws QuestionError */
export function knownVersion(text: unknown): string {
  if (typeof text === 'string' && parseAssumedVersion(text) !== undefined) return text;
  throw new QuestionError('settings', `"${text}" is not a version; write it as the device does: 9.1(5), or PIX 6.3(5)`);
}

/** Edits between two names (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(itemAt(next, j - 1) + 1, itemAt(row, j) + 1, itemAt(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return itemAt(row, b.length);
}
