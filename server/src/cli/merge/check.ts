/** `check --format json`. */

import { summaryOf } from '../../answers/check.ts';
import type { CheckAnswer } from '../../answers/types.ts';
import { SEVERITIES } from '../../rules/finding.ts';
import { isRecord } from '../../text/unknown.ts';
import { toJson } from '../formats/json.ts';
import { type Form, jsonObject } from './part.ts';

/** Told by some members; the rest is as this program wrote it. */
function isCheck(told: unknown): told is CheckAnswer {
  return isRecord(told) && told['version'] === 1 && Array.isArray(told['files']) && told['summary'] !== undefined;
}

export const check: Form<CheckAnswer> = {
  read: (text) => {
    const told = jsonObject(text);
    return isCheck(told) ? { shard: told.shard, told } : undefined;
  },
  merge: (parts) => {
    const sum = (member: keyof CheckAnswer['summary']) => parts.reduce((all, { summary }) => all + (summary[member] ?? 0), 0);
    const files = parts.flatMap((part) => part.files);
    const counts = { error: sum('error'), warning: sum('warning'), information: sum('information'), hint: sum('hint') };
    const summary = summaryOf(sum('files'), { empty: sum('empty'), unjudged: sum('unjudged') }, counts);
    return {
      text: toJson({ version: 1, files, summary } satisfies CheckAnswer),
      problems: parts.flatMap(({ problems }) => problems ?? []),
      count: summary.files,
      severities: new Set(SEVERITIES.filter((severity) => summary[severity] > 0)),
    };
  },
};
