/** Where no firewall can stand: the machine itself, and the content filter that a mail server hands its mail to. */
import { type Fact, fact } from './fact.ts';

/** Addresses and names of the machine itself. */
export const LOOPBACK: Fact<RegExp> = fact(
  /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3}|localhost(?:\.localdomain)?)$/i,
  'documented',
  ['RFC 6890'],
);

/** Addresses that are not routed on the internet: who is reached by one is inside. */
export const PRIVATE: Fact<RegExp> = fact(/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i, 'documented', [
  'RFC 6890',
]);

/** Ports on which content filters take mail from the mail server before them, and give it back. */
export const CONTENT_FILTER_PORTS: Fact<readonly string[]> = fact(
  ['10024', '10025', '10026', '10027', '10028'],
  'documented',
  ['Postfix', 'amavis'],
  'Postfix\u2019s FILTER_README has 10025 and 10026; amavis listens on 10024, gives back to 10025, and has 10026 and up for other policies.',
);

/** True where a host, or a host and its port, is one's own: what comes from there passed no firewall. */
export function isOwnHost(host: string | undefined, port?: string): boolean {
  const bare = host
    ?.replace(/^\[(.*)\]$/, '$1')
    .replace(/^IPv6:/i, '')
    .replace(/\.$/, '');
  return (bare !== undefined && LOOPBACK.value.test(bare)) || (port !== undefined && CONTENT_FILTER_PORTS.value.includes(port));
}
