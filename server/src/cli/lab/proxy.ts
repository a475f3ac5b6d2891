/**
 * A proxy that treats tcp connections as an inspection would. Nothing that a peer does makes its memory grow: connections are counted, each
 * side is read only as fast as the other one takes it and the server answers, and who is silent for too long is sent away.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { EngineEvent } from '../../masking/events.ts';
import type { Inspection } from '../../masking/inspection.ts';
import type { Output } from '../../masking/output.ts';
import { InspectedSession } from '../../masking/session.ts';
import type { Endpoint } from './endpoint.ts';

/** Commands that wait for a reply before no more are taken from the client. */
const MOST_AWAITING = 1000;
/** Milliseconds that both ends have to close a connection that the lab has hung up. */
const LINGER = 1000;

export interface LabOptions {
  readonly listen: Endpoint;
  readonly target: Endpoint;
  /** undefined: the octets pass as they are. */
  readonly inspection: Inspection | undefined;
  /** Open at one time. */
  readonly connections: number;
  /** Milliseconds without an octet after which a session is ended. */
  readonly idle: number;
  /** `drop-connection` leaves both ends waiting, as a device does; else the lab hangs up for it. */
  readonly silentDrops: boolean;
}

export type End =
  | 'by the client'
  | 'by the server'
  | 'dropped by the inspection'
  | 'reset by the inspection'
  | 'idle'
  | 'stopped'
  | { readonly error: NodeJS.ErrnoException; readonly side: 'client' | 'server' };

/** Sees one session as it goes. The octets hold until the call ends. */
export interface Observer {
  /** What the client sends, and what it is sent. */
  clientSays(octets: Uint8Array): void;
  clientHears(octets: Uint8Array): void;
  serverHears(octets: Uint8Array): void;
  serverSays(octets: Uint8Array): void;
  event(event: EngineEvent): void;
  ended(end: End): void;
}

export interface Observers {
  opened(client: Endpoint): Observer;
  /** Connections were refused, for too many are open; told once until one is accepted again. */
  refused(): void;
}

export class Lab {
  /** Where it listens: the port is the system's choice where none was named. */
  readonly at: Endpoint;
  private readonly server: Server;
  private readonly open: Set<Connection>;

  private constructor(server: Server, at: Endpoint, open: Set<Connection>) {
    this.server = server;
    this.at = at;
    this.open = open;
  }

  /** @returns when it listens. Rejects with what the system says where it cannot. */
  static start(options: LabOptions, observers: Observers): Promise<Lab> {
    const open = new Set<Connection>();
    let told = false;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      told = false;
      const connection: Connection = new Connection(client, options, observers, () => open.delete(connection));
      open.add(connection);
    });
    server.maxConnections = options.connections;
    server.on('drop', () => {
      if (!told) observers.refused();
      told = true;
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.listen.port, options.listen.address, () => {
        server.off('error', reject);
        // Out of file descriptors, say: a client is turned away, the others go on.
        server.on('error', () => observers.refused());
        const bound = server.address();
        // Only a pipe's address is a text.
        if (bound !== null && typeof bound !== 'string') resolve(new Lab(server, { address: bound.address, port: bound.port }, open));
      });
    });
  }

  /** Ends every session and listens no more. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of [...this.open]) connection.end('stopped');
    await closed;
  }
}

class Connection {
  private readonly client: Socket;
  private readonly server: Socket;
  private readonly options: LabOptions;
  private readonly session: InspectedSession | undefined;
  private readonly observer: Observer;
  private readonly forget: () => void;
  private timer: NodeJS.Timeout;
  /** Who ended first, once somebody has. */
  private firstEnd: 'by the client' | 'by the server' | undefined;
  private over = false;
  /** The inspection has ended it: what comes is thrown away. */
  private dead: 'dropped by the inspection' | 'reset by the inspection' | undefined;

  constructor(client: Socket, options: LabOptions, observers: Observers, forget: () => void) {
    this.client = client;
    this.options = options;
    this.forget = forget;
    this.session = options.inspection === undefined ? undefined : new InspectedSession(options.inspection);
    this.observer = observers.opened({ address: client.remoteAddress ?? '', port: client.remotePort ?? 0 });
    const { address: host, port } = options.target;
    this.server = connect({ host, port, allowHalfOpen: true, noDelay: true });
    this.timer = setTimeout(() => this.end(this.dead ?? 'idle'), options.idle);
    client.on('data', (octets) => this.fromClient(octets));
    this.server.on('data', (octets) => this.fromServer(octets));
    client.on('end', () => this.half('by the client', this.server, () => this.session?.endOfClient()));
    this.server.on('end', () => this.half('by the server', client, () => this.session?.endOfServer()));
    client.on('error', (error) => this.end(this.dead ?? { error, side: 'client' }));
    this.server.on('error', (error) => this.end(this.dead ?? { error, side: 'server' }));
    for (const socket of [client, this.server]) {
      socket.on('drain', () => this.throttle());
      socket.on('close', () => this.closed());
    }
  }

  /** Ends the session, whatever still waits to be sent. */
  end(how: End): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    for (const socket of [this.client, this.server]) {
      if (how === 'reset by the inspection') socket.resetAndDestroy();
      else socket.destroy();
    }
    this.forget();
    this.observer.ended(how);
  }

  private fromClient(octets: Buffer): void {
    if (this.dead !== undefined) return;
    this.timer.refresh();
    this.observer.clientSays(octets);
    // Time only tells how fast commands come, for `rate-limit`.
    this.pass(this.session?.fromClient(octets, performance.now()) ?? octets, this.server);
  }

  private fromServer(octets: Buffer): void {
    if (this.dead !== undefined) return;
    this.timer.refresh();
    this.observer.serverSays(octets);
    this.pass(this.session?.fromServer(octets) ?? octets, this.client);
  }

  private pass(out: Output | Uint8Array, to: Socket): void {
    const parts = out instanceof Uint8Array ? [out] : out.octets;
    to.cork();
    for (const part of parts) {
      if (to === this.client) this.observer.clientHears(part);
      else this.observer.serverHears(part);
      if (to.writable) to.write(part);
    }
    to.uncork();
    if (!(out instanceof Uint8Array)) for (const event of out.events) this.observer.event(event);
    const ended = this.session?.closed;
    if (ended === undefined) this.throttle();
    else this.kill(ended === 'reset' ? 'reset by the inspection' : 'dropped by the inspection');
  }

  /** The inspection ends the connection. */
  private kill(how: 'dropped by the inspection' | 'reset by the inspection'): void {
    this.dead = how;
    if (how === 'reset by the inspection') {
      this.end(how);
      return;
    }
    // What was let through before still arrives; what comes now is read, and thrown away.
    for (const socket of [this.client, this.server]) {
      socket.resume();
      if (!this.options.silentDrops) socket.end();
    }
    if (this.options.silentDrops) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(how), LINGER);
  }

  /** One side will say no more. */
  private half(who: 'by the client' | 'by the server', to: Socket, last: () => Output | undefined): void {
    this.firstEnd ??= who;
    if (this.over) return;
    if (this.dead === undefined) {
      const out = last();
      if (out !== undefined) this.pass(out, to);
    }
    if (this.dead === undefined || !this.options.silentDrops) to.end();
    else this.end(this.dead);
  }

  private closed(): void {
    if (this.client.closed && this.server.closed) this.end(this.dead ?? this.firstEnd ?? 'by the client');
  }

  /** Each side is read while the other takes what is sent to it, and the client while the server keeps up with its commands. */
  private throttle(): void {
    const busy = (this.session?.awaiting ?? 0) > MOST_AWAITING && this.session?.isEncrypted === false;
    flow(this.client, !this.server.writableNeedDrain && !busy);
    flow(this.server, !this.client.writableNeedDrain);
  }
}

function flow(socket: Socket, open: boolean): void {
  if (open === !socket.isPaused()) return;
  if (open) socket.resume();
  else socket.pause();
}
