/** Exchange and Exchange Online: what their queues, protocol logs and reports say of TLS. */
import type { RecordKind } from './kind.ts';

export const exchange: readonly RecordKind[] = [
  {
    kind: 'exchange-tls-required',
    triggers: ["remote doesn't support TLS", 'requires TLS before MailFrom', 'remote SMTP service does not support TLS'],
    pattern:
      /remote SMTP service does not support TLS|only over TLS connections and remote doesn't support TLS|requires TLS before MailFrom command and could not achieve it/,
    means: 'The send connector was told to use TLS with this server, and the server did not offer it.',
    mark: 'seen',
    source: 'Exchange, its protocol log of send connectors; KB 329061: the queue of Exchange 2000 and 2003',
    apart: [],
  },
  {
    kind: 'exchange-tls-wanted',
    triggers: ['STARTTLS is required to send mail', 'Must issue a STARTTLS command first'],
    // The words of a queue or a report, which puts its own in front; by itself it is a server's reply to a client that uses no TLS.
    pattern: /451 5\.7\.3 (?:STARTTLS is required to send mail|Must issue a STARTTLS command first)/,
    means:
      'TLS is required on this way, and the session had none: Exchange says so where its own connector asks for TLS and is not offered it, and to a client that does not use it.',
    mark: 'seen',
    source: 'Exchange, its own answers; Microsoft’s pages about hybrid mail flow',
    apart: [],
  },
  {
    kind: 'exchange-authentication',
    triggers: ['Cannot achieve Exchange Server authentication'],
    pattern: /(?:45\d 5\.7\.3 )?Cannot achieve Exchange Server authentication/,
    means:
      'One Exchange server could not log in at another. It does so with X-EXPS over X-ANONYMOUSTLS, which an inspection masks; a receive connector without Exchange authentication does it too.',
    mark: 'seen',
    source: 'Exchange, its queues; forums, where the cause was a connector or an ESMTP inspection',
    apart: [],
  },
  {
    kind: 'exchange-tls-policy',
    triggers: ['7.321 starttls-not-supported'],
    pattern: /[45]\.7\.321 starttls-not-supported/,
    means: 'Exchange Online asks for TLS with this domain (DANE or MTA-STS), and its server did not offer STARTTLS.',
    mark: 'documented',
    source: 'Microsoft, “How SMTP DANE works” (troubleshooting 4/5.7.321)',
    apart: [],
  },
];
