import { bare } from './bare.ts';

/** JavaMail and Jakarta Mail with `mail.debug`: the session bare, between `DEBUG SMTP:` lines. */
export const javaMail = bare({
  name: 'JavaMail',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  opens: /^DEBUG(?: SMTPS?)?: /,
  notes: [
    [/^DEBUG SMTPS?: trying to connect to host "(?<host>[^"]+)"/, 'connected'],
    [/^DEBUG SMTPS?: STARTTLS required but not supported/, 'starttls-not-offered'],
    [/^(?:javax|jakarta)\.mail\.MessagingException: Could not convert socket to TLS/, 'tls-failed'],
    [/^DEBUG SMTPS?: EOF/, 'reset'],
    [/^DEBUG(?: SMTPS?)?: /, 'chatter'],
    [/^(?:Exception in thread|Caused by:|(?:javax|jakarta)\.mail\.)/, 'chatter'],
  ],
  chatter: /^at [\w.$]+\(/,
});
