/** What a line of a log says, from the table of its kind. */

import { DEFAULT_MAP, DEFAULT_MATCHES } from '../../facts/defaults.ts';
import { kindOf } from '../../smtp/logs/records.ts';
import type { LogRecord, Transcript } from '../../smtp/model.ts';
import { sure } from '../../text/at.ts';
import { firstFrom } from '../../text/in-order.ts';
import { type Position, type Range, rangeOn } from '../../text/lines.ts';
import { plain, sentence } from '../markdown.ts';

const WRITERS: Readonly<Record<string, string>> = {
  asa: 'Syslog of a PIX, ASA or FWSM',
  esa: 'mail_logs of an ESA',
  exim: 'Log of Exim',
  opensmtpd: 'Log of OpenSMTPD',
  postfix: 'Log of Postfix',
  quoted: 'A reply, quoted',
  reported: 'What others report of this server',
};

/** The record at a position, and where it stands. */
export function recordAt({ records }: Transcript, { line, character }: Position): { record: LogRecord; range: Range } | undefined {
  const record = records[firstFrom(records, line)];
  if (record?.line !== line || character < record.start || character > record.end) return undefined;
  return { record, range: rangeOn(line, record.start, record.end) };
}

/** Paragraphs of Markdown. */
export function explainRecord(record: LogRecord): string[] {
  const { kind, means, mark, source } = kindOf(record);
  const [writer, number] = kind.split('-');
  const title = `${WRITERS[sure(writer)]}${writer === 'asa' ? `, ${number}` : ''}`;
  return [`### ${title}`, sentence(means), inDefaultMap(record), `*Source: ${plain(`${mark}: ${source}`)}*`];
}

/** `Class 4` counts the matches of a map; which one it is in the default map. */
function inDefaultMap({ fields: { classNumber } }: LogRecord): string {
  const match = DEFAULT_MATCHES[Number(classNumber) - 1]?.value;
  if (match === undefined) return '';
  const text = match.limit === undefined ? `match ${match.kind} ${match.values.join(' ')}` : `match ${match.kind} gt ${match.limit}`;
  return sentence(
    `Match ${classNumber} of the default map, \`${DEFAULT_MAP}\`, is \`${text}\`: \`${match.action}\`. A map of one's own counts its own matches.`,
  );
}
