/**
 * What a line of a firewall looks like, and what tells these devices from their relatives. Much of the language is shared with IOS, IOS-XR, NX-OS and
 * EOS (`hostname`, `interface`, `ip address`, `router`), and many a word with other programs (`host`, `user`, `class`): that lines begin with a command
 * of ours says little. Each form below was looked for in public files of both kinds; none of them is a proof, and so they are counted.
 */
import { DEFAULT_TCP_PORTS } from '../facts/inspections.ts';
import type { Lines } from '../text/lines.ts';
import { unquoted } from './quoting.ts';
import { layout } from './words.ts';

const INTERFACE_PAIR = String.raw`\([\w./-]+,[\w./-]+\)`;
const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;

/** The device says what it is. */
const TITLE =
  /^(?:(?:PIX|ASA|FWSM|NGFW|FTD) Version \d|Cisco (?:Adaptive Security Appliance|PIX (?:Security Appliance|Firewall)|Firepower Threat Defense|Secure Firewall)\b.{0,80}\bVersion \d|FWSM Firewall Version \d|: (?:Serial Number|Hardware): +(?:ASA|FPR|PIX|FWSM|NGFW))/;

/** Lines that these devices print and take, and their relatives do not. Whole commands where a sentence could begin so as well. */
const OWN = oneOf([
  ': Saved$',
  'nameif \\S+(?: \\S+ security\\d+)?$',
  'security-level \\d',
  'same-security-traffic ',
  'fixup protocol [\\w-]+(?: (?:[\\d-]+|h225|ras|error|strict|maximum-length))*$',
  'service-policy \\S+ (?:global|interface \\S+)(?: fail-close)?$',
  'class-map inspection_default$',
  'class inspection_default$',
  'match default-inspection-traffic$',
  'match port (?:tcp|udp) (?:eq|range) ',
  'match access-list \\S+$',
  `inspect (?:${Object.keys(DEFAULT_TCP_PORTS.value).join('|')})(?: (?:(?:strict|h225|ras|maximum-length) )?\\S+(?: dynamic-filter-snoop)?)?$`,
  'policy-map global_policy$',
  'policy-map type inspect (?:esmtp|dns|ftp|h323|im|sip|skinny|rtsp|ipv6|netbios|dcerpc|gtp|mgcp)(?: |$)',
  'access-list \\S+ (?:line \\d+ )?(?:extended|ethertype|webtype|standard) (?:permit|deny|object)',
  'access-list [\\w.-]*[A-Za-z][\\w.-]* (?:line \\d+ )?(?:permit|deny) \\S+ \\S+ \\S',
  'access-list \\S+; \\d+ elements',
  'access-group \\S+ (?:(?:in|out) interface \\S|global$)',
  'object (?:network|service) \\S',
  'conduit (?:permit|deny) ',
  `static ${INTERFACE_PAIR} `,
  `nat (?:${INTERFACE_PAIR}|\\([\\w.-]+\\) \\d) ?`,
  `global \\([\\w.-]+\\) \\d`,
  `(?:ipv6 )?route (?!add |del |-)[A-Za-z][\\w-]* (?:${IPV4} ${IPV4} ${IPV4}|[\\da-f:]+/\\d+ [\\da-f:]+)`,
  `mtu [A-Za-z][\\w-]* \\d{3,4}$`,
  `ip address [A-Za-z][\\w-]* ${IPV4} `,
  `(?:ssh|telnet|http|icmp permit) ${IPV4} ${IPV4} [A-Za-z]`,
  'pager lines \\d',
  'arp timeout \\d+$',
  'timeout (?:xlate|conn|uauth|sip|half-closed) ',
  'threat-detection ',
  'tunnel-group \\S+ (?:type|ipsec-attributes|general-attributes|webvpn-attributes)',
  'group-policy \\S+ (?:internal|attributes)',
  'crypto map \\S+ (?:interface \\S|\\d+ (?:match|set) )',
  'failover (?:lan|link|interface|key|polltime)',
  'Cryptochecksum:',
  'Service-policy: \\S',
  'Class-map: \\S',
  'Global policy:$',
  '(?:Input|Output) flow: ',
  'Inspect: (?:e?smtp\\b|\\S+.*, packets? \\d)',
  'Phase: \\d+$',
  'Type: (?:INSPECT|ACCESS-LIST|ROUTE-LOOKUP|UN-NAT|CONN-SETTINGS|FLOW-CREATION|HOST-LIMIT|IP-OPTIONS)$',
  'Interface \\S+ "\\S*", is ',
  'Session Type: (?:AnyConnect|LAN-to-LAN|IKE)',
  'changeto (?:context|system)',
]);

/** Lines that stand beside those: relatives of the devices have them too, and one alone may be a sentence. */
const SHARED = oneOf([
  'class-map (?:match-(?:any|all) )?\\S+$',
  'policy-map \\S+$',
  'class \\S+$',
  'match (?:access-list|address|port|any|not|header|cmd|body|sender-address|MIME|mime|ehlo-reply-parameter)(?: |$)',
  'inspect \\S+(?: \\S+)?$',
  '(?:parameters|allow-tls(?: action log)?|mask-banner|exit)$',
  '(?:mask|log|reset|drop-connection)(?: log)?(?:, packet \\d+)?$',
  'mask-banner, count \\d',
  'Interface \\S+:$',
  'access-(?:list|group) \\S+ \\S',
  '(?:nat|global) \\(',
  'object-group (?:network|service) \\S',
  `(?:network-object|host|subnet|ip address) .{0,20}${IPV4}`,
  '(?:hostname|interface) \\S+$',
  'set connection \\S',
  'show (?:run|conf|fixup|service-policy|access-list)',
]);

/**
 * Whether a line is one of a firewall's, by itself: of these devices alone, or of others too.
 *
 * @param line without quoting, prompt, indentation and blanks at its end
 */
export function belonging(line: string): 'own' | 'shared' | undefined {
  if (TITLE.test(line)) return 'own';
  const command = line.startsWith('no ') ? line.slice('no '.length) : line;
  if (OWN.test(command)) return 'own';
  return SHARED.test(command) ? 'shared' : undefined;
}

const CLASS_MAP = /^class-map (?:match-(?:any|all) )?\S+$/;
const MATCH_ADDRESS = /^match address \S+$/;

/**
 * The common fault of a class map of ours. Below a relative's, who says `match access-group`, nobody writes it; a relative's crypto map has the line.
 *
 * @param above the line above, @param line both without quoting, prompt, indentation
 */
export function isClassMapByAddress(above: string, line: string): boolean {
  return MATCH_ADDRESS.test(line) && CLASS_MAP.test(above);
}

/** Lines of the relatives, and of programs that quote a configuration. */
const FOREIGN = oneOf([
  'version \\d+(?:\\.\\d+)+\\w*(?:\\(|$)',
  '!! IOS XR',
  'Cisco (?:IOS|Nexus|Internetwork)',
  'boot-(?:start|end)-marker',
  'service (?:timestamps|password-encryption|pad|config|tcp-keepalives)',
  'enable secret ',
  '(?:no )?ip (?:cef|classless|subnet-zero|routing|http|domain[ -]lookup|forward-protocol|nat |ssh |route |access-list|access-group|prefix-list|vrf|helper-address|ospf|name-server)',
  '(?:no )?ipv4 (?:address|access-list|access-group)',
  'line (?:con|vty|aux|console|default|template) ?',
  'access-list \\d+ ',
  'spanning-tree ',
  '(?:vrf|feature|vpc|route-policy|end-policy|end-set|prefix-set|RP/\\d)(?:$|[ /])',
  'switchport (?:mode|trunk)',
  'service-policy (?:input|output|type) ',
  'zone-pair ',
  'router (?:bgp|isis|ospf|eigrp|rip|static)',
  'management (?:api|ssh)',
  'daemon ',
  'set (?:system|interfaces|protocols|policy-options|security) ',
  '(?:Host|HostName|IdentityFile|ProxyCommand|ForwardAgent|Match) \\S',
]);

/** What only a program or its settings hold: such a file is none of ours whatever it quotes. Columns count: none of these is indented. */
const PROGRAM =
  /^(?:#!\/|(?:import|from) [\w.]+(?: import\b.*| as \w+|;)?$|(?:async )?def \w+\(|class \w+(?:\(.*\))?:$|(?:public |private )?(?:final )?class \w+.*\{|#include [<"]|package [\w.]+;?$|(?:require|require_relative) ['"]|<\?php|<!DOCTYPE|<html|(?:const|let|var) \w+ = |func(?:tion)? \w+\(|module [\w:.]+$|use [\w:]+;|-- *$)/;

/** An opening or closing brace at the end: Junos, nginx, JSON. No command of these devices ends with one. */
const BRACE = /[{};]\s*$/;

function oneOf(forms: readonly string[]): RegExp {
  return new RegExp(`^(?:${forms.join('|')})`);
}

/** How the lines of a text were told. */
export interface Signs {
  /** Lines that only these devices print or take. */
  readonly own: number;
  /** Lines that only others do. */
  readonly foreign: number;
  /** The device names itself and its version: what is behind it may begin far below. */
  readonly titled: boolean;
  /** It is a program's text. */
  readonly program: boolean;
}

/** Counts what tells these devices from others; linear. @param lines the beginning of a file, or all of it */
export function signsIn(lines: Lines): Signs {
  let own = 0;
  let foreign = 0;
  let titled = false;
  let program = false;
  let above = '';
  for (const { text } of unquoted(lines).all) {
    if (PROGRAM.test(text)) program = true;
    const line = text.slice(layout(text).start, 400).trimEnd();
    if (TITLE.test(line)) titled = true;
    if (belonging(line) === 'own' || isClassMapByAddress(above, line)) own++;
    else if (FOREIGN.test(line) || BRACE.test(line)) foreign++;
    above = line;
  }
  return { own, foreign, titled, program };
}
