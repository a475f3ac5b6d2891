/**
 * The mail hosts that a configuration itself names: where its access-lists let tcp/25 through to or from one address, where it
 * forwards port 25, and where a name or object of a translated host says so. Used to tell whom a hazard meets and to propose remedies;
 * no verdict rests on it.
 */

import { sameInterface } from '../asa/evaluation/interface-names.ts';
import type { Ace, AddressSpec, Context, NetworkObject, PortSpec, ProtocolSpec, Statement, Translation } from '../asa/model.ts';
import { MAIL_PORTS } from '../facts/inspections.ts';
import { namesRealAddresses, untranslations, type View } from '../policy/nat.ts';
import { resolverOf } from '../policy/resolve.ts';
import { interfaceNames, routesTo } from '../policy/routing.ts';
import { type AddressSet, contains, isAll, parseAddress, printAddress, single, size, union } from '../sets/addresses.ts';
import { memos, part } from '../text/analysis.ts';
import { itemAt, sure } from '../text/at.ts';

export interface MailHost {
  /** As a class map's access-list names it: the real address from 8.3 on, the translated one before. Canonical text. */
  readonly address: string;
  /** Every address it has in this file, `address` first. */
  readonly addresses: readonly string[];
  readonly real: string;
  /** The interface behind which it stands, where the configuration tells. */
  readonly home: string | undefined;
  /** What it is translated to. */
  readonly mapped: readonly Mapped[];
  /** Whether class maps name the real address only; before 8.3 each address is named where it is seen. */
  readonly namedByReal: boolean;
  /** The `name` or object that stands for it; undefined when only its address is written. */
  readonly label: string | undefined;
  /** The lines that name it. */
  readonly statements: readonly Statement[];
}

/** An address that stands for a host where it is translated. */
export interface Mapped {
  readonly address: string;
  /** The interface where it is seen; undefined: wherever. */
  readonly at: string | undefined;
  /** The only destination port at which it stands for the host, as clients name it; undefined: every port. */
  readonly port: number | undefined;
}

/** Of outside hosts: addresses for documentation (RFC 5737, RFC 3849), which nobody has. */
export const STRANGERS = ['203.0.113.9', '198.51.100.9', '2001:db8::9'];

const SMTP = 25;
/** How people call mail servers. Only asked of hosts that are translated, and never for a verdict. */
const MAIL_NAME = /mail|smtp|ironport|exchange|postfix|(^|[^a-z])(mx|esa|mta)\d*([^a-z]|$)/i;

/** @returns the mail hosts in the order in which the configuration names them */
export const mailHosts = part('mail hosts', (context: Context): readonly MailHost[] => find(context, () => true, Number.POSITIVE_INFINITY));

/** Every address of every mail host. */
export const addressesOfMailHosts = part('addresses of mail hosts', (context: Context): AddressSet => {
  const all = mailHosts(context).flatMap(({ addresses }) => addresses.map(parseAddress));
  return union(...all.flatMap((address) => (address === undefined ? [] : [single(address)])));
});

/** The first of the mail hosts that are `meant`, at most `most`: a list of thousands is not gone through for a message that names three. */
export function someMailHosts(context: Context, meant: (host: MailHost) => boolean, most: number): readonly MailHost[] {
  return find(context, meant, most);
}

/** The host that has an address, with the addresses it is translated to or from. */
export function hostAt(context: Context, { address, label }: Named, statements: readonly Statement[] = []): MailHost {
  const host = translatorOf(context).hostAt(address);
  return { ...host, label: label ?? host.label, statements };
}

function connectedInterface(context: Context, text: string): string | undefined {
  const address = parseAddress(text);
  const routes = address === undefined ? [] : routesTo(context, address);
  return routes.length === 1 ? itemAt(routes, 0).interface : undefined;
}

/** The destinations of first packets to a port of the host that enter at an interface: where it is translated, what it is translated to. */
export function addressesAt({ real, mapped }: MailHost, ingress: string, port: number): readonly string[] {
  const there = mapped.filter((each) => isAtPort(each, port));
  const here = there.filter(({ at }) => at === ingress).map(({ address }) => address);
  const anywhere = there.filter(({ at }) => at === undefined).map(({ address }) => address);
  return here.length > 0 ? [...here, ...anywhere] : [real, ...anywhere];
}

/** Its addresses wherever a packet to one of its ports enters. */
export function addressesWith({ real, mapped }: MailHost, port: number): readonly string[] {
  return [real, ...mapped.filter((each) => isAtPort(each, port)).map(({ address }) => address)];
}

function isAtPort(mapped: Mapped, port: number): boolean {
  return mapped.port === undefined || mapped.port === port;
}

/** Single addresses of a spec, canonical: a host, a /32, an object or a group of these; [] for anything wider. */
export function singleAddresses(context: Context, spec: AddressSpec): readonly Named[] {
  return resolve(context, spec, undefined);
}

/** The one address for which a `name` or an object stands; undefined where nothing has this name, or it stands for more. */
export function hostCalled(context: Context, name: string): Named | undefined {
  const line = context.symbols.get('name')?.get(name)?.definitions.at(-1)?.statement;
  const address = line === undefined ? undefined : parseAddress(line.words[line.head + 1]?.text ?? '');
  if (address !== undefined) return { address: printAddress(address), label: name };
  const value = context.networkObjects.get(name)?.value;
  const [only, ...others] = value === undefined ? [] : resolve(context, value, name);
  return others.length === 0 ? only : undefined;
}

/** One address, and the name or object by which it is written. */
export interface Named {
  readonly address: string;
  readonly label: string | undefined;
}

function resolve(context: Context, spec: AddressSpec, label: string | undefined): readonly Named[] {
  switch (spec.kind) {
    case 'host':
    case 'bare':
      return spec.address.value === undefined ? [] : [{ address: spec.address.value, label: label ?? spec.address.use?.name }];
    case 'network': {
      const one = spec.prefixLength === (spec.address.value?.includes(':') ? 128 : 32);
      return one && spec.address.value !== undefined ? [{ address: spec.address.value, label: label ?? spec.address.use?.name }] : [];
    }
    case 'range':
      return spec.first.value !== undefined && spec.first.value === spec.last.value ? [{ address: spec.first.value, label }] : [];
    case 'object': {
      const value = context.networkObjects.get(spec.use.name)?.value;
      return value === undefined || value.kind === 'object' ? [] : resolve(context, value, spec.use.name);
    }
    case 'interface': {
      const address = context.interfaces.find(({ name }) => sameInterface(name, spec.use.name))?.address?.address.value;
      return address === undefined ? [] : [{ address, label }];
    }
    case 'object-group': {
      const members = resolverOf(context).membersOf(spec.use.name);
      return members.flatMap(({ member }) => (member.kind === 'address' ? resolve(context, member.address, undefined) : []));
    }
    default:
      return [];
  }
}

/** True when the entry lets through, or takes, tcp to port 25 by naming the port. */
export function namesSmtp(context: Context, ace: Ace): boolean {
  if (ace.destinationPort !== undefined) return isTcp(context, ace.protocol) && hasSmtp(context, ace.destinationPort);
  if (ace.protocol.kind === 'object-group') return groupHasSmtp(context, ace.protocol.use.name);
  if (ace.protocol.kind === 'object') {
    const service = context.serviceObjects.get(ace.protocol.use.name)?.value;
    return service?.destination !== undefined && isTcp(context, service.protocol) && hasSmtp(context, service.destination);
  }
  return false;
}

/** A port 25 that is named stands in the text of the line, or behind the name of an object or a group. */
function mayNameSmtp(text: string): boolean {
  return /\b(?:25|smtp)\b|object/i.test(text);
}

function isTcp(context: Context, protocol: ProtocolSpec): boolean {
  if (protocol.kind === 'protocol') return protocol.name === 'tcp' || protocol.name === 'tcp-udp';
  return (
    protocol.kind === 'object-group' && context.objectGroups.get(protocol.use.name)?.members.some((m) => m.kind === 'protocol') === true
  );
}

/** Port 25 by name; `range 1 65535` does not name it. */
function hasSmtp(context: Context, port: PortSpec): boolean {
  if (port.kind === 'object-group') return groupHasSmtp(context, port.use.name);
  return isSmtp(port);
}

function isSmtp({ operator, ranges }: Extract<PortSpec, { kind: 'ports' }>): boolean {
  return operator === 'eq' && ranges.some(([first, last]) => first === SMTP && last === SMTP);
}

function groupHasSmtp(context: Context, name: string): boolean {
  return resolverOf(context)
    .membersOf(name)
    .some(({ member }) => {
      if (member.kind === 'port') return hasSmtp(context, member.port);
      return member.kind === 'service' && member.service.destination !== undefined && hasSmtp(context, member.service.destination);
    });
}

function find(context: Context, meant: (host: MailHost) => boolean, most: number): readonly MailHost[] {
  const translator = translatorOf(context);
  const found = new Map<string, { label: string | undefined; readonly statements: Statement[] }>();
  const others = new Set<MailHost>();
  for (const [{ address, label }, statement] of namings(context)) {
    const host = translator.hostAt(address);
    const known = found.get(host.address);
    if (known !== undefined) {
      known.label ??= label;
      // What one statement names comes in one go.
      if (known.statements.at(-1) !== statement) known.statements.push(statement);
    } else if (!others.has(host)) {
      if (!meant(host)) others.add(host);
      else if (found.size === most) break;
      else found.set(host.address, { label, statements: [statement] });
    }
  }
  return [...found].map(([address, { label, statements }]) => hostAt(context, { address, label }, statements));
}

/** Every address that a line names as a mail host's. */
function* namings(context: Context): Iterable<readonly [Named, Statement]> {
  for (const list of context.accessLists.values()) {
    if (list.kind !== 'extended') continue;
    for (const ace of list.entriesIn(mayNameSmtp)) {
      if (ace.action !== 'permit' || ace.inactive || !namesSmtp(context, ace)) continue;
      const destinations = singleAddresses(context, ace.destination);
      // A host that may send to any port 25 is a mail host; one that may reach a single server is a client of it.
      const hosts = destinations.length > 0 ? destinations : singleAddresses(context, ace.source);
      for (const named of hosts) yield [named, ace.statement];
    }
  }
  for (const translation of context.translations) {
    if (!translation.isStatic || translation.real === undefined) continue;
    const forwardsSmtp = translation.service?.realPort === SMTP || translation.service?.mappedPort === SMTP;
    for (const named of singleAddresses(context, translation.real)) {
      const label = named.label ?? nameOf(context, translation, named.address);
      if (forwardsSmtp || (label !== undefined && MAIL_NAME.test(label))) yield [{ ...named, label }, translation.statement];
    }
  }
}

/** The object in which an object NAT stands, or the `name` of the address or of what it is translated to. */
function nameOf(context: Context, { real, mapped, statement }: Translation, address: string): string | undefined {
  for (const spec of [real, mapped]) {
    const label = spec && singleAddresses(context, spec)[0]?.label;
    if (label !== undefined) return label;
  }
  for (const object of context.networkObjects.values()) {
    if (owns(object, statement)) return object.name;
  }
  for (const [name, symbol] of context.symbols.get('name') ?? []) {
    if (symbol.definitions.some(({ statement: { words } }) => words.some(({ text }) => text === address))) return name;
  }
  return undefined;
}

function owns({ definitions }: NetworkObject, nat: Statement): boolean {
  return definitions.some(({ statement }) => nat.parent === statement);
}

interface Translated {
  readonly real: string;
  readonly mapped: MailHost['mapped'];
  /** The object or name of the host, where the translation tells one. */
  readonly named: string | undefined;
  readonly home: string | undefined;
}

/** Hosts by any of their addresses, as the translations tell. */
interface Translator {
  /** The parts of a context that it was made from: the same objects as long as no edit touches them. */
  readonly from: readonly unknown[];
  readonly hostAt: (address: string) => MailHost;
}

/** By the list of translations, which stays over edits elsewhere: with it, thousands of hosts need not be made anew at each keystroke. */
const translators = memos<Context['translations'], Translator>('hosts by their addresses');

function translatorOf(context: Context): Translator {
  const { translations, interfaces, routes, networkObjects, version } = context;
  const from = [interfaces, routes, networkObjects, version];
  const known = translators(context).get(translations);
  if (known?.from.every((part, index) => part === from[index])) return known;
  const translator = { from, hostAt: hostsBy(context, makeTranslator(context)) };
  translators(context).set(translations, translator);
  return translator;
}

function hostsBy(context: Context, translate: (address: string) => Translated): Translator['hostAt'] {
  const hosts = new Map<string, MailHost>();
  const namedByReal = namesRealAddresses(context);
  return (address) => {
    let host = hosts.get(address);
    if (host === undefined) {
      const { real, mapped, named, home = connectedInterface(context, real) } = translate(address);
      const forMail = mapped.filter(({ port }) => rankOf(port) > 0).toSorted((a, b) => rankOf(b.port) - rankOf(a.port));
      const [first, ...others] = [...forMail.map((each) => each.address), real];
      const found = namedByReal ? [real, first, ...others] : [first, ...others];
      const addresses = [...new Set([...found, ...mapped.map((each) => each.address)])];
      host = { address: namedByReal ? real : first, addresses, real, home, mapped, namedByReal, label: named, statements: [] };
      hosts.set(address, host);
    }
    return host;
  };
}

/** How much a translation of this port says of mail: most where it is of every port, or that of mail; nothing where it is of another service. */
function rankOf(port: number | undefined): number {
  if (port === undefined || port === SMTP) return 2;
  return MAIL_PORTS.value.includes(port) ? 1 : 0;
}

/** Real and translated addresses of hosts that are translated one to one. */
function makeTranslator(context: Context): (address: string) => Translated {
  const realOf = new Map<string, { readonly real: string; readonly rank: number }>();
  const mappedOf = new Map<string, Mapped[]>();
  const nameOfReal = new Map<string, string>();
  const homes = new Map<string, string>();
  for (const translation of context.translations) {
    if (!translation.isStatic || translation.real === undefined || translation.mapped === undefined) continue;
    const real = singleAddresses(context, translation.real)[0];
    const mapped = singleAddresses(context, translation.mapped)[0];
    if (real === undefined || mapped === undefined || real.address === mapped.address) continue;
    const { service } = translation;
    if (service !== undefined && service.protocol !== 'tcp') continue;
    const port = service?.mappedPort;
    // An address that several hosts share, port by port, is for us that of the one with the mail.
    const rank = rankOf(port);
    if (rank >= (realOf.get(mapped.address)?.rank ?? 1)) realOf.set(mapped.address, { real: real.address, rank });
    const at = translation.mappedInterface?.name;
    mappedOf.set(real.address, [
      ...(mappedOf.get(real.address) ?? []),
      { address: mapped.address, at: at === 'any' ? undefined : at, port },
    ]);
    const home = translation.realInterface?.name;
    if (home !== undefined && home !== 'any') homes.set(real.address, home);
    const label = nameOf(context, translation, real.address);
    if (label !== undefined) nameOfReal.set(real.address, label);
  }
  const networks = translatedNetworks(context);
  return (address) => {
    const real = realOf.get(address)?.real ?? throughNetworks(networks, address) ?? address;
    const mapped = mappedOf.get(real) ?? networks.flatMap((network) => shownAs(network, real));
    const home = homes.get(real) ?? networks.find((network) => shownAs(network, real).length > 0)?.leaves?.name;
    return { real, mapped, named: nameOfReal.get(real), home };
  };
}

/** Translations of mail to whole networks, address by address, that hold whoever sends it: none that an access-list bounds. */
function translatedNetworks(context: Context): readonly View[] {
  const ingress = interfaceNames(context);
  const views = (ingress.length === 0 ? [undefined] : ingress).flatMap((name) => untranslations(context, name));
  const plain = views.filter(
    ({ translation, from, peers, identity, to }) =>
      translation.policy === undefined && !identity && to !== undefined && size(from) > 1 && isAll(peers.yes),
  );
  return [...new Map(plain.map((view) => [view.translation, view])).values()];
}

function throughNetworks(networks: readonly View[], text: string): string | undefined {
  const address = parseAddress(text);
  const network =
    address === undefined ? undefined : networks.find(({ from, fromPort }) => rankOf(fromPort) > 0 && contains(from, address));
  return network && printAddress(sure(network.to)(sure(address)));
}

/** What a network's translation makes of a real address; nothing where it is not the only one that becomes it. */
function shownAs({ back, fromPort, translation }: View, text: string): MailHost['mapped'] {
  const address = parseAddress(text);
  const set = address === undefined ? undefined : back?.(single(address));
  const [first] = [...(set?.v4 ?? []), ...(set?.v6 ?? [])];
  if (set === undefined || first === undefined || size(set) !== 1) return [];
  return [{ address: printAddress(first[0]), at: translation.mappedInterface?.name, port: fromPort }];
}
