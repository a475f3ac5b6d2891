import { bare } from './bare.ts';

/** `gnutls-cli --starttls-proto=smtp`: nothing of the plain dialogue; what is said inside TLS stands bare. */
export const gnutlsCli = bare({
  name: 'gnutls-cli',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'inferred',
  opens:
    /^Processed \d+ CA certificate|^Resolving '[^']+'\.\.\.$|^Connecting to '[^']+'\.\.\.$|^- Simple Client Mode:|^error receiving '220 '/,
  notes: [
    [/^Resolving '(?<host>[^']+):\w+'/, 'connected'],
    [/^- Handshake was completed/, 'tls-started'],
    [/^error receiving '220 ': Timeout/, 'timeout'],
    [/^\*\*\* (?:Fatal error|Handshake has failed)/, 'tls-failed'],
    [/^- Peer has closed the GnuTLS connection/, 'closed'],
  ],
  chatter: /^(?:- |\|<\d+>\||Public Key|sha\d+:|pin-sha\d+:|Processed |Connecting to ')/,
});
