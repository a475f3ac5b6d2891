/** The words of RFC 5321 and its extensions, as far as they tell a protocol line from other text. */

/** What must follow a verb for a bare line to be a command and not a word of prose. */
type Shape = 'alone' | 'word' | 'argument' | 'either' | 'path';

const SHAPES: Readonly<Record<string, Shape>> = {
  EHLO: 'word',
  HELO: 'word',
  LHLO: 'word',
  MAIL: 'path',
  RCPT: 'path',
  SEND: 'path',
  SOML: 'path',
  SAML: 'path',
  DATA: 'alone',
  RSET: 'alone',
  QUIT: 'alone',
  STARTTLS: 'alone',
  TURN: 'alone',
  ONEX: 'alone',
  VERB: 'either',
  NOOP: 'either',
  HELP: 'either',
  VRFY: 'argument',
  EXPN: 'argument',
  ETRN: 'argument',
  ATRN: 'either',
  AUTH: 'argument',
  BDAT: 'argument',
  BURL: 'argument',
  XCLIENT: 'argument',
  XFORWARD: 'argument',
  XEXCH50: 'argument',
  XSHADOW: 'argument',
  XPROXYTO: 'argument',
  'X-EXPS': 'argument',
  'X-ANONYMOUSTLS': 'alone',
  'X-LINK2STATE': 'argument',
};

/** Keywords of EHLO replies that servers use today; a reply that has one of them is an EHLO reply. Not the list of what a firewall lets through. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `8BITMIME ATRN AUTH BINARYMIME BURL CHECKPOINT CHUNKING DELIVERBY DSN ENHANCEDSTATUSCODES ETRN EXPN FUTURERELEASE HELP LIMITS MT-PRIORITY
  MTRK NO-SOLICITING ONEX PIPECONNECT PIPELINING PRDR REQUIRETLS RRVS SIZE SMTPUTF8 STARTTLS SUBMITTER TURN UTF8SMTP VERB VRFY
  X-ANONYMOUSTLS X-EXPS X-LINK2STATE XCLIENT XEXCH50 XEXDATA XFORWARD XRDST XSHADOW XVERP XSECURITY XADR XONE`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** A line of the form that replies have: three digits, then a hyphen, a blank or nothing. */
export interface ReplyForm {
  readonly code: number;
  readonly separator: string;
  readonly text: string;
  readonly textAt: number;
}

const MASKED_CONTINUATION = /^220\*[*20 \t]*\*[*20 \t]*$/;

/**
 * Reads `250-SIZE 1000`; undefined for anything else. RFC 5321 4.2: codes 2xx to 5xx with a second digit of 0 to 5. By hand, for each line
 * of each transcript comes here several times.
 */
export function replyForm(text: string): ReplyForm | undefined {
  const first = text.charCodeAt(0) - ZERO;
  const second = text.charCodeAt(1) - ZERO;
  const third = text.charCodeAt(2) - ZERO;
  if (!(first >= 2 && first <= 5 && second >= 0 && second <= 5 && third >= 0 && third <= 9)) return undefined;
  const code = 100 * first + 10 * second + third;
  if (text.length === 3) return { code, separator: '', text: '', textAt: 3 };
  const separator = text.charAt(3);
  if (separator === ' ' || separator === '-') return { code, separator, text: text.slice(4), textAt: 4 };
  // A continuation line of a greeting whose hyphen was overwritten with the rest of it.
  return code === 220 && MASKED_CONTINUATION.test(text) ? { code, separator: '-', text: text.slice(3), textAt: 3 } : undefined;
}

/** The code of the digit 0. */
const ZERO = 48;

/** RFC 3463: class, subject and detail. */
const ENHANCED = /^#?(([2-5])\.\d{1,3}\.\d{1,3})\b/;

/** The enhanced status code at the beginning of a reply's text: its class is that of the reply's code. */
export function enhancedIn(code: number, text: string): string | undefined {
  const found = ENHANCED.exec(text);
  return found !== null && Number(found[2]) === Math.trunc(code / 100) ? found[1] : undefined;
}

/** The first word in upper case, and where what follows it begins. */
export function verbOf(text: string): { verb: string; argumentAt: number } {
  let end = 0;
  while (end < text.length && text.charCodeAt(end) > 32) end++;
  let at = end;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return { verb: text.slice(0, end).toUpperCase(), argumentAt: at };
}

/** True for a line that is a command by its own form: a known verb with what must follow it. */
export function isCommand(text: string): boolean {
  // The longest verb has 14 characters; what is longer than a word and has none of them ends here at once.
  const { verb, argumentAt } = verbOf(text.length > 80 ? text.slice(0, 80) : text);
  if (!Object.hasOwn(SHAPES, verb)) return false;
  const argument = text.slice(argumentAt, argumentAt + 80).trimEnd();
  switch (SHAPES[verb]) {
    case 'alone':
      return argument === '';
    case 'word':
      // One blank and a domain or an address literal: source code and prose have these words too.
      return argumentAt === verb.length + 1 && /^[\w.[\]:-]+$/.test(argument);
    case 'argument':
      return argument !== '';
    case 'path':
      return /^(?:FROM|TO)\s*:/i.test(argument);
    default:
      return true;
  }
}

/** True for a known verb, whatever follows it: enough where a tool itself says that the client spoke. */
export function isVerb(word: string): boolean {
  return Object.hasOwn(SHAPES, word.toUpperCase());
}

/** True for a keyword of an EHLO reply that is in use; upper or lower case. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word.toUpperCase());
}

/** The form that a firewall gives to a line of an EHLO reply: X's that may end in a running letter. */
export const MASKED_LINE = /^X+[A-Z]?\s*$/;

/** The form that a firewall gives to a greeting: asterisks, with 2 and 0 left standing. */
export const MASKED_GREETING = /^(?=[*20 \t]*\*{2})[*20 \t]*$/;

/** True where the text alone says that SMTP is spoken, so that a session may begin with nothing else to prove it. */
export function isPlainlySmtp(text: string): boolean {
  const reply = replyForm(text);
  if (reply === undefined) {
    const { verb, argumentAt } = verbOf(text.slice(0, 80));
    if (!isCommand(text)) return false;
    if (verb === 'HELO') return /[.[]/.test(text.slice(argumentAt));
    return verb === 'EHLO' || verb === 'LHLO' || ((verb === 'MAIL' || verb === 'RCPT') && text.includes('<'));
  }
  if (reply.code === 220) return /\bE?SMTP\b|\bLMTP\b|\bE?SMTPD?\b/i.test(reply.text) || MASKED_GREETING.test(reply.text);
  if (reply.code === 250 && reply.separator === '-')
    return isKeyword(/^[\w-]*/.exec(reply.text)?.[0] ?? '') || /^X+[A-Z]\s*$/.test(reply.text);
  return enhancedIn(reply.code, reply.text) !== undefined;
}

const OTHER_CODES: ReadonlySet<number> = new Set([
  200, 201, 202, 215, 222, 223, 224, 225, 226, 227, 229, 230, 231, 232, 240, 257, 331, 332, 335, 340, 350, 411, 412,
]);
const OTHER_VERBS = /^(?:USER|PASS|CWD|PWD|PASV|PORT|EPSV|EPRT|RETR|STOR|LIST|NLST|SYST|FEAT|TYPE|GROUP|ARTICLE|XOVER|CAPABILITIES)\b/i;

/** True for a line that FTP or NNTP speaks and SMTP does not; both greet with 200 or 220 as well. */
export function isOtherProtocol(text: string): boolean {
  const reply = replyForm(text);
  // vsftpd says what is wrong with itself behind an SMTP code.
  return reply === undefined ? OTHER_VERBS.test(text) : OTHER_CODES.has(reply.code) || reply.text.startsWith('OOPS: ');
}
