import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Event, Piece, Speaker, Viewpoint } from '../model.ts';
import { replyForm } from '../protocol.ts';
import { type Dialect, note, say, sayAt, sayPieces, speakerOf } from './dialect.ts';
import { startsKeyword } from './tshark.ts';

/** Columns of a protocol log, where no `#Fields:` line tells them. */
const FIELDS = 'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context'.split(',');
/** The same with columns cut off in front, as pages and mails show it: at least a session or an endpoint tells it from other lists. */
const CUT =
  /^(?:(?:[^,"]{0,200},){0,2}[0-9A-F]{16},\d{1,9},(?:[\w.:[\]-]{0,60},){0,2}|(?:\d{1,9},)?(?:[\w.:[\]-]{0,60},)?[\w.:[\]-]{3,60}:\d{1,5},)[-+*<>],/;
/** What is said, as far as it tells itself. */
const SAID = String.raw`"?(?:[2-5]\d\d(?:[ -]|[,"]|$)|(?:EHLO|HELO|MAIL FROM|RCPT TO|STARTTLS|DATA|RSET|NOOP|QUIT|AUTH|BDAT|X-[A-Z]{4,16}|X{4,})\b)`;
/** Event and data alone: what is said must tell it. */
const BARE = new RegExp(`^[<>],${SAID}`);
/** A selection of columns without the event: behind a session with its sequence number, or behind both ends, stands what is said. */
const WITHOUT_EVENT = new RegExp(
  String.raw`^(?:[^,"]{0,200},){0,2}(?:[0-9A-F]{16},\d{1,9},(?:[\w.:[\]-]{0,60},){0,2}|(?:[0-9A-F]{16},)?(?:\d{1,9},)?(?:[\w.:[\]-]{3,60}:\d{1,5},){2})(?=${SAID})`,
);
/** A row between such rows. */
const BARE_EVENT = /^[-+*<>],/;
const ENTRY = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z,[^,]{0,200},[0-9A-F]{8,32},\d{1,9},/;

const EVENT = /^[-+*<>]$/;
const SESSION = /^[0-9A-F]{16}$/;

interface Field {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/**
 * Exchange's protocol logs since 2007, comma-separated: event `>` was sent and `<` received, by a server (SmtpReceive) or a client
 * (SmtpSend). The lines of an EHLO reply stand each in a row, or joined by blanks in one (`250  mx Hello [192.0.2.1] SIZE 1000 DSN`).
 */
export const exchange: Dialect = {
  name: 'Exchange protocol log',
  viewpoint: 'unknown',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) =>
    /^#Fields: date-time,connector-id,session-id,/.test(text) ||
    ENTRY.test(text) ||
    CUT.test(text) ||
    BARE.test(text) ||
    WITHOUT_EVENT.test(text),
  reader() {
    let names = FIELDS;
    const sides = new Map<string, Viewpoint>();
    return {
      viewpoint: (connection) => sides.get(connection) ?? 'unknown',
      read(row) {
        if (row.text.startsWith('#')) {
          if (row.text.startsWith('#Fields: ')) names = row.text.slice(9).trim().split(',');
          return [];
        }
        const whole = ENTRY.test(row.text);
        const before = WITHOUT_EVENT.exec(row.text)?.[0];
        if (!whole && !CUT.test(row.text) && !BARE_EVENT.test(row.text) && before === undefined) return undefined;
        const fields = fieldsOf(row);
        if (before !== undefined) return saidBy(row, fields, before.split(',').length - 1);
        // Of a row that begins in the middle, the columns are counted from its event.
        const cut = whole ? 0 : names.indexOf('event') - fields.findIndex(({ text }) => EVENT.test(text));
        const get = (name: string) => fields[names.indexOf(name) - cut];
        const connection = get('session-id')?.text ?? '';
        const time = get('date-time')?.text;
        const data = get('data');
        switch (get('event')?.text) {
          case '+':
            return [note(row, 'connected', undefined, connection)];
          case '-':
            return [note(row, 'closed', undefined, connection)];
          case '<':
          case '>':
            break;
          default:
            return [];
        }
        if (data === undefined) return [];
        const out = get('event')?.text === '>';
        if (!sides.has(connection)) {
          const speaker = speakerOf(data.text);
          if (speaker !== undefined) sides.set(connection, (speaker === 'server') === out ? 'server' : 'client');
        }
        const speaker: Speaker = out === (sides.get(connection) === 'server') ? 'server' : 'client';
        return lineOrLines(row, speaker, data, connection, time);
      },
    };
  },
};

/** A row that does not tell who said it: what is said does. */
function saidBy(row: Row, fields: readonly Field[], at: number): Event[] {
  const data = fields[at];
  const speaker = data && speakerOf(data.text);
  if (data === undefined || speaker === undefined) return [];
  const told = (form: RegExp) => fields.slice(0, at).find(({ text }) => form.test(text))?.text;
  return lineOrLines(row, speaker, data, told(SESSION) ?? '', told(/^\d{4}-\d\d-\d\dT/));
}

/** The fields of a row; a field in double quotes has its quotes doubled. */
function fieldsOf({ full, column, line }: Row): Field[] {
  const fields: Field[] = [];
  let at = column;
  while (at <= full.length) {
    const pieces: Piece[] = [];
    let text = '';
    const quoted = full[at] === '"';
    if (quoted) {
      at++;
      while (at < full.length) {
        const end = full.indexOf('"', at);
        const doubled = end >= 0 && full[end + 1] === '"';
        const to = end < 0 ? full.length : doubled ? end + 1 : end;
        pieces.push({ at: text.length, line, column: at, length: to - at });
        text += full.slice(at, to);
        at = end < 0 ? full.length : doubled ? end + 2 : end + 1;
        if (!doubled) break;
      }
    } else {
      const end = full.indexOf(',', at);
      const to = end < 0 ? full.length : end;
      text = full.slice(at, to);
      pieces.push({ at: 0, line, column: at, length: text.length });
      at = to;
    }
    fields.push({ text, pieces });
    const comma = full.indexOf(',', at);
    if (comma < 0) break;
    at = comma + 1;
  }
  return fields;
}

function lineOrLines(row: Row, speaker: Speaker, data: Field, connection: string, time: string | undefined): Event[] {
  const form = speaker === 'server' ? replyForm(data.text) : undefined;
  if (form?.code !== 250 || !form.text.startsWith(' ')) {
    return [{ ...sayPieces(row, speaker, data.text, data.pieces, { connection }), time }];
  }
  const origin = itemAt(data.pieces, 0).column;
  const starts = [0];
  for (const word of data.text.matchAll(/\S+/g)) if (word.index > form.textAt && startsKeyword(word[0])) starts.push(word.index);
  return starts.map((start, i) => {
    const text = data.text.slice(start, starts[i + 1] ?? data.text.length).trimEnd();
    const separator = i === starts.length - 1 ? ' ' : '-';
    const at = i === 0 ? form.textAt + 1 : start;
    const shown = i === 0 ? text.slice(form.textAt + 1) : text;
    return { ...sayAt(row, speaker, shown, origin + at, { connection, implied: { code: 250, separator } }), time };
  });
}

const IMS = /^(<<<|>>>) (?!IO: )(.*)$/s;

/** Exchange 5.5, Internet Mail Service: `<<< IO: |EHLO x`, then `<<< EHLO x` again; `<<<` came in, `>>>` went out. */
export const exchange55: Dialect = {
  name: 'Exchange 5.5 IMS log',
  viewpoint: 'server',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => /^<<< IO: \||^A connection was (?:accepted from|made to) |^>>> [2-5]\d\d[ -]|^<<< (?:EHLO|HELO) /.test(text),
  reader() {
    let serves: boolean | undefined;
    // Bare arrows are also what people write between lines, as they like: only its own words tell on which side the log was written.
    let itself = false;
    return {
      viewpoint: () => (itself ? (serves === false ? 'client' : 'server') : 'unknown'),
      read(row) {
        const connected = /^A connection was (accepted from|made to) (\S+?)\.?$/.exec(row.text);
        if (connected !== null) {
          itself = true;
          serves = connected[1] === 'accepted from';
          return [note(row, 'connected', serves ? undefined : connected[2])];
        }
        if (row.text.startsWith('<<< IO: ')) {
          itself = true;
          return [];
        }
        const found = IMS.exec(row.text);
        if (found === null) return undefined;
        const out = found[1] === '>>>';
        serves ??= (replyForm(itemAt(found, 2)) !== undefined) === out;
        return [say(row, out === serves ? 'server' : 'client', itemAt(found, 2))];
      },
    };
  },
};
