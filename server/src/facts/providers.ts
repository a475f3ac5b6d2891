/** Big mail providers by the names of their servers: none of them is known to have a firewall that masks, so a mask is put on at the client's own site. */
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
    domains: [
      'mail.protection.outlook.com',
      'mx.microsoft',
      'smtp.office365.com',
      'olc.protection.outlook.com',
      'prod.outlook.com',
      // Frontbridge and Forefront, from which it grew
      'bigfish.com',
      'frontbridge.com',
      'messaging.microsoft.com',
    ],
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
  { name: 'Symantec Email Security.cloud', domains: ['messagelabs.com'], mark: 'unverified', sources: [] },
  { name: 'Barracuda Email Security', domains: ['ess.barracudanetworks.com'], mark: 'unverified', sources: [] },
  { name: 'Fastmail', domains: ['messagingengine.com'], mark: 'unverified', sources: [] },
  { name: 'Proton', domains: ['protonmail.ch'], mark: 'unverified', sources: [] },
  {
    name: 'IONOS',
    domains: ['ionos.com', 'ionos.de', 'ionos.co.uk', 'ionos.fr', 'ionos.es', 'ionos.it', 'kundenserver.de', '1and1.com'],
    mark: 'unverified',
    sources: [],
  },
  { name: 'Zoho', domains: ['zoho.com', 'zoho.eu', 'zoho.in'], mark: 'unverified', sources: [] },
];

/** The provider that a server with this name belongs to. */
export function providerOf(host: string): Provider | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  return PROVIDERS.find(({ domains }) => domains.some((domain) => name === domain || name.endsWith(`.${domain}`)));
}

/** `mx.google.com` belongs to Google, which ...: why a mask on the way to this host is put on at the client's own site. undefined: no provider's host. */
export function whyOwnSite(host: string): string | undefined {
  const provider = providerOf(host);
  if (provider === undefined) return undefined;
  const has = provider.mark === 'unverified' ? 'is not known to have' : 'has no';
  return `\`${host}\` belongs to ${provider.name}, which ${has} ${has === 'has no' ? 'such firewall' : 'such a firewall'} before its servers`;
}
