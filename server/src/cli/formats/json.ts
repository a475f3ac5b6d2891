/** The JSON that other programs build on: `schemas/check.schema.json`. */
import { checkAnswer } from '../../answers/check.ts';
import type { Format } from '../report.ts';

export const json: Format = ({ files }) => toJson(checkAnswer(files));

/** What a terminal would obey, or would not show, is escaped: people look at JSON, too. */
export function toJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu, escaped)}\n`;
}
