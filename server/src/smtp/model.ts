/**
 * A transcript as a dialogue, whatever tool printed it. Three steps, each plain data:
 *   lines -> utterances (a dialect: who said which protocol line, and where it stands in the file)
 *         -> sessions   (commands with their replies, by RFC 5321)
 *         -> log records (what a log line reports about a session that is not printed itself)
 */

import type { Analysis } from '../text/analysis.ts';
import type { Some } from '../text/at.ts';
import { itemAt } from '../text/at.ts';
import type { Lines, Range } from '../text/lines.ts';

export type Speaker = 'client' | 'server';

/** Characters `at` to `at + length` of an utterance's text stand on `line`, from `column` on (UTF-16 units, zero-based). */
export interface Piece {
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** One protocol line: a command, one line of a reply, a line of mail data. */
export interface Utterance {
  readonly kind: 'utterance';
  readonly speaker: Speaker;
  /** Without prefix, without line end, escapes of the tool undone. In a session what authenticates is hidden, its length kept (`secrets.ts`). */
  readonly text: string;
  /** Usually one; several for hex dumps and wrapped rows; in order. */
  readonly pieces: readonly Piece[];
  /** The line end that the tool showed to have been on the wire, `none` where the connection ended first; undefined where the tool does not tell. */
  readonly wireEnd: 'crlf' | 'lf' | 'none' | undefined;
  /** It began with a packet of one octet, as one does that is typed in a terminal. */
  readonly byKeys: boolean;
  /** Said inside TLS. */
  readonly tls: boolean;
  /** Tells connections apart where a log interleaves them (a PID, an address); '' where there is only one at a time. */
  readonly connection: string;
  /** The time as printed. */
  readonly time: string | undefined;
  /** The dialect sent it as mail data (it marks data itself); undefined: the session must tell. */
  readonly data: boolean | undefined;
  /** What the tool leaves out of a reply line and yet tells: nmap and tshark list the keywords of a reply without `250-`. */
  readonly implied: { readonly code: number; readonly separator: '-' | ' ' } | undefined;
}

/** Something the tool or the person said about the session. */
export interface Note {
  readonly kind: 'note';
  readonly line: number;
  readonly connection: string;
  readonly note:
    | 'connected'
    | 'closed'
    | 'reset'
    | 'timeout'
    | 'tls-started'
    | 'tls-failed'
    | 'starttls-not-offered'
    | 'typed-by-hand' // a telnet session in a terminal: each key may have been a packet
    | 'gap' // a part of what was said is not in the file
    | 'label' // a person's heading: `# from inside`, `outside:`
    | 'chatter';
  /** Host or address of the server where the note tells it. */
  readonly host: string | undefined;
  readonly text: string;
}

export type Event = Utterance | Note;

/** Which side of the firewall recorded it, as far as the dialect tells: a server's own log shows X'd commands, and plain keywords. */
export type Viewpoint = 'client' | 'server' | 'unknown';

/** A stretch of the file that one dialect understood. Lines inclusive. */
export interface DialectRegion {
  readonly dialect: string;
  readonly first: number;
  readonly last: number;
  readonly viewpoint: Viewpoint;
  /** The dialect prints whole replies; false for tools that print only the last line (openssl s_client, ssmtp). */
  readonly wholeReplies: boolean;
  /** The dialect has every line of both sides, but for what a note tells to be missing. */
  readonly whole: boolean;
}

export interface ReplyLine {
  readonly utterance: Utterance;
  /** `-`, ` ` or '' */
  readonly separator: string;
  /** After code and separator. */
  readonly text: string;
  /** Where `text` begins in `utterance.text`. */
  readonly textAt: number;
}

export interface Reply {
  readonly kind: 'reply';
  /** 200 to 599 */
  readonly code: number;
  /** RFC 3463, `5.5.1`, from the first line that has one */
  readonly enhanced: string | undefined;
  readonly lines: Some<ReplyLine>;
}

export interface Command {
  readonly kind: 'command';
  readonly utterance: Utterance;
  /** Upper case; the first word: `MAIL`, `STARTTLS`, `XXXXXXXX`. A line of an AUTH dialogue has the verb ''. */
  readonly verb: string;
  /** What follows the verb and the blank. */
  readonly argument: string;
  /** undefined: none seen (yet, or the session ended) */
  readonly reply: Reply | undefined;
  /** Sent before the reply to the command before it was seen. */
  readonly pipelined: boolean;
  /** From this character of the utterance's text on it was a secret (AUTH), and is hidden. undefined: nothing secret. */
  readonly secretAt: number | undefined;
}

/** A keyword line of an EHLO reply (the greeting line `250-host ...` is not one). */
export interface Keyword {
  readonly line: ReplyLine;
  /** Upper case: `SIZE` */
  readonly name: string;
  readonly parameters: readonly string[];
  readonly last: boolean;
}

/** One message of a session: the envelope and what was sent after DATA or BDAT. */
export interface Message {
  readonly mail: Command | undefined;
  readonly recipients: readonly Command[];
  readonly data: Command | undefined;
  readonly headers: readonly HeaderField[];
  readonly body: readonly Utterance[];
  /** The final dot, if it is in the file, and the reply to it; LMTP gives one for each recipient, of which the worst stands for the message. */
  readonly end: Utterance | undefined;
  readonly endReply: Reply | undefined;
  readonly endReplies: readonly Reply[];
}

/** A header field with its folded lines. */
export interface HeaderField {
  readonly name: string;
  readonly lines: Some<Utterance>;
  /** Unfolded value. */
  readonly value: string;
}

export interface Session {
  /** First and last line, inclusive. */
  readonly first: number;
  readonly last: number;
  readonly connection: string;
  readonly region: DialectRegion;
  readonly protocol: 'smtp' | 'esmtp' | 'lmtp' | 'unknown';
  /** Host that was connected to, where the file tells it. */
  readonly host: string | undefined;
  readonly greeting: Reply | undefined;
  /** In order, EHLO and HELO included. */
  readonly commands: readonly Command[];
  /** Replies that answer no command in the file (a transcript that begins in the middle, or shows replies only). */
  readonly orphans: readonly Reply[];
  /** Keywords of each EHLO reply, in the order of the session; orphan 250 replies that are plainly EHLO replies too. */
  readonly offers: readonly {
    readonly reply: Reply;
    readonly command: Command | undefined;
    readonly keywords: readonly Keyword[];
    readonly tls: boolean;
  }[];
  readonly messages: readonly Message[];
  readonly notes: readonly Note[];
  /** Everything said, in the order of the file. */
  readonly events: readonly (Command | Reply | Utterance | Note)[];
  /** Where secrets of AUTH stand in the file: from a column (UTF-16 units) on. */
  readonly secrets: readonly { readonly line: number; readonly column: number }[];
}

/** What one line of a log reports. Fields are those of `logs/*.ts`; each record kind documents its own. */
export interface LogRecord {
  readonly kind: string;
  readonly line: number;
  /** UTF-16 columns of the part of the line that says it. */
  readonly start: number;
  readonly end: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Whose mail it is, where the line itself tells: `client -> server`, or a host. */
  readonly peer: string | undefined;
  /** What stands there in plain, where the document has it in base64. */
  readonly encoded?: string;
}

export interface Transcript {
  /** What is derived from it, in the rooms above. */
  readonly analysis: Analysis;
  readonly lines: Lines;
  readonly regions: readonly DialectRegion[];
  readonly sessions: readonly Session[];
  /** What log lines and delivery reports say, each once. */
  readonly records: readonly LogRecord[];
  /** The same with what is said again, as it was read: the next state of the document takes over from it. */
  readonly recordsRead: readonly LogRecord[];
  /** Lines with a secret of AUTH, and the column from which it must not be shown. */
  readonly secrets: ReadonlyMap<number, number>;
  /** Lines read for the dialogue, from the first on; fewer than the document has where it is beyond the bounds of the reading. */
  readonly linesRead: number;
}

/** Where characters `from` to `to` of an utterance's text stand in the document. */
export function placeOf(utterance: Utterance, from = 0, to = utterance.text.length): Range {
  const start = pointOf(utterance, from);
  // The end of a stretch is told by its last character, so that a range never runs into the next row of a dump.
  const last = to > from ? pointOf(utterance, to - 1) : start;
  return { start, end: to > from ? { line: last.line, character: last.character + 1 } : start };
}

function pointOf({ pieces }: Utterance, at: number): { line: number; character: number } {
  let piece = itemAt(pieces, 0);
  for (const next of pieces) {
    if (next.at > at) break;
    piece = next;
  }
  return { line: piece.line, character: piece.column + Math.min(at - piece.at, piece.length) };
}
