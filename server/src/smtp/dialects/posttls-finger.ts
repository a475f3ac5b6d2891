import { marked } from './marked.ts';

/** Postfix' posttls-finger: `posttls-finger: < 250-SIZE`, `posttls-finger: > EHLO x`. */
export const posttlsFinger = marked({
  name: 'posttls-finger',
  server: /^posttls-finger: <(?: (.*))?$/s,
  client: /^posttls-finger: >(?: (.*))?$/s,
  notes: [
    [/^posttls-finger: Connected to (?<host>[^[\s]+)/, 'connected'],
    [/^posttls-finger: \w+ TLS connection established/, 'tls-started'],
    [
      /^posttls-finger: .*(?:TLS is required, but was not offered|STARTTLS.{0,200}not offered|Server is not offering|does not support STARTTLS)/i,
      'starttls-not-offered',
    ],
    [/^posttls-finger: .*(?:SSL_connect error|TLS handshake failed|TLS library problem)/, 'tls-failed'],
    [/^posttls-finger: .*lost connection/, 'reset'],
    [/^posttls-finger: .*timed? ?out/, 'timeout'],
    [/^posttls-finger: /, 'chatter'],
  ],
  opens: /^posttls-finger: Connected to /,
});
