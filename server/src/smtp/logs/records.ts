/** Log lines as records. A recogniser for one line, used alike on an open document and on a streamed log. */
import { itemAt, sure } from '../../text/at.ts';
import { firstFrom } from '../../text/in-order.ts';
import { Lines, unchanged } from '../../text/lines.ts';
import type { LogRecord, Transcript } from '../model.ts';
import { asaSyslog } from './asa-syslog.ts';
import { type EncodedPart, encodedPart, isEncoded } from './encoded.ts';
import { esa } from './esa.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { beginOf, unfolded } from './folded.ts';
import type { RecordKind } from './kind.ts';
import { notice } from './notice.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { reported } from './reported.ts';
import { saidOnce } from './reports.ts';
import { sendmail } from './sendmail.ts';

/** Every kind of log line that is understood. */
export const recordKinds: readonly RecordKind[] = [
  ...asaSyslog,
  ...postfix,
  ...exim,
  ...sendmail,
  ...qmail,
  ...exchange,
  ...opensmtpd,
  ...esa,
  ...notice,
  ...reported,
];

const byName = new Map(recordKinds.map((kind) => [kind.kind, kind]));

/** The kind of a record. */
export function kindOf({ kind }: Pick<LogRecord, 'kind'>): RecordKind {
  return sure(byName.get(kind));
}

/** A kind whose groups are told by their order: to find them by name costs more than the match, which a log of a gigabyte feels. */
interface Compiled extends RecordKind {
  readonly names: readonly string[];
}

/** A group that captures. Those of these tables all have a name. */
const NAMED = /\(\?<(\w+)>/g;
const REFERENCE = /\\k<(\w+)>/g;

function compiled(kind: RecordKind): Compiled {
  const { source, flags } = kind.pattern;
  const names = [...source.matchAll(NAMED)].map(([, name = '']) => name);
  const unnamed = source.replaceAll(NAMED, '(').replaceAll(REFERENCE, (_, name) => `(?:\\${names.indexOf(name) + 1})`);
  return { ...kind, names, pattern: new RegExp(unnamed, flags) };
}

const byTrigger = kindsByTrigger();

function kindsByTrigger(): ReadonlyMap<string, readonly Compiled[]> {
  const found = new Map<string, Compiled[]>();
  for (const kind of recordKinds.map(compiled)) {
    for (const trigger of kind.triggers) found.set(trigger, [...(found.get(trigger) ?? []), kind]);
  }
  return found;
}

/** The literals to search for: a line without any of them is no record. */
export const triggers: readonly string[] = [...byTrigger.keys()];

/** Those of the kinds that make or explain a group; the rest need not be looked for in a log that nobody reads. */
export const telling: readonly string[] = triggers.filter((trigger) =>
  sure(byTrigger.get(trigger)).some(({ background }) => background !== 'silent'),
);

const ANY_TRIGGER = new RegExp(triggers.map((trigger) => trigger.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');

/** No log line that we understand is longer; what stands behind is not looked at. UTF-16 units. */
export const LONGEST_LINE = 8192;

/**
 * What one line reports.
 * @param text the line without its line end
 * @param line its number, from 0
 * @returns undefined when it is no line of a log that we understand
 */
export function recognise(text: string, line: number): LogRecord | undefined {
  const head = text.length > LONGEST_LINE ? text.slice(0, LONGEST_LINE) : text;
  ANY_TRIGGER.lastIndex = 0;
  let withoutReason: LogRecord | undefined;
  for (let hit = ANY_TRIGGER.exec(head); hit !== null; hit = ANY_TRIGGER.exec(head)) {
    for (const { kind, pattern, names, peer, reasonFollows } of sure(byTrigger.get(hit[0]))) {
      const match = pattern.exec(head);
      if (match === null) continue;
      const fields = fieldsOf(names, match);
      const record = { kind, line, start: match.index, end: match.index + match[0].trimEnd().length, fields, peer: peer?.(fields) };
      if (!reasonFollows) return record;
      withoutReason = record;
    }
    // Triggers may overlap: ` aborted: Receiving aborted` holds the beginning of another.
    ANY_TRIGGER.lastIndex = hit.index + 1;
  }
  return withoutReason;
}

function fieldsOf(names: readonly string[], match: RegExpExecArray): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let i = 0; i < names.length; i++) {
    const value = match[i + 1];
    if (value !== undefined) fields[itemAt(names, i)] = value.trim();
  }
  return fields;
}

/**
 * The records of a document, in its order.
 * @param previous an earlier state of the document and its records: lines that are the same objects are not read again
 */
export function readLogRecords(
  lines: Lines,
  previous?: Pick<Transcript, 'lines' | 'recordsRead'>,
): Pick<Transcript, 'records' | 'recordsRead'> {
  const recordsRead = allRecords(lines, previous);
  return { records: saidOnce(lines, recordsRead, kindOf), recordsRead };
}

function allRecords(lines: Lines, previous: Parameters<typeof readLogRecords>[1]): readonly LogRecord[] {
  if (previous === undefined) return recordsOn(lines, 0, lines.count);
  const { before: same, behind: alike } = unchanged(previous.lines, lines);
  const before = beginOfEncoded(lines, beginOf(lines, beginOfEncoded(lines, same)));
  // What is encoded below is cut into parts from the first line of it on.
  let behind = alike;
  while (behind > 0 && isEncoded(lines, lines.count - behind)) behind--;
  const records = previous.recordsRead;
  const changed = recordsOn(lines, before, lines.count - behind);
  const head = firstFrom(records, before);
  const tail = firstFrom(records, previous.lines.count - behind);
  const shift = lines.count - previous.lines.count;
  // The groups of records are kept with their list: one that is as it was stays the same object.
  if (changed.length === 0 && head === tail && (shift === 0 || tail === records.length)) return records;
  const moved = shift === 0 ? records.slice(tail) : records.slice(tail).map((record) => ({ ...record, line: record.line + shift }));
  return records.slice(0, head).concat(changed, moved);
}

function recordsOn(lines: Lines, from: number, to: number): LogRecord[] {
  const records: LogRecord[] = [];
  for (let line = from; line < to; line++) {
    const part = encodedPart(lines, line);
    if (part !== undefined) {
      records.push(...recordsEncoded(part));
      line = part.to - 1;
      continue;
    }
    const record = recogniseOn(lines, line);
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** What stands in an encoded part, at its place in the document. */
function recordsEncoded({ text, placeOf }: EncodedPart): LogRecord[] {
  const lines = Lines.read(text);
  let offset = 0;
  const starts = lines.all.map(({ text: { length }, eol }) => {
    const start = offset;
    offset += length + eol.length;
    return start;
  });
  return recordsOn(lines, 0, lines.count).map((record) => {
    const start = itemAt(starts, record.line) + record.start;
    const end = itemAt(starts, record.line) + record.end;
    return { ...record, ...placeOf(start, end), encoded: text.slice(start, end) };
  });
}

/** The first of the encoded lines that end just above a line. */
function beginOfEncoded(lines: Lines, line: number): number {
  let begin = line;
  while (begin > 0 && isEncoded(lines, begin - 1)) begin--;
  return begin;
}

/** What one line of a document reports, alone or together with those that it goes on in. */
export function recogniseOn(lines: Lines, line: number): LogRecord | undefined {
  return recognise(lines.text(line), line) ?? recogniseFolded(lines, line);
}

/** What a line says together with those it goes on in, where none of them says it alone. It stands on the first of them. */
function recogniseFolded(lines: Lines, line: number): LogRecord | undefined {
  const whole = unfolded(lines, line);
  if (whole === undefined) return undefined;
  for (let part = line + 1; part <= whole.last; part++) if (recognise(lines.text(part), part) !== undefined) return undefined;
  const record = recognise(whole.text, line);
  const { length } = lines.text(line);
  return record && { ...record, start: record.start < length ? record.start : 0, end: length };
}
