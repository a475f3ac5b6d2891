/** Takes connection limits away from mail, or puts the half-open limit below the maximum. */

import { limitWords } from '../asa/evaluation/policies.ts';
import type { Configuration, ConnectionLimit, Context, PolicyClass, Statement, Translation } from '../asa/model.ts';
import { textOf } from '../rules/shared/places.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import type { Lines, TextEdit } from '../text/lines.ts';
import type { Change } from './change.ts';
import { removeLines, removeWords, replaceWords } from './edits.ts';
import { proposeNeutral } from './proposing.ts';
import type { Offer, Remedy } from './remedy.ts';

const LOWER = 'lower-embryonic-limit';

export const remedy: Remedy = {
  id: 'connection-limits',
  rules: ['connection-limit-throttles-mail', 'embryonic-limit-above-maximum'],
  propose(configuration, { rule, subject }) {
    if (subject?.kind === 'translation') {
      const { context, translation } = subject;
      // A lower half-open limit puts the numbers in order; it lets no more mail in.
      const lowers = rule === 'embryonic-limit-above-maximum';
      return ofTranslation(configuration, context, translation).filter(({ id }) => lowers || id !== LOWER);
    }
    if (subject?.kind !== 'connection-limits') return [];
    const { context, policyMap, policyClass, action } = subject;
    return ofClass(configuration, context, policyMap.name, policyClass, action.limits);
  },
};

function ofTranslation(configuration: Configuration, context: Context, { statement, limits }: Translation): Offer[] {
  const old = textOf(statement);
  const { words, connections = 0, embryonic = 0 } = sure(limits);
  const { words: all } = statement;
  // `tcp` stands before the numbers from 7.0 on.
  const before = all[all.indexOf(itemAt(words, 0)) - 1];
  const first = before?.text.toLowerCase() === 'tcp' ? before : itemAt(words, 0);
  const last = lastOf(words);
  const kept = all.filter(({ start }) => start < first.start || start > last.start).map(({ text }) => text);
  const remove = swap(old, kept.join(' '), removeWords(configuration.lines, statement, first, last));
  const proposals = proposeNeutral(configuration, context, remove, {
    id: 'remove-connection-limits',
    title: 'Remove the connection limits',
    safety: 'unsafe',
    cautions: ['the server then has no protection against floods here'],
  });
  const half = words.find(({ text }, index) => index > 0 && Number(text) === embryonic);
  if (connections === 0 || embryonic <= connections || half === undefined) return proposals;
  const now = all.map((word) => (word === half ? `${connections}` : word.text)).join(' ');
  const lower = swap(old, now, replaceWords(configuration.lines, statement, half, half, `${connections}`));
  const said = { id: LOWER, title: `Lower the half-open limit to ${connections}`, safety: 'unsafe' as const };
  return [...proposals, ...proposeNeutral(configuration, context, lower, said)];
}

/** A `static` is changed by entering it anew. */
function swap(old: string, now: string, edit: Change['edits'][number]): Change {
  return { edits: [edit], commands: [`no ${old}`, now], rollback: [`no ${now}`, old] };
}

function ofClass(
  configuration: Configuration,
  context: Context,
  policyMap: string,
  { use, statements }: PolicyClass,
  limits: ReadonlyMap<string, ConnectionLimit>,
): Offer[] {
  const opening = [`policy-map ${policyMap}`, ` class ${use.name}`];
  const told = ['set connection', ...[...limits].map(([name, { value }]) => `${name} ${value}`)].join(' ');
  const lines = statements.flatMap(({ children }) => children).filter(({ command, form }) => command === 'set' && form === 'set');
  const change: Change = {
    // Lines that a later one replaced too: without it they would hold again.
    edits: lines.flatMap((line) => withoutLimits(configuration.lines, line)),
    commands: [...opening, `  no ${told}`],
    rollback: [...opening, `  ${told}`],
  };
  return proposeNeutral(configuration, context, change, {
    id: 'remove-connection-limits',
    title: `Remove the connection limits of class ${use.name}`,
    safety: 'unsafe',
    cautions: ['the servers of this class then have no protection against floods here'],
  });
}

/** The limits go out of a line `set connection`; with nothing else in it, the line itself. */
function withoutLimits(lines: Lines, line: Statement): readonly TextEdit[] {
  const limits = limitWords(line).map(({ words }) => words);
  if (limits.length === 0) return [];
  const only = limits.flat().length === line.words.length - 2;
  return only ? removeLines(lines, [lines.lineOf(line)]) : limits.map((words) => removeWords(lines, line, itemAt(words, 0), lastOf(words)));
}
