import { marked } from './marked.ts';

/** s-nail and mailx: one arrow for both sides, `s-nail: >>> SERVER: 250 mx`, `s-nail: >>> HELO x`. */
export const sNail = marked({
  name: 's-nail',
  server: /^(?:s-nail|mailx|nail|mail): >>> SERVER: ?(.*)$/s,
  client: /^(?:s-nail|mailx|nail|mail): >>>(?: (?!SERVER:)(.*))?$/s,
  notes: [
    [/^s-nail: Connecting to (?<host>\S+)/, 'connected'],
    [/^s-nail: .{0,200}(?:STARTTLS|TLS).{0,200}(?:not supported|not offered|no support)/i, 'starttls-not-offered'],
    [/^s-nail: /, 'chatter'],
  ],
});
