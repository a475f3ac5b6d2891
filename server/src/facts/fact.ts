/**
 * What is known about the inspection, and how surely. Every number and list the engine uses is a fact with its source, so that
 * a message never sounds surer than what stands behind it, and one edit corrects it everywhere.
 */

/**
 * `documented`: a vendor's document says so · `seen`: a real capture or show output shows it · `inferred`: follows from documented
 * rules · `unverified`: common knowledge that no source at hand confirms.
 */
export type Mark = 'documented' | 'seen' | 'inferred' | 'unverified';

export type SourceName = keyof typeof SOURCES;

/** The documents by the short names that messages use. */
export const SOURCES = {
  'TAC 118550': 'Cisco TAC document 118550, "250-XXXXXXXA after EHLO, 500 #5.5.1 command not recognized after STARTTLS" (ESA)',
  'TAC 117801': 'Cisco TAC document 117801, "Mail delivery delays and aborted connections" (ESA)',
  CG9: 'Cisco ASA Firewall CLI Configuration Guide 9.0-9.3, "Inspection of Basic Internet Protocols"',
  CG8: 'Cisco ASA 5500 Series Configuration Guide 8.x',
  CG84: 'Cisco ASA 5500 CLI Configuration Guide 8.4 and 8.6',
  CG90: 'Cisco ASA CLI Configuration Guide 9.0',
  CG93: 'Cisco ASA Firewall CLI Configuration Guide 9.3',
  CG94: 'Cisco ASA Firewall CLI Configuration Guide, the edition that by its contents is of 9.4',
  MIG83: 'Cisco ASA 5500 Migration Guide for 8.3',
  ASDM6: 'Cisco ASDM configuration guides 6.x',
  'Access Rules': 'Cisco ASA Firewall CLI and ASDM configuration guides 9.x, chapter "Access Rules", "Implicit Permits"',
  'FWSM guide':
    'Cisco FWSM configuration guide, chapters "Permitting or Denying Network Access" and "Applying Application Layer Protocol Inspection"',
  'FN 26895': 'Cisco field notice 26895, "PIX Conduit and Outbound Feature Deprecation"',
  'PDM guide': 'Cisco PIX Device Manager, installation guide, "Organization of Rules"',
  'TAC 225969': 'Cisco TAC document 225969, inspections of Secure Firewall Threat Defense',
  SEC: 'Cisco Security Center, "ASA ESMTP STARTTLS"',
  'TAC 113423': 'Cisco TAC document 113423, "SMTP and ESMTP inspection troubleshooting" (telnet)',
  'TAC 214630': 'Cisco TAC document 214630, ESA command list',
  SYS: 'Cisco ASA Series Syslog Messages',
  ASDM: 'Cisco ASDM configuration guide',
  CSM: 'Cisco Security Manager guide',
  'KB 320027': 'Microsoft KB 320027, PIX Mailguard',
  'KB Q295725': 'Microsoft KB Q295725, PIX Mailguard',
  Postfix: 'Postfix documentation and source: postconf(5), smtp_proto.c',
  'RFC 3207': 'RFC 3207, SMTP Service Extension for Secure SMTP over TLS',
  'RFC 5321': 'RFC 5321, Simple Mail Transfer Protocol',
  'RFC 6890': 'RFC 6890, Special-Purpose IP Address Registries',
  amavis: 'amavis, README.postfix and amavisd.conf',
  IANA: 'IANA registry "MAIL Parameters", SMTP Service Extensions',
  captures: 'captures of real sessions',
  'server runs':
    'runs of the server itself: Postfix 3.7, Exim 4.96, sendmail 8.17, OpenSMTPD 6.8, Courier 1.0, aiosmtpd 1.4, smtp-server 3.21',
  'public transcripts': 'transcripts that people published, in forums, documentation and test data',
  'server source': 'the source of the server',
  'Exim specification': 'Exim specification, chapter "The smtp transport"',
  'sendmail cf/README': 'sendmail, cf/README: mailertable, and the access database with Try_TLS',
  'Set-SendConnector': 'Microsoft Learn, Exchange PowerShell, Set-SendConnector',
  'Microsoft Learn': 'Microsoft Learn, Exchange Server documentation (test SMTP with Telnet; troubleshooting)',
} as const;

export interface Fact<T> {
  readonly value: T;
  readonly mark: Mark;
  readonly sources: readonly SourceName[];
  /** What the sources do not agree on, or what is not known; shown in hovers. */
  readonly remark?: string;
}

export function fact<T>(value: T, mark: Mark, sources: readonly SourceName[], remark?: string): Fact<T> {
  return remark === undefined ? { value, mark, sources } : { value, mark, sources, remark };
}

/** `documented: TAC 117801, CG9`: how a message cites a fact. */
export function cite({ mark, sources }: Pick<Fact<unknown>, 'mark' | 'sources'>): string {
  return sources.length === 0 ? mark : `${mark}: ${sources.join(', ')}`;
}
