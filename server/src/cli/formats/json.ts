/** The JSON that other programs build on: `schemas/check.schema.json`. */
import { checkAnswer } from '../../answers/check.ts';
import type { Format } from '../report.ts';

export const json: Format = ({ files, problems, shard }) => toJson({ ...checkAnswer(files), ...(shard && { shard, problems }) });

/** @param indent of each level; 0 for all in one line. What a terminal would obey, or would not show, is escaped: people look at JSON, too. */
export function toJson(value: unknown, indent = 2): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu, escaped)}\n`;
}
