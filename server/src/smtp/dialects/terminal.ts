import type { Row } from '../front.ts';
import { isOtherProtocol, isPlainlySmtp, MASKED_GREETING, replyForm } from '../protocol.ts';
import { bare, bareReader } from './bare.ts';
import { type Dialect, type NoteRule, type Surroundings, speakerOf } from './dialect.ts';

/** What stands bare can be anything, so a stretch ends where other text goes on. */
const PATIENCE = 12;

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
  patience: PATIENCE,
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
  patience: PATIENCE,
  opens: new RegExp(`^Ncat: |^Connection to \\S+(?: \\([^)]*\\))? \\d+ port \\[|${PROMPT}(?:busybox )?(?:nc|ncat|netcat)(?:\\.exe)? \\S`),
  notes: [
    [/^Ncat: Connected to (?<host>[\w.:%-]+):\d+/, 'connected'],
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
  patience: PATIENCE,
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
  if (around.plain(row.line) === undefined) return false;
  let gap = 0;
  let spoken = 0;
  let plain = false;
  let asterisks = false;
  for (let line = row.line; line < row.line + PROOF_LINES && gap <= PROOF_GAP; line++) {
    const next = around.row(line);
    if (next === undefined) break;
    const speaker = speakerOf(next.text);
    if (speaker !== undefined) spoken++;
    if (isAsterisks(next.text)) asterisks = true;
    else if (isPlainlySmtp(next.text)) {
      // One command by itself may be a word of prose or of a program.
      if (speaker === 'server' || spoken > 1) return true;
      plain = true;
    } else if (plain && spoken > 1) return true;
    if (isOtherProtocol(next.text) && (!asterisks || speaker === 'server')) return false;
    gap = speaker === undefined ? gap + 1 : 0;
  }
  return asterisks;
}

/** An FTP server can greet so as well: what follows decides, and where nothing follows, it is taken for a mail server's. */
function isAsterisks(text: string): boolean {
  const reply = replyForm(text);
  return reply?.code === 220 && MASKED_GREETING.test(reply.text);
}
