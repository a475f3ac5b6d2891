import { itemAt } from '../../text/at.ts';
import { replyForm } from '../protocol.ts';
import { type Dialect, sayAt, speakerOf } from './dialect.ts';

/** Direction, message, socket, address, command; then what the client said, and the first line of the reply, either of which can be empty. */
const ENTRY = /^(SMTP-(?:IN|OU|OUT))\t[^\t]{0,100}\t(\d{0,12})\t[^\t]{0,60}\t[^\t]{0,40}\t([^\t]{0,2000})\t([^\t]{0,2000})(?=\t|$)/;

/**
 * MailEnable's activity log, tab-separated: `SMTP-IN` is its server, `SMTP-OU` its client. A line has a command and the first line of its reply.
 */
export const mailEnable: Dialect = {
  name: 'MailEnable activity log',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = ENTRY.exec(text);
    return found !== null && (speakerOf(itemAt(found, 3)) !== undefined || replyForm(itemAt(found, 4)) !== undefined);
  },
  reader() {
    const servers = new Set<string>();
    return {
      viewpoint: (connection) => (servers.has(connection) ? 'server' : 'client'),
      read(row) {
        const found = ENTRY.exec(row.text);
        if (found === null) return undefined;
        const [entry, direction = '', socket = '', said = '', reply = ''] = found;
        const connection = `${direction} ${socket}`;
        if (direction === 'SMTP-IN') servers.add(connection);
        const replyAt = row.column + entry.length - reply.length;
        return [
          ...(said === '' ? [] : [sayAt(row, 'client', said, replyAt - 1 - said.length, { connection })]),
          ...(replyForm(reply) === undefined ? [] : [sayAt(row, 'server', reply, replyAt, { connection })]),
        ];
      },
    };
  },
};
