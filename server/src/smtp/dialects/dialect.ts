/** What a dialect is, and the few ways in which tools print a session, so that a dialect is mostly a table. */
import type { Row } from '../front.ts';
import type { Event, Note, Piece, Speaker, Utterance, Viewpoint } from '../model.ts';
import { isCommand, isVerb, replyForm, verbOf } from '../protocol.ts';

/** Lines around the one that is read; undefined beyond the end of what is read. */
export interface Surroundings {
  row(line: number): Row | undefined;
  /** The first line from `line` on that is a lone dot, the end of mail data; undefined where none follows in time. */
  dot(line: number): number | undefined;
  /** The first line from `line` on that is plainly SMTP by itself (`isPlainlySmtp`), a few dozen lines away at most. */
  plain(line: number): number | undefined;
}

export interface Dialect {
  readonly name: string;
  readonly viewpoint: Viewpoint;
  /** The tool prints whole replies. */
  readonly wholeReplies: boolean;
  /** It has every line of both sides: what is missing, the tool tells (`gap`). */
  readonly whole?: boolean;
  /**
   * How TLS is told: `marked` line by line by the tool, `inferred` from STARTTLS and the reply to it, `hidden` where what
   * is said inside TLS cannot be in the file (a capture, a terminal without TLS).
   */
  readonly tls: 'marked' | 'inferred' | 'hidden';
  /** The server's lines stand bare in this dialect, so those just before its first sign are its own too. */
  readonly adopts?: boolean;
  /** Other lines in a row after which a stretch is over; undefined: none are too many, as in a log. */
  readonly patience?: number;
  /** A line that begins a stretch of this dialect. Sees the text only, so that the answer can be kept with the line. */
  readonly sign: (text: string) => boolean;
  /** Asked after `sign`, for a sign that other text has too: may look at a bounded number of lines that follow. */
  readonly confirm?: (row: Row, around: Surroundings) => boolean;
  readonly reader: (around: Surroundings) => Reader;
}

/** Reads one stretch. */
export interface Reader {
  /** What the line says; empty: a line of the tool that says nothing; undefined: not a line of this dialect. */
  readonly read: (row: Row) => readonly Event[] | undefined;
  /** What is still held when the stretch ends. */
  readonly end?: () => readonly Event[];
  /** Set where the lines tell which side recorded a connection. */
  readonly viewpoint?: (connection: string) => Viewpoint;
}

export type NoteKind = Note['note'];

/** A line of the tool's own chatter that tells something. Group `host` is the server's name or address. */
export type NoteRule = readonly [RegExp, NoteKind];

/** What is said of an utterance beside who said what, and where it stands. */
export type Details = Partial<Pick<Utterance, 'wireEnd' | 'byKeys' | 'tls' | 'connection' | 'data' | 'implied'>>;

/** An utterance that is the end of the row's text, as it stands there. */
export function say(row: Row, speaker: Speaker, text: string, details?: Details): Utterance {
  return sayAt(row, speaker, text, row.full.length - text.length, details);
}

/** An utterance that stands in the row from `column` on, as it is. */
export function sayAt(row: Row, speaker: Speaker, text: string, column: number, details?: Details): Utterance {
  return sayPieces(row, speaker, text, [{ at: 0, line: row.line, column, length: text.length }], details);
}

/** A line end as logs write it that keep a reply on one line, and the next line of the reply. */
const WRITTEN_END = /(?:\[nl\]|(?:\\r)?\\n|<CR><LF>|<CRLF>)(?=([2-5][0-5]\d)[ -])/g;

/** The lines of a reply that stands in the row from `column` on, where its tool wrote the line ends between them as marks. */
export function sayReply(row: Row, text: string, column: number): readonly Utterance[] {
  const said: Utterance[] = [];
  let from = 0;
  for (const { 0: end, 1: code = '', index } of text.matchAll(WRITTEN_END)) {
    if (!text.startsWith(`${code}-`, from)) continue;
    said.push(sayAt(row, 'server', text.slice(from, index), column + from));
    from = index + end.length;
  }
  return [...said, sayAt(row, 'server', text.slice(from), column + from)];
}

/** An utterance in pieces. */
export function sayPieces(row: Row, speaker: Speaker, text: string, pieces: readonly Piece[], details?: Details): Utterance {
  return {
    kind: 'utterance',
    speaker,
    text,
    pieces,
    wireEnd: details?.wireEnd,
    byKeys: details?.byKeys ?? false,
    tls: details?.tls ?? false,
    connection: details?.connection ?? '',
    time: row.time,
    data: details?.data,
    implied: details?.implied,
  };
}

export function note(row: Row, kind: NoteKind, host?: string, connection = ''): Note {
  return { kind: 'note', line: row.line, connection, note: kind, host, text: row.text };
}

/** The first rule that a line meets. */
export function noteOf(row: Row, rules: readonly NoteRule[], connection = ''): Note | undefined {
  for (const [form, kind] of rules) {
    const found = form.exec(row.text);
    if (found !== null) return note(row, kind, found.groups?.['host'], connection);
  }
  return undefined;
}

/** Which side spoke a line, by its content alone: servers speak replies, clients commands. */
export function speakerOf(text: string): Speaker | undefined {
  if (replyForm(text) !== undefined) return 'server';
  return isCommand(text) ? 'client' : undefined;
}

/** True for a line that fits the side that a tool says spoke it; used to tell a tool's mark from the same mark in other text. */
export function fits(speaker: Speaker, text: string): boolean {
  return speaker === 'server' ? replyForm(text) !== undefined : isVerb(verbOf(text.slice(0, 40)).verb);
}
