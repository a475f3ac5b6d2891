/** Texts that a tool prints as a quoted string of its language: `b'250-SIZE\r\n'`. */
import { itemAt } from '../../text/at.ts';
import { undo } from '../escapes.ts';
import type { Row } from '../front.ts';
import type { Piece, Speaker, Utterance } from '../model.ts';
import { type Details, sayPieces } from './dialect.ts';

/**
 * The protocol lines in the quoted string that opens at column `from` of the row. A string may hold many (a whole message);
 * each becomes an utterance with its line end as shown.
 */
export function sayQuoted(row: Row, speaker: Speaker, from: number, details?: Details): readonly Utterance[] {
  const { characters, columns } = undo(row.full, from);
  const said: Utterance[] = [];
  let begin = 0;
  for (let i = 0; i <= characters.length; i++) {
    if (i < characters.length && characters[i] !== '\n') continue;
    if (i === characters.length && begin === i && said.length > 0) break;
    const crlf = i < characters.length && i > begin && characters[i - 1] === '\r';
    const end = crlf ? i - 1 : i;
    const wireEnd = i === characters.length ? undefined : crlf ? 'crlf' : 'lf';
    said.push(
      sayPieces(row, speaker, characters.slice(begin, end).join(''), pieces(row.line, columns, begin, end, from + 1), {
        wireEnd,
        ...details,
      }),
    );
    begin = i + 1;
  }
  return said;
}

function pieces(line: number, columns: readonly number[], begin: number, end: number, nowhere: number): Piece[] {
  const found: { at: number; line: number; column: number; length: number }[] = [];
  for (let i = begin; i < end; i++) {
    const last = found[found.length - 1];
    if (last !== undefined && columns[i] === last.column + last.length) last.length++;
    else found.push({ at: i - begin, line, column: itemAt(columns, i), length: 1 });
  }
  return found.length > 0 ? found : [{ at: 0, line, column: columns[begin] ?? nowhere, length: 0 }];
}
