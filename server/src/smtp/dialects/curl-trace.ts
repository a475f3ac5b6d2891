import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Event, Piece, Speaker } from '../model.ts';
import { CONNECTS } from './curl.ts';
import { type Dialect, type NoteRule, noteOf, sayPieces } from './dialect.ts';
import { assembler, dumpBytes } from './dump.ts';

const HEADER = /^(<=|=>) (Recv|Send) (header|data|SSL data), (\d+) bytes/;
const OPENS = new RegExp(`^== Info:${CONNECTS}`);
const ROW = /^([0-9a-f]{4,8}):(?: |$)/;
const NOTES: readonly NoteRule[] = [
  [/^== Info: Connected to (?<host>\S+)/, 'connected'],
  [/^== Info: (?:SSL|TLS) connection using/, 'tls-started'],
  [/^== Info: STARTTLS not supported|^== Info: STARTTLS denied/, 'starttls-not-offered'],
  [/^== Info: .{0,200}(?:SSL|TLS).{0,200}(?:alert|error|wrong version number|handshake fail)/i, 'tls-failed'],
  [/^== Info: .*timed out/, 'timeout'],
  [/^== Info: .*(?:reset by peer|Recv failure)/i, 'reset'],
  [/^== Info: (?:Closing connection|shutting down connection)/i, 'closed'],
  [/^== Info: /, 'chatter'],
];

/** A line of text that rows of 64 characters spell out. */
interface Spelled {
  readonly row: Row;
  readonly speaker: Speaker;
  text: string;
  readonly pieces: Piece[];
  /** Offset of the octet behind it. */
  end: number;
}

/** curl `--trace-ascii` (rows of 64 characters; a line end is told by the next row's offset) and `--trace` (hex dumps). */
export const curlTrace: Dialect = {
  name: 'curl --trace',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => HEADER.test(text) || OPENS.test(text),
  reader() {
    const bytes = assembler();
    let speaker: Speaker | undefined;
    let total = 0;
    let encrypted = false;
    let spelled: Spelled | undefined;

    function flush(next: number): Event[] {
      if (spelled === undefined) return [];
      const { row, speaker: by, text, pieces, end } = spelled;
      spelled = undefined;
      return [sayPieces(row, by, text, pieces, { wireEnd: next === end + 2 ? 'crlf' : next === end + 1 ? 'lf' : undefined })];
    }

    return {
      read(row) {
        const header = HEADER.exec(row.text);
        if (header !== null) {
          const before = flush(total);
          speaker = header[1] === '<=' ? 'server' : 'client';
          encrypted = header[3] === 'SSL data';
          total = Number(header[4]);
          return before;
        }
        const told = noteOf(row, NOTES);
        if (told !== undefined) return [...flush(total), told];
        const found = ROW.exec(row.text);
        if (found === null || speaker === undefined) return undefined;
        if (encrypted) return [];
        const offset = Number.parseInt(itemAt(found, 1), 16);
        const column = row.column + found[0].length;
        const count = Math.min(16, total - offset);
        // A row of `--trace` has the digits of 16 octets, or of all that are left.
        if (count > 0 && new RegExp(`^(?:[0-9a-f]{2} ){${count}}`).test(row.full.slice(column, column + 50))) {
          const dump = dumpBytes(row, column, offset);
          return dump === undefined ? [] : bytes.push(row, speaker, dump.bytes, speaker);
        }
        const text = row.full.slice(column);
        const piece = (at: number) => ({ at, line: row.line, column, length: text.length });
        if (spelled !== undefined && offset === spelled.end && offset > 0) {
          spelled.pieces.push(piece(spelled.text.length));
          spelled.text += text;
          spelled.end = offset + text.length;
          return [];
        }
        const before = flush(offset);
        spelled = { row, speaker, text, pieces: [piece(0)], end: offset + text.length };
        return before;
      },
      end: () => [...flush(total), ...bytes.rest()],
    };
  },
};
