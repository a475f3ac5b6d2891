/** `survey --format json`. */
import { surveyAnswer } from '../../answers/survey.ts';
import type { SurveyAnswer } from '../../answers/types.ts';
import { toJson } from '../formats/json.ts';
import { type Form, jsonObject } from './part.ts';

export const survey: Form<SurveyAnswer> = {
  read: (text) => {
    const told = jsonObject(text);
    if (told?.['version'] !== 1 || !Array.isArray(told['firewalls']) || !Array.isArray(told['problems'])) return undefined;
    const answer = told as unknown as SurveyAnswer;
    return { shard: answer.shard, told: answer };
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
