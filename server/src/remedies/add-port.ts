/** `no fixup protocol smtp` gets the port that makes it turn the fixup off. */
import { textOf } from '../rules/shared/places.ts';
import { replaceCommand } from './edits.ts';
import { isAt } from './locate.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'add-port',
  rules: ['no-fixup-without-port'],
  propose(configuration, finding) {
    for (const context of configuration.contexts) {
      const reset = context.fixupResets.find((statement) => isAt(finding, statement));
      if (reset === undefined) continue;
      const change = {
        edits: [replaceCommand(reset, `${textOf(reset)} 25`)],
        commands: ['no fixup protocol smtp 25'],
        rollback: ['fixup protocol smtp 25'],
      };
      const claim = { allows: ({ after }: { after: { inspected: unknown } }) => after.inspected === false };
      return proposeProven(configuration, context, change, claim, {
        id: 'add-port',
        title: 'Add the port: no fixup protocol smtp 25',
        safety: 'safe',
        preferred: true,
      });
    }
    return [];
  },
};
