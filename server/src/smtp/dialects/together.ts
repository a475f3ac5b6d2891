/**
 * A session on one line: the cell of a table, a chat, a form that keeps no line ends. `220 mx ESMTP EHLO x 250-mx 250 XXXXXXXA`. Where one says
 * something and the other goes on is told by the order of things: a reply goes on under its own code, and a command is answered.
 */
import { itemAt } from '../../text/at.ts';
import type { Row } from '../front.ts';
import type { Speaker, Utterance } from '../model.ts';
import { isCommand, isPlainlySmtp, MASKED_GREETING, MASKED_LINE, replyForm } from '../protocol.ts';
import type { Dialect } from './dialect.ts';
import { sayAt } from './dialect.ts';

/** Longer ones are no person's. */
const LONGEST = 8000;
/** A greeting, a command and its reply; fewer stand in one line of many a log. */
const FEWEST = 3;

const CODE = String.raw`[2-5][0-5]\d(?=[ -]\S)`;
const COMMAND = String.raw`(?:EHLO|HELO|LHLO) [\w.[\]:-]+|(?:MAIL FROM|RCPT TO) ?:|(?:STARTTLS|DATA|RSET|QUIT)\b|AUTH [A-Z][A-Z0-9-]+`;
/** What may be said, and what may stand between: blanks, line ends as a program or a page writes them, the signs of a table, arrows and labels. */
const BEGINS = new RegExp(String.raw`(?<=^|[\s>|;:"'\`(]|\\[rnt]|\[nl\])(?:(${CODE})|${COMMAND})`, 'gi');
const SEPARATOR = String.raw`(?:\s|\[nl\]|\\[rnt]|<\/?(?:br|code|div|li|p|pre|span|td|th|tr) ?\/?>|[|;⏎↵]|(?<=\s)(?:[CS]:|<[-=~*]{1,2}|<?[-=~]{1,2}>|[<>]{1,3}|\/))`;
const BEHIND = new RegExp(`^(?:${SEPARATOR}|["'])*`, 'i');
const SEPARATED = new RegExp(`${SEPARATOR}$`, 'i');
/** No longer than the longest separator with a blank before it. */
const TAIL = 12;
/** What is written so ends a line, whatever stands behind it. */
const WRITTEN_END = /(?:\\r)?\\n|\[nl\]|<br ?\/?>/i;
const CLOSED = /"[,;\])}]*$/;
const CLOSED_BEHIND_LINE_END = /(?<=\\[rn])["'`][,;\])}]*$/;
/** Quick, for most lines are none: a reply of a server that greets or is greeted, and another one behind it. */
const SIGN = /(?:^|[\s>|;:"'`(]|\\[rnt])2[25]0[ -]\S.*?(?:[\s>|;:"'`(]|\\[rnt]|\[nl\])(?:2[25]0|[345][0-5]\d)[ -]\S/;

interface Said {
  readonly speaker: Speaker;
  readonly from: number;
  readonly text: string;
}

/** What is said on the line, in order; undefined where it is none of these. */
function saidOn(line: string): readonly Said[] | undefined {
  if (line.length > LONGEST || !SIGN.test(line)) return undefined;
  const said: Said[] = [];
  let begun: { readonly speaker: Speaker; readonly from: number } | undefined;
  const end = (to: number) => {
    if (begun !== undefined) said.push(...answered({ ...begun, text: withoutEnd(line.slice(begun.from, to)) }));
  };
  for (const { index, 1: code } of line.matchAll(BEGINS)) {
    if (code === undefined ? !isSent(line, index, said, begun) : !isReplied(code, line, index, begun)) continue;
    end(index);
    begun = { speaker: code === undefined ? 'client' : 'server', from: index };
  }
  end(line.length);
  return said.length >= FEWEST && isSession(said) ? said : undefined;
}

/** A reply that goes on does so under its own code, and a number may stand in a text. */
function isReplied(
  code: string,
  line: string,
  index: number,
  begun: { readonly speaker: Speaker; readonly from: number } | undefined,
): boolean {
  if (begun === undefined || begun.speaker === 'client') return true;
  const open = line.charAt(begun.from + 3) === '-';
  if (open) return line.startsWith(code, begun.from);
  if (line.startsWith('334', begun.from)) return /^(?:235|334|5)/.test(code);
  // Of two replies one after the other, the first greets: the command between them was not copied.
  return line.startsWith('220', begun.from) && code === '250' && line.charAt(index + 3) === '-';
}

/** A command comes behind a whole reply. One word may be the keyword of a reply, or stand in its text: it must be answered, or be the last. */
function isSent(
  line: string,
  index: number,
  said: readonly Said[],
  begun: { readonly speaker: Speaker; readonly from: number } | undefined,
) {
  if (begun === undefined) return /^[EHL]/i.test(line.slice(index)) && said.length === 0;
  if (begun.speaker === 'client' || line.charAt(begun.from + 3) === '-' || index <= begun.from + 4) return false;
  const word = /^[a-z]+/i.exec(line.slice(index))?.[0] ?? '';
  if (!/^(?:STARTTLS|DATA|RSET|QUIT)$/i.test(word)) return true;
  const rest = line.slice(index + word.length);
  const blanks = BEHIND.exec(rest)?.[0].length ?? 0;
  return blanks === rest.length || replyForm(rest.slice(blanks)) !== undefined;
}

/** A challenge is one word; what stands behind it answers it, and may be a password. */
function answered(said: Said): readonly Said[] {
  const found = said.speaker === 'server' ? /^(334 \S+)\s\W*(?=\w)/.exec(said.text) : null;
  if (found === null) return [said];
  const at = found[0].length;
  return [
    { ...said, text: said.text.slice(0, itemAt(found, 1).length) },
    { speaker: 'client', from: said.from + at, text: said.text.slice(at) },
  ];
}

function withoutEnd(text: string): string {
  const end = text.search(WRITTEN_END);
  const said = withoutSeparators(end < 0 ? text : text.slice(0, end));
  const tail = said.slice(-TAIL);
  // A quote that was opened in front of the line, told by its fellow or by the line end of a program before it.
  const quote = said.split('"').length % 2 === 0 ? CLOSED.exec(tail) : CLOSED_BEHIND_LINE_END.exec(tail);
  return quote === null ? said : withoutSeparators(said.slice(0, said.length - quote[0].length));
}

function withoutSeparators(text: string): string {
  let end = text.length;
  for (let found = SEPARATED.exec(text.slice(-TAIL)); found !== null; found = SEPARATED.exec(text.slice(Math.max(0, end - TAIL), end)))
    end -= found[0].length;
  return text.slice(0, end);
}

/** A log quotes replies as well; a session has a client who greets, or a server who lists what it offers behind its own greeting. */
function isSession(said: readonly Said[]): boolean {
  const greets = said.some(({ speaker, text }) => speaker === 'client' && /^(?:EHLO|HELO|LHLO) /i.test(text));
  const replies = said.filter(({ speaker }) => speaker === 'server');
  const offers = replies.filter(({ text }) => text.startsWith('250')).length > 1 && replies[0]?.text.startsWith('220') === true;
  if (!(greets && replies.length > 1) && !offers) return false;
  return said.some(({ text }) => isPlainlySmtp(text) || isMasked(text) || isCommand(text));
}

function isMasked(text: string): boolean {
  const reply = replyForm(text);
  return reply !== undefined && (MASKED_LINE.test(reply.text) || MASKED_GREETING.test(reply.text));
}

/** What is said on a row that has a session, or much of one; undefined where it has none. */
export function utterancesTogether(row: Row): readonly Utterance[] | undefined {
  return saidOn(row.text)?.map(({ speaker, from, text }) => sayAt(row, speaker, text, row.column + from));
}

/** A session on one line, whatever stands around it. */
export const together: Dialect = {
  name: 'one line',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  patience: 12,
  sign: (text) => saidOn(text) !== undefined,
  reader: () => ({ read: utterancesTogether }),
};
