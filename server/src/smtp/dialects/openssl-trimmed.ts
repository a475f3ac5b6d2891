import type { Row } from '../front.ts';
import type { Event, Piece } from '../model.ts';
import { type Dialect, type Surroundings, sayPieces, speakerOf } from './dialect.ts';

/** What people leave of `read from 0x55d0 [0x55d1] (4096 bytes => 119 (0x77))` when they take the octets away; the first text can stand behind it. */
const HEADER = /^(?:\d{1,5} )?\(0x[0-9A-Fa-f]{1,4}\)\)(?: |$)/;
/** CR and LF are dots in the column of characters. Other dots stand in texts: a line ends where the block does, or the next line of the reply begins. */
const LINE_END = /\.\.(?=$|[2-5]\d\d[ -])/;
/** The first block, of which the whole header was taken away. */
const FIRST = /^[2-5]\d\d[ -].*\.\.$/;
/** Rows behind it in which a header must follow. */
const NEAR = 6;

/**
 * `openssl s_client -debug` as pages show it: of each dump the end of its header and the column of characters are left. Rows of a dump are cut
 * anywhere, so that a word goes on in the next one.
 */
export const opensslTrimmed: Dialect = {
  name: 'openssl -debug, trimmed',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => HEADER.test(text) || FIRST.test(text),
  confirm: isBeforeHeader,
  reader() {
    let held = '';
    let pieces: Piece[] = [];

    /** The whole lines of what is held. */
    function lines(row: Row): Event[] {
      const events: Event[] = [];
      let at = 0;
      for (let end = LINE_END.exec(held); end !== null; end = LINE_END.exec(held.slice(at))) {
        events.push(...said(row, at, at + end.index));
        at += end.index + end[0].length;
      }
      pieces = between(pieces, at, held.length);
      held = held.slice(at);
      return events;
    }

    function said(row: Row, from: number, to: number): Event[] {
      const text = held.slice(from, to);
      const speaker = speakerOf(text);
      return speaker === undefined ? [] : [sayPieces(row, speaker, text, between(pieces, from, to))];
    }

    return {
      read(row) {
        if (row.text === '') return [];
        const header = HEADER.exec(row.text)?.[0] ?? '';
        const text = row.text.slice(header.length);
        if (header === '' && held === '' && speakerOf(text.split(LINE_END, 1)[0] ?? '') === undefined) return undefined;
        if (header !== '') {
          held = '';
          pieces = [];
        }
        if (text !== '') pieces.push({ at: held.length, line: row.line, column: row.column + header.length, length: text.length });
        held += text;
        return lines(row);
      },
    };
  },
};

function isBeforeHeader(row: Row, around: Surroundings): boolean {
  for (let line = row.line; line <= row.line + NEAR; line++) if (HEADER.test(around.row(line)?.text ?? '')) return true;
  return false;
}

/** The pieces of characters `from` to `to`, counted from there. */
function between(pieces: readonly Piece[], from: number, to: number): Piece[] {
  return pieces.flatMap(({ at, line, column, length }) => {
    const start = Math.max(from, at);
    const end = Math.min(to, at + length);
    return start < end ? [{ at: start - from, line, column: column + start - at, length: end - start }] : [];
  });
}
