import { itemAt, sure } from '../../text/at.ts';
import { isVerb, replyForm, verbOf } from '../protocol.ts';
import { type Dialect, type NoteRule, note, noteOf, say } from './dialect.ts';

const LINE = /^(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+(?:\[(\S{1,80})\](?: |$))?(?:([SC]): )?(.*)$/s;
const SIGN = /^(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+(?:\[\S{1,80}\] )?([SC]): (.*)$/s;

const NOTES: readonly NoteRule[] = [
  [/^INFO\s+(?:\[\S+\] )?Connection established to (?<host>[^\s:]+)/, 'connected'],
  [/^INFO\s+(?:\[\S+\] )?Connection from /, 'connected'],
  [/Connection upgraded with STARTTLS/, 'tls-started'],
  [/(?:wrong version number|SSL routines|ESOCKET.{0,200}TLS)/, 'tls-failed'],
  [/Server does not support STARTTLS|STARTTLS not supported/i, 'starttls-not-offered'],
  [/^INFO\s+(?:\[\S+\] )?Connection closed/, 'closed'],
  [/ECONNRESET/, 'reset'],
  [/ETIMEDOUT|Connection timeout|Greeting never received/, 'timeout'],
];

/**
 * nodemailer and its smtp-server with their own logger: `DEBUG [ID] S: 250-SIZE`, `DEBUG [ID] C: EHLO x`. The server's logger
 * writes no identifier, or one that begins with `#`, and its mark on the first line of a reply only. Mail data has the identifier
 * and no mark.
 */
export const nodemailer: Dialect = {
  name: 'nodemailer',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = SIGN.exec(text);
    if (found === null) return false;
    return found[1] === 'S' ? replyForm(itemAt(found, 2)) !== undefined : isVerb(verbOf(itemAt(found, 2).slice(0, 40)).verb);
  },
  reader() {
    let open = false;
    let data = false;
    let named: boolean | undefined;
    return {
      viewpoint: () => (named === false ? 'server' : 'client'),
      read(row) {
        const found = LINE.exec(row.text);
        if (found === null) {
          const form = open ? replyForm(row.text) : undefined;
          if (form === undefined) return undefined;
          open = form.separator === '-';
          return [say(row, 'server', row.text)];
        }
        const [, id, side, text] = found;
        const connection = id ?? '';
        if (side === undefined) {
          const more = open && id !== undefined ? replyForm(sure(text)) : undefined;
          if (more !== undefined) {
            open = more.separator === '-';
            return [say(row, 'server', sure(text), { connection })];
          }
          if (data && id !== undefined && row.text.startsWith('DEBUG')) {
            data = text !== '.';
            return [say(row, 'client', sure(text), { connection, data: true })];
          }
          return [noteOf(row, NOTES, connection) ?? note(row, 'chatter', undefined, connection)];
        }
        named ??= id !== undefined && !id.startsWith('#');
        const form = side === 'S' ? replyForm(sure(text)) : undefined;
        open = form?.separator === '-';
        data = form?.code === 354;
        return [say(row, side === 'S' ? 'server' : 'client', sure(text), { connection })];
      },
    };
  },
};
