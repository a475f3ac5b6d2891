/** The JSON that other programs build on: `schemas/check.schema.json`. */
import { checkAnswer } from '../../answers/check.ts';
import type { Format } from '../report.ts';

export const json: Format = ({ files }) => toJson(checkAnswer(files));

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
