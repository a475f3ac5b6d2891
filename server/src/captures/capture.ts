/**
 * A capture of packets as a transcript: each mail connection of it, in the order in which they begin. Mail is told by the port of the server,
 * and on any other port by how it begins. Bounded, whatever comes.
 */

import { MAIL_PORTS } from '../facts/inspections.ts';
import type { Address } from '../sets/addresses.ts';
import { Connection, type Time } from './connection.ts';
import { CaptureFile, isCaptureFile } from './file.ts';
import { Fragments } from './fragments.ts';
import { Room } from './room.ts';
import { networkIn, type Segment, segmentIn } from './segment.ts';

export { isCaptureFile };

/** Connections that are open at one time, and those that are kept. */
const MOST_CONNECTIONS = 100_000;

export interface CaptureText {
  readonly text: string;
  /** What the person should know about how it was read. */
  readonly remarks: readonly string[];
}

/** An address with its port; of both IP versions together no two are the same. */
type Endpoint = number | bigint;

/** Takes packets as they come. */
export class Capture {
  private readonly file = new CaptureFile();
  private readonly fragments = new Fragments();
  private readonly room = new Room();
  /** By server, then by client. */
  private readonly byServer = new Map<Endpoint, Map<Endpoint, Connection>>();
  /** The same, the oldest first. */
  private readonly open = new Set<Connection>();
  private readonly done: { readonly order: number; readonly text: string }[] = [];
  private begun = 0;
  private packets = 0;
  private others = 0;
  private passedOver = 0;

  /** @param chunk of a file; may be reused by the caller afterwards */
  read(chunk: Uint8Array): void {
    for (const { link, time, octets } of this.file.read(chunk)) this.packet(link, octets, time);
  }

  packet(link: number, octets: Uint8Array, time: Time): void {
    this.packets++;
    const ip = networkIn(link, octets);
    const whole = ip === undefined ? undefined : this.fragments.whole(ip);
    const segment = whole === undefined ? undefined : segmentIn(whole);
    if (segment === undefined) this.others++;
    else this.segment(segment, time);
  }

  private segment(segment: Segment, time: Time): void {
    const { source, sourcePort, destination, destinationPort } = segment;
    const fromClient = this.isFromClient(segment);
    if (fromClient === undefined) return;
    const [from, to] = [
      { address: source, port: sourcePort },
      { address: destination, port: destinationPort },
    ];
    const [client, server] = fromClient ? [from, to] : [to, from];
    let connection = this.byServer.get(endpoint(server.address, server.port))?.get(endpoint(client.address, client.port));
    // Ports are used again.
    if (connection !== undefined && segment.syn && segment.acknowledged === undefined && connection.isSpoken) {
      this.close(connection);
      connection = undefined;
    }
    if (connection === undefined) {
      if (segment.rst || (segment.length === 0 && !segment.syn)) return;
      if (!this.room.hasTextLeft || this.done.length >= MOST_CONNECTIONS) {
        this.passedOver++;
        return;
      }
      connection = new Connection(client, server, this.begun++, this.room);
      this.hold(connection);
    }
    connection.add(segment, fromClient, time);
    if (connection.over) this.close(connection);
  }

  /** Undefined where neither end is a mail server, as far as can be told. */
  private isFromClient({ source, sourcePort, destination, destinationPort, octets }: Segment): boolean | undefined {
    if (MAIL_PORTS.value.includes(destinationPort)) return true;
    if (MAIL_PORTS.value.includes(sourcePort)) return false;
    if (this.byServer.size > 0) {
      if (this.byServer.has(endpoint(destination, destinationPort))) return true;
      if (this.byServer.has(endpoint(source, sourcePort))) return false;
    }
    if (beginsWith(octets, '220 ') || beginsWith(octets, '220-')) return false;
    return beginsWith(octets, 'EHLO ') || beginsWith(octets, 'HELO ') ? true : undefined;
  }

  private hold(connection: Connection): void {
    const server = endpoint(connection.server.address, connection.server.port);
    let clients = this.byServer.get(server);
    if (clients === undefined) {
      clients = new Map();
      this.byServer.set(server, clients);
    }
    clients.set(endpoint(connection.client.address, connection.client.port), connection);
    this.open.add(connection);
    if (this.open.size <= MOST_CONNECTIONS) return;
    const [oldest] = this.open;
    if (oldest !== undefined) this.close(oldest);
  }

  private close(connection: Connection): void {
    const { client, server } = connection;
    const at = endpoint(server.address, server.port);
    const clients = this.byServer.get(at);
    clients?.delete(endpoint(client.address, client.port));
    if (clients?.size === 0) this.byServer.delete(at);
    this.open.delete(connection);
    connection.finish();
    if (connection.isSpoken && (MAIL_PORTS.value.includes(server.port) || connection.isMail))
      this.done.push({ order: connection.order, text: connection.text() });
    else connection.forget();
  }

  end(): CaptureText {
    for (const connection of [...this.open]) this.close(connection);
    const ordered = this.done.sort((a, b) => a.order - b.order);
    const remarks = [
      ...(ordered.length === 0 ? [`a capture of ${this.packets} packets, none of a mail connection in which anything is said`] : []),
      ...(this.file.broken ? ['the capture is damaged; it was read up to there'] : []),
      ...(this.passedOver > 0 || this.room.isExceeded ? ['the capture holds more than is kept; what comes behind it was not read'] : []),
      ...(this.packets > 0 && this.others === this.packets ? ['none of its packets is tcp over a link layer that is read'] : []),
    ];
    return { text: ordered.map(({ text }) => `${text}\n`).join('\n'), remarks };
  }
}

function endpoint(address: Address, port: number): Endpoint {
  return typeof address === 'number' ? address * 65536 + port : address * 65536n + BigInt(port);
}

function beginsWith(octets: Uint8Array, text: string): boolean {
  if (octets.length < text.length) return false;
  for (let i = 0; i < text.length; i++) if (octets[i] !== text.charCodeAt(i)) return false;
  return true;
}
