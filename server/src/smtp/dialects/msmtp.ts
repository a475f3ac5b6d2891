import { marked } from './marked.ts';

/** msmtp `--debug`: `<-- 250-SIZE`, `--> EHLO x`, after its settings as `key = value`. */
export const msmtp = marked({
  name: 'msmtp',
  server: /^<--(?: (.*))?$/s,
  client: /^-->(?: (.*))?$/s,
  notes: [
    [/^host = (?<host>\S+)$/, 'connected'],
    [/^msmtp: the server does not support TLS via the STARTTLS command/, 'starttls-not-offered'],
    [/^TLS certificate information:/, 'tls-started'],
    [/^msmtp: TLS handshake failed/, 'tls-failed'],
    [/^msmtp: .*timed? ?out/i, 'timeout'],
    [/^msmtp: .*(?:reset by peer|connection closed|unexpected EOF|the server sent an empty reply)/i, 'reset'],
    [/^msmtp: /, 'chatter'],
  ],
});
