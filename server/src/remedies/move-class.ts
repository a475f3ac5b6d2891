/** A class with an inspection of its own moves before the class that takes its mail. */
import type { PolicyClass, PolicyMap } from '../asa/model.ts';
import { settingsKey, settingsOf } from '../asa/settings.ts';
import { inspectionsInForce } from '../mail/inspections.ts';
import { isMailInspection } from '../mail/sites.ts';
import { firstThatTakes } from '../rules/exemption-after-inspection.ts';
import { type ClassText, classText, replacePolicyMap } from './policies.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'move-class',
  rules: ['exemption-after-inspection'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'class') return [];
    const { context, policyMap, policyClass } = subject;
    const own = policyClass.actions.find(isMailInspection);
    if (own === undefined) return [];
    const before = policyMap.classes.slice(0, policyMap.classes.indexOf(policyClass));
    const first = firstThatTakes(context, policyMap, policyClass, before, own)?.policyClass;
    if (first === undefined) return [];
    const wanted = settingsKey(settingsOf(context, own));
    const { name } = policyClass.use;
    const classes = reordered(policyMap, policyClass, first);
    const change = classes && replacePolicyMap(configuration.lines, context, policyMap, classes);
    if (change === undefined) return [];
    return proposeProven(
      configuration,
      context,
      change,
      {
        allows: ({ after }) => settingsKey(after.settings) === wanted,
        holds: (after) => inspectionsInForce(after).some(({ inspector }) => inspector.policyClass?.use.name === name),
      },
      {
        id: 'move-class',
        title: `Move class ${name} before class ${first.use.name}`,
        safety: 'unsafe',
        preferred: true,
      },
    );
  },
};

function reordered({ classes }: PolicyMap, moved: PolicyClass, before: PolicyClass): readonly ClassText[] | undefined {
  const others = classes.filter((each) => each !== moved);
  const texts = others.toSpliced(others.indexOf(before), 0, moved).map((each) => classText(each));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
