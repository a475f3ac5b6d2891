import { itemAt, sure } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Event, Speaker } from '../model.ts';
import { isVerb, replyForm } from '../protocol.ts';
import { type Dialect, sayPieces } from './dialect.ts';

/**
 * The columns up to what was said, in the order in which IIS writes them: address, who (a client by the name it gives, or that this server was the
 * client), service, computer, own address and port, command, stem, text. IIS leaves columns out that nobody asked for: those in brackets here.
 */
const ENTRY =
  /^([\da-fA-F.:]{2,45}) (?:(\S{1,255}) )?SMTPSVC\d{1,3} (?:\S{1,64} )?(?:(?:-|[\da-fA-F.:]{2,45}) )?(?:\d{1,5} )?([A-Za-z-]{1,12}) (?:- )?(\S{1,1000})(?: (\d{1,3})(?= |$))?/;
const RESPONSE = 'OutboundConnectionResponse';
const OUTBOUND = /^OutboundConnection(?:Command|Response)$/;

/**
 * The SMTP service of IIS, in the W3C's extended format: as a client each command and the first line of each reply, with `+` for blanks; as a server each
 * command, and of the reply its code alone.
 */
export const iis: Dialect = {
  name: 'IIS SMTP log',
  viewpoint: 'server',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => eventsOf({ line: 0, full: text, start: 0, text, column: 0, indent: '', margin: 0, time: undefined }).length > 0,
  reader() {
    const clients = new Set<string>();
    return {
      viewpoint: (connection) => (clients.has(connection) ? 'client' : 'server'),
      read(row) {
        if (row.text.startsWith('#')) return [];
        const found = ENTRY.exec(row.text);
        if (found === null) return undefined;
        if (OUTBOUND.test(found[2] ?? '')) clients.add(itemAt(found, 1));
        return eventsOf(row);
      },
    };
  },
};

function eventsOf(row: Row): Event[] {
  const found = ENTRY.exec(row.text);
  if (found === null) return [];
  const [entry, connection, who = '', verb = '', said = '', code] = found;
  const behind = row.column + sure(entry).length - (code === undefined ? 0 : code.length + 1);
  const from = behind - said.length;
  const speak = (speaker: Speaker, parts: readonly (readonly [text: string, column: number])[]): Event => {
    let at = 0;
    const pieces = parts.map(([text, column]) => {
      const piece = { at, line: row.line, column, length: text.length };
      at += text.length;
      return piece;
    });
    return sayPieces(row, speaker, parts.map(([text]) => text).join(''), pieces, { connection: sure(connection) });
  };
  const text = said.replaceAll('+', ' ');
  if (who === RESPONSE) return replyForm(text) === undefined ? [] : [speak('server', [[text, from]])];
  if (!isVerb(verb.toUpperCase()) && !/^X{4,}$/.test(verb)) return [];
  const verbAt = row.column + row.text.lastIndexOf(` ${verb} `, from - row.column) + 1;
  const argument = said === '-' ? '' : text.replace(/^ /, '');
  const written: (readonly [string, number])[] = [[argument === '' ? verb : `${verb} `, verbAt]];
  if (argument !== '') written.push([argument, behind - argument.length]);
  const command = speak('client', written);
  // Of QUIT it writes 240, whatever was answered.
  if (OUTBOUND.test(who) || code === undefined || !/^[2-5]\d\d$/.test(code) || verb === 'QUIT') return [command];
  return [command, speak('server', [[code, behind + 1]])];
}
