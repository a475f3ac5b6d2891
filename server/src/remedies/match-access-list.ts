/** `match address` in a class-map becomes `match access-list`. */
import { replaceWords } from './edits.ts';
import { isAt } from './locate.ts';
import { proposeMended } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'match-access-list',
  rules: ['class-map-match-address'],
  propose(configuration, finding) {
    for (const context of configuration.contexts) {
      for (const classMap of context.classMaps.values()) {
        for (const match of classMap.matches) {
          if (match.kind !== 'address' || !isAt(context.lines, finding, match.statement)) continue;
          const list = match.use?.name ?? '';
          const change = {
            edits: [replaceWords(context.lines, match.statement, match.keyword, match.keyword, 'access-list')],
            commands: [`class-map ${classMap.name}`, ` match access-list ${list}`],
            rollback: [`class-map ${classMap.name}`, ` no match access-list ${list}`],
          };
          return proposeMended(configuration, context, change, {
            id: 'match-access-list',
            title: `Write match access-list ${list}`.trimEnd(),
            safety: 'safe',
            preferred: true,
          });
        }
      }
    }
    return [];
  },
};
