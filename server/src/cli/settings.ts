/**
 * The settings file, `esmtp-lens.json`: what holds for a folder of files, so that everybody and the build get the same answer.
 *
 *     {
 *       "severity": { "inspection-masks-banner": "warning", "bare-line-feed": "off" },
 *       "asaVersion": "9.1(5)",
 *       "failOn": "error",
 *       "ignore": ["archive/**"]
 *     }
 *
 * `severity` and `asaVersion` are the editor's settings of the same names. What is said on the command line wins.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAssumedVersion } from '../asa/assume.ts';
import { ruleNamed, rules } from '../rules/catalogue.ts';
import { SEVERITIES } from '../rules/finding.ts';
import { Failure } from './exit.ts';
import { readSmall } from './files.ts';

export const SETTINGS_FILE = 'esmtp-lens.json';

export const LEVELS = [...SEVERITIES, 'off'] as const;
export type Level = (typeof LEVELS)[number];

export const FAIL_ON = [...SEVERITIES, 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export interface FileSettings {
  readonly severity: Readonly<Record<string, Level>>;
  readonly asaVersion: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly ignore: readonly string[];
}

const NONE: FileSettings = { severity: {}, asaVersion: undefined, failOn: undefined, ignore: [] };

/** @param named `--config FILE`; without it the file in the current folder, if there is one. @throws Failure naming the file and what is wrong */
export async function readSettings(named: string | undefined, cwd: string): Promise<FileSettings> {
  const path = named ?? SETTINGS_FILE;
  if (named === undefined && !existsSync(resolve(cwd, path))) return NONE;
  const text = await readSmall(path, cwd);
  let told: unknown;
  try {
    told = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Failure(`${path}: not JSON: ${(error as Error).message}`);
  }
  try {
    return toSettings(told);
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${path}: ${error.message}`) : error;
  }
}

function toSettings(told: unknown): FileSettings {
  const object = asObject(told, 'the file');
  for (const key of Object.keys(object)) {
    // Editors complete and check by it.
    if (key !== '$schema' && !Object.hasOwn(NONE, key))
      throw new Failure(`"${key}" is not a setting; there are ${Object.keys(NONE).join(', ')}`);
  }
  const { severity = {}, asaVersion, failOn, ignore = [] } = object;
  return {
    severity: Object.fromEntries(
      Object.entries(asObject(severity, '"severity"')).map(([rule, level]) => [knownRule(rule), knownLevel(level, rule)]),
    ),
    asaVersion: asaVersion === undefined ? undefined : knownVersion(asaVersion),
    failOn: failOn === undefined ? undefined : oneOf(failOn, FAIL_ON, '"failOn"'),
    ignore: asStrings(ignore, '"ignore"'),
  };
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Failure(`${what} must be an object`);
}

function asStrings(value: unknown, what: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Failure(`${what} must be a list of globs`);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new Failure(`${what} must be one of ${allowed.join(', ')}`);
  return found;
}

/** `NAME=off|LEVEL`, as `--rule` takes it. @throws Failure */
export function parseRuleOption(text: string): [string, Level] {
  const at = text.indexOf('=');
  if (at < 0) throw new Failure(`--rule ${text}: write NAME=LEVEL, with one of ${LEVELS.join(', ')}`);
  const rule = knownRule(text.slice(0, at));
  return [rule, knownLevel(text.slice(at + 1), rule)];
}

function knownLevel(level: unknown, rule: string): Level {
  return oneOf(level, LEVELS, `the level of ${rule}`);
}

/** @throws Failure with the name that was probably meant */
export function knownRule(name: string): string {
  if (ruleNamed(name) !== undefined) return name;
  const [nearest] = rules.map((rule) => ({ name: rule.name, distance: distance(rule.name, name) })).sort((a, b) => a.distance - b.distance);
  const hint = nearest !== undefined && nearest.distance <= 3 ? `, did you mean ${nearest.name}?` : '; "esmtp-lens rules" lists them';
  throw new Failure(`there is no rule "${name}"${hint}`);
}

/** @throws Failure */
export function knownVersion(text: unknown): string {
  if (typeof text === 'string' && parseAssumedVersion(text) !== undefined) return text;
  throw new Failure(`"${text}" is not a version; write it as the device does: 9.1(5), or PIX 6.3(5)`);
}

/** Edits between two names (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
