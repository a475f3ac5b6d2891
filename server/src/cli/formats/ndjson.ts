/** A line of JSON for each file, as soon as it is checked: `schemas/check-line.schema.json`. The last line is the summary. */
import { type CheckedFile, type Counts, fileLine, type Silent, summaryOf } from '../../answers/check.ts';
import type { ProblemLine, SummaryLine } from '../../answers/types.ts';
import type { Problem } from '../files.ts';
import { toJson } from './json.ts';

export const ndjson = {
  file: (file: CheckedFile): string => toJson(fileLine(file), 0),
  problem: ({ path, message }: Problem): string => toJson({ version: 1, path, problem: message } satisfies ProblemLine, 0),
  /** See `summaryOf`. */
  summary: (files: number, silent: Silent, counts: Counts): string =>
    toJson({ version: 1, summary: summaryOf(files, silent, counts) } satisfies SummaryLine, 0),
};
