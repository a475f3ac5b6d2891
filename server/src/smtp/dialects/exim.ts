import { marked } from './marked.ts';

/**
 * Exim as a client, `-v` or `-d`: `SMTP<< 250-mx` with the further lines of the reply indented below it, `SMTP>> EHLO x`;
 * `SMTP|>` waits in the buffer, `SMTP+>` has more coming. With `-d` a time and a process number can stand in front. As a server it marks
 * what comes in, the client's commands, with `<<`, and its replies with `>>`, `>|` where they wait.
 */
export const exim = marked({
  name: 'Exim',
  turned: 'server',
  server: /^(?:\d{1,7} +)?SMTP<<(?: (.*))?$/s,
  client: /^(?:\d{1,7} +)?SMTP(?:>>|>\||\|>|\+>|~>)(?: (?!\(writing message\))(.*))?$/s,
  opens: /^(?:\d{1,7} +)?Connecting to \S+ \[[\w.:]+\]:\d+/,
  continued: /^(?:\d{1,7} {2,})?([2-5]\d\d[ -].*)$/s,
  notes: [
    [/^(?:\d{1,7} +)?Connecting to (?<host>\S+)/, 'connected'],
    [/^(?:\d{1,7} +)?SMTP\((?:Connection reset by peer|reset)\)<</, 'reset'],
    [/^(?:\d{1,7} +)?SMTP\((?:closed|close|shutdown)\)(?:<<|>>)/, 'closed'],
    [/^(?:\d{1,7} +)?SMTP\([^()]{0,100}(?:timed out|timeout)[^()]{0,100}\)<</i, 'timeout'],
    [/a TLS session is required.{0,200}did not offer TLS/, 'starttls-not-offered'],
    [/TLS (?:error|session: \(gnutls_handshake\)|session: \(SSL_connect\))/, 'tls-failed'],
  ],
  chatter: /^(?:\d{1,7} +)?(?:SMTP>> \(writing message\)|cmdlog: |cmd buf flush |read response data: )/,
});
