import { itemAt, lastOf } from '../../text/at.ts';
import type { Speaker } from '../model.ts';
import { isVerb, replyForm, verbOf } from '../protocol.ts';
import { type Dialect, note, sayAt, sayReply, speakerOf } from './dialect.ts';

const LINE = /^(C|S|R|client|server|sender|receiver)( ?[:>] ?)(.*)$/is;

/** `C: EHLO x` and `S: 250-mx`, as RFCs print a session. In RFC 821 `S:` is the sender, so the lines themselves tell who is who. */
export const labelled: Dialect = {
  name: 'C:/S:',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = LINE.exec(text);
    return found !== null && speakerOf(itemAt(found, 3)) !== undefined;
  },
  reader(around) {
    const speakers = new Map<string, Speaker>();
    const speakerBehind = (label: string, text: string) => speakers.get(label) ?? speakerOf(text) ?? usual(label);
    /** What the server's last line asks for: nothing was said yet, a command, mail data, a line of AUTH, the rest of its reply. */
    let asks: 'greeting' | 'command' | 'data' | 'answer' | 'rest' = 'greeting';
    const hear = (text: string) => {
      const form = replyForm(text);
      if (form !== undefined)
        asks = form.separator === '-' ? 'rest' : form.code === 354 ? 'data' : form.code === 334 ? 'answer' : 'command';
    };
    /** From AUTH to the next command what is no verb may be a secret, which is hidden only in what was said. */
    let authenticating = false;
    /** What the client's program says of itself: no verb, nothing that only an encoder writes, and nobody answers it. */
    const isChatter = (text: string, line: number) => {
      if (asks === 'data' || asks === 'answer' || authenticating || isVerb(verbOf(text.slice(0, 40)).verb)) return false;
      if (/^[\w+/=-]*$/.test(text)) return false;
      const next = LINE.exec(around.row(line + 1)?.text ?? '');
      return (
        (asks === 'greeting' && /\s/.test(text)) ||
        (next !== null && speakerBehind(itemAt(next, 1).toUpperCase(), itemAt(next, 3)) === 'client')
      );
    };
    return {
      read(row) {
        const found = LINE.exec(row.text);
        if (found === null) {
          // Some print their label once for a reply.
          if (asks !== 'rest' || replyForm(row.text) === undefined) return undefined;
          hear(row.text);
          return [sayAt(row, 'server', row.text, row.column)];
        }
        const label = itemAt(found, 1).toUpperCase();
        const written = itemAt(found, 3);
        const text = written.replace(LINE_END, '');
        const speaker = speakerBehind(label, text);
        if (speaker === 'client' && isChatter(text, row.line)) return [note(row, 'chatter')];
        speakers.set(label, speaker);
        if (speaker === 'client' && isVerb(verbOf(text.slice(0, 40)).verb)) authenticating = /^(?:AUTH|X-EXPS)\b/i.test(text);
        const column = row.full.length - written.length;
        const said = speaker === 'server' ? sayReply(row, text, column) : [sayAt(row, speaker, text, column)];
        if (speaker === 'server') hear(lastOf(said).text);
        else if (/^(?:DATA|BDAT)\b/i.test(text)) asks = 'data';
        else if (asks !== 'data' || text === '.') asks = 'command';
        return said;
      },
    };
  },
};

/** A line end that a program printed as it wrote it in its source. */
const LINE_END = /(?:\\r)?\\n$/;

function usual(label: string): Speaker {
  return label === 'S' || label === 'SERVER' || label === 'R' || label === 'RECEIVER' ? 'server' : 'client';
}
