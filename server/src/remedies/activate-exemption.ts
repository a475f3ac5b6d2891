/** Switches the lines of an exemption on again that are `inactive`. */
import { inactiveEntries } from '../mail/exemptions.ts';
import { switchOn } from './access-lists.ts';
import { combine } from './change.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'activate-exemption',
  rules: ['exemption-without-effect'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'entry') return [];
    const { context } = subject;
    for (const policyClass of [...context.policyMaps.values()].flatMap(({ classes }) => classes)) {
      const all = inactiveEntries(context, policyClass);
      if (!all.some(({ ace }) => ace === subject.ace)) continue;
      const changes = all.map(({ ace, accessList }) => switchOn(configuration.lines, accessList, ace));
      return proposeProven(
        configuration,
        context,
        combine(changes),
        { allows: ({ after }) => after.inspected === false },
        {
          id: 'activate-exemption',
          title: `Switch the exemption on again (${all.length === 1 ? 'one line' : `${all.length} lines`} without inactive)`,
          safety: 'unsafe',
          preferred: true,
        },
      );
    }
    return [];
  },
};
