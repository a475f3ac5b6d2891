/** The kinds of words that stand for something in a command: what each takes, and which name it defines or uses. */
import type { ObjectGroup, SymbolKind } from '../model.ts';
import { portNumber } from '../ports.ts';
import { PROTOCOL_NUMBERS } from '../protocols.ts';

export type ArgumentKind =
  | SymbolKind
  | 'network-object-or-group'
  | 'network-group'
  | 'service-group'
  | 'protocol-group'
  | 'port-group'
  | 'icmp-group'
  | 'user-group'
  | 'security-group'
  | 'address'
  | 'literal-address'
  | 'mask'
  | 'prefix'
  | 'network-or-prefix'
  | 'interfaces'
  | 'real-interface'
  | 'hardware'
  | 'port'
  | 'port-range'
  | 'protocol'
  | 'number'
  | 'domain'
  | 'word'
  | 'text';

/** What a word looks like; typed arguments decide by it. */
export type WordClass = 'number' | 'ipv4' | 'ipv6' | 'prefix' | 'pair' | 'range' | 'word';

export interface Argument {
  readonly kind: ArgumentKind;
  /** Takes the word because of how it looks: such an argument comes before one that takes any word. */
  takes(shape: WordClass, text: string): boolean;
  /**
   * May take any other word as well. `late`: a keyword's abbreviation comes before it (`h 192.0.2.1` means `host`); `early`: it comes
   * before an abbreviation (`policy-map t` names a policy map `t`).
   */
  readonly open: 'early' | 'late' | 'no';
  /** The kind of name that the word is; undefined for values. */
  readonly symbol: SymbolKind | undefined;
  /** The kinds of object groups that may stand here; undefined: all, or none where `symbol` is no group. */
  readonly groups?: readonly ObjectGroup['kind'][];
  /** What a person should write here, for completion and signatures. */
  readonly explained: string;
}

/** For arguments that take no word by its looks. */
export const never = () => false;

function name(kind: SymbolKind, explained: string): Argument {
  return { kind, takes: never, open: 'early', symbol: kind, explained };
}

function value(
  kind: ArgumentKind,
  explained: string,
  takes: Argument['takes'],
  open: Argument['open'] = 'no',
  symbol?: SymbolKind,
): Argument {
  return { kind, takes, open, symbol, explained };
}

function group(
  kind: ArgumentKind,
  explained: string,
  groups: NonNullable<Argument['groups']>,
  symbol: SymbolKind = 'object-group',
): Argument {
  return { ...value(kind, explained, never, 'early', symbol), groups };
}

const HARDWARE =
  /^(?:ethernet|e|fastethernet|fa|gigabitethernet|gi|gig|gig?e|gb-ethernet|tengigabitethernet|te|twentyfivegige|hundredgige|management|ma|mgmt|port-channel|po|redundant|vlan|vl|loopback|lo|tunnel|tu|tunnelnull|bvi|vni|nve|internal-data|internal-control|gigabitdata|intf|virtual-template|virtual|data|null|token|fddi|serial)-?[0-9][0-9/.:]*$/i;

const ALL: readonly Argument[] = [
  name('interface', 'interface name, as `nameif` gives it'),
  name('network-object', 'name of an `object network`'),
  group('network-object-or-group', 'name of an `object network` or of a network group', ['network'], 'network-object'),
  name('service-object', 'name of an `object service`'),
  name('object-group', 'name of an `object-group`'),
  group('network-group', 'name of an `object-group network`', ['network']),
  group('service-group', 'name of an `object-group service`', ['service']),
  group('protocol-group', 'name of an `object-group protocol` or `object-group service`', ['protocol', 'service']),
  group('port-group', 'name of an `object-group service` or `object-group icmp-type`', ['service', 'icmp-type']),
  group('icmp-group', 'name of an `object-group icmp-type`', ['icmp-type']),
  group('user-group', 'name of an `object-group user`', ['user']),
  group('security-group', 'name of an `object-group security`', ['security']),
  name('access-list', 'name of an access-list'),
  name('class-map', 'name of a class map'),
  name('policy-map', 'name of a policy map'),
  name('inspect-map', 'name of a `policy-map type inspect`'),
  name('inspect-class-map', 'name of a `class-map type inspect`'),
  name('regex', 'name of a regular expression'),
  name('regex-class-map', 'name of a `class-map type regex`'),
  name('time-range', 'name of a time range'),
  name('tcp-map', 'name of a `tcp-map`'),
  name('zone', 'name of a traffic zone'),
  name('name', 'name for an address'),
  value(
    'address',
    'IP address, or a `name` for one',
    (shape, text) => shape === 'ipv4' || shape === 'ipv6' || text === '0',
    'late',
    'name',
  ),
  value('literal-address', 'IP address', (shape) => shape === 'ipv4' || shape === 'ipv6'),
  value('mask', 'netmask', (shape, text) => shape === 'ipv4' || text === '0'),
  value('prefix', 'IPv6 prefix with its length', (shape) => shape === 'prefix'),
  value('network-or-prefix', 'address or prefix', (shape) => shape === 'ipv4' || shape === 'ipv6' || shape === 'prefix', 'late', 'name'),
  value('interfaces', '(real interface,mapped interface)', (shape) => shape === 'pair', 'no', 'interface'),
  value('real-interface', '(interface)', (shape) => shape === 'pair', 'no', 'interface'),
  value('hardware', 'hardware name of an interface', (_, text) => HARDWARE.test(text)),
  value('port', 'port, by name or number', (_, text) => portNumber(text) !== undefined, 'late'),
  value('port-range', 'port, or first and last port with a hyphen', (shape, text) => shape === 'range' || portNumber(text) !== undefined),
  value(
    'protocol',
    'IP protocol, by name or number',
    (shape, text) => (shape === 'number' && Number(text) <= 255) || PROTOCOL_NUMBERS.has(text.toLowerCase()),
  ),
  value('number', 'number', (shape) => shape === 'number'),
  value('domain', 'domain name', never, 'early'),
  value('word', 'word', never, 'early'),
  value('text', 'text up to the end of the line', never, 'late'),
];

export const ARGUMENTS: ReadonlyMap<string, Argument> = new Map(ALL.map((argument) => [argument.kind, argument]));

/** How a word looks, from its characters alone. */
export function shapeOf(text: string): WordClass {
  const first = text.charCodeAt(0);
  if (first === 40) return text.endsWith(')') ? 'pair' : 'word';
  let digits = true;
  let dots = 0;
  let colons = 0;
  let slashes = 0;
  let hyphens = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) continue;
    if (c === 46) dots++;
    else if (c === 58) colons++;
    else if (c === 47) slashes++;
    else if (c === 45) hyphens++;
    else if ((c >= 97 && c <= 102) || (c >= 65 && c <= 70)) digits = false;
    else return 'word';
  }
  if (colons >= 2) return slashes === 1 ? 'prefix' : slashes === 0 && hyphens === 0 ? 'ipv6' : 'word';
  if (!digits || colons > 0) return 'word';
  if (slashes > 0) return 'word';
  if (hyphens === 1 && dots === 0 && first !== 45 && !text.endsWith('-')) return 'range';
  if (hyphens > 0) return 'word';
  if (dots === 3) return 'ipv4';
  return dots === 0 && text !== '' ? 'number' : 'word';
}
