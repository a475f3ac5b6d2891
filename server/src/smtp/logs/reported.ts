/** What others report of a server's TLS: a provider in its bounce or its daily report, a page that tests mail servers. */
import type { RecordKind } from './kind.ts';

export const reported: readonly RecordKind[] = [
  {
    kind: 'reported-tls-required',
    triggers: ['STARTTLS required but not advertised'],
    // Programs have this text as well: the bounce has its codes, or the mark of a reply that the sender itself wrote.
    pattern: /(?:451[ -])?(?:4\.7\.6 (?:\[internal\] )?|\[internal\] )STARTTLS required but not advertised/,
    means: 'The provider was told to use TLS with this server, was not offered it, and keeps the mail in its queue.',
    mark: 'documented',
    source: 'Momentum (Broadcom and other providers), its own bounce texts; Broadcom KB 416007',
    apart: [],
  },
  {
    kind: 'sendgrid-tls-required',
    triggers: ['TLS required but not supported'],
    pattern: /TLS required but not supported/,
    means:
      'SendGrid was told to enforce TLS, and the server did not support it: no TLS, too old a version, or a certificate that does not hold where one is asked for.',
    mark: 'documented',
    source: 'Twilio SendGrid, “Enforced TLS”',
    apart: [],
  },
  {
    kind: 'postini-tls-required',
    triggers: ['STARTTLS is required for this sender'],
    pattern: /(?:451[ -])?STARTTLS is required for this sender(?: - psmtp)?/,
    means: 'Postini was told to take the mail of this sender over TLS only, and the sender did not use it.',
    mark: 'seen',
    source: 'Google Message Security (Postini), its reply to MAIL; a provider’s page about it',
    apart: [],
  },
  {
    kind: 'reported-tls-policy',
    triggers: ['starttls-not-supported'],
    pattern: /"result-type"\s{0,9}:\s{0,9}"starttls-not-supported"/,
    means: 'A TLS report: the sender’s policy asks for TLS (MTA-STS or DANE), and a server of this domain did not offer STARTTLS.',
    mark: 'documented',
    source: 'RFC 8460, 4.3.1',
    apart: [],
  },
  {
    kind: 'reported-no-tls',
    triggers: ['Does not support TLS', 'not offer STARTTLS'],
    pattern: /(?:Warning|Error|SMTP TLS)\s{0,9}-?\s{0,9}Does not support TLS|mail ?servers? (?:does|do) not offer STARTTLS/,
    means: 'A page that tests mail servers was not offered STARTTLS.',
    mark: 'seen',
    source: 'MxToolbox, in forums; internet.nl, from memory',
    apart: [],
  },
  {
    kind: 'nmap-pix',
    triggers: ['Cisco PIX sanitized smtpd'],
    pattern: /Cisco PIX sanitized smtpd/,
    means:
      'nmap was greeted with asterisks or digits only, which it takes for a PIX. It does not print the greeting; other programs greet so, too.',
    mark: 'documented',
    source: 'nmap, nmap-service-probes: `220 ` and 2 to 300 of asterisk, digit, blank',
    apart: [],
  },
];
