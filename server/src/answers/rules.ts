/** The rules as programs are told them. */
import { remedies } from '../remedies/catalogue.ts';
import { rules } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleAnswer, RuleSummary, RulesAnswer } from './types.ts';

export function rulesAnswer(): RulesAnswer {
  return { version: 1, rules: rules.map(describe) };
}

/** @param page Markdown */
export function ruleAnswer(rule: Rule, page: string): RuleAnswer {
  return { version: 1, rule: { ...describe(rule), page } };
}

function describe({ name, language, severity, summary }: Rule): RuleSummary {
  return { name, language, severity, summary, remedies: remedies.filter((remedy) => remedy.rules.includes(name)).map(({ id }) => id) };
}
