/** Raises the limit of a match that loses mail. */
import { textOf } from '../rules/shared/places.ts';
import { replaceWords } from './edits.ts';
import { ONLY_LIMITS } from './log-instead.ts';
import { proposeProven } from './proposing.ts';
import type { Remedy } from './remedy.ts';

/** Limits that real mail keeps: RFC 4954 lets AUTH lines be long, list servers send to a thousand, signatures fill header lines. Any other limit is doubled. */
const ROOMY: Readonly<Record<string, number>> = {
  'cmd line length': 2048,
  'cmd RCPT count': 1000,
  'header line length': 4096,
  'sender-address length': 640,
  'mime filename length': 1024,
};

export const remedy: Remedy = {
  id: 'raise-limit',
  rules: ['inspection-drops-mail'],
  propose(configuration, { subject }) {
    if (subject?.kind !== 'inspection') return [];
    const { context, inspection, match } = subject;
    const { map } = inspection.settings;
    if (map === undefined || match?.limit === undefined || match.limitWord === undefined || match.negated) return [];
    const { statement, kind, limit, limitWord, action } = match;
    const raised = Math.max(ROOMY[kind] ?? 0, limit * 2);
    const old = textOf(statement);
    const now = old.replace(/\d+$/, String(raised));
    const opening = `policy-map type inspect esmtp ${map.name}`;
    const does = action === undefined ? [] : [`  ${textOf(action.statement)}`];
    const change = {
      edits: [replaceWords(configuration.lines, statement, limitWord, limitWord, String(raised))],
      commands: [opening, ` no ${old}`, ` ${now}`, ...does],
      rollback: [opening, ` no ${now}`, ` ${old}`, ...does],
    };
    return proposeProven(configuration, context, change, ONLY_LIMITS, {
      id: 'raise-limit',
      title: `Raise the limit of \`match ${kind}\` from ${limit} to ${raised}`,
      safety: 'unsafe',
      cautions: ['longer mail is still lost; the most that the device takes is shown by `?`'],
    });
  },
};
