/** Every rule there is. */
import { configurationRules } from './configuration-rules.ts';
import type { Rule } from './rule.ts';
import { rule as suppressionWithoutReason } from './suppression-without-reason.ts';
import { transcriptRules } from './transcript-rules.ts';
import { rule as unusedSuppression } from './unused-suppression.ts';

export const rules: readonly Rule[] = [...configurationRules, ...transcriptRules, suppressionWithoutReason, unusedSuppression];

const byName = new Map(rules.map((rule) => [rule.name, rule]));

/** The rule of that name; undefined when there is none. */
export function ruleNamed(name: string): Rule | undefined {
  return byName.get(name);
}
