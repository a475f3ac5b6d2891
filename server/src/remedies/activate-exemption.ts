/** Switches the lines of an exemption on again that are `inactive`. */
import { inactiveEntries } from '../mail/exemptions.ts';
import { entryText, placeOf } from './access-lists.ts';
import { combine } from './change.ts';
import { removeWords } from './edits.ts';
import { isAt } from './locate.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'activate-exemption',
  rules: ['exemption-without-effect'],
  propose(configuration, finding) {
    for (const context of configuration.contexts) {
      for (const policyClass of [...context.policyMaps.values()].flatMap(({ classes }) => classes)) {
        const all = inactiveEntries(context, policyClass);
        if (!all.some(({ ace }) => isAt(context.lines, finding, ace.statement))) continue;
        const changes = all.map(({ ace, accessList }) => {
          const word = ace.statement.words.findLast(({ text }) => 'inactive'.startsWith(text.toLowerCase()) && text.length > 2)!;
          const off = entryText(ace);
          const on = off.slice(0, off.lastIndexOf(word.text)).trimEnd();
          const head = `access-list ${accessList.name} line ${placeOf(accessList, accessList.entries.indexOf(ace))} extended`;
          return {
            edits: [removeWords(configuration.lines, ace.statement, word, word)],
            // An entry that is there already stays in its place; what the new line says of `inactive` holds.
            commands: [`${head} ${on}`],
            rollback: [`${head} ${off}`],
          };
        });
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
    }
    return [];
  },
};
