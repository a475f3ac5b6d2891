/** The application inspections, and the tcp ports that `match default-inspection-traffic` gives each of them. */
import { type Fact, fact } from './fact.ts';
import type { Platform } from './versions.ts';

/** What makes the mail inspections: the name since 7.0, and FWSM's. */
export const MAIL_INSPECTIONS: readonly string[] = ['esmtp', 'smtp'];

/** Where the inspection of mail is called `smtp`; on PIX and ASA from 7.0 on it is `esmtp`. */
export const CALLS_IT_SMTP: Fact<readonly Platform[]> = fact(
  ['FWSM'],
  'inferred',
  ['CG8'],
  'The guides of PIX and ASA list no `inspect smtp`; that the device rejects the line was not tried.',
);

/**
 * The class map that every 7.x and later device starts with: `match default-inspection-traffic` and nothing else (documented: CG8, CG9).
 * Fragments often leave it out.
 */
export const FACTORY_CLASS = 'inspection_default';

/** Where SMTP with STARTTLS is spoken: relay, submission, and its common alternate. On tcp/465 TLS begins with the connection. */
export const STARTTLS_PORTS: Fact<readonly number[]> = fact(
  [25, 587, 2525],
  'unverified',
  ['RFC 5321'],
  'RFC 5321 names tcp/25; 587 and 2525 are common use.',
);

/** Where mail is spoken, TLS from the first octet on or not: what tells the server among the two ends of a connection. */
export const MAIL_PORTS: Fact<readonly number[]> = fact(
  [...STARTTLS_PORTS.value, 465],
  'unverified',
  ['RFC 5321', 'IANA'],
  'RFC 5321 names tcp/25, IANA 465 and 587 for submission; 2525 is common use.',
);

/** Default destination ports over tcp; an empty list: an inspection of udp, icmp or other protocols, which never takes a tcp flow. */
export const DEFAULT_TCP_PORTS: Fact<Readonly<Record<string, readonly number[]>>> = fact(
  {
    esmtp: [25],
    smtp: [25],
    ctiqbe: [2748],
    dcerpc: [135],
    diameter: [3868],
    dns: [],
    ftp: [21],
    gtp: [],
    h323: [1720],
    http: [80],
    icmp: [],
    ils: [389],
    im: [],
    'ip-options': [],
    'ipsec-pass-thru': [],
    ipv6: [],
    m3ua: [],
    mgcp: [],
    mmp: [5443],
    netbios: [],
    pptp: [1723],
    'radius-accounting': [],
    rsh: [514],
    rtsp: [554],
    sctp: [],
    sip: [5060],
    skinny: [2000],
    snmp: [],
    sqlnet: [1521],
    stun: [3478],
    sunrpc: [111],
    tftp: [],
    vxlan: [],
    waas: [],
    xdmcp: [],
  },
  'documented',
  ['CG8', 'CG9'],
);

/** Inspections without a default port that can stand beside another inspection: they never take a flow from it. */
const COMBINABLE: ReadonlySet<string> = new Set(['im', 'waas']);

/** Whether the inspection can stand beside another one: it is a feature of its own. */
export function isCombinable(protocol: string): boolean {
  return COMBINABLE.has(protocol);
}

/** Whether an inspection, in a class that names the traffic itself, takes a tcp flow so that no other inspection can. */
export function takesTcp(protocol: string): boolean | 'unknown' {
  if (COMBINABLE.has(protocol)) return 'unknown';
  const ports = DEFAULT_TCP_PORTS.value[protocol];
  return ports === undefined ? 'unknown' : ports.length > 0;
}

/** Whether `match default-inspection-traffic` gives the inspection flows to this tcp port. */
export function isDefaultPort(protocol: string, port: number): boolean {
  return DEFAULT_TCP_PORTS.value[protocol]?.includes(port) ?? false;
}

/** Every tcp port that `match default-inspection-traffic` holds. */
export const DEFAULT_INSPECTION_PORTS: ReadonlySet<number> = new Set(Object.values(DEFAULT_TCP_PORTS.value).flat());
