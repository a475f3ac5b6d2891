import { marked } from './marked.ts';

/**
 * swaks: `<-  250-SIZE`, ` -> EHLO x`; `~` in the arrow: inside TLS; `*` in the arrow: not what swaks expected. `===`
 * informs, `***` tells of an error. With `--no-hints` the session's lines stand bare between them.
 */
export const swaks = marked({
  name: 'swaks',
  tls: 'marked',
  server: /^<(?:-|=(?= {1,2}[2-5]\d\d(?:[ -]|$))|\*\*|(?<tls>~\*?))(?: {1,2}(?!")(.*))?$/s,
  client: /^(?:-|=(?=> [A-Za-z]{4,12}(?: |$))|\*\*|(?<tls>\*?~))>(?: (?!")(.*))?$/s,
  notes: [
    [/^=== Connected to (?<host>.+?)\.?$/, 'connected'],
    [/^=== TLS started/, 'tls-started'],
    [/^\*\*\* TLS startup failed/, 'tls-failed'],
    [/^\*\*\* .*did not advertise STARTTLS/, 'starttls-not-offered'],
    [/^=== Connection closed/, 'closed'],
    [/^\*\*\* Remote host closed connection/, 'reset'],
    [/^\*\*\* .*time(?:d )?out/i, 'timeout'],
    [/^(?:===|\*\*\*) /, 'chatter'],
  ],
  opens: /^=== (?:Trying|Connected to) /,
  bare: 'unless-marked',
});
