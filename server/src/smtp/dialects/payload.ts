/** Tools that head each packet or transfer with who sent it, and print what was sent bare below. */
import type { Row } from '../front.ts';
import type { Event, Speaker, Utterance } from '../model.ts';
import { isVerb, replyForm, verbOf } from '../protocol.ts';
import { type Dialect, type Reader, sayAt, speakerOf } from './dialect.ts';

export interface Header {
  /** Names the direction. */
  readonly from: string;
  /** The speaker, where the header tells it; else the first line that the direction says does. */
  readonly speaker?: Speaker | undefined;
  readonly connection?: string;
  /** The column of the row where what was sent begins, where it begins on the header's own line. */
  readonly column?: number;
  /** Octets that were sent, where the header tells it. */
  readonly length?: number;
}

export interface Payload {
  readonly header: (row: Row) => Header | undefined;
  /** How the tool shows the CR of a line end; without it a line ended with LF alone. */
  readonly carriageReturn?: string;
  /** Lines that belong to the tool. */
  readonly chatter?: RegExp;
  /** Where the text of a payload line begins: the column, or undefined for a line without text. Else below the header's own beginning. */
  readonly textAt?: (row: Row, first: boolean, indent: number) => number | undefined;
}

/** Reads headers and what stands below them. */
export function payloadReader({ header, carriageReturn, chatter, textAt = belowHeader }: Payload): Reader {
  const speakers = new Map<string, Speaker>();
  let current: Header | undefined;
  /** Blanks before the header: the document's own, where somebody indented the whole. */
  let indent = 0;
  let first = true;
  let blanks: Row[] = [];
  // What is sent after STARTTLS is ciphertext; lines of it can look like anything.
  let starting = false;
  let secured = false;

  function speakerFor(head: Header, text: string): Speaker {
    const told = head.speaker ?? speakers.get(head.from) ?? speakerOf(text);
    const speaker = told ?? ([...speakers.values()][0] === 'client' ? 'server' : 'client');
    speakers.set(head.from, speaker);
    return speaker;
  }

  function line(row: Row, head: Header, column: number): Utterance | undefined {
    const whole = row.full.slice(column);
    // Blanks behind the sign for CR are the document's: the line ended there.
    const visible = whole.trimEnd();
    const shown = carriageReturn !== undefined && visible.endsWith(carriageReturn);
    const text = shown ? visible.slice(0, -carriageReturn.length) : whole;
    if (secured && replyForm(text) === undefined && !isVerb(verbOf(text.slice(0, 40)).verb)) return undefined;
    const speaker = speakerFor(head, text);
    if (speaker === 'client') starting = /^STARTTLS\s*$/i.test(text);
    else if (starting) secured = replyForm(text)?.code === 220;
    const wireEnd = carriageReturn === undefined ? undefined : shown ? 'crlf' : 'lf';
    return sayAt(row, speaker, text, column, { wireEnd, connection: head.connection ?? '' });
  }

  return {
    read(row) {
      const found = header(row);
      if (found !== undefined) {
        current = found;
        indent = row.margin;
        first = true;
        blanks = [];
        if (found.column === undefined) return [];
        first = false;
        const said = line(row, found, found.column);
        return said === undefined ? [] : [said];
      }
      if (chatter?.test(row.text) === true) {
        current = undefined;
        return [];
      }
      if (current === undefined) return undefined;
      if (row.text === '') {
        if (first && current.length !== undefined && current.length > 0 && current.length <= 2) {
          // Nothing but a line end was sent.
          first = false;
          const empty = line(row, current, row.full.length);
          return empty === undefined ? [] : [empty];
        }
        // An empty line ends the packet, or is part of the message if more of it follows.
        blanks.push(row);
        return [];
      }
      const column = textAt(row, first, indent);
      if (column === undefined) return [];
      const said: Event[] = [];
      for (const each of first ? [row] : [...blanks, row]) {
        const one = line(each, current, each === row ? column : each.full.length);
        if (one !== undefined) said.push(one);
      }
      first = false;
      blanks = [];
      return said;
    },
  };
}

/** Below the header's beginning: the blanks before it are the document's own. */
export function belowHeader(row: Row, _first: boolean, indent: number): number {
  return row.start + Math.min(indent, row.indent.length);
}

/** A dialect of headers and payload. A capture shows what was on the wire, so nothing of what TLS hides. */
export function payload(tool: Pick<Dialect, 'name' | 'viewpoint' | 'sign'> & Payload): Dialect {
  const { name, viewpoint, sign, ...how } = tool;
  return { name, viewpoint, sign, wholeReplies: true, tls: 'hidden', reader: () => payloadReader(how) };
}
