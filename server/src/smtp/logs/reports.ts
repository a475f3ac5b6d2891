/**
 * Delivery reports (RFC 3464): what is said in them once. The same reason stands there twice, for people and for programs, and the message that
 * came back stands below it, which is no reason at all, whatever it quotes.
 */
import { firstFrom } from '../../text/in-order.ts';
import type { Line, Lines } from '../../text/lines.ts';
import { those } from '../../text/sequence.ts';
import type { LogRecord } from '../model.ts';
import type { RecordKind } from './kind.ts';

type KindOf = (record: LogRecord) => RecordKind;

/** Lines, from the first to the one before the last. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Report {
  /** What is written for people, above. */
  readonly text: Stretch;
  /** All of the text is the report's: it is a part of it, with a beginning and an end. */
  readonly bounded: boolean;
  /** What is written for programs. */
  readonly status: Stretch;
  /** The message that came back, or its header; undefined where the report has none that can be told from what follows. */
  readonly returned: Stretch | undefined;
}

/** A report has no more text for people above what is for programs. */
const LONGEST_TEXT = 200;
/** The header of a part has no more lines. */
const LONGEST_HEADER = 20;

/** The records without those that repeat another, or stand in a message that was returned; the same list where there are none. */
export function saidOnce(lines: Lines, records: readonly LogRecord[], kindOf: KindOf): readonly LogRecord[] {
  if (records.length === 0) return records;
  const reports = reportsIn(lines);
  if (reports.length === 0) return records;
  const dropped = new Set<LogRecord>();
  const within = ({ from, to }: Stretch) => records.slice(firstFrom(records, from), firstFrom(records, to));
  for (const { text, bounded, status, returned } of reports) {
    const forPrograms = within(status);
    const forPeople = new Set(within(text));
    for (const record of forPrograms) {
      const first = [...forPeople].find((other) => isSame(other, record, kindOf));
      if (first === undefined) continue;
      forPeople.delete(first);
      dropped.add(record);
    }
    // One field for programs tells of one recipient; for people its reason may stand there twice, in words and as the server gave it.
    if (bounded) for (const record of forPeople) if (forPrograms.some((other) => isSame(other, record, kindOf))) dropped.add(record);
    if (returned !== undefined) for (const record of within(returned)) dropped.add(record);
  }
  return dropped.size === 0 ? records : records.filter((record) => !dropped.has(record));
}

/** True for two that are of one group. */
function isSame(a: LogRecord, b: LogRecord, kindOf: KindOf): boolean {
  return a.kind === b.kind && (kindOf(a).apart ?? []).every((field) => a.fields[field] === b.fields[field]);
}

const REPORTING = /^Reporting-MTA:/i;

/** Lines at which a report or a message may begin: the others are not looked at again with every key. */
const marks = those(
  'lines at which reports may begin',
  ({ text }: Line) => text.startsWith('--') || text.startsWith('From ') || REPORTING.test(text),
);

function reportsIn(lines: Lines): Report[] {
  const reports: Report[] = [];
  // Where the message begins that the line is of, or what follows the report before it.
  let begin = 0;
  for (const mark of marks(lines, lines.all)) {
    const line = lines.lineOf(mark);
    if (line < begin) continue;
    const { text } = mark;
    const above = (status: number): Stretch => ({ from: Math.max(begin, status - LONGEST_TEXT), to: status });
    if (text.startsWith('--') && /^message\/(?:global-)?delivery-status/i.test(typeBelow(lines, line))) {
      const boundary = text.trimEnd();
      const part = before(lines, line, boundary, begin);
      const end = next(lines, line + 1, boundary);
      const isReturned = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)\b/i.test(typeBelow(lines, end));
      const returned = isReturned ? { from: end, to: next(lines, end + 1, boundary) } : undefined;
      const told = part === undefined ? above(line) : { from: part, to: line };
      reports.push({ text: told, bounded: part !== undefined, status: { from: line, to: end }, returned });
      begin = returned?.to ?? end;
    } else if (REPORTING.test(text)) {
      // Pasted without what holds its parts together: its fields are groups of lines with an empty one between them (RFC 3464, 2.1).
      const end = behindFields(lines, line);
      reports.push({ text: above(line), bounded: false, status: { from: line, to: end }, returned: undefined });
      begin = end;
    } else if (isMessage(lines, line)) {
      begin = line;
    }
  }
  return reports;
}

/** The type of the part that begins with this line; '' for none. */
function typeBelow(lines: Lines, boundary: number): string {
  for (let line = boundary + 1; line < Math.min(lines.count, boundary + LONGEST_HEADER); line++) {
    const text = lines.text(line);
    if (text === '') break;
    const type = /^Content-Type:\s{0,9}(.*)/i.exec(text)?.[1];
    if (type !== undefined) return type;
  }
  return '';
}

/** The line before that begins with the boundary, no further up than a text for people is long. */
function before(lines: Lines, line: number, boundary: string, begin: number): number | undefined {
  for (let above = line - 1; above >= Math.max(begin, line - LONGEST_TEXT); above--)
    if (lines.text(above).startsWith(boundary)) return above;
  return undefined;
}

/** The next line that begins with the boundary, or the next message of a mailbox; behind the last line where there is neither. */
function next(lines: Lines, from: number, boundary: string): number {
  for (let line = from; line < lines.count; line++) {
    if (lines.text(line).startsWith(boundary) || isMessage(lines, line)) return line;
  }
  return lines.count;
}

/** True where a message of a mailbox begins (RFC 4155). */
function isMessage(lines: Lines, line: number): boolean {
  return lines.text(line).startsWith('From ') && (line === 0 || lines.text(line - 1) === '');
}

function behindFields(lines: Lines, from: number): number {
  let end = from;
  for (let line = from; line < lines.count; line++) {
    const text = lines.text(line);
    if (/^(?:[ \t]+\S|[A-Za-z][\w-]*:)/.test(text)) end = line + 1;
    else if (text.trim() !== '' || line > end) break;
  }
  return end;
}
