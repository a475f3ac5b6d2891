/** Sessions whose lines carry no mark: a terminal, a capture's payload. Who spoke is told by the line itself. */
import type { Row } from '../front.ts';
import type { Event, Utterance } from '../model.ts';
import { isCommand, replyForm } from '../protocol.ts';
import { type Dialect, type NoteRule, noteOf, type Reader, type Surroundings, say, sayAt } from './dialect.ts';

export interface Bare {
  readonly notes?: readonly NoteRule[];
  /** Lines of the tool that say nothing. */
  readonly chatter?: RegExp;
  /** `server`: only the server's lines stand bare, and the client's are read elsewhere. */
  readonly speaks?: 'both' | 'server';
  readonly details?: (utterance: Utterance) => Partial<Utterance>;
}

/** Words that a person types and a server does not know: `FOO bar`, `XXXXXXXX`. */
const TYPED = /^[^\s#$%>:]\S{0,80}(?: \S{1,80}){0,3}$/;

/** Reads bare lines. Mail data is what follows 354 up to the lone dot; without a dot, up to the next reply. */
export function bareReader(around: Surroundings, { notes = [], chatter, speaks = 'both' }: Bare = {}): Reader {
  let dataUntil = -1;
  let looseData = false;
  let answers = false;
  let indent = 0;
  let awaiting = false;

  function server(row: Row, code: number, separator: string): readonly Event[] {
    looseData = false;
    answers = false;
    indent = row.indent.length;
    awaiting = separator !== '-';
    if (code === 354 && separator !== '-') {
      dataUntil = around.dot(row.line + 1) ?? -1;
      looseData = dataUntil < 0;
    }
    if (code === 334) answers = true;
    return [say(row, 'server', row.text)];
  }

  function data(row: Row): readonly Event[] {
    // The indentation that the whole stretch has belongs to the document; more than that is the message's own folding.
    const blanks = row.column - row.indent.length;
    const from =
      row.time === undefined ? row.start + Math.min(indent, row.column - row.start) : blanks + Math.min(indent, row.indent.length);
    return [sayAt(row, 'client', row.full.slice(from), from, { data: true })];
  }

  return {
    read(row) {
      if (row.line <= dataUntil) return speaks === 'both' ? data(row) : [];
      const reply = replyForm(row.text);
      if (reply !== undefined) return server(row, reply.code, reply.separator);
      if (row.text === '') return looseData && speaks === 'both' ? data(row) : [];
      const told = noteOf(row, notes);
      if (told !== undefined) {
        looseData = false;
        return [told];
      }
      if (chatter?.test(row.text) === true) return [];
      if (speaks === 'server') return undefined;
      if (looseData) return data(row);
      if (answers || isCommand(row.text) || (awaiting && isTyped(row, around))) {
        answers = false;
        awaiting = false;
        return [say(row, 'client', row.text)];
      }
      return undefined;
    },
  };
}

/** A line that is no known command, and that the server answers with an error at once, was a command all the same. */
function isTyped(row: Row, around: Surroundings): boolean {
  if (!TYPED.test(row.text)) return false;
  for (let line = row.line + 1; line <= row.line + 2; line++) {
    const next = around.row(line);
    if (next === undefined) return false;
    if (next.text !== '') return (replyForm(next.text)?.code ?? 0) >= 500;
  }
  return false;
}

/** A tool that leaves both sides bare and is known by its own chatter. */
export function bare(tool: Omit<Dialect, 'reader' | 'sign'> & Bare & { readonly opens: RegExp }): Dialect {
  const { notes, chatter, speaks, opens, ...rest } = tool;
  return {
    ...rest,
    sign: (text) => opens.test(text),
    reader: (around) => bareReader(around, { notes: notes ?? [], chatter: chatter ?? opens, speaks: speaks ?? 'both' }),
  };
}
