/** Big mail providers by the names of their servers: none of them has a firewall that masks, so a mask stands at the client's own site. */
import type { Mark, SourceName } from './fact.ts';

export interface Provider {
  readonly name: string;
  /** Domains, lower case; a host is the provider's when its name ends with one of them. */
  readonly domains: readonly string[];
  readonly mark: Mark;
  readonly sources: readonly SourceName[];
}

export const PROVIDERS: readonly Provider[] = [
  {
    name: 'Exchange Online',
    domains: ['mail.protection.outlook.com', 'mx.microsoft', 'smtp.office365.com', 'olc.protection.outlook.com', 'prod.outlook.com'],
    mark: 'seen',
    sources: ['public transcripts'],
  },
  { name: 'Google', domains: ['google.com', 'gmail.com', 'googlemail.com'], mark: 'seen', sources: ['public transcripts'] },
  { name: 'Yahoo', domains: ['yahoodns.net', 'mail.yahoo.com'], mark: 'unverified', sources: [] },
  { name: 'Apple iCloud', domains: ['mail.icloud.com', 'mail.me.com'], mark: 'unverified', sources: [] },
  { name: 'Amazon SES', domains: ['amazonaws.com'], mark: 'unverified', sources: [] },
  { name: 'Proofpoint', domains: ['pphosted.com', 'ppe-hosted.com'], mark: 'seen', sources: ['public transcripts'] },
  { name: 'Mimecast', domains: ['mimecast.com', 'mimecast.co.za', 'mimecast-offshore.com'], mark: 'seen', sources: ['public transcripts'] },
  { name: 'Cisco Secure Email Cloud', domains: ['iphmx.com'], mark: 'seen', sources: ['public transcripts'] },
];

/** The provider that a server with this name belongs to. */
export function providerOf(host: string): Provider | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  return PROVIDERS.find(({ domains }) => domains.some((domain) => name === domain || name.endsWith(`.${domain}`)));
}
