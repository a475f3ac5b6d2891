/** Flows as people write them: `tcp 203.0.113.9 -> 192.168.1.1:25 on outside`, IPv6 with a port in brackets. */

import { parseAddress, printAddress } from '../sets/addresses.ts';
import { itemAt } from '../text/at.ts';
import type { Flow } from './flow.ts';

const FORM = 'write a flow as: tcp SOURCE[:PORT] -> DESTINATION:PORT [on INTERFACE], IPv6 addresses in brackets where a port follows';

/** Throws an `Error` whose message tells what is wrong and how a flow is written. */
export function parseFlow(text: string): Flow {
  const words = text.trim().split(/\s+/);
  const arrow = words.indexOf('->');
  if (words[0]?.toLowerCase() !== 'tcp') throw new Error(`a flow begins with tcp, not with ${JSON.stringify(words[0])}; ${FORM}`);
  if (arrow !== 2) throw new Error(`one source and then -> are expected after tcp; ${FORM}`);
  const [destination, on, ingress, ...rest] = words.slice(arrow + 1);
  if (destination === undefined) throw new Error(`the destination is missing; ${FORM}`);
  if (on !== undefined && (on.toLowerCase() !== 'on' || ingress === undefined || rest.length > 0)) {
    throw new Error(`after the destination only "on INTERFACE" may follow; ${FORM}`);
  }
  const from = parseEndpoint(itemAt(words, 1), 'source');
  const to = parseEndpoint(destination, 'destination');
  if (to.port === undefined)
    throw new Error(`the destination ${destination} has no port, as in ${printEndpoint({ ...to, port: 25 })}; ${FORM}`);
  if (from.address.includes(':') !== to.address.includes(':'))
    throw new Error('the source and the destination are of two address families');
  return { protocol: 'tcp', source: from.address, sourcePort: from.port, destination: to.address, destinationPort: to.port, ingress };
}

/** The inverse of `parseFlow`. */
export function printFlow({ source, sourcePort, destination, destinationPort, ingress }: Flow): string {
  const from = sourcePort === undefined ? source : printEndpoint({ address: source, port: sourcePort });
  const on = ingress === undefined ? '' : ` on ${ingress}`;
  return `tcp ${from} -> ${printEndpoint({ address: destination, port: destinationPort })}${on}`;
}

/** `192.0.2.25:25`, `[2001:db8::25]:25` */
export function printEndpoint({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function parseEndpoint(text: string, which: string): { address: string; port: number | undefined } {
  const [, inBrackets, plain, portText] = /^(?:\[([^\]]*)\]|([^[\]]*?))(?::(\d+))?$/.exec(separated(text)) ?? [];
  const address = parseAddress(inBrackets ?? plain ?? '');
  if (address === undefined) throw new Error(`the ${which} ${text} is no IPv4 or IPv6 address; ${FORM}`);
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65535)) throw new Error(`${portText} is no port: 1 to 65535`);
  return { address: printAddress(address), port };
}

/** An IPv6 address without brackets has no port: its last group is no port number. */
function separated(text: string): string {
  return !text.startsWith('[') && text.split(':').length > 2 ? `[${text}]` : text;
}
