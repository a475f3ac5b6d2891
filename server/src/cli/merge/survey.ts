/** `survey --format json`. */

import { surveyAnswer } from '../../answers/survey.ts';
import type { SurveyAnswer } from '../../answers/types.ts';
import { isRecord } from '../../text/unknown.ts';
import { toJson } from '../formats/json.ts';
import { type Form, jsonObject } from './part.ts';

/** Told by some members; the rest is as this program wrote it. */
export function isSurvey(told: unknown): told is SurveyAnswer {
  return isRecord(told) && told['version'] === 1 && Array.isArray(told['firewalls']) && Array.isArray(told['problems']);
}

export const survey: Form<SurveyAnswer> = {
  read: (text) => {
    const told = jsonObject(text);
    return isSurvey(told) ? { shard: told.shard, told } : undefined;
  },
  merge: (parts) => {
    const answer = mergedSurvey(parts);
    // What is found decides nothing: a survey has no --fail-on.
    return { text: toJson(answer), problems: answer.problems, count: answer.firewalls.length, severities: new Set() };
  },
};

/** @param parts in the order of the shards: of those that are equally bad, the one of the first stays the first */
export function mergedSurvey(parts: readonly SurveyAnswer[]): SurveyAnswer {
  return surveyAnswer(
    parts.flatMap(({ firewalls }) => firewalls),
    parts.flatMap(({ problems }) => problems),
  );
}
