import { type Dialect, type NoteRule, noteOf } from './dialect.ts';
import { sayQuoted } from './quoted.ts';

const NOTES: readonly NoteRule[] = [
  [/^Connection opened: (?<host>[^:\s]+)/, 'connected'],
  [/^TLS connection started/, 'tls-started'],
  [/STARTTLS is not supported on this server/, 'starttls-not-offered'],
  [/SSL_connect/, 'tls-failed'],
  [/(?:Net::ReadTimeout|Net::OpenTimeout)/, 'timeout'],
  [/(?:EOFError|ECONNRESET)/, 'reset'],
  [/^(?:Conn close|writing message from|wrote \d+ bytes)/, 'chatter'],
];

/** Ruby's Net::SMTP: `-> "250-SIZE\r\n"` is the server, `<- "EHLO x\r\n"` the client: swaks' arrows the other way round, told apart by the quotes. */
export const ruby: Dialect = {
  name: 'Ruby Net::SMTP',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => /^(?:->|<-) "/.test(text) || /^Connection opened: \S+:\d+$/.test(text),
  reader: () => ({
    read(row) {
      if (/^(?:->|<-) "/.test(row.text)) return sayQuoted(row, row.text.startsWith('->') ? 'server' : 'client', row.column + 3);
      const told = noteOf(row, NOTES);
      return told === undefined ? undefined : [told];
    },
  }),
};
