/** The flow of a recorded session, where its file tells both ends: a capture, and what tools print of one. */
import { MAIL_PORTS } from '../facts/inspections.ts';
import type { Flow } from '../policy/flow.ts';
import { parseFlow } from '../policy/verdict.ts';
import { parseAddress, printAddress } from '../sets/addresses.ts';
import type { Note, Session } from '../smtp/model.ts';

export interface Ends {
  /** undefined where the file does not tell it */
  readonly client: { readonly address: string; readonly port: number | undefined } | undefined;
  readonly server: { readonly address: string; readonly port: number } | undefined;
}

const SMTP = 25;

/** Ports by the names that tools print. */
const PORTS: Readonly<Record<string, number>> = { smtp: 25, urd: 465, submissions: 465, submission: 587 };

/** What the file tells of both ends. */
export function endsOf(session: Session): Ends {
  const flow = flowNamed(session.connection);
  if (flow !== undefined) {
    const { source, sourcePort, destination, destinationPort } = flow;
    return { client: { address: source, port: sourcePort }, server: { address: destination, port: destinationPort } };
  }
  const ends = session.connection.split(' ').flatMap((text) => endpointOf(text) ?? []);
  const at = ends.findIndex(({ port }) => MAIL_PORTS.value.includes(port));
  if (ends.length === 2 && at >= 0) return { client: ends[1 - at], server: ends[at] };
  // Where a tool tried several addresses, the last one before it was connected is the server's.
  const connected = session.notes.findIndex(({ note }) => note === 'connected');
  const notes = [...session.notes.slice(0, connected + 1).reverse(), ...session.notes.slice(connected + 1)];
  const [address] = notes.flatMap((note) => addressIn(note.host) ?? addressIn(addressBeside(note)) ?? []);
  return { client: undefined, server: address === undefined ? undefined : { address, port: SMTP } };
}

/** @returns undefined where the file does not tell both ends */
export function flowOf(session: Session): Flow | undefined {
  const { client, server } = endsOf(session);
  if (client === undefined || server === undefined) return undefined;
  return {
    protocol: 'tcp',
    source: client.address,
    sourcePort: client.port,
    destination: server.address,
    destinationPort: server.port,
    ingress: undefined,
  };
}

function flowNamed(text: string): Flow | undefined {
  if (!text.startsWith('tcp ')) return undefined;
  try {
    return parseFlow(text);
  } catch {
    return undefined;
  }
}

/** `192.0.2.25.25`, `2001:db8::25.smtp`, `192.000.002.025.00025` */
function endpointOf(text: string): { address: string; port: number } | undefined {
  const [, host, name] = /^(.{2,60})\.([\w-]{1,20})$/.exec(text) ?? [];
  const port = PORTS[name ?? ''] ?? Number(name);
  const address = parsed(host ?? '');
  return address === undefined || !(port > 0 && port < 65536) ? undefined : { address, port };
}

/** `Trying 192.0.2.25...` of telnet and curl; `Connected to mx.example.com (192.0.2.25) port 25`, `mx.example.com [192.0.2.25]:25`. */
const BESIDE = /^\W{0,8}Trying ([\da-f.:]{2,45}?)(?::\d+)?\.\.\.|[[(]([\da-f.:]{2,45})[\])]/i;

/** The address that a tool prints beside the name of the server: where it connects to several in turn, each note tells its own. */
function addressBeside({ note, text }: Note): string | undefined {
  if (note !== 'connected' && note !== 'chatter') return undefined;
  const [, tried, beside] = BESIDE.exec(text) ?? [];
  return tried ?? (note === 'connected' ? beside : undefined);
}

/** An address that stands alone, or behind a name in brackets. */
function addressIn(host: string | undefined): string | undefined {
  return parsed(/\[([^\]]{2,60})\]/.exec(host ?? '')?.[1] ?? host ?? '');
}

function parsed(text: string): string | undefined {
  const plain = /^\d{3}(?:\.\d{3}){3}$/.test(text) ? text.split('.').map(Number).join('.') : text;
  const address = parseAddress(plain);
  return address === undefined ? undefined : printAddress(address);
}
