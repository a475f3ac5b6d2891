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
import { QuestionError } from '../answers/question.ts';
import { type FileSettings, knownLevel, knownRule, LEVELS, type Level, NO_SETTINGS, toSettings } from '../answers/settings.ts';
import { thrown } from '../text/unknown.ts';
import { Failure } from './exit.ts';
import { readSmall } from './files.ts';

export const SETTINGS_FILE = 'esmtp-lens.json';

/** @param named `--config FILE`; without it the file in the current folder, if there is one. @throws Failure naming the file and what is wrong */
export async function readSettings(named: string | undefined, cwd: string): Promise<FileSettings> {
  const path = named ?? SETTINGS_FILE;
  if (named === undefined && !existsSync(resolve(cwd, path))) return NO_SETTINGS;
  const text = await readSmall(path, cwd);
  let told: unknown;
  try {
    told = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Failure(`${path}: not JSON: ${thrown(error)}`);
  }
  try {
    return toSettings(told);
  } catch (error) {
    throw error instanceof QuestionError ? new Failure(`${path}: ${error.message}`) : error;
  }
}

/** `NAME=off|LEVEL`, as `--rule` takes it. @throws Failure, QuestionError */
export function parseRuleOption(text: string): [string, Level] {
  const at = text.indexOf('=');
  if (at < 0) throw new Failure(`--rule ${text}: write NAME=LEVEL, with one of ${LEVELS.join(', ')}`);
  const rule = knownRule(text.slice(0, at));
  return [rule, knownLevel(text.slice(at + 1), rule)];
}
