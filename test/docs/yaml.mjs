/** What pipelines are written in: YAML, GitHub's workflows and actions, and the steps of an action as its runner takes them. */
import { validateAction, validateWorkflow } from '@action-validator/core';
import { parse } from 'yaml';

export { parse };

/** @param {string} text @param {'action' | 'workflow'} kind @returns {string[]} what is wrong with it */
export function faultsOf(text, kind) {
  const { errors } = kind === 'action' ? validateAction(text) : validateWorkflow(text);
  return errors.map((error) => JSON.stringify(error));
}

/**
 * The shell steps of a composite action, with their expressions evaluated as far as this action uses them.
 * @param {any} action parsed @param {Record<string, string>} given its inputs
 * @returns {{ id?: string, condition: string, run: string, env: (outputs: Record<string, string>) => Record<string, string> }[]}
 */
export function shellSteps(action, given) {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? String(input.default ?? '')]),
  );
  const evaluate = (text, outputs) =>
    String(text).replace(
      /\$\{\{ (inputs|steps\.check\.outputs)\.([\w-]+) \}\}/g,
      (_, from, name) => (from === 'inputs' ? inputs : outputs)[name] ?? '',
    );
  return action.runs.steps
    .filter(({ run }) => run !== undefined)
    .map(({ id, run, env = {}, if: condition = 'success()' }) => ({
      id,
      condition,
      run,
      env: (outputs) => Object.fromEntries(Object.entries(env).map(([name, value]) => [name, evaluate(value, outputs)])),
    }));
}
