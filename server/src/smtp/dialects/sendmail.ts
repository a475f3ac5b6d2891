import type { Row } from '../front.ts';
import type { Viewpoint } from '../model.ts';
import { replyForm } from '../protocol.ts';
import { type Dialect, fits, note, type Surroundings, say } from './dialect.ts';
import { marked } from './marked.ts';

/** `sendmail -v` and mailx `-v`: the client's lines behind `>>>`, the server's bare; over SMTP with VERB each behind `050`. */
export const sendmail: Dialect = {
  ...marked({
    name: 'sendmail -v',
    server: /^050[ -]([2-5]\d\d(?:[ -].*)?)$/s,
    client: /^(?:050[ -])?>>>(?: (.*))?$/s,
    bare: 'server',
    opens: /^(?:050[ -])?\S+\.\.\. Connecting to \S+ (?:port \d+ )?via /,
    notes: [
      [/^(?:050[ -])?\S+\.\.\. Connecting to (?<host>\S+?)\.? (?:port \d+ )?via /, 'connected'],
      [/^(?:050[ -])?\S+\.\.\. Deferred: Connection reset/, 'reset'],
      [/^(?:050[ -])?\S+\.\.\. Deferred: .*timed out/, 'timeout'],
      [/^(?:050[ -])?(?:\S+\.\.\. |Closing connection to )/, 'chatter'],
    ],
  }),
  adopts: true,
  confirm: (row, around) => !isBounce(row, around),
};

const BOUNCE_ROWS = 5;

function isBounce(row: Row, around: Surroundings): boolean {
  for (let line = row.line; line < row.line + BOUNCE_ROWS; line++) {
    const next = around.row(line)?.text ?? '';
    if (next.startsWith('<<<')) return true;
    if (replyForm(next) !== undefined) return false;
  }
  return false;
}

/** A delivery report's transcript: `... while talking to mx.example.com.:`, `>>> RCPT To:<a>`, `<<< 550 no`. Bare replies are what sendmail makes of it. */
export const bounce: Dialect = {
  ...marked({
    name: 'bounce',
    server: /^<<<(?: (.*))?$/s,
    client: /^>>>(?: (.*))?$/s,
    opens: /^(?:\.\.\. )?[Ww]hile talking to \S+:$/,
    notes: [[/^(?:\.\.\. )?[Ww]hile talking to (?<host>\S+?)\.?:$/, 'connected']],
    chatter: /^[2-5]\d\d(?: [2-5]\.\d+\.\d+)? /,
  }),
  confirm: (row, around) => !row.text.startsWith('>>>') || isBounce(row, around),
};

const TRAFFIC = /^(\d{1,10}) (<<<|>>>|===)(?: (.*))?$/s;

/** `sendmail -X`: all traffic with the process number, `<<<` in and `>>>` out, for its client and its server, and the message it was handed. */
export const sendmailTraffic: Dialect = {
  name: 'sendmail -X',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign(text) {
    const found = TRAFFIC.exec(text);
    return (
      found !== null &&
      (found[2] === '===' ? /^(?:CONNECT|EXEC)/.test(found[3] ?? '') : fits('server', found[3] ?? '') || fits('client', found[3] ?? ''))
    );
  },
  reader() {
    const sides = new Map<string, Viewpoint>();
    return {
      viewpoint: (connection) => sides.get(connection) ?? 'unknown',
      read(row) {
        const found = TRAFFIC.exec(row.text);
        if (found === null) return undefined;
        const [, connection = '', mark, text = ''] = found;
        if (mark === '===') {
          if (!text.startsWith('CONNECT')) return [];
          sides.set(connection, 'client');
          return [note(row, 'connected', /^CONNECT (\S+?)\.?$/.exec(text)?.[1], connection)];
        }
        const out = mark === '>>>';
        if (!sides.has(connection)) {
          // What comes in before anything tells the side is the message on standard input.
          if (replyForm(text) === undefined && !fits('client', text)) return [];
          sides.set(connection, (replyForm(text) !== undefined) === out ? 'server' : 'client');
        }
        const serves = sides.get(connection) === 'server';
        return [say(row, out === serves ? 'server' : 'client', text, { connection: connection })];
      },
    };
  },
};
