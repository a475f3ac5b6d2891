import type { Row } from '../front.ts';
import { isOtherProtocol, isPlainlySmtp, replyForm } from '../protocol.ts';
import { bare, bareReader } from './bare.ts';
import { type Dialect, type NoteRule, type Surroundings, speakerOf } from './dialect.ts';

/** A shell's prompt with a tool that speaks to a server by hand. */
const PROMPT = String.raw`^(?:\S*[$#%>]|\[[^\]]{1,60}\][$#]|[\w.@:~/ -]{1,60}[$#]|[A-Z]:\\[^>]*>) ?`;

const TERMINAL: readonly NoteRule[] = [
  [/^Connected to (?<host>\S+?)\.?$/, 'connected'],
  [/^Escape character is /, 'typed-by-hand'],
  [/^Connection closed by foreign host|^Connection to host lost/i, 'closed'],
  [/^(?:Connection reset by peer|.*Connection reset by peer)/, 'reset'],
  [/^Trying [\w.:]+/, 'chatter'],
  [new RegExp(`${PROMPT}telnet(?:\\.exe)? (?<host>\\S+)`), 'chatter'],
  [/^telnet(?:\.exe)? (?<host>\S+) \S+$/, 'chatter'],
];

/** telnet in a terminal. What is typed is echoed, or not; some clients send each key in a packet of its own. */
export const telnet = bare({
  name: 'telnet',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  opens: new RegExp(
    `^Trying [\\w.:]+\\.\\.\\.|^Escape character is |^telnet(?:\\.exe)? \\S+ (?:\\d+|smtp|submission)$|${PROMPT}telnet(?:\\.exe)? \\S+ \\S`,
  ),
  notes: TERMINAL,
});

/** nc, ncat and their like: telnet without its messages. */
export const netcat = bare({
  name: 'netcat',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  opens: new RegExp(`^Ncat: |^Connection to \\S+(?: \\([^)]*\\))? \\d+ port \\[|${PROMPT}(?:busybox )?(?:nc|ncat|netcat)(?:\\.exe)? \\S`),
  notes: [
    [/^Ncat: Connected to (?<host>[\w.]+):\d+/, 'connected'],
    [/^Connection to (?<host>\S+)(?: \([^)]*\))? \d+ port \[/, 'connected'],
    [/^Ncat: .*(?:reset by peer)/, 'reset'],
    [/^Ncat: .*(?:TIMEOUT|timed out)/i, 'timeout'],
    [/^Ncat: /, 'chatter'],
    [new RegExp(`${PROMPT}(?:busybox )?(?:nc|ncat|netcat)(?:\\.exe)? `), 'chatter'],
  ],
});

/** How far a stretch of bare lines is looked through for a line that proves that it is SMTP. */
const PROOF_LINES = 40;
/** Other lines that may stand between. */
const PROOF_GAP = 8;

/** Bare lines: pasted from anywhere. They begin a stretch only where SMTP is plainly spoken, and no other protocol is. */
export const raw: Dialect = {
  name: 'raw',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  sign: (text) => speakerOf(text) !== undefined,
  confirm: isProven,
  reader: (around) =>
    bareReader(around, {
      notes: [
        [/^Connection closed by foreign host|^Connection to host lost/i, 'closed'],
        [/^Script (?:started|done) on /, 'chatter'],
      ],
    }),
};

function isProven(row: Row, around: Surroundings): boolean {
  let gap = 0;
  for (let line = row.line; line < row.line + PROOF_LINES && gap <= PROOF_GAP; line++) {
    const next = around.row(line);
    if (next === undefined) break;
    if (isPlainlySmtp(next.text)) return true;
    if (isOtherProtocol(next.text)) return false;
    gap = replyForm(next.text) === undefined ? gap + 1 : 0;
  }
  return false;
}
