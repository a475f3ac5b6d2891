import { itemAt } from '../../text/at.ts';
import type { Piece } from '../model.ts';
import { characterAt } from '../octets.ts';
import { type Dialect, note, sayPieces } from './dialect.ts';

const HEAD = /^# capture: (tcp \S{1,80} -> (\S{1,80}):\d{1,5})$/;
/** How a line ends where that is not CR LF, behind what may be backslashes of its own. */
const MARK = /(?:^|[^\\])(?:\\\\)*\\([nc])$/;
/** The day and the time at which a line was said, which a run of such lines has lost already (`runs.ts`), and who spoke. */
const LINE = /^(?:\d{4}-\d\d-\d\d )?(?:\d\d:\d\d:\d\d\.\d{1,9} )?(?:([CS]): ?|= )/;

/**
 * A capture as this program writes it down (`captures/connection.ts`): what does not show is escaped, `\n` at the end is a bare line feed, `\c`
 * none, for the connection ended there.
 */
export const capture: Dialect = {
  name: 'capture',
  viewpoint: 'unknown',
  wholeReplies: true,
  whole: true,
  tls: 'hidden',
  sign: (text) => HEAD.test(text),
  reader() {
    let connection = '';
    let byKeys = false;
    return {
      read(row) {
        const head = HEAD.exec(row.text);
        if (head !== null) {
          connection = itemAt(head, 1);
          return [note(row, 'connected', itemAt(head, 2).replace(/^\[(.*)\]$/, '$1'), connection)];
        }
        const line = LINE.exec(row.text);
        if (line === null) return row.text === '' ? [] : undefined;
        const speaker = line[1];
        const written = row.text.slice(line[0].length);
        if (speaker === undefined) {
          byKeys = written === BY_KEYS;
          return [note(row, kindOf(written), undefined, connection)];
        }
        const mark = written.includes('\\') ? MARK.exec(written)?.[1] : undefined;
        const shown = mark === undefined ? written : written.slice(0, -2);
        const { text, pieces } = unescaped(shown, row.line, row.full.length - written.length);
        const wireEnd = mark === 'n' ? 'lf' : mark === 'c' ? 'none' : 'crlf';
        const details = { connection, wireEnd, byKeys } as const;
        byKeys = false;
        return [sayPieces(row, speaker === 'C' ? 'client' : 'server', text, pieces, details)];
      },
    };
  },
};

/** What stands before a line that was typed in a terminal. */
export const BY_KEYS = 'the next line begins with a packet of one octet, as one does that is typed by hand';
/** The end of a note that tells of a gap. */
export const GAP = 'not in the capture';

function kindOf(told: string) {
  if (told.startsWith('reset')) return 'reset';
  if (told.startsWith('closed')) return 'closed';
  if (told === BY_KEYS) return 'typed-by-hand';
  if (told.includes(GAP)) return 'gap';
  return told.startsWith('TLS begins') ? 'tls-started' : 'chatter';
}

function unescaped(written: string, line: number, column: number): { text: string; pieces: Piece[] } {
  if (!written.includes('\\')) return { text: written, pieces: [{ at: 0, line, column, length: written.length }] };
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const add = (part: string, length: number) => {
    pieces.push({ at: text.length, line, column: column + at, length: part.length });
    text += part;
    at += length;
  };
  while (at < written.length) {
    const next = written.indexOf('\\', at);
    if (next < 0) add(written.slice(at), written.length - at);
    else if (next > at) add(written.slice(at, next), next - at);
    else {
      const octets = /^(?:\\x[0-9a-f]{2}){1,4}/.exec(written.slice(at, at + 16))?.[0];
      if (octets === undefined) add('\\', written[at + 1] === '\\' ? 2 : 1);
      else {
        const values = Array.from(octets.matchAll(/\\x(..)/g), ([, digits = '']) => Number.parseInt(digits, 16));
        const { text: character, length } = characterAt(values, 0);
        add(character, 4 * length);
      }
    }
  }
  return { text, pieces };
}
