import { itemAt } from '../../text/at.ts';
import type { Piece, Utterance } from '../model.ts';
import { characterAt } from '../octets.ts';
import { type Dialect, note, sayPieces } from './dialect.ts';

const HEAD = /^# capture: (tcp \S{1,80} -> (\S{1,80}):\d{1,5})$/;
const LINE = /^(?:\d{4}-\d\d-\d\d )?(?:\d\d:\d\d:\d\d\.\d{1,9} )?(?:([CS]): ?(.*)|= (.*))$/s;

/** A capture as this program writes it down (`captures/connection.ts`): what does not show is escaped, `\n` at the end is a bare line feed. */
export const capture: Dialect = {
  name: 'capture',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => HEAD.test(text),
  reader() {
    let connection = '';
    return {
      read(row) {
        const head = HEAD.exec(row.text);
        if (head !== null) {
          connection = itemAt(head, 1);
          return [note(row, 'connected', itemAt(head, 2).replace(/^\[(.*)\]$/, '$1'), connection)];
        }
        const line = LINE.exec(row.text);
        if (line === null) return row.text === '' ? [] : undefined;
        const [, speaker, written, told = ''] = line;
        if (written === undefined) return [note(row, kindOf(told), undefined, connection)];
        const bare = /(?:^|[^\\])(?:\\\\)*\\n$/.test(written);
        const shown = bare ? written.slice(0, -2) : written;
        const { text, pieces } = unescaped(shown, row.line, row.full.length - written.length);
        const details: Partial<Utterance> = { connection, wireEnd: bare ? 'lf' : 'crlf' };
        return [sayPieces(row, speaker === 'C' ? 'client' : 'server', text, pieces, details)];
      },
    };
  },
};

function kindOf(told: string) {
  if (told.startsWith('reset')) return 'reset';
  if (told.startsWith('closed')) return 'closed';
  return told.startsWith('TLS begins') ? 'tls-started' : 'chatter';
}

function unescaped(written: string, line: number, column: number): { text: string; pieces: Piece[] } {
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
  return { text, pieces: pieces.length === 0 ? [{ at: 0, line, column, length: 0 }] : pieces };
}
