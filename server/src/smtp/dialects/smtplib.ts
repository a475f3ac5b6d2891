import { sure } from '../../text/at.ts';
import { type Dialect, type NoteRule, noteOf } from './dialect.ts';
import { sayQuoted } from './quoted.ts';

const REPLY = /^reply: b?(?=['"])/;
const SEND = /^send: b?(?=['"])/;
const NOTES: readonly NoteRule[] = [
  [/^connect: (?:to )?\('(?<host>[^']*)', /, 'connected'],
  [/(?:Connection reset by peer|Connection unexpectedly closed|SMTPServerDisconnected)/, 'reset'],
  [/STARTTLS extension not supported by server/, 'starttls-not-offered'],
  [/(?:ssl\.SSLError|WRONG_VERSION_NUMBER|SSLCertVerificationError)/, 'tls-failed'],
  [/(?:TimeoutError|socket\.timeout|timed out)/, 'timeout'],
];
/** smtplib prints a reply again as a whole, and the greeting a third time. */
const AGAIN = /^(?:reply: retcode \(|connect: |data: )/;

/** Python's smtplib with debug level 1, and 2, which adds the time: `reply: b'250-SIZE\r\n'`, `send: 'ehlo x\r\n'`. */
export const smtplib: Dialect = {
  name: 'smtplib',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => /^reply: b?['"][2-5]\d\d[ -]/.test(text) || /^send: b?['"]/.test(text) || /^connect: (?:to )?\('/.test(text),
  reader: () => ({
    read(row) {
      const speaker = REPLY.test(row.text) ? 'server' : SEND.test(row.text) ? 'client' : undefined;
      if (speaker !== undefined) {
        const mark = sure((speaker === 'server' ? REPLY : SEND).exec(row.text))[0];
        return sayQuoted(row, speaker, row.column + mark.length);
      }
      const told = noteOf(row, NOTES);
      if (told !== undefined) return [told];
      return AGAIN.test(row.text) ? [] : undefined;
    },
  }),
};
