/** `no fixup protocol smtp` gets the port that makes it turn the fixup off. */
import type { Configuration, Statement } from '../asa/model.ts';
import { textOf } from '../rules/shared/places.ts';
import type { Change } from './change.ts';
import { insertBelow, prefixOf, replaceCommand } from './edits.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

export const remedy: Remedy = {
  id: 'add-port',
  rules: ['no-fixup-without-port'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'fixup-reset') return [];
    const claim = { allows: ({ after }: { after: { inspected: unknown } }) => after.inspected === false };
    return proposeProven(configuration, subject.context, withPort(configuration, subject.statement), claim, {
      id: 'add-port',
      title: 'Add the port: no fixup protocol smtp 25',
      safety: 'safe',
      preferred: true,
    });
  },
};

/** Names port 25 in a line that names none. Other ports of fixups above it, which that line took back too, stay taken back. */
export function withPort({ lines, statements }: Configuration, reset: Statement): Change {
  const command = textOf(reset);
  const others = statements
    .filter(({ command: name, form, order }) => name === 'fixup' && form === 'set' && order < reset.order)
    .map(({ words }) => words.map(({ text }) => text))
    .filter(([, , protocol, port]) => protocol === 'smtp' && port !== undefined && port !== '25');
  const below = [...new Set(others.map(([, , , port]) => `${prefixOf(lines, reset)}${command} ${port}`))];
  return {
    edits: [replaceCommand(lines, reset, `${command} 25`), ...insertBelow(lines, lines.lineOf(reset), below)],
    commands: ['no fixup protocol smtp 25'],
    rollback: ['fixup protocol smtp 25'],
  };
}
