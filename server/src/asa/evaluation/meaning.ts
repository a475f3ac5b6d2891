/**
 * One text for what means the same, however it is written: `eq smtp` and `eq 25`, `host A` and `A 255.255.255.255`. A `no` takes back
 * what has the same meaning, and the device holds it once.
 */
import { canonicalIpv4 } from '../../sets/address-text.ts';
import type { AddressSpec, AddressUse, PortSpec, ProtocolSpec, ServiceSpec } from '../model.ts';
import type { StatementNode } from '../statement.ts';

/** Equal for specifications of the same addresses. */
export function addressMeaning(spec: AddressSpec): string {
  switch (spec.kind) {
    case 'any':
    case 'any4':
    case 'any6':
      return spec.kind;
    case 'host':
      return `host ${address(spec.address)}`;
    case 'network':
      return networkMeaning(address(spec.address), spec.mask, spec.prefixLength);
    case 'range':
      return `range ${address(spec.first)} ${address(spec.last)}`;
    case 'fqdn':
      return `fqdn ${spec.family ?? ''} ${spec.word.text.toLowerCase()}`;
    case 'bare':
      return `bare ${address(spec.address)}`;
    case 'object':
    case 'object-group':
      return `${spec.kind} ${spec.use.name}`;
    case 'interface':
      return `interface ${spec.use.name.toLowerCase()}`;
  }
}

function networkMeaning(of: string, mask: string, length: number | undefined): string {
  const v6 = of.includes(':');
  if (length === 0) return v6 ? 'any6' : 'any4';
  if (length === (v6 ? 128 : 32)) return `host ${of}`;
  return `${of}/${length ?? canonicalIpv4(mask) ?? mask}`;
}

/** A `name` that has no address in the file still means the same as itself. */
function address({ value, word }: AddressUse): string {
  return value ?? word.text;
}

/** '' where no port is named. */
export function portMeaning(spec: PortSpec | undefined): string {
  if (spec === undefined) return '';
  return spec.kind === 'object-group' ? `object-group ${spec.use.name}` : spec.ranges.map(([first, last]) => `${first}-${last}`).join();
}

/** By number, where the protocol has one. */
export function protocolMeaning(spec: ProtocolSpec): string {
  return spec.kind === 'protocol' ? `${spec.number ?? spec.name}` : `${spec.kind} ${spec.use.name}`;
}

/** Protocol and ports of both sides. */
export function serviceMeaning({ protocol, source, destination }: ServiceSpec): string {
  return [protocolMeaning(protocol), portMeaning(source), portMeaning(destination)].join('|');
}

/** The words of a statement without `no`: what there is to compare where they could not be read. */
export function wordsMeaning({ words, head }: StatementNode): string {
  return words
    .slice(head)
    .map(({ text }) => text)
    .join(' ');
}
