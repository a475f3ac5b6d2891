import { marked } from './marked.ts';

/**
 * PHPMailer with SMTPDebug: `SERVER -> CLIENT: 250-mx`, `CLIENT -> SERVER: EHLO x`, the mark on the first line of a reply
 * only. Up to 5.1: `SMTP -> FROM SERVER: 250-mx`.
 */
export const phpMailer = marked({
  name: 'PHPMailer',
  server: /^(?:SERVER -> CLIENT|SMTP -> FROM SERVER): ?(.*?)(?:<br ?\/?>)?$/s,
  client: /^CLIENT -> SERVER:(?: (.*))?$/s,
  // Some who log it mark the lines that go on with an arrow.
  continued: /^(?:↪\s*)?([2-5]\d\d[ -].*)$/s,
  notes: [
    [/^Connection: opening to (?<host>[^:,\s]+)/, 'connected'],
    [/^Connection: closed/, 'closed'],
    [/^SMTP NOTICE: EOF caught/, 'reset'],
    [/^SMTP (?:ERROR|Error|NOTICE|INBOUND|OUTBOUND|-> ERROR): ?/, 'chatter'],
    [/^Connection: /, 'chatter'],
  ],
  opens: /^Connection: opening to \S+:\d+/,
});
