/** Sessions whose lines carry no mark: a terminal, a capture's payload. Who spoke is told by the line itself. */
import { lastOf } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Event } from '../model.ts';
import { isCommand, replyForm } from '../protocol.ts';
import { type Dialect, type NoteRule, note, noteOf, type Reader, type Surroundings, say, sayAt, sayReply } from './dialect.ts';
import { utterancesTogether } from './together.ts';

export interface Bare {
  readonly notes?: readonly NoteRule[];
  /** Lines of the tool that say nothing. */
  readonly chatter?: RegExp;
  /** `server`: only the server's lines stand bare, and the client's are read elsewhere. */
  readonly speaks?: 'both' | 'server';
}

/** Words that a person types and a server does not know: `FOO bar`, `XXXXXXXX`. */
const TYPED = /^[^\s#$%>:]\S{0,80}(?: \S{1,80}){0,3}$/;

/** What an author puts in front of what was typed, where the server's lines stand bare; two and three of them are a tool's own. */
const PROMPT = /^> (?=\S)/;

/** Reads bare lines. Mail data is what follows 354 up to the lone dot; without a dot, up to the next reply. */
export function bareReader(around: Surroundings, { notes = [], chatter, speaks = 'both' }: Bare = {}): Reader {
  let dataUntil = -1;
  let looseData = false;
  let answers = false;
  let indent = 0;
  let awaiting = false;
  /** A reply goes on. */
  let open = false;
  /** What stands between its lines: an empty line, and other text than the dialogue's. */
  let apart = false;
  let other: Row | undefined;

  function server(row: Row): readonly Event[] {
    const said = sayReply(row, row.text, row.column);
    const { code = 0, separator = '' } = replyForm(lastOf(said).text) ?? {};
    // Two blocks of a page are two replies; a remark among the lines of one is not set apart.
    const parted = open && apart && other !== undefined ? [note(other, 'label')] : [];
    open = separator === '-';
    apart = false;
    other = undefined;
    looseData = false;
    answers = false;
    indent = row.indent.length;
    awaiting = separator !== '-';
    if (code === 354 && separator !== '-') {
      dataUntil = around.dot(row.line + 1) ?? -1;
      looseData = dataUntil < 0;
    }
    if (code === 334) answers = true;
    return [...parted, ...said];
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
      const whole = speaks === 'both' ? utterancesTogether(row) : undefined;
      if (whole !== undefined) return whole;
      if (replyForm(row.text) !== undefined) return server(row);
      if (row.text === '') {
        apart = true;
        return looseData && speaks === 'both' ? data(row) : [];
      }
      const told = noteOf(row, notes);
      if (told !== undefined) {
        looseData = false;
        return [told];
      }
      if (chatter?.test(row.text) === true) return [];
      if (speaks === 'server') return undefined;
      if (looseData) return data(row);
      const said = row.text.slice(PROMPT.exec(row.text)?.[0].length ?? 0);
      if (answers || isCommand(said) || (awaiting && isTyped(row, around))) {
        answers = false;
        awaiting = false;
        open = false;
        return [say(row, 'client', said)];
      }
      if (open) other ??= row;
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
