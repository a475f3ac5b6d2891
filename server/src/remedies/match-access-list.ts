/** `match address` in a class-map becomes `match access-list`. */
import { replaceWords } from './edits.ts';
import { proposeMended } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'match-access-list',
  rules: ['class-map-match-address'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'class-match') return [];
    const { context, classMap, match } = subject;
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
  },
};
