/**
 * Syslog of PIX, ASA and FWSM about SMTP inspection: 108002 to 108007, and 507003, which follows a drop. Any prefix, with and without
 * blanks before the colons; `IFC:IP/PORT` and the guide's `IFC:IP|PORT`, a translated address in parentheses behind it.
 */
import type { Fields, RecordKind } from './kind.ts';

const GUIDE = 'Cisco ASA Series Syslog Messages';

/** `inside:192.168.1.1/25`: interface, address (or the name that stands for it), port. */
function endpoint(name: string): string {
  return `(?<${name}Interface>[^\\s:;]+)\\s{0,9}:\\s{0,9}(?<${name}>[^\\s/|;]+)[/|](?<${name}Port>\\d+)(?:\\s{0,9}\\([^()]{0,80}\\))?`;
}

/** A message by its number; the pattern begins at the `%`, if there is one. */
function message(id: string, text: string): RegExp {
  return new RegExp(`%?(?<device>ASA|PIX|FWSM|FTD)-(?:[a-z]{1,20}-)?(?<level>[0-7])-${id}\\s{0,9}:\\s{0,9}${text}`);
}

const FLOW = `from\\s{1,9}${endpoint('source')}\\s{1,9}to\\s{1,9}${endpoint('destination')}`;

/** Client and server, whichever of them sent the text that the message is about. */
function clientToServer({ source, destination, direction }: Fields): string {
  return direction === 'Response' ? `${destination} -> ${source}` : `${source} -> ${destination}`;
}

export const asaSyslog: readonly RecordKind[] = [
  {
    kind: 'asa-108002',
    triggers: ['-108002'],
    pattern: message(
      '108002',
      'SMTP replaced (?<replaced>[^:]{0,200}):\\s{0,9}out\\s{1,9}(?<outside>\\S+)\\s{1,9}in\\s{1,9}(?<inside>\\S+)\\s{1,9}data\\s{0,9}:(?<data>.*)',
    ),
    means: 'The firewall found a character in a mail address that it holds to be invalid and put a blank in its place.',
    mark: 'documented',
    source: GUIDE,
    peer: ({ outside, inside }) => `${outside} - ${inside}`,
  },
  {
    kind: 'asa-108003',
    triggers: ['-108003'],
    pattern: message(
      '108003',
      `Terminating E?SMTP(?:/E?SMTP)? connection;\\s{0,9}malicious pattern detected in the mail address ${FLOW}\\s{0,9}\\.?\\s{0,9}(?:Mail Address|Data)\\s{0,9}:(?<data>.*)`,
    ),
    means: 'The firewall closed the session because of a pattern in a mail address, a "|" as a rule. This cannot be configured.',
    mark: 'documented',
    source: GUIDE,
    peer: clientToServer,
  },
  {
    kind: 'asa-108004',
    triggers: ['-108004'],
    pattern: message(
      '108004',
      'ESMTP\\s{1,9}(?<part>Classification|Parameter)\\s{0,9}:\\s{0,9}(?<action>Dropped connection for|Reset connection for|Dropped|Masked header flags for)\\s{1,9}' +
        `ESMTP\\s{1,9}(?<direction>Request|Response)\\s{1,9}${FLOW}\\s{0,9};\\s{0,9}(?:matched\\s{1,9}Class\\s{1,9}(?<classNumber>\\d+)\\s{0,9}:(?<match>.*)|(?<info>.*))`,
    ),
    means: 'A match of the ESMTP inspection map took its action on this session. "Class N" is the N-th match of that map.',
    mark: 'documented',
    source: GUIDE,
    apart: ['action', 'match', 'info', 'classNumber'],
    peer: clientToServer,
  },
  {
    kind: 'asa-108005',
    triggers: ['-108005'],
    pattern: message(
      '108005',
      `ESMTP\\s{1,9}(?<part>Classification|Parameter)\\s{0,9}:\\s{0,9}Received\\s{1,9}ESMTP\\s{1,9}(?<direction>Request|Response)\\s{1,9}${FLOW}\\s{0,9};\\s{0,9}` +
        '(?:matched\\s{1,9}Class\\s{1,9}(?<classNumber>\\d+)\\s{0,9}:(?<match>.*)|(?<info>.*))',
    ),
    means: 'A match of the ESMTP inspection map logged this session and let it through. "Class N" is the N-th match of that map.',
    mark: 'documented',
    source: GUIDE,
    apart: ['match', 'info', 'classNumber'],
    peer: clientToServer,
  },
  {
    kind: 'asa-108006',
    triggers: ['-108006'],
    pattern: message(
      '108006',
      `Detected ESMTP size violation ${FLOW}\\s{0,9};\\s{0,9}declared size is\\s{0,9}:\\s{0,9}(?<declared>\\d+)\\s{0,9},\\s{0,9}actual size is\\s{0,9}:?\\s{0,9}(?<actual>\\d+)`,
    ),
    means: 'The message was longer than the SIZE that its MAIL command declared.',
    mark: 'documented',
    source: GUIDE,
    peer: clientToServer,
  },
  {
    kind: 'asa-108007',
    triggers: ['-108007'],
    pattern: message(
      '108007',
      `TLS started on ESMTP session between client\\s{1,9}${endpoint('source')}\\s{1,9}and server\\s{1,9}${endpoint('destination')}`,
    ),
    means: 'STARTTLS got through: from here on the session is encrypted and no longer inspected.',
    mark: 'documented',
    source: GUIDE,
    background: 'silent',
  },
  {
    kind: 'asa-507003',
    triggers: ['-507003'],
    pattern: message(
      '507003',
      `(?:The\\s{1,9})?(?:tcp\\s{1,9}flow|flow of type\\s{1,9}tcp)\\s{1,9}from\\s{1,9}(?:the originating interface\\s{0,9}:\\s{0,9})?${endpoint('source')}\\s{1,9}to\\s{1,9}${endpoint('destination')}` +
        '\\s{1,9}terminated by inspection engine,\\s{0,9}reason\\s{0,9}-(?<reason>.*)',
    ),
    means: 'An inspection ended the connection. On tcp/25 the 108004 before it names the match.',
    mark: 'documented',
    source: GUIDE,
    apart: ['reason'],
    peer: clientToServer,
  },
];
