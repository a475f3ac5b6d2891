/** The lines that the device would write of what its inspection did: 108002 to 108007 and 507003, in the words of the syslog guide (SYS). */
import type { Platform } from '../facts/versions.ts';
import type { EngineEvent } from './events.ts';

/** One end of the connection, as a device names it. */
export interface Endpoint {
  readonly interface: string;
  readonly address: string;
  readonly port: number;
}

export interface Connection {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

/** `nameif` of an end that nobody told. */
export const UNTOLD: Connection = {
  client: { interface: 'outside', address: '192.0.2.1', port: 1025 },
  server: { interface: 'inside', address: '198.51.100.25', port: 25 },
};

const PREFIXES: Readonly<Record<Platform, string>> = { PIX: 'PIX', ASA: 'ASA', FWSM: 'FWSM', FTD: 'FTD' };

/** @returns the lines, without time and host; none where the device is silent */
export function syslogOf(event: EngineEvent, { client, server }: Connection, platform: Platform): readonly string[] {
  const [source, destination] = event.direction === 'request' ? [client, server] : [server, client];
  const flow = `from ${printed(source)} to ${printed(destination)}`;
  const party = event.direction === 'request' ? 'Request' : 'Response';
  const id = (level: number, number: number) => `%${PREFIXES[platform]}-${level}-${number}`;
  const ended = `${id(4, 507003)}: tcp flow from ${printed(client)} to ${printed(server)} terminated by inspection engine, reason - disconnected, dropped packet.`;
  const isEnd = event.outcome === 'closed' || event.outcome === 'reset';
  const lines: string[] = [];
  switch (event.kind) {
    case 'address-changed':
      lines.push(
        `${id(2, 108002)}: SMTP replaced invalid character: out ${client.address} in ${server.address} data: ${addressOf(event.before)}`,
      );
      break;
    case 'address-refused':
      lines.push(
        `${id(2, 108003)}: Terminating ESMTP connection; malicious pattern detected in the mail address ${flow}. Mail Address:${addressOf(event.before)}`,
      );
      break;
    case 'size-exceeded':
      lines.push(
        `${id(7, 108006)}: Detected ESMTP size violation ${flow}; declared size is: ${event.match?.number}, actual size is ${event.match?.text}`,
      );
      break;
    case 'tls-started':
      if (event.log)
        lines.push(`${id(6, 108007)}: TLS started on ESMTP session between client ${printed(client)} and server ${printed(server)}`);
      break;
    default:
      if (event.log) lines.push(classified(event, party, flow, id));
  }
  if (isEnd) lines.push(ended);
  return lines;
}

function classified(event: EngineEvent, party: string, flow: string, id: (level: number, number: number) => string): string {
  const part = event.match === undefined ? 'Parameter' : 'Classification';
  const of = event.match === undefined ? event.kind : `matched Class ${event.match.number}: ${event.match.text}`;
  if (event.outcome === 'passed') return `${id(6, 108005)}: ESMTP ${part}: Received ESMTP ${party} ${flow}; ${of}`;
  const did = { changed: 'Masked header flags for', dropped: 'Dropped', closed: 'Dropped connection for', reset: 'Reset connection for' };
  return `${id(4, 108004)}: ESMTP ${part}: ${did[event.outcome]} ESMTP ${party} ${flow}; ${of}`;
}

function printed({ interface: name, address, port }: Endpoint): string {
  return `${name}:${address}/${port}`;
}

function addressOf(command: string): string {
  return command.slice(command.indexOf(':') + 1).trim();
}
