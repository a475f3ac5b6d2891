/** The SMTP commands that the engine lets through; it overwrites every other with `X`. */
import { type Fact, fact } from './fact.ts';

const SMTP = ['HELO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'NOOP', 'QUIT'];
const ESMTP = [...SMTP, 'AUTH', 'EHLO', 'ETRN', 'HELP', 'SAML', 'SEND', 'SOML', 'VRFY'];

/** `fixup protocol smtp`, PIX up to 6.x. */
export const FIXUP_COMMANDS: Fact<readonly string[]> = fact(SMTP, 'documented', ['KB Q295725']);

/** `inspect esmtp` without `allow-tls`. */
export const ESMTP_COMMANDS: Fact<readonly string[]> = fact(ESMTP, 'documented', ['TAC 117801']);

/** `inspect esmtp` with `allow-tls`: after STARTTLS the session is encrypted and no longer inspected. */
export const ESMTP_COMMANDS_WITH_TLS: Fact<readonly string[]> = fact([...ESMTP, 'STARTTLS'], 'documented', ['SEC', 'SYS']);

/** Keywords that are kept where their command is let through. */
export const KEPT_WITH_COMMAND: Fact<readonly string[]> = fact(
  ['STARTTLS'],
  'unverified',
  ['SEC'],
  '`allow-tls` lets the command through; that it keeps the keyword as well is taken for granted.',
);

/** Commands that the engine overwrites and that mail software is known to send. */
export const OVERWRITTEN_COMMANDS: Fact<readonly string[]> = fact(
  ['STARTTLS', 'BDAT', 'ATRN', 'ONEX', 'VERB', 'EXPN', 'TURN', 'XCLIENT', 'XFORWARD', 'XEXCH50', 'X-EXPS', 'X-LINK2STATE'],
  'documented',
  ['TAC 117801', 'TAC 214630'],
);

/** What becomes of a command whose keyword the guide lists as not supported. */
export const NOT_TOLD_BY_NAME: Fact<readonly string[]> = fact(
  ['BDAT'],
  'documented',
  ['CG90'],
  'CG90 lists CHUNKING as not supported; what becomes of BDAT itself is told by no source at hand.',
);

/** Commands that change nothing in a session: whatever answers them, what follows can be the same. */
export const WITHOUT_EFFECT: Fact<readonly string[]> = fact(['EXPN', 'HELP', 'NOOP', 'VRFY'], 'documented', ['RFC 5321']);
