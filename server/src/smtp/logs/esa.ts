/**
 * `mail_logs` of a Cisco Email Security Appliance (IronPort): the English lines, and those that Cisco's Dutch translation of TAC 117801 prints.
 * ICID names an incoming connection, DCID a delivery, MID a message.
 */
import { sure } from '../../text/at.ts';
import type { Fields, RecordKind } from './kind.ts';

const TAC = 'Cisco TAC document 117801';
const ABORTED = 'Cisco TAC document 118295, "Receiving aborted" and "Receiving aborted by sender"';
/** The documents print `XXX` and `xxxxxx` where a number stood. */
const ID = '(?:\\d{1,20}|XXX|x{3,9})';

export const esa: readonly RecordKind[] = [
  {
    kind: 'esa-new-connection',
    triggers: ['New SMTP ICID '],
    pattern: /New SMTP ICID (?<icid>\d+) interface .{0,200}? address (?<address>[0-9A-Fa-f.:]+)/,
    means: 'A client connected.',
    mark: 'seen',
    source: ABORTED,
    background: 'remembered',
  },
  {
    kind: 'esa-message-start',
    triggers: ['Start MID '],
    pattern: /Start MID (?<mid>\d+) ICID (?<icid>\d+)/,
    means: 'A message begins on an incoming connection.',
    mark: 'seen',
    source: ABORTED,
    background: 'remembered',
  },
  {
    kind: 'esa-message-aborted',
    triggers: ['Message aborted MID ', ' aborted: Receiving aborted', 'Bericht afgebroken MID '],
    pattern: new RegExp(
      `(?:Message aborted MID (?<mid>${ID})(?: Receiving aborted\\b| *$)|Message (?<message>${ID}) aborted: Receiving aborted\\b|Bericht afgebroken MID (?:${ID}))(?! by sender)`,
    ),
    means:
      'The connection ended while the message was being received: a reset or an end of the connection that the sender did not announce. A firewall that inspects SMTP is one cause; the time limit for incoming connections is another.',
    mark: 'documented',
    source: `${TAC}; ${ABORTED}`,
    apart: [],
  },
  {
    kind: 'esa-aborted-by-sender',
    triggers: ['Receiving aborted by sender'],
    pattern: new RegExp(`Message aborted MID (?<mid>${ID}) Receiving aborted by sender`),
    means: 'The sender itself gave the message up, with QUIT or RSET. This is no sign of a firewall.',
    mark: 'documented',
    source: ABORTED,
    background: 'silent',
  },
  {
    kind: 'esa-receiving-lost',
    triggers: ['Receiving aborted ICID ', 'geaborteerde ICID ontvangen'],
    pattern: new RegExp(`(?:Receiving aborted ICID (?<icid>${ID}) lost|(?:${ID}) geaborteerde ICID ontvangen is verloren)`),
    means: 'An incoming connection was lost while a message was being received.',
    mark: 'documented',
    source: TAC,
    apart: [],
  },
  {
    kind: 'esa-connection-lost',
    triggers: [' lost'],
    pattern: new RegExp(`ICID (?<icid>${ID}) lost\\s*$`),
    means: 'An incoming connection ended without QUIT. A firewall does that to a session it closes; so do scanners and impatient clients.',
    mark: 'documented',
    source: `${TAC}; ${ABORTED}`,
    apart: [],
  },
  {
    kind: 'esa-connection-closed',
    triggers: [' close', ' sluiten'],
    pattern: new RegExp(`(?<what>[ID]CID) (?<id>${ID}) (?:close|sluiten)\\s*$`),
    means: 'The connection was closed. Every connection ends with this line; it is news only behind "lost" or "aborted".',
    mark: 'documented',
    source: `${TAC}; ${ABORTED}`,
    background: 'silent',
  },
  {
    kind: 'esa-delivery-failed',
    triggers: ['Connection Error: DCID', 'Verbindingsfout: DCID'],
    pattern: new RegExp(
      `(?:Connection Error|Verbindingsfout): DCID:? (?<dcid>${ID}) dom(?:ain|ein): ?(?<domain>\\S+) IP: ?(?<address>\\S+) po(?:rt|ort): ?(?<port>\\d+)(?: details: ?(?<details>(?:\\[(?:Errno|Error|Fout) (?<errno>\\d+)\\])?.*))?`,
    ),
    means: 'A delivery connection failed. Error 60 is a timeout: the server, or a firewall before it, stopped answering.',
    mark: 'documented',
    source: TAC,
    apart: ['errno'],
    peer: ({ domain, address }: Fields) => `${domain} [${address}]`,
  },
  {
    kind: 'esa-delivery-failed-rest',
    triggers: ['Time out-interface voor bediening:'],
    pattern: /Time out-interface voor bediening: (?<interface>\S+) reden: (?<reason>.*)/,
    means: 'The second half of the line above, as the Dutch document breaks it: the operation timed out.',
    mark: 'documented',
    source: TAC,
    background: 'silent',
  },
  {
    kind: 'esa-starttls-not-supported',
    triggers: ['STARTTLS command not supported'],
    pattern: new RegExp(`DCID (?<dcid>${ID})(?: IP (?<address>\\S+))?(?: TLS (?<what>[a-z]+):)? STARTTLS command not supported`),
    means:
      'The server did not offer STARTTLS, or refused it. Where others get TLS from this server, a firewall on the way takes the keyword out.',
    mark: 'documented',
    source: TAC,
    apart: ['what'],
    peer: ({ address }: Fields) => address,
  },
  {
    kind: 'esa-tls-required',
    triggers: ['TLS was required but '],
    pattern: new RegExp(
      `(?:DCID|ICID) (?<id>${ID})(?: IP (?<address>\\S+))? TLS was required but (?<what>could not be successfully negotiated|remote host did not initiate it)`,
    ),
    means: 'This appliance was told to use TLS with that host, and did not get it.',
    mark: 'seen',
    source: 'captures of mail_logs',
    apart: ['what'],
    peer: ({ address }: Fields) => address,
  },
  {
    kind: 'esa-tls-failed',
    triggers: [' TLS failed'],
    pattern: new RegExp(`ICID (?<icid>${ID}) TLS failed`),
    means: 'A client began TLS on an incoming connection and the handshake failed. A firewall is one cause of many.',
    mark: 'documented',
    source: TAC,
    background: 'silent',
  },
];

/** Who is on the other side of an ICID or a MID: told by earlier lines of the same log. */
export class EsaPeers {
  private readonly connections = new Recent();
  private readonly messages = new Recent();

  /** Takes in a line, in the order of the log. @returns the client that it is about */
  note(kind: string, { icid, mid, message, address }: Fields): string | undefined {
    if (kind === 'esa-new-connection') this.connections.set(Number(icid), sure(address));
    const client = icid === undefined ? this.messages.get(Number(mid ?? message)) : this.connections.get(Number(icid));
    if (kind === 'esa-message-start' && client !== undefined) this.messages.set(Number(mid), client);
    return client;
  }
}

/** An appliance counts connections and messages up, and has a few hundred of them open at a time. */
const REMEMBERED = 8192;

/** The values of the last numbers of a count, in bounded memory and without garbage: each takes the place of the one so many before it. */
class Recent {
  private readonly keys = new Float64Array(REMEMBERED).fill(-1);
  private readonly values = new Array<string>(REMEMBERED).fill('');

  get(key: number): string | undefined {
    const place = key % REMEMBERED;
    return this.keys[place] === key ? this.values[place] : undefined;
  }

  set(key: number, value: string): void {
    const place = key % REMEMBERED;
    this.keys[place] = key;
    this.values[place] = value;
  }
}
