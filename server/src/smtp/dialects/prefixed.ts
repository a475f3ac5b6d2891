import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Utterance } from '../model.ts';
import { isPlainlySmtp, replyForm } from '../protocol.ts';
import { type Dialect, type Surroundings, sayAt, sayReply } from './dialect.ts';

const SERVER = /^(\S.{0,80}?[^\w-])([2-5]\d\d[ -].*)$/s;
const CLIENT = /^(\S.{0,80}?[^\w-])((?:EHLO|HELO|LHLO) \S+|MAIL FROM:.*|RCPT TO:.*|STARTTLS|QUIT|DATA|RSET)$/is;
/** How a server names itself in its own log: Axigen, hMailServer, Kerio. */
const OWN_LOG = /\bSMTP-IN\b|\bSMTPD\b|\{smtps\}/;
/** What a firewall made of a command, as its server got it. */
const OVERWRITTEN = /^(\S.{0,80}?[^\w-])(X{4,}(?: \S{1,255})?)$/s;
const PROOF_LINES = 10;

/** Numbers in a prefix (a time, a process) change from line to line; the rest of it stays. */
function shape(prefix: string): string {
  return prefix.replace(/\d+/g, '0').trimEnd();
}

function server(text: string): { prefix: string; text: string } | undefined {
  const found = SERVER.exec(text);
  // A quote in front or behind: a program's text, not a tool's output.
  return found === null || /['"`(]/.test(itemAt(found, 1).trimEnd().slice(-1)) || /['"`]\)[;,]?$/.test(text)
    ? undefined
    : { prefix: itemAt(found, 1), text: unquoted(itemAt(found, 1), itemAt(found, 2)) };
}

/** Without the quote that closes one of the prefix: `"RECEIVED: 250 ok"`. */
function unquoted(prefix: string, text: string): string {
  return text.endsWith('"') && prefix.split('"').length % 2 === 0 ? text.slice(0, -1) : text;
}

/** What the client says behind a prefix. */
function sayBehind(row: Row, prefix: string, text: string): Utterance {
  return sayAt(row, 'client', unquoted(prefix, text), row.column + prefix.length);
}

/**
 * Any other tool that puts the same words in front of all that one side says. Learned from the lines: a reply that is plainly
 * SMTP's, and a second one behind the same prefix; then a command behind another. It is the client's, but where it names a server.
 */
export const prefixed: Dialect = {
  name: 'prefixed lines',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  patience: 12,
  sign(text) {
    const found = server(text);
    return found !== undefined && isPlainlySmtp(found.text);
  },
  confirm: isRepeated,
  reader() {
    let theirs: string | undefined;
    let ours: string | undefined;
    let ourLine: RegExp | undefined;
    let data = false;
    let own = false;
    return {
      viewpoint: () => (own ? 'server' : 'client'),
      read(row) {
        const reply = server(row.text);
        own ||= reply !== undefined && OWN_LOG.test(reply.prefix);
        if (reply !== undefined && !data && (theirs === undefined || shape(reply.prefix) === theirs)) {
          theirs = shape(reply.prefix);
          data = reply.text.startsWith('354');
          return sayReply(row, reply.text, row.column + reply.prefix.length);
        }
        const command = CLIENT.exec(row.text) ?? (own ? OVERWRITTEN.exec(row.text) : null);
        if (command !== null && !data && (ours === undefined || shape(itemAt(command, 1)) === ours)) {
          ours = shape(itemAt(command, 1));
          ourLine = lineBehind(itemAt(command, 1));
          return [sayBehind(row, itemAt(command, 1), itemAt(command, 2))];
        }
        // Behind the client's own words stands whatever it says: mail data, a secret, a command that nobody knows.
        const behind = ours === theirs && !data ? null : (ourLine?.exec(row.text) ?? null);
        if (behind !== null) {
          const said = sayBehind(row, itemAt(behind, 1), behind[2] ?? '');
          if (said.text === '.') data = false;
          return [said];
        }
        // The tool does not print the message.
        if (reply !== undefined && shape(reply.prefix) === theirs) {
          data = false;
          return sayReply(row, reply.text, row.column + reply.prefix.length);
        }
        return undefined;
      },
    };
  },
};

/** A line that begins with these words, whatever numbers are in them. The blank at their end may be lost on an empty line. */
function lineBehind(prefix: string): RegExp {
  const words = prefix.trimEnd();
  const blanks = prefix.length - words.length;
  const form = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\d+/g, '\\d+');
  return new RegExp(`^(${form}(?:[ \\t]{${blanks}}|$))(.*)$`, 's');
}

function isRepeated(row: Row, around: Surroundings): boolean {
  const first = server(row.text);
  if (first === undefined) return false;
  for (let line = row.line + 1; line < row.line + PROOF_LINES; line++) {
    const next = server(around.row(line)?.text ?? '');
    if (next !== undefined && shape(next.prefix) === shape(first.prefix) && replyForm(next.text) !== undefined) return true;
  }
  return false;
}
