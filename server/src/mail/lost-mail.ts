/** What each `match` of an ESMTP inspection map means to mail, in words of a mail administrator. */

import type { LimitInForce } from '../asa/settings.ts';
import { sure } from '../text/at.ts';

interface Loss {
  /** What the mail has that it takes, the limit standing for `N`. */
  readonly what: string;
  /** Whose mail that is in practice; '' when there is nothing to add. */
  readonly seen: string;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'body length': { what: 'a body of more than N bytes', seen: 'attachments' },
  'body line length': { what: 'body lines of more than N characters', seen: 'HTML mail and generated reports' },
  'cmd line length': { what: 'command lines of more than N characters', seen: 'long AUTH tokens and ORCPT parameters' },
  'cmd RCPT count': { what: 'more than N recipients', seen: 'mailing lists and newsletters' },
  'cmd verb': { what: 'the commands it names', seen: '' },
  'ehlo-reply-parameter': { what: 'the extensions it names', seen: '' },
  'header length': { what: 'a header of more than N bytes', seen: 'mail over many hops, signed mail' },
  'header line length': { what: 'header lines of more than N characters', seen: 'DKIM, ARC, References, long To lines' },
  'header to-fields count': { what: 'more than N To fields', seen: '' },
  'invalid-recipients count': { what: 'more than N invalid recipients', seen: 'old mailing lists' },
  'mime filetype': { what: 'attachments of the types it names', seen: '' },
  'mime filename length': { what: 'attachment names of more than N characters', seen: 'names encoded in other alphabets' },
  'mime encoding': { what: 'the encodings it names', seen: '' },
  'sender-address regex': { what: 'the senders it names', seen: '' },
  'sender-address length': { what: 'sender addresses of more than N characters', seen: 'VERP, SRS and BATV' },
  'mail-relay': { what: 'recipients outside the domain it names', seen: '' },
  'special-character': { what: 'a special character in an address', seen: '' },
};

/** `header lines of more than 998 characters`; undefined for a kind we do not know. */
export function whatIsLost(kind: string, limit: number | undefined): string | undefined {
  return LOSSES[kind]?.what.replace('N', String(limit));
}

/** `mail with header lines of more than 998 characters (DKIM, ARC, References, long To lines)`; undefined for a kind we do not know. */
export function lostMail(kind: string, limit: number | undefined, negated = false): string | undefined {
  const what = whatIsLost(kind, limit);
  if (what === undefined) return undefined;
  if (negated) return `all mail except that with ${what}`;
  const { seen } = sure(LOSSES[kind]);
  return `mail with ${what}${seen === '' ? '' : ` (${seen})`}`;
}

const LOSING = new Set(['drop-connection', 'drop', 'reset', 'reset-drop']);

/** True for an action that ends the session or throws the message away. */
export function losesMail(action: string): boolean {
  return LOSING.has(action);
}

/** Whether a match takes AUTH, the keyword of EHLO replies or the command: `match not cmd verb X` takes all commands but X. */
export function takesAuth({ kind, negated, values }: Pick<LimitInForce, 'kind' | 'negated' | 'values'>): boolean {
  if (values.length === 0 || (kind !== 'ehlo-reply-parameter' && kind !== 'cmd verb')) return false;
  return values.some((value) => value.toLowerCase() === 'auth') !== negated;
}
