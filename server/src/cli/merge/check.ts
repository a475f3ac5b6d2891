/** `check --format json`. */
import { summaryOf } from '../../answers/check.ts';
import type { CheckAnswer } from '../../answers/types.ts';
import { SEVERITIES } from '../../rules/finding.ts';
import { toJson } from '../formats/json.ts';
import { type Form, jsonObject } from './part.ts';

export const check: Form<CheckAnswer> = {
  read: (text) => {
    const told = jsonObject(text);
    if (told?.['version'] !== 1 || !Array.isArray(told['files']) || told['summary'] === undefined) return undefined;
    const answer = told as unknown as CheckAnswer;
    return { shard: answer.shard, told: answer };
  },
  merge: (parts) => {
    const sum = (member: keyof CheckAnswer['summary']) => parts.reduce((all, { summary }) => all + (summary[member] ?? 0), 0);
    const files = parts.flatMap((part) => part.files);
    const counts = { error: sum('error'), warning: sum('warning'), information: sum('information'), hint: sum('hint') };
    const summary = summaryOf(sum('files'), sum('empty'), counts);
    return {
      text: toJson({ version: 1, files, summary } satisfies CheckAnswer),
      problems: parts.flatMap(({ problems }) => problems ?? []),
      count: summary.files,
      severities: new Set(SEVERITIES.filter((severity) => summary[severity] > 0)),
    };
  },
};
