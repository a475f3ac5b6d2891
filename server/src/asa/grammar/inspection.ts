/** The modular policy framework, ESMTP inspection, and PIX's `fixup`. */

import { cite } from '../../facts/fact.ts';
import { SPECIAL_CHARACTERS, SPECIAL_CHARACTERS_IN_WORDS } from '../../facts/watched.ts';
import { sure } from '../../text/at.ts';
import type { CommandRow, Table } from './command.ts';

const DESCRIPTION: CommandRow = ['description <text>', 'Free text.'];

const OTHER_PROTOCOLS_WITH_MAPS =
  '{dcerpc|dns|ftp|gtp|h323|http|im|ip-options|ipsec-pass-thru|ipv6|lisp|m3ua|mgcp|mmp|netbios|radius-accounting|rtsp|scansafe|sctp|sip|skinny|snmp|stun|diameter}';

/** Written out: signature help shows them word by word. */
const MAP_ACTION =
  '{drop-connection [log]|drop [send-protocol-error] [log]|reset [log]|mask [log]|log|rate-limit <number:messages-per-second>}';
const REGEX_OR_CLASS = '{regex <regex>|regex class <regex-class-map>}';

/** Of any inspection that has maps. */
const MATCH_MESSAGE = `match [not] {request|response|filename|filetype|version|server|username|login-name|peer-login-name|domain-name|uri|url-filter|apn|called-party|calling-party|third-party-registration|im-subscriber|message-path|header|body|protocol|service} [<word>...] [${REGEX_OR_CLASS}]`;

const ACTION_KEYWORDS = {
  'drop-connection': 'Drops the packet and closes the connection: the mail is not delivered.',
  drop: 'Drops the packet.',
  reset: 'Drops the packet, closes the connection and sends a TCP reset to both sides.',
  mask: 'Overwrites the matching text with `X`. Only for `ehlo-reply-parameter` and `cmd verb`.',
  log: 'Sends a syslog message (108004 and its like); alone, it changes nothing in the session.',
  'rate-limit': 'Lets this many messages through in a second. Only for `cmd verb`.',
};

const MATCH_KEYWORDS = {
  body: 'The body of the message.',
  cmd: 'A command of the client.',
  verb: 'The name of a command: AUTH, DATA, EHLO, ETRN, HELO, HELP, MAIL, NOOP, QUIT, RCPT, RSET, SAML, SOML, VRFY, others.',
  'ehlo-reply-parameter':
    'A keyword in the reply to EHLO: 8bitmime, auth, binarymime, checkpoint, dsn, ecode, etrn, others, pipelining, size, vrfy. `others` holds STARTTLS and everything not in this list.',
  header: 'The header of the message; long signature and reference lines reach its limit first.',
  'invalid-recipients': 'The number of recipients that the server refused.',
  mime: 'An attachment: its encoding, its file name, its type.',
  'sender-address': 'The address in MAIL FROM.',
  'to-fields': 'The number of To fields in the header.',
  not: 'Matches what does not fit.',
  gt: 'Greater than.',
};

/** Parameters of the other inspections, by protocol; '' where it is not told here which inspection takes them. */
const BY_PROTOCOL: Readonly<Record<string, readonly string[]>> = {
  dcerpc: ['endpoint-mapper', 'epm-service-only', 'timeout'],
  diameter: ['strict-diameter', 'unsupported'],
  dns: ['dns-guard', 'dnscrypt', 'id-mismatch', 'id-randomization', 'message-length', 'nat-rewrite', 'protocol-enforcement', 'tsig'],
  ftp: ['mask-banner', 'mask-syst-reply'],
  gtp: ['anti-replay', 'drop', 'gsn', 'mcc', 'permit', 'request-queue', 'response', 'timeout', 'tunnel-limit'],
  h323: ['call-duration-limit', 'call-party-numbers', 'h245-tunnel-block', 'rtp-conformance', 'state-checking'],
  http: ['body-match-maximum', 'protocol-violation', 'spoof-server'],
  'ip-options': [
    'basic-security',
    'commercial-security',
    'default',
    'eool',
    'exp-flow-control',
    'exp-measurement',
    'extended-security',
    'imi-traffic-descriptor',
    'nop',
    'quick-start',
    'record-route',
    'router-alert',
    'stream-identifier',
    'timestamp',
    'traceroute',
  ],
  'ipsec-pass-thru': ['ah', 'esp'],
  ipv6: ['verify-header'],
  mgcp: ['call-agent', 'command-queue', 'gateway'],
  netbios: ['protocol-violation'],
  'radius-accounting': ['host', 'timeout'],
  rtsp: ['reserve-port-protect', 'url-length-limit'],
  sip: [
    'im',
    'ip-address-privacy',
    'max-forwards-validation',
    'rtp-conformance',
    'software-version',
    'state-checking',
    'strict-header-validation',
    'traffic-non-sip',
    'uri-non-sip',
  ],
  skinny: ['enforce-registration', 'rtp-conformance', 'sccp-prefix-len', 'timeout'],
  '': [
    'allow',
    'clear',
    'h323',
    'http-request',
    'license',
    'lsr',
    'max-message-id',
    'msc',
    'security',
    'server',
    'ssr',
    'user',
    'whitelist',
  ],
};

/** One row for each parameter: a person who asks for one is not shown all of them. */
const PARAMETERS: readonly CommandRow[] = [...new Set(Object.values(BY_PROTOCOL).flat())].map((keyword) => {
  const inspections = Object.keys(BY_PROTOCOL).filter((protocol) => sure(BY_PROTOCOL[protocol]).includes(keyword));
  if (inspections.includes('')) return [`${keyword} [<text>]`, 'A setting of another inspection.'];
  const named = inspections.map((protocol) => `\`inspect ${protocol}\``).join(' and ');
  return [`${keyword} [<text>]`, `A setting of ${named}.`, { inspections }];
});

export const INSPECTION: Table = {
  global: [
    [
      'class-map [match-all|match-any] <class-map:define>',
      'A class of traffic for policy maps. `match` lines tell what is in it.',
      { opens: 'class-map', since: '7.0', source: 'CG8', keywords: { 'match-any': 'One match is enough; only for types that say so.' } },
    ],
    ['class-map type management <class-map:define>', 'A class of traffic to the device itself.', { opens: 'class-map', source: 'CG8' }],
    [
      'class-map type inspect {dns|ftp|gtp|h323|http|im|rtsp|scansafe|sip|diameter|m3ua} [match-all|match-any] <inspect-class-map:define>',
      'A class of messages of one protocol, for inspection policy maps. There is none for ESMTP.',
      { opens: 'inspect-class-map', since: '7.2', source: 'CG8' },
    ],
    [
      'class-map type regex match-any <regex-class-map:define>',
      'A group of regular expressions; one that fits is enough.',
      { opens: 'regex-class-map', since: '7.2', source: 'CG8' },
    ],
    [
      'policy-map <policy-map:define>',
      'What is done to the traffic of its classes. They are tried in order; for each type of feature only the first class that matches and has an action of that type counts.',
      { opens: 'policy-map', since: '7.0', source: 'CG8' },
    ],
    [
      'policy-map type inspect esmtp <inspect-map:define>',
      'Settings of ESMTP inspection, named in `inspect esmtp`: `parameters` (TLS, banner, relay) and `match` lines with one action each.',
      { opens: 'inspect-map', since: '7.2', source: 'CG8' },
    ],
    [
      `policy-map type inspect ${OTHER_PROTOCOLS_WITH_MAPS} <inspect-map:define>`,
      'Settings of one inspection, named in `inspect`.',
      { opens: 'other-inspect-map', since: '7.2', source: 'CG8' },
    ],
    [
      'service-policy <policy-map> {global|interface <interface>} [fail-close]',
      'Applies a policy map: one to all interfaces, and one to each interface. That of the interface comes first, feature by feature.',
      {
        since: '7.0',
        source: 'CG8',
        keywords: { global: 'On the ingress of every interface.', interface: 'On both directions of one interface.' },
      },
    ],
    [
      'tcp-map <tcp-map:define>',
      'Settings of TCP normalization, for `set connection advanced-options`.',
      { opens: 'tcp-map', since: '7.0', source: 'CG8' },
    ],
    [
      'fixup protocol smtp [<port-range>]',
      'SMTP inspection of PIX (Mailguard): seven commands only, banner masked. Default port 25. `no fixup protocol smtp` without a port puts 25 back instead of turning it off.',
      { until: 'PIX 6.3', source: 'TAC 118550' },
    ],
    [
      'fixup protocol <word:protocol> [<text:port>]',
      'Application inspection of PIX; 7.0 and later turn it into `inspect`.',
      { until: 'PIX 6.3', source: 'PIX6' },
    ],
    ['smtp-map <inspect-map:define>', 'Settings of ESMTP inspection in 7.0 and 7.1.', { opens: 'other', until: '7.1', source: 'CR' }],
    ['esmtp-map <inspect-map:define>', 'Settings of ESMTP inspection in 7.0 and 7.1.', { opens: 'other', until: '7.1', source: 'CR' }],
    [
      '{ftp-map|http-map|snmp-map|gtp-map|mgcp-map|sip-map|h323-map|imap-map|pop3-map} <inspect-map:define>',
      'Settings of an inspection, before `policy-map type inspect`.',
      { opens: 'other', source: 'CR' },
    ],
  ],
  'class-map': [
    DESCRIPTION,
    ['rename <class-map:define>', 'Gives the class map another name.', { source: 'CR' }],
    ['match any', 'All traffic.', { source: 'CG8' }],
    [
      'match access-list <access-list>',
      'The traffic that the access-list permits: real addresses from 8.3 on, translated ones before.',
      { source: 'CG8' },
    ],
    ['match port {tcp|udp|sctp} {eq <port>|range <port> <port>}', 'Traffic to these destination ports.', { source: 'CG8' }],
    [
      'match default-inspection-traffic',
      'The default port of every inspection: each `inspect` of the class takes its own. For ESMTP that is tcp/25 only.',
      { source: 'CG8' },
    ],
    ['match dscp <text>', 'Traffic by its DSCP.', { source: 'CG8' }],
    ['match precedence <text>', 'Traffic by its IP precedence.', { source: 'CG8' }],
    ['match rtp <number> <number>', 'RTP by its UDP ports.', { source: 'CG8' }],
    ['match tunnel-group <word>', 'Traffic of a tunnel group.', { source: 'CG8' }],
    ['match flow ip destination-address', 'With `tunnel-group`: each destination is a flow of its own.', { source: 'CG8' }],
    [
      'match address <access-list>',
      'Not a command of class maps: it belongs to crypto maps. `match access-list` is meant (TAC 117801 prints it by mistake).',
      { source: 'TAC 117801', mistaken: true },
    ],
  ],
  'regex-class-map': [DESCRIPTION, ['match regex <regex>', 'An expression of this group.', { source: 'CG8' }]],
  'inspect-class-map': [
    DESCRIPTION,
    ['match [not] <text>', 'A message of this class.', { source: 'CG8' }],
    [MATCH_MESSAGE, 'A message, or one whose text fits an expression.', { source: 'CG8' }],
  ],
  'policy-map': [
    DESCRIPTION,
    ['rename <policy-map:define>', 'Gives the policy map another name.', { source: 'CR' }],
    ['class <class-map>', 'The actions for a class map; `class-default` is everything else.', { opens: 'policy-map-class', source: 'CG8' }],
  ],
  'policy-map-class': [
    [
      'inspect esmtp [<inspect-map>]',
      'Inspects SMTP: masks the banner, unknown commands and unknown EHLO keywords; STARTTLS unless TLS is allowed. Without a map, the default of the version. To change the map, take the old one back first: `no inspect esmtp OLD`.',
      { since: '7.0', source: 'CG8' },
    ],
    [
      `inspect {dcerpc|dns|ftp|gtp|h323 {h225|ras}|http|im|ip-options|ipsec-pass-thru|ipv6|lisp|m3ua|mgcp|mmp|netbios|radius-accounting|rtsp|scansafe|sctp|sip|skinny|snmp|stun|diameter} [<inspect-map>] [<text>]`,
      'Inspects an application protocol.',
      { source: 'CG8' },
    ],
    ['inspect ftp strict [<inspect-map>]', 'Inspects FTP strictly.', { source: 'CG8' }],
    ['inspect dns [<inspect-map>] dynamic-filter-snoop', 'Inspects DNS, for the botnet filter.', { source: 'CG8' }],
    [
      'inspect dns maximum-length <number:octets>',
      'Inspects DNS, with a limit for messages, as 7.0, 7.1 and FWSM write it.',
      { source: 'CR' },
    ],
    [
      'inspect {diameter|mmp|sip|skinny} [<inspect-map>] tls-proxy <word:tls-proxy> [<text>]',
      'Inspects what TLS encrypts.',
      { source: 'CG9' },
    ],
    ['inspect scansafe [<inspect-map>] {fail-open|fail-close}', 'Sends web traffic to the cloud for inspection.', { source: 'CG9' }],
    [
      'inspect {cuseeme|ctiqbe|icmp [error]|ils|pptp|rsh|sqlnet|sunrpc|tftp|waas|xdmcp|vxlan|smtp} [<text>]',
      'Inspects an application protocol.',
      { source: 'CG8' },
    ],
    [
      'set connection [conn-max <number>|embryonic-conn-max <number>|per-client-max <number>|per-client-embryonic-max <number>|random-sequence-number {enable|disable}|syn-cookie-mss <number>]...',
      'Connection limits, counted for the class; 0 is unlimited.',
      {
        source: 'CG8',
        keywords: {
          'conn-max': 'Connections at one time, for the whole class.',
          'embryonic-conn-max': 'Half-open connections at one time, for the whole class.',
          'per-client-max': 'Connections at one time, for each client.',
          'per-client-embryonic-max': 'Half-open connections at one time, for each client.',
        },
      },
    ],
    ['set connection timeout <text>', 'Connection timeouts.', { source: 'CG8' }],
    [
      'set connection advanced-options {<tcp-map>|tcp-state-bypass|flow-offload|sctp-state-bypass}',
      'TCP normalization by a `tcp-map`, or none.',
      { source: 'CG8' },
    ],
    ['set connection decrement-ttl', 'Counts the device as a hop.', { source: 'CG8' }],
    ['set ips <text>', ''],
    ['police {input|output} <text>', 'Limits the rate of traffic.', { source: 'CG8' }],
    ['priority', 'Low-latency queue.', { source: 'CG8' }],
    ['shape average <text>', 'Shapes traffic.', { source: 'CG8' }],
    ['service-policy <policy-map>', 'A policy inside shaped traffic.', { source: 'CG8' }],
    ['ips <text>', 'Sends traffic to the IPS module.', { source: 'CG8' }],
    ['csc {fail-open|fail-close}', 'Sends traffic to the CSC module.', { source: 'CG8' }],
    ['cxsc <text>', 'Sends traffic to the CX module.', { source: 'CG9' }],
    ['sfr <text>', 'Sends traffic to the FirePOWER module.', { source: 'CG9' }],
    ['flow-export event-type <word> destination <address>...', 'Sends NetFlow records.', { source: 'CG8' }],
    ['flow-export <text>', 'Sends NetFlow records.', { source: 'CG8' }],
    ['user-statistics <text>', 'Counts by user.', { source: 'CG9' }],
  ],
  'inspect-map': [
    DESCRIPTION,
    ['parameters', 'Settings for the whole inspection.', { opens: 'parameters', source: 'CG8' }],
    [
      'match [not] body {line length|length} gt <number>',
      'The length of the body, or of one of its lines.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      'match [not] cmd {line length gt <number>|RCPT count gt <number>|verb {AUTH|DATA|EHLO|ETRN|HELO|HELP|MAIL|NOOP|QUIT|RCPT|RSET|SAML|SOML|VRFY|others|<word:command>}...}',
      'The length of a command line, the number of recipients, or commands by name.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      'match [not] ehlo-reply-parameter {8bitmime|auth|binarymime|checkpoint|dsn|ecode|etrn|others|pipelining|size|vrfy}...',
      'Keywords in the reply to EHLO. `others` holds STARTTLS.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      'match [not] header {line length|length|to-fields count} gt <number>',
      'The length of the header or of one of its lines, or the number of its recipients.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      'match [not] invalid-recipients count gt <number>',
      'The number of recipients that the server refused.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      `match [not] mime {filetype ${REGEX_OR_CLASS}|filename length gt <number>|encoding {7bit|8bit|base64|binary|others|quoted-printable}...}`,
      'An attachment by type, length of file name, or encoding.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    [
      `match [not] sender-address {${REGEX_OR_CLASS}|length gt <number>}`,
      'The address in MAIL FROM, by its text or its length.',
      { opens: 'inspect-map-match', source: 'CG9', keywords: MATCH_KEYWORDS },
    ],
    ['match [not] <text>', 'No match that ESMTP inspection is known to have.', { opens: 'inspect-map-match' }],
  ],
  'other-inspect-map': [
    DESCRIPTION,
    ['parameters', 'Settings for the whole inspection.', { opens: 'other-parameters', source: 'CG8' }],
    [MATCH_MESSAGE, 'A message, or one whose text fits an expression.', { opens: 'inspect-map-match', source: 'CG8' }],
    ['match [not] <text>', 'A message.', { opens: 'inspect-map-match', source: 'CG8' }],
    ['class <inspect-class-map>', 'The actions for an inspection class map.', { opens: 'inspect-map-class', source: 'CG8' }],
  ],
  'inspect-map-match': [[MAP_ACTION, 'What is done with a match.', { source: 'CG9', keywords: ACTION_KEYWORDS }]],
  'inspect-map-class': [
    [MAP_ACTION, 'What is done with a message of the class.', { source: 'CG8', keywords: ACTION_KEYWORDS }],
    ['{enforce-tsig|enforce-ttl|action} <text>', ''],
  ],
  parameters: [
    DESCRIPTION,
    [
      'allow-tls [action log]',
      'Lets STARTTLS through; after it the session is encrypted and no longer inspected.',
      { since: '7.2(3), 8.0(3)', source: 'CG9', keywords: { action: 'With `log`: tells of it in syslog 108007.' } },
    ],
    [
      'mask-banner',
      'Overwrites the greeting of the server with asterisks. Some senders fall back to HELO when they see it.',
      { source: 'CG9' },
    ],
    [
      'mail-relay <domain> action {drop-connection [log]|log}',
      'Mail for other domains than this is relayed mail.',
      { source: 'CG9', keywords: ACTION_KEYWORDS },
    ],
    [
      'special-character action {drop-connection [log]|log}',
      `Some characters in addresses, likely ${SPECIAL_CHARACTERS_IN_WORDS} (${cite(SPECIAL_CHARACTERS)}).`,
      { source: 'CG9', keywords: ACTION_KEYWORDS },
    ],
  ],
  'other-parameters': [
    DESCRIPTION,
    ['tls-proxy <text>', 'Inspects encrypted sessions through a TLS proxy.'],
    ['hsi-group <number>', 'A group of H.323 servers and end points.', { opens: 'hsi-group', source: 'CG8', inspections: ['h323'] }],
    ...PARAMETERS,
  ],
  'hsi-group': [
    ['hsi <address>', ''],
    ['endpoint <address> <interface>', ''],
  ],
  'tcp-map': [
    'check-retransmission',
    'checksum-verification',
    'default',
    'exceed-mss',
    'invalid-ack',
    'queue-limit',
    'reserved-bits',
    'seq-past-window',
    'synack-data',
    'syn-data',
    'tcp-options',
    'ttl-evasion-protection',
    'urgent-flag',
    'window-variation',
  ].map((keyword): CommandRow => [`${keyword} [<text>]`, 'A setting of TCP normalization.']),
};
