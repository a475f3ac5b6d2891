/**
 * Syslog of PIX, ASA and FWSM about SMTP inspection: 108002 to 108007, and 507003, which follows a drop. Any prefix, with and without
 * blanks before the colons; `IFC:IP/PORT` and the guide's `IFC:IP|PORT`, a translated address in parentheses behind it. ASDM's viewer and
 * exports (JSON, CSV, CEF) leave `%ASA-4-108004:` off or keep it in a column of its own, so the words of a message tell what it is.
 */
import type { Fields, RecordKind } from './kind.ts';

const GUIDE = 'Cisco ASA Series Syslog Messages';

/** `inside:192.168.1.1/25`: interface, address (or the name that stands for it), port. Some JSON writes `\/`. */
function endpoint(name: string): string {
  return `(?<${name}Interface>[^\\s:;]+)\\s{0,9}:\\s{0,9}(?<${name}>[^\\s/|;\\\\]+)\\\\?[/|](?<${name}Port>\\d+)(?:\\s{0,9}\\([^()]{0,80}\\)){0,2}`;
}

/** A message by its words, and its number where that stands in front; the range begins at the `%`, if there is one. */
function message(id: string, text: string): RegExp {
  return new RegExp(`(?:%?(?<device>ASA|PIX|FWSM|FTD)-(?:[a-z]{1,20}-)?(?<level>[0-7])-${id}\\s{0,9}:\\s{0,9})?${text}`);
}

/** What a collector puts behind a message: the end of a quoted string, a field of its own, a tag, a line end written out. */
const FIELD_BEHIND = '["\'`]\\s{0,3}(?:[,;:}\\])|]|$)|\\t|#0\\d\\d|\\\\[rn"]|&quot;|</|[,|]?\\s{1,3}[\\w.]{1,40}=';
/** The rest of a message, without that and without the full stop at its end. */
const rest = (name: string, ends = FIELD_BEHIND) => `(?<${name}>(?:(?!\\.?(?:${ends}|\\s{0,9}$)).)*)`;

/** A part of a mail address can hold almost anything. */
const STRING_BEHIND = '"\\s{0,3}[,}\\]]|"\\s{0,9}$|#0\\d\\d';

/**
 * The match of a map ends where its own words end: a limit behind its number, a list behind its values, an expression behind its name.
 * What is none of them may hold no quotation mark and no bracket.
 */
const MATCH = `(?<match>(?:match\\s{1,9})?(?:not\\s{1,9})?(?:${[
  '(?:[\\w-]{1,30}\\s{1,9}){1,5}(?:gt|greater than)\\s{1,9}\\d+',
  '(?:cmd verb|ehlo-reply-parameter|MIME encoding)(?:\\s{1,9}[\\w-]{1,40}(?![\\w=-])){1,20}',
  '(?:[\\w-]{1,30}\\s{1,9}){1,4}regex\\s{1,9}(?:class\\s{1,9})?[\\w-]{1,80}',
].join('|')})|(?:(?!\\.?(?:${FIELD_BEHIND}|["\\x60<|]|\\s{0,9}$)).)*)`;

const FLOW = `from\\s{1,9}${endpoint('source')}\\s{1,9}to\\s{1,9}${endpoint('destination')}`;

/** From the client's interface to the server's, whichever of them sent the text that the message is about. */
function wayOf({ sourceInterface, destinationInterface, direction }: Fields): string {
  return direction === 'Response' ? `${destinationInterface} to ${sourceInterface}` : `${sourceInterface} to ${destinationInterface}`;
}

/** Client and server, whichever of them sent the text that the message is about. */
function clientToServer({ source, destination, direction }: Fields): string {
  return direction === 'Response' ? `${destination} -> ${source}` : `${source} -> ${destination}`;
}

export const asaSyslog: readonly RecordKind[] = [
  {
    kind: 'asa-108002',
    triggers: ['-108002', 'SMTP replaced '],
    pattern: message(
      '108002',
      'SMTP replaced (?<replaced>[^:]{0,200}):\\s{0,9}out\\s{1,9}(?<outside>\\S+)\\s{1,9}in\\s{1,9}(?<inside>\\S+)\\s{1,9}data\\s{0,9}:\\s{0,9}' +
        rest('data', STRING_BEHIND),
    ),
    means: 'The firewall found a character in a mail address that it holds to be invalid and put a blank in its place.',
    mark: 'documented',
    source: GUIDE,
    peer: ({ outside, inside }) => `${outside} - ${inside}`,
  },
  {
    kind: 'asa-108003',
    triggers: ['-108003', 'malicious pattern detected in the mail address'],
    pattern: message(
      '108003',
      `Terminating E?SMTP(?:/E?SMTP)? connection;\\s{0,9}malicious pattern detected in the mail address ${FLOW}\\s{0,9}\\.?\\s{0,9}(?:Mail Address|Data)\\s{0,9}:\\s{0,9}${rest('data', STRING_BEHIND)}`,
    ),
    means: 'The firewall closed the session because of a pattern in a mail address, a "|" as a rule. This cannot be configured.',
    mark: 'documented',
    source: GUIDE,
    way: wayOf,
    peer: clientToServer,
  },
  {
    kind: 'asa-108004',
    triggers: ['-108004', 'ESMTP Classification', 'ESMTP Parameter'],
    pattern: message(
      '108004',
      'ESMTP\\s{1,9}(?<part>Classification|Parameter)\\s{0,9}:\\s{0,9}(?<action>Dropped connection for|Reset connection for|Dropped|Masked header flags for)\\s{1,9}' +
        `ESMTP\\s{1,9}(?<direction>Request|Response)\\s{1,9}${FLOW}\\s{0,9};\\s{0,9}(?:matched\\s{1,9}Class\\s{1,9}(?<classNumber>\\d+)\\s{0,9}:\\s{0,9}${MATCH}|${rest('info')})`,
    ),
    means: 'A match of the ESMTP inspection map took its action on this session. "Class N" is the N-th match of that map.',
    mark: 'documented',
    source: GUIDE,
    apart: ['action', 'match', 'info', 'classNumber'],
    way: wayOf,
    peer: clientToServer,
  },
  {
    kind: 'asa-108005',
    triggers: ['-108005', 'ESMTP Classification', 'ESMTP Parameter'],
    pattern: message(
      '108005',
      `ESMTP\\s{1,9}(?<part>Classification|Parameter)\\s{0,9}:\\s{0,9}Received\\s{1,9}ESMTP\\s{1,9}(?<direction>Request|Response)\\s{1,9}${FLOW}\\s{0,9};\\s{0,9}` +
        `(?:matched\\s{1,9}Class\\s{1,9}(?<classNumber>\\d+)\\s{0,9}:\\s{0,9}${MATCH}|${rest('info')})`,
    ),
    means: 'A match of the ESMTP inspection map logged this session and let it through. "Class N" is the N-th match of that map.',
    mark: 'documented',
    source: GUIDE,
    apart: ['match', 'info', 'classNumber'],
    way: wayOf,
    peer: clientToServer,
  },
  {
    kind: 'asa-108006',
    triggers: ['-108006', 'ESMTP size violation'],
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
    triggers: ['-108007', 'TLS started on ESMTP session'],
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
    triggers: ['-507003', 'terminated by inspection engine'],
    pattern: message(
      '507003',
      `(?:The\\s{1,9})?(?:tcp\\s{1,9}flow|flow of type\\s{1,9}tcp)\\s{1,9}from\\s{1,9}(?:the originating interface\\s{0,9}:\\s{0,9})?${endpoint('source')}\\s{1,9}to\\s{1,9}${endpoint('destination')}` +
        `\\s{1,9}terminated by inspection engine,\\s{0,9}reason\\s{0,9}-\\s{0,9}${rest('reason')}`,
    ),
    means: 'An inspection ended the connection. On tcp/25 the 108004 before it names the match.',
    mark: 'documented',
    source: GUIDE,
    apart: ['reason'],
    way: wayOf,
    peer: clientToServer,
  },
];
