import type { Row } from '../front.ts';
import type { Piece, Speaker, Utterance, Viewpoint } from '../model.ts';
import { isCommand, replyForm } from '../protocol.ts';
import { type Dialect, sayPieces, speakerOf } from './dialect.ts';

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
    let held: Wrapped | undefined;
    const release = () => {
      const said = held === undefined ? [] : [held.said()];
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
          held = new Wrapped(row, speaker, text);
          return before;
        }
        if (held !== undefined && row.text !== '' && row.indent.length >= WRAP_INDENT) {
          held.goOn(row);
          return [];
        }
        return row.text === '' ? release() : undefined;
      },
      end: release,
    };
  },
};

/** A line that may go on below. */
class Wrapped {
  private readonly row: Row;
  private readonly speaker: Speaker;
  private readonly parts: string[];
  private readonly pieces: Piece[];
  private length: number;

  constructor(row: Row, speaker: Speaker, text: string) {
    this.row = row;
    this.speaker = speaker;
    this.parts = [text];
    this.pieces = [{ at: 0, line: row.line, column: row.full.length - text.length, length: text.length }];
    this.length = text.length;
  }

  goOn({ line, column, text }: Row): void {
    this.parts.push(text);
    this.pieces.push({ at: this.length + 1, line, column, length: text.length });
    this.length += 1 + text.length;
  }

  said(): Utterance {
    return sayPieces(this.row, this.speaker, this.parts.join(' '), this.pieces);
  }
}
