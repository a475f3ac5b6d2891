/** Masked commands that only a line of a log tells of. */

import type { LogRecord, Session } from '../../smtp/model.ts';
import { hideRepeated } from '../../smtp/secrets.ts';
import { itemAt } from '../../text/at.ts';
import { rangeOn } from '../../text/lines.ts';
import type { MaskedText } from '../masked.ts';
import { commandCandidates } from './commands.ts';
import { whereIs } from './where.ts';

/** `inSessions`: what the sessions of the file tell; a record that repeats it says nothing new. */
export function maskedRecords(
  records: readonly LogRecord[],
  sessions: readonly Session[],
  inSessions: readonly MaskedText[],
): MaskedText[] {
  const told = new Set(inSessions.map(({ shown }) => shown));
  const reported = outside(records.filter(tellsMaskedCommand), sessions).filter(({ fields }) => !told.has(shownBy(fields)));
  // Four X alone prove nothing: people type them to see what a server says.
  const proven = inSessions.length > 0 || reported.some(({ fields }) => shownBy(fields).length > 4);
  return proven ? reported.map(unmaskRecord) : [];
}

/** The records on lines that belong to no session. */
function outside(records: readonly LogRecord[], sessions: readonly Session[]): LogRecord[] {
  const order = [...sessions].sort((a, b) => a.first - b.first);
  let next = 0;
  let covered = -1;
  return [...records]
    .sort((a, b) => a.line - b.line)
    .filter(({ line }) => {
      while (next < order.length && itemAt(order, next).first <= line) covered = Math.max(covered, itemAt(order, next++).last);
      return line > covered;
    });
}

function tellsMaskedCommand({ kind, fields }: LogRecord): boolean {
  return kind.endsWith('-masked-command') && fields['shown'] !== undefined;
}

function shownBy({ shown = '', argument = '' }: LogRecord['fields']): string {
  const kept = argument.trim();
  return kept === '' ? shown : hideRepeated(`${shown} ${kept}`);
}

/** A command that only a line of a log tells of: its record has the X in the field `shown`, what was kept in `argument`. */
function unmaskRecord(record: LogRecord): MaskedText {
  const text = shownBy(record.fields);
  const { shown = '' } = record.fields;
  return {
    kind: 'command',
    session: undefined,
    region: undefined,
    record,
    range: rangeOn(record.line, record.start, record.end),
    shown: text,
    length: text.length,
    confidence: 'certain',
    reasons: [
      record.kind.startsWith('quoted')
        ? 'The quoted reply repeats a command as the server got it: as X.'
        : 'The server’s log says that a command reached it as X.',
    ],
    candidates: commandCandidates(text.length, shown.length, { first: false, helo: undefined, starttlsOffered: false }),
    letter: undefined,
    line: undefined,
    command: undefined,
    reply: undefined,
    typedByHand: false,
    where: whereIs({ hosts: [], cleanTwin: undefined, clients: 0 }),
  };
}
