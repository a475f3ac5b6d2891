/**
 * One text for each meaning of an entry: the one that a device prints, without the list's name and what is said of logging. Most lines of
 * most files were printed by a device: these need not be read as entries to be told from each other.
 */
import { netmask } from '../../sets/address-text.ts';
import type { Ace, AddressSpec, PortSpec, ProtocolSpec } from '../model.ts';
import { portName, portNumber } from '../ports.ts';
import { addressMeaning, protocolMeaning } from './meaning.ts';

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ADDRESS = String.raw`${OCTET}(?:\.${OCTET}){3}`;
/** The last octet of a netmask that is neither 0 nor 255. */
const LAST = '(?:128|192|224|240|248|252|254)';
/** From /1 to /31: of the others, a device prints `any` and `host`. */
const MASK = String.raw`(?:${LAST}\.0\.0\.0|255\.(?:0|${LAST})\.0\.0|255\.255\.(?:0|${LAST})\.0|255\.255\.255\.(?:0|${LAST}))`;
const NAME = String.raw`[\w.-]+`;
const END = `(?:any|host ${ADDRESS}|${ADDRESS} ${MASK}|object(?:-group)? ${NAME})`;
const PORTS = String.raw`(?: (?:eq [\w-]+|range [\w-]+ [\w-]+))?`;
/** Each part ends where the next begins, so it is linear. One group and no more: there may be a hundred thousand lines. */
const PRINTED = new RegExp(
  `^access-list ${NAME} extended ((?:permit|deny) (?:ip ${END} ${END}|(?:tcp|udp) ${END}${PORTS} ${END}${PORTS}))(?: log)?$`,
);

/** The meaning of a line whose text shows it; undefined where the line must be read. */
export function printedMeaning(text: string): string | undefined {
  const meaning = PRINTED.exec(text)?.[1];
  if (meaning === undefined) return undefined;
  const protocol = wordAt(meaning, meaning.indexOf(' ') + 1);
  return isOnlyPrinted(meaning, protocol) && isRangePrinted(meaning, protocol) ? meaning : undefined;
}

/** Whether the ports of each `eq` stand there as a device prints them: by the name that it prefers. */
function isOnlyPrinted(meaning: string, protocol: string): boolean {
  for (let at = meaning.indexOf(EQ); at >= 0; at = meaning.indexOf(EQ, at + 1))
    if (printedPort(wordAt(meaning, at + EQ.length), protocol) === undefined) return false;
  return true;
}

/** As above, of each `range`: the lower port first. */
function isRangePrinted(meaning: string, protocol: string): boolean {
  for (let at = meaning.indexOf(RANGE); at >= 0; at = meaning.indexOf(RANGE, at + 1)) {
    const first = wordAt(meaning, at + RANGE.length);
    const from = printedPort(first, protocol);
    const to = printedPort(wordAt(meaning, at + RANGE.length + first.length + 1), protocol);
    if (from === undefined || to === undefined || from >= to) return false;
  }
  return true;
}

const EQ = ' eq ';
const RANGE = ' range ';

function wordAt(text: string, start: number): string {
  const end = text.indexOf(' ', start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function printedPort(word: string, protocol: string): number | undefined {
  const port = portNumber(word, protocol);
  return port !== undefined && portText(port, protocol) === word ? port : undefined;
}

/**
 * The meaning of an entry that was read.
 *
 * @param rest what else tells it from others; '' where there is nothing
 * @param anyIsIpv4 `any` means the addresses of IPv4 (before 9.0)
 */
export function entryMeaning(ace: Ace, rest: string, anyIsIpv4: boolean): string {
  const { action, protocol, source, sourcePort, destination, destinationPort, timeRange } = ace;
  const name = protocol.kind === 'protocol' ? protocol.name : '';
  const side = (spec: AddressSpec, ports: PortSpec | undefined) => `${endText(spec, anyIsIpv4)}${portsText(ports, name)}`;
  const text = `${action} ${protocolText(protocol)} ${side(source, sourcePort)} ${side(destination, destinationPort)}`;
  return timeRange === undefined && rest === '' ? text : `${text}|${timeRange?.name ?? ''}|${rest}`;
}

function protocolText(spec: ProtocolSpec): string {
  return spec.kind === 'protocol' && (spec.name === 'tcp' || spec.name === 'udp') ? spec.name : protocolMeaning(spec);
}

function endText(spec: AddressSpec, anyIsIpv4: boolean): string {
  const { prefixLength = 0 } = spec.kind === 'network' ? spec : {};
  if (spec.kind === 'network' && prefixLength > 0 && prefixLength < 32 && !spec.address.value?.includes(':'))
    return `${spec.address.value ?? spec.address.word.text} ${netmask(prefixLength)}`;
  const meaning = addressMeaning(spec);
  return anyIsIpv4 && meaning === 'any4' ? 'any' : meaning;
}

function portsText(spec: PortSpec | undefined, protocol: string): string {
  if (spec === undefined) return '';
  if (spec.kind === 'object-group') return ` ports of ${spec.use.name}`;
  const [range, ...others] = spec.ranges;
  if (range === undefined || others.length > 0) return ` ports ${spec.ranges.map(([first, last]) => `${first}-${last}`)}`;
  const [first, last] = range;
  return first === last ? ` eq ${portText(first, protocol)}` : ` range ${portText(first, protocol)} ${portText(last, protocol)}`;
}

function portText(port: number, protocol: string): string {
  return (protocol === 'tcp' || protocol === 'udp' ? portName(port, protocol) : undefined) ?? `${port}`;
}
