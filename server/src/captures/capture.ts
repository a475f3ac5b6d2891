/** A capture of packets as a transcript: each mail connection of it, in the order in which they begin. Bounded, whatever comes. */

import { Connection } from './connection.ts';
import { CaptureFile, isCaptureFile } from './file.ts';
import { type Segment, segmentIn } from './segment.ts';

export { isCaptureFile };

const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587, 2525]);
/** Connections that are kept, and what is kept of them all: as much as is read at once of a transcript. */
const MOST_CONNECTIONS = 100_000;
const MOST_TEXT = 4 << 20;

export interface CaptureText {
  readonly text: string;
  /** What the person should know about how it was read. */
  readonly remarks: readonly string[];
}

/** Takes packets as they come. */
export class Capture {
  private readonly file = new CaptureFile();
  private readonly open = new Map<string, Connection>();
  private readonly done: { readonly order: number; readonly text: string }[] = [];
  private begun = 0;
  private size = 0;
  private packets = 0;
  private others = 0;
  private passedOver = 0;

  /** @param chunk of a file; may be reused by the caller afterwards */
  read(chunk: Uint8Array): void {
    for (const { link, time, octets } of this.file.read(chunk)) this.packet(link, octets, time === undefined ? '' : printed(time));
  }

  /** @param time as it is to be printed */
  packet(link: number, octets: Uint8Array, time: string): void {
    this.packets++;
    const segment = segmentIn(link, octets);
    if (segment === undefined) {
      this.others++;
      return;
    }
    const fromClient = isFromClient(segment);
    if (fromClient === undefined) return;
    const [source, destination] = endpoints(segment);
    const [client, server] = fromClient ? [source, destination] : [destination, source];
    const key = `${client} ${server}`;
    let connection = this.open.get(key);
    // Ports are used again.
    if (connection !== undefined && segment.syn && segment.acknowledged === undefined && connection.isSpoken) {
      this.close(key, connection);
      connection = undefined;
    }
    if (connection === undefined) {
      if (segment.rst || (segment.length === 0 && !segment.syn)) return;
      if (this.begun >= MOST_CONNECTIONS || this.size > MOST_TEXT) {
        this.passedOver++;
        return;
      }
      connection = new Connection({ client, server }, this.begun++);
      this.open.set(key, connection);
    }
    connection.add(segment, fromClient, time);
    if (connection.over) this.close(key, connection);
  }

  private close(key: string, connection: Connection): void {
    this.open.delete(key);
    if (!connection.isSpoken) return;
    const text = connection.text();
    this.size += text.length;
    this.done.push({ order: connection.order, text });
  }

  end(): CaptureText {
    for (const [key, connection] of [...this.open]) this.close(key, connection);
    const ordered = this.done.sort((a, b) => a.order - b.order);
    const remarks = [
      ...(ordered.length === 0 ? [`a capture of ${this.packets} packets, none of a mail connection in which anything is said`] : []),
      ...(this.file.broken ? ['the capture is damaged; it was read up to there'] : []),
      ...(this.passedOver > 0 ? ['the capture holds more than is kept; what comes behind it was not read'] : []),
      ...(this.packets > 0 && this.others === this.packets ? ['none of its packets is tcp over a link layer that is read'] : []),
    ];
    return { text: ordered.map(({ text }) => `${text}\n`).join('\n'), remarks };
  }
}

/** Mail is told by its port; undefined where neither end has one. */
function isFromClient({ sourcePort, destinationPort }: Segment): boolean | undefined {
  if (MAIL_PORTS.has(destinationPort)) return true;
  return MAIL_PORTS.has(sourcePort) ? false : undefined;
}

function endpoints({ source, sourcePort, destination, destinationPort }: Segment): [string, string] {
  const printedAs = (address: string, port: number) => `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return [printedAs(source, sourcePort), printedAs(destination, destinationPort)];
}

/** `2026-11-22 01:44:56.123456`, UTC. */
function printed(time: number): string {
  const seconds = Math.floor(time);
  const micro = Math.min(999_999, Math.round((time - seconds) * 1e6));
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(micro).padStart(6, '0')}`;
}
