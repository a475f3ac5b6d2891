/** Addresses that the lab listens on and passes on to: this machine unless told otherwise, and never itself. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { printEndpoint } from '../../policy/verdict.ts';
import { Failure, reasonOf } from '../exit.ts';

export interface Endpoint {
  /** An address, never a name: what was checked is what is connected to. */
  readonly address: string;
  readonly port: number;
}

const HERE = '127.0.0.1';

/**
 * @param text `127.0.0.1:2525`, `[::1]:2525`, `localhost:2525`; a port alone is one of 127.0.0.1
 * @param option as the person wrote it, for the message
 * @throws Failure where it is none, or its name does not resolve
 */
export async function endpointOf(text: string, option: string): Promise<Endpoint> {
  const [, inBrackets, plain, port = ''] = /^(?:\[([^\]]+)\]:|([^:[\]]*):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  if (port === '' || Number(port) > 65535)
    throw new Failure(`${option}: write ADDRESS:PORT, as in 127.0.0.1:2525 or [::1]:2525, not ${text}`);
  const host = inBrackets ?? (plain === undefined || plain === '' ? HERE : plain);
  const address = isIP(host) ? host : await resolved(host, option);
  return { address, port: Number(port) };
}

async function resolved(host: string, option: string): Promise<string> {
  try {
    return (await lookup(host, { verbatim: false })).address;
  } catch (error) {
    throw new Failure(`${option}: ${host}: ${reasonOf(error)}`);
  }
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether only this machine reaches it. As a target the wildcard leads to this machine, too. */
export function isLoopback(address: string): boolean {
  const plain = unmapped(address);
  return LOOPBACK.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** An IPv4 address in the clothes of IPv6 is that address. */
function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || /^[0:]+$/.test(address);
}

/** Whether who connects to `target` comes to `listen`: each session would begin another one. */
export function leadsTo(target: Endpoint, listen: Endpoint): boolean {
  if (target.port !== listen.port) return false;
  const [to, at] = [unmapped(target.address), unmapped(listen.address)];
  if (to === at) return true;
  if (isWildcard(at)) return isWildcard(to) || isLoopback(to) || isOwn(to);
  return isWildcard(to) && isLoopback(at);
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((some) => some?.some((own) => own.address === address));
}

/** @throws Failure for an address beyond this machine that nobody allowed, and for a target that is the lab itself */
export function checkEndpoints(listen: Endpoint, target: Endpoint, allowRemote: boolean): void {
  if (!allowRemote) {
    const far = [
      ['--listen', listen, isLoopback(listen.address)],
      ['--to', target, isLoopback(target.address) || isWildcard(target.address)],
    ] as const;
    for (const [option, endpoint, isHere] of far)
      if (!isHere) throw new Failure(`${option}: ${printEndpoint(endpoint)} is beyond this machine; --allow-remote allows it`);
  }
  if (leadsTo(target, listen)) throw new Failure(`--to: ${printEndpoint(target)} is where the lab itself listens`);
}
