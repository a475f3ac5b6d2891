/** Postfix's mail log: what its SMTP client says about a server behind such a firewall. */
import type { Fields, RecordKind } from './kind.ts';

/** `mail.example.com[192.0.2.1]:25`; the port is not always printed. */
const HOST = '(?<host>[^\\s[\\]]{1,255})\\[(?<address>[^\\]\\s]{1,64})\\](?::(?<port>\\d+))?';

/** The same, or a name alone, as people quote it. */
const HOST_OR_NAME = `(?:${HOST}|(?<name>[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,9})(?![\\w.=[-]))`;

function host({ host: named, address, name }: Fields): string | undefined {
  return address ? `${named} [${address}]` : name;
}

export const postfix: readonly RecordKind[] = [
  {
    kind: 'postfix-pix-workarounds',
    triggers: ['enabling PIX '],
    pattern: new RegExp(
      `enabling PIX (?<=(?:\\b(?<id>[0-9A-Za-z]{6,20}): )?enabling PIX )(?:workarounds:\\s{0,9}(?<workarounds>[\\w ]{0,200}?)|<?(?:CRLF|CR><LF)>\\.<?(?:CRLF|CR><LF)> workaround)\\s{1,9}for\\s{1,9}${HOST}`,
    ),
    means:
      'Postfix saw a masked greeting and works around the firewall. `disable_esmtp` makes it say HELO, which costs TLS; `delay_dotcrlf` sends the final dot in a packet of its own.',
    mark: 'documented',
    source: 'Postfix, postconf(5) smtp_pix_workarounds',
    apart: ['workarounds'],
    peer: host,
  },
  {
    kind: 'postfix-delivered',
    triggers: ['status=sent'],
    pattern: new RegExp(`: to=<(?<=\\b(?<id>[0-9A-Za-z]{6,20}): to=<)[^>]{0,320}>.{0,400}? relay=${HOST}.{0,200}? status=sent`),
    means: 'The server took the mail.',
    mark: 'documented',
    source: 'Postfix, postlog',
    background: 'remembered',
    fate: 'delivered',
  },
  {
    kind: 'postfix-bounced',
    triggers: ['status=bounced'],
    pattern: new RegExp(`: to=<(?<=\\b(?<id>[0-9A-Za-z]{6,20}): to=<)[^>]{0,320}>.{0,400}? relay=${HOST}.{0,200}? status=bounced`),
    means: 'Postfix gave the mail to this recipient up, and returns it to its sender.',
    mark: 'documented',
    source: 'Postfix, postlog',
    background: 'remembered',
    fate: 'bounced',
    reasonFollows: true,
  },
  {
    kind: 'postfix-tls-required',
    triggers: ['TLS is required, but '],
    pattern: new RegExp(
      `TLS is required, but (?:was not offered by host|host (?=\\S+ refused to start TLS))\\s{0,9}${HOST_OR_NAME}(?: refused to start TLS: (?<reply>.*))?`,
    ),
    means: 'Postfix was told to use TLS with this server, did not get it, and keeps the mail in its queue.',
    mark: 'documented',
    source: 'Postfix, smtp_proto.c',
    apart: [],
    peer: host,
  },
  {
    kind: 'postfix-lost-after-data',
    triggers: ['while sending end of data'],
    pattern: new RegExp(
      `(?<how>lost connection|conversation) with\\s{1,9}${HOST_OR_NAME}(?: timed out)? while sending end of data(?: -- message may be sent more than once)?`,
    ),
    means: 'The message went out, the reply to its final dot never came. Postfix sends it again, so the recipient may get it twice.',
    mark: 'documented',
    source: 'Postfix, smtp_proto.c',
    apart: [],
    peer: host,
  },
  {
    kind: 'postfix-lost-in-message',
    triggers: ['while sending message body', 'while sending RCPT TO', 'while sending MAIL FROM'],
    pattern: new RegExp(
      `(?<how>lost connection|conversation) with\\s{1,9}${HOST}(?: timed out)? while sending (?<phase>message body|RCPT TO|MAIL FROM)`,
    ),
    means: 'The connection ended in the middle of a message. A limit of the inspection map does that; a network fault does it too.',
    mark: 'documented',
    source: 'Postfix, smtp_proto.c',
    apart: ['phase'],
    peer: host,
  },
];
