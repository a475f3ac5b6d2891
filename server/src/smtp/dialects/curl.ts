import { MAIL_PORTS } from '../../facts/inspections.ts';
import { marked } from './marked.ts';

const PORT = `(?:${MAIL_PORTS.value.join('|')})`;
/** curl connects to a mail server: what it says first, with the address. It speaks HTTP elsewhere. */
export const CONNECTS = String.raw`\s+(?:Trying \S+:${PORT}\.\.\.|Connected to \S+ \([^()\s]+\) port ${PORT}\b)`;

/** curl `-v`: `< 250-SIZE`, `> EHLO x`, `* ` for what curl has to say, `{` and `}` for octets inside TLS. */
export const curl = marked({
  name: 'curl',
  server: /^<(?: (.*))?$/s,
  client: /^>(?: (?!>)(.*))?$/s,
  opens: new RegExp(String.raw`^\*${CONNECTS}`),
  notes: [
    [/^\*\s+Connected to (?<host>\S+)/, 'connected'],
    [/^\* (?:SSL|TLS) connection using/, 'tls-started'],
    [/^\* STARTTLS not supported|^\* STARTTLS denied/, 'starttls-not-offered'],
    [/^\* .{0,200}(?:SSL|TLS).{0,200}(?:alert|error|wrong version number|handshake fail)/i, 'tls-failed'],
    [/^\* .*timed out/, 'timeout'],
    [/^\* .*(?:reset by peer|Connection died|Recv failure)/i, 'reset'],
    [/^\* (?:Closing connection|closing connection|shutting down connection)/i, 'closed'],
    [/^\* /, 'chatter'],
  ],
  chatter: /^[{}] \[\d+ bytes data\]/,
});
