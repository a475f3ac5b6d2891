/** What each `match` of an ESMTP inspection map means to mail, in words of a mail administrator. */

interface Loss {
  /** Which mail it takes, the limit standing for `N`. */
  readonly mail: string;
  /** Whose mail that is in practice; '' when there is nothing to add. */
  readonly seen: string;
}

const LOSSES: Readonly<Record<string, Loss>> = {
  'body length': { mail: 'messages with a body of more than N bytes', seen: 'attachments' },
  'body line length': { mail: 'messages with a body line of more than N characters', seen: 'HTML mail and generated reports' },
  'cmd line length': { mail: 'sessions with a command line of more than N characters', seen: 'long AUTH tokens and ORCPT parameters' },
  'cmd RCPT count': { mail: 'messages to more than N recipients', seen: 'mailing lists and newsletters' },
  'cmd verb': { mail: 'sessions that use the commands it names', seen: '' },
  'ehlo-reply-parameter': { mail: 'sessions whose server offers the extensions it names', seen: '' },
  'header length': { mail: 'messages with a header of more than N bytes', seen: 'mail over many hops, signed mail' },
  'header line length': { mail: 'messages with a header line of more than N characters', seen: 'DKIM, ARC, References, long To lines' },
  'header to-fields count': { mail: 'messages with more than N To fields', seen: '' },
  'invalid-recipients count': { mail: 'sessions with more than N invalid recipients', seen: 'old mailing lists' },
  'mime filetype': { mail: 'messages with attachments of the types it names', seen: '' },
  'mime filename length': {
    mail: 'messages with an attachment name of more than N characters',
    seen: 'long names, encoded in other alphabets',
  },
  'mime encoding': { mail: 'messages in the encodings it names', seen: '' },
  'sender-address regex': { mail: 'messages from the senders it names', seen: '' },
  'sender-address length': { mail: 'messages from a sender address of more than N characters', seen: 'VERP, SRS and BATV addresses' },
  'mail-relay': { mail: 'messages to recipients outside the domain it names', seen: '' },
  'special-character': { mail: 'messages with a special character in an address', seen: '' },
};

/** `messages with a header line of more than 998 characters (DKIM, ARC, References, long To lines)`; undefined for a kind we do not know. */
export function lostMail(kind: string, limit: number | undefined, negated = false): string | undefined {
  const loss = LOSSES[kind];
  if (loss === undefined) return undefined;
  if (negated) return `everything except ${loss.mail.replace('N', String(limit))}`;
  return loss.mail.replace('N', String(limit)) + (loss.seen === '' ? '' : ` (${loss.seen})`);
}

const LOSING = new Set(['drop-connection', 'drop', 'reset', 'reset-drop']);

/** True for an action that ends the session or throws the message away. */
export function losesMail(action: string): boolean {
  return LOSING.has(action);
}
