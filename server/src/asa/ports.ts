/**
 * The literal names of TCP and UDP ports that ASA configurations use in place of numbers.
 * Source: Cisco ASA general operations CLI guide, "Addresses, Protocols, and Ports", table "Port Literal Values"; names that only
 * PIX and FWSM print (`dns`, `rpc`, `time` over TCP) are from their command references.
 */
import { itemAt } from '../text/at.ts';

type PortTable = Readonly<Record<string, number>>;

const BOTH: PortTable = {
  cifs: 3020,
  discard: 9,
  domain: 53,
  echo: 7,
  http: 80,
  kerberos: 750,
  nfs: 2049,
  'pim-auto-rp': 496,
  rtsp: 554,
  sip: 5060,
  sunrpc: 111,
  tacacs: 49,
  talk: 517,
  www: 80,
  rpc: 111,
  dns: 53,
  time: 37,
};

const TCP: PortTable = {
  ...BOTH,
  aol: 5190,
  bgp: 179,
  chargen: 19,
  'citrix-ica': 1494,
  cmd: 514,
  ctiqbe: 2748,
  daytime: 13,
  exec: 512,
  finger: 79,
  ftp: 21,
  'ftp-data': 20,
  gopher: 70,
  h323: 1720,
  hostname: 101,
  https: 443,
  ident: 113,
  imap4: 143,
  irc: 194,
  klogin: 543,
  kshell: 544,
  ldap: 389,
  ldaps: 636,
  login: 513,
  lotusnotes: 1352,
  lpd: 515,
  'netbios-ssn': 139,
  nntp: 119,
  'pcanywhere-data': 5631,
  pop2: 109,
  pop3: 110,
  pptp: 1723,
  rsh: 514,
  smtp: 25,
  sqlnet: 1521,
  ssh: 22,
  telnet: 23,
  uucp: 540,
  whois: 43,
};

const UDP: PortTable = {
  ...BOTH,
  biff: 512,
  bootpc: 68,
  bootps: 67,
  dnsix: 195,
  isakmp: 500,
  'mobile-ip': 434,
  nameserver: 42,
  'netbios-dgm': 138,
  'netbios-ns': 137,
  ntp: 123,
  'pcanywhere-status': 5632,
  radius: 1645,
  'radius-acct': 1646,
  rip: 520,
  'secureid-udp': 5510,
  snmp: 161,
  snmptrap: 162,
  syslog: 514,
  tftp: 69,
  vxlan: 4789,
  who: 513,
  xdmcp: 177,
};

/** The names that a device still prints when a number has two. */
const PREFERRED = new Map<number, string>([
  [80, 'www'],
  [514, 'rsh'],
  [111, 'sunrpc'],
  [53, 'domain'],
]);

export const PORT_NAMES: Readonly<Record<'tcp' | 'udp', ReadonlyMap<string, number>>> = {
  tcp: new Map(Object.entries(TCP)),
  udp: new Map(Object.entries(UDP)),
};

/** The number of a port as written, a literal name or 0 to 65535, in the table of its protocol first; undefined when it is neither. */
export function portNumber(text: string, protocol?: string): number | undefined {
  if (/^\d{1,5}$/.test(text)) {
    const number = Number(text);
    return number <= 65535 ? number : undefined;
  }
  const name = text.toLowerCase();
  const tables = protocol === 'udp' ? [PORT_NAMES.udp, PORT_NAMES.tcp] : [PORT_NAMES.tcp, PORT_NAMES.udp];
  return itemAt(tables, 0).get(name) ?? itemAt(tables, 1).get(name);
}

/** Of several names of a number the first, but for those that are preferred. */
const printedNames = (names: ReadonlyMap<string, number>): ReadonlyMap<number, string> =>
  new Map([
    ...[...names].toReversed().map(([name, port]) => [port, name] as const),
    ...[...PREFERRED].filter(([, name]) => names.has(name)),
  ]);

const PRINTED_NAMES = { tcp: printedNames(PORT_NAMES.tcp), udp: printedNames(PORT_NAMES.udp) };

/** The literal name that a device prints for a port number; undefined when it prints the number. */
export function portName(port: number, protocol: 'tcp' | 'udp'): string | undefined {
  return PRINTED_NAMES[protocol].get(port);
}
