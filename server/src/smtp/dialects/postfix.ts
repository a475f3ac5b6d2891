import { itemAt } from '../../text/at.ts';
import type { Viewpoint } from '../model.ts';
import { replyForm } from '../protocol.ts';
import { type Dialect, type NoteKind, note, say } from './dialect.ts';

const LINE =
  /^(?:\S+ )?[\w.-]{1,60}(?:\/[\w.-]{1,60}){0,2}\/(smtp|lmtp|smtpd|relay|submissions?)\[(\d{1,10})\]: ([<>]) (\S{1,300}): ?(.*)$/s;
const OTHER = /^(?:\S+ )?[\w.-]{1,60}(?:\/[\w.-]{1,60}){0,2}\/(?:smtpd?|lmtp)\[(\d{1,10})\]: (.*)$/s;
const NOTES: readonly (readonly [RegExp, NoteKind])[] = [
  [/^connect from /, 'connected'],
  [/^disconnect from /, 'closed'],
  [/TLS connection established/, 'tls-started'],
  [/^(?:SSL_(?:accept|connect) error|warning: TLS library problem)/, 'tls-failed'],
  [/TLS is required, but was not offered by host/, 'starttls-not-offered'],
  [/lost connection (?:with|after)/, 'reset'],
  [/(?:conversation with .{0,300} timed out|^timeout after )/, 'timeout'],
];

/**
 * Postfix with `debug_peer_list` or `-v`: `postfix/smtp[12195]: < mx[198.51.100.25]:25: 250-SIZE` is the client, and `<` the
 * server's line; `postfix/smtpd[9561]: > client[203.0.113.9]: 250-SIZE` is the server, and the arrows are the other way round.
 */
export const postfix: Dialect = {
  name: 'Postfix verbose log',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => LINE.test(text),
  reader() {
    const sides = new Map<string, Viewpoint>();
    return {
      viewpoint: (connection) => sides.get(connection) ?? 'unknown',
      read(row) {
        const found = LINE.exec(row.text);
        if (found !== null) {
          const [, service = '', connection = '', arrow, , text = ''] = found;
          const out = arrow === '>';
          // `master.cf` can give a service any name, so a first reply decides where the name does not.
          if (!sides.has(connection)) sides.set(connection, sideOf(service, out, text));
          const serves = sides.get(connection) === 'server';
          return [say(row, out === serves ? 'server' : 'client', text, { connection: connection })];
        }
        const other = OTHER.exec(row.text);
        if (other === null) return /^(?:\S+ )?[\w.-]{1,60}\/\w+\[\d+\]: /.test(row.text) ? [] : undefined;
        const rule = NOTES.find(([form]) => form.test(itemAt(other, 2)));
        return rule === undefined ? [] : [note(row, rule[1], undefined, other[1])];
      },
    };
  },
};

function sideOf(service: string, out: boolean, text: string): Viewpoint {
  if (service === 'smtpd') return 'server';
  if (service === 'smtp' || service === 'lmtp') return 'client';
  return (replyForm(text) !== undefined) === out ? 'server' : 'client';
}
