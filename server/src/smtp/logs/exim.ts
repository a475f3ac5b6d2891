/** Exim's main log. */
import type { Fields, RecordKind } from './kind.ts';

const HOST = '(?:H=)?(?<host>[^\\s[\\]:]{1,255})? ?\\[(?<address>[^\\]\\s]{1,64})\\]';

function host({ host: name, address }: Fields): string | undefined {
  return name ? `${name} [${address}]` : address;
}

export const exim: readonly RecordKind[] = [
  {
    kind: 'exim-lost-after-data',
    triggers: ['SMTP timeout while connected to ', 'SMTP timeout after ', 'Remote host closed connection in response to '],
    pattern: new RegExp(
      '(?:SMTP timeout|Remote host closed connection)(?: while connected to (?:' +
        HOST +
        '))?,? (?:after|in response to) (?:sending )?(?:data block|end of data)',
    ),
    means: 'The message went out, the reply to its final dot never came. Exim sends it again, so the recipient may get it twice.',
    mark: 'documented',
    source: 'Exim, transports/smtp.c',
    apart: [],
    peer: host,
  },
  {
    kind: 'exim-tls-required',
    triggers: ['a TLS session is required'],
    pattern:
      /a TLS session is required(?: for (?<name>[^\s[\]]{1,255}) \[(?<address>[^\]\s]{1,64})\])?, but the server did not offer TLS support/,
    means: 'Exim was told to use TLS with this server, did not get it, and keeps the mail in its queue.',
    mark: 'documented',
    source: 'Exim, transports/smtp.c',
    apart: [],
    peer: ({ name, address }) => (address ? `${name} [${address}]` : undefined),
  },
  {
    kind: 'exim-masked-command',
    triggers: ['SMTP syntax error in "XXX'],
    pattern: new RegExp(`SMTP syntax error in "(?<shown>X{3,512})(?<argument> [^"]{0,200})?"(?: ${HOST})?`),
    means: 'A command reached this server as a run of X: a firewall between it and the client overwrote it.',
    mark: 'seen',
    source: 'captures of real sessions (Exim 4.96, log_selector +smtp_syntax_error)',
    apart: ['shown'],
    peer: host,
  },
];
