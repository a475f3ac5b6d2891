import type { Row } from '../front.ts';
import type { Speaker, Utterance, Viewpoint } from '../model.ts';
import { isCommand, replyForm } from '../protocol.ts';
import { type Dialect, say, sayPieces, speakerOf } from './dialect.ts';

const LINE = /^(In|Out):(?: {1,2}(.*))?$/s;
const WRAP_INDENT = 5;

/**
 * Postfix' notices to the postmaster, "Transcript of session follows": `Out: 220 mx`, `In:  EHLO x` where its server writes;
 * the other way round where its client does. Long lines are wrapped, and go on indented.
 */
export const notice: Dialect = {
  name: 'Postfix notice',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = LINE.exec(text);
    return found !== null && (replyForm(found[2] ?? '') !== undefined || isCommand(found[2] ?? ''));
  },
  reader() {
    let server: 'In' | 'Out' | undefined;
    let held: Utterance | undefined;
    const release = () => {
      const said = held === undefined ? [] : [held];
      held = undefined;
      return said;
    };
    return {
      viewpoint: (): Viewpoint => (server === undefined ? 'unknown' : server === 'Out' ? 'server' : 'client'),
      read(row) {
        const found = LINE.exec(row.text);
        if (found !== null) {
          const [, mark, text = ''] = found;
          if (server === undefined) {
            const speaker = speakerOf(text);
            if (speaker !== undefined) server = (speaker === 'server') === (mark === 'Out') ? 'Out' : 'In';
          }
          const before = release();
          const speaker: Speaker = mark === (server ?? 'Out') ? 'server' : 'client';
          held = say(row, speaker, text);
          return before;
        }
        if (held !== undefined && row.text !== '' && row.indent.length >= WRAP_INDENT) {
          held = wrapped(held, row);
          return [];
        }
        return row.text === '' ? release() : undefined;
      },
      end: release,
    };
  },
};

function wrapped(said: Utterance, row: Row): Utterance {
  const piece = { at: said.text.length + 1, line: row.line, column: row.column, length: row.text.length };
  return { ...sayPieces(row, said.speaker, `${said.text} ${row.text}`, [...said.pieces, piece]), time: said.time };
}
