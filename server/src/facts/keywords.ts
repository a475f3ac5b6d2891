/** EHLO keywords: the IANA registry of SMTP service extensions, and what vendors print beside it. */
import type { Mark, SourceName } from './fact.ts';

export interface Keyword {
  /** Upper case, as in the registry. */
  readonly name: string;
  readonly use: string;
  /** `RFC 3207`, or whose it is. */
  readonly reference: string;
  /** Not registered: what a vendor prints. */
  readonly vendor: boolean;
  /** The whole line with its usual parameters, as servers print it: what a mask of the same length can have hidden. Each `…` is a character that differs. */
  readonly lines: readonly string[];
  /** The command that a client sends because of it. */
  readonly verb: string | undefined;
  /** The keyword without which it means nothing: a server that lists this one lists that one too. */
  readonly needs?: string;
  /**
   * How common a server that offers it is, relative to the others, among those whose software cannot be told: what one vendor prints is rare there. A
   * judgement, not a count.
   */
  readonly weight: number;
  readonly mark: Mark;
  readonly sources: readonly SourceName[];
}

function registered(
  name: string,
  reference: string,
  use: string,
  weight: number,
  lines: readonly string[] = [name],
  verb?: string,
): Keyword {
  return { name, use, reference, vendor: false, lines, verb, weight, mark: 'documented', sources: ['IANA'] };
}

function vendor(
  name: string,
  owner: string,
  use: string,
  weight: number,
  lines: readonly string[] = [name],
  verb?: string,
  sources: readonly SourceName[] = ['public transcripts'],
): Keyword {
  const mark = sources.includes('public transcripts') || sources.includes('server runs') ? 'seen' : 'unverified';
  return { name, use, reference: owner, vendor: true, lines, verb, weight, mark, sources };
}

export const KEYWORDS: readonly Keyword[] = [
  registered('8BITMIME', 'RFC 6152', 'message bodies with 8-bit characters', 60),
  registered('ATRN', 'RFC 2645', 'fetch queued mail over the same connection, authenticated', 1, ['ATRN'], 'ATRN'),
  registered(
    'AUTH',
    'RFC 4954',
    'authentication',
    30,
    ['AUTH PLAIN LOGIN', 'AUTH LOGIN PLAIN', 'AUTH NTLM', 'AUTH LOGIN', 'AUTH PLAIN'],
    'AUTH',
  ),
  // RFC 3030, 3: it can only be used with CHUNKING.
  { ...registered('BINARYMIME', 'RFC 3030', 'binary message bodies', 10), needs: 'CHUNKING' },
  registered('BURL', 'RFC 4468', 'submission by reference to an IMAP server', 0.5, ['BURL', 'BURL imap'], 'BURL'),
  registered('CHECKPOINT', 'RFC 1845', 'resume a broken transaction', 0.2),
  registered('CHUNKING', 'RFC 3030', 'BDAT, sending a message in chunks', 25, ['CHUNKING'], 'BDAT'),
  registered('CONNEG', 'RFC 4141', 'content negotiation', 0.1),
  registered('CONPERM', 'RFC 4141', 'content conversion permitted', 0.1),
  registered('DELIVERBY', 'RFC 2852', 'deliver within a time', 4, ['DELIVERBY', 'DELIVERBY 3600', 'DELIVERBY 7200']),
  registered('DSN', 'RFC 3461', 'delivery status notifications', 30),
  registered('ENHANCEDSTATUSCODES', 'RFC 2034', 'status codes such as 5.7.1', 40),
  registered('ETRN', 'RFC 1985', 'start the delivery of queued mail', 15, ['ETRN'], 'ETRN'),
  registered('EXPN', 'RFC 5321', 'expand a mailing list', 5, ['EXPN'], 'EXPN'),
  registered('FUTURERELEASE', 'RFC 4865', 'hold mail until a time', 0.5),
  registered('HELP', 'RFC 5321', 'help text', 25, ['HELP'], 'HELP'),
  registered('LIMITS', 'RFC 9422', 'limits of the server', 2, [
    'LIMITS MAILMAX=1000 RCPTMAX=50000',
    'LIMITS RCPTMAX=100',
    'LIMITS RCPTMAX=1000',
  ]),
  registered('MT-PRIORITY', 'RFC 6710', 'priorities of messages', 0.5, ['MT-PRIORITY', 'MT-PRIORITY MIXER', 'MT-PRIORITY STANAG4406']),
  registered('MTRK', 'RFC 3885', 'message tracking', 0.3),
  registered('NO-SOLICITING', 'RFC 3865', 'no unsolicited mail', 0.5),
  registered('ONEX', 'RFC 5321', 'one message only', 1, ['ONEX'], 'ONEX'),
  registered('PIPELINING', 'RFC 2920', 'commands without waiting for the replies', 60),
  registered('REQUIRETLS', 'RFC 8689', 'TLS on the whole way; most servers offer it only inside TLS', 0.3),
  registered('RRVS', 'RFC 7293', 'require that the recipient is still the same', 0.3),
  registered('SAML', 'RFC 821', 'send and mail', 0.3, ['SAML'], 'SAML'),
  registered('SEND', 'RFC 821', 'send to a terminal', 0.3, ['SEND'], 'SEND'),
  registered('SIZE', 'RFC 1870', 'greatest size of a message', 60, ['SIZE', 'SIZE 10240000', 'SIZE 0']),
  registered('SMTPUTF8', 'RFC 6531', 'addresses with UTF-8', 22),
  registered('SOML', 'RFC 821', 'send or mail', 0.3, ['SOML'], 'SOML'),
  registered('STARTTLS', 'RFC 3207', 'encryption of the session', 50, ['STARTTLS'], 'STARTTLS'),
  registered('SUBMITTER', 'RFC 4405', 'who is responsible for the submission', 0.5),
  registered('TURN', 'RFC 5321', 'reverse the roles', 2, ['TURN'], 'TURN'),
  registered('UTF8SMTP', 'RFC 5336', 'addresses with UTF-8, the experiment before SMTPUTF8', 0.2),
  registered('VERB', 'RFC 5321', 'verbose', 4, ['VERB'], 'VERB'),
  registered('VRFY', 'RFC 5321', 'verify a user', 12, ['VRFY'], 'VRFY'),

  vendor('AUTH=', 'old clients', 'the form of AUTH that Outlook Express read', 6, [
    'AUTH=LOGIN',
    'AUTH=PLAIN LOGIN',
    'AUTH=LOGIN PLAIN',
    'AUTH=NTLM LOGIN',
    'AUTH=PLAIN',
  ]),
  vendor('OK', 'Exchange 2003, Amazon SES', 'the end of the list, not a keyword', 1, ['OK', 'Ok']),
  vendor('TLS', 'Exchange 2000 and 2003', 'encryption, in the form before STARTTLS', 0.7, ['TLS'], 'TLS', []),
  vendor('X-ANONYMOUSTLS', 'Exchange', 'encryption between Exchange servers', 0.3, ['X-ANONYMOUSTLS'], 'X-ANONYMOUSTLS'),
  vendor(
    'X-EXPS',
    'Exchange',
    'authentication between Exchange servers',
    0.3,
    ['X-EXPS GSSAPI NTLM', 'X-EXPS NTLM', 'X-EXPS GSSAPI NTLM LOGIN', 'X-EXPS EXCHANGEAUTH GSSAPI NTLM'],
    'X-EXPS',
  ),
  vendor('X-EXPS=LOGIN', 'Exchange 2003', 'authentication between Exchange servers', 0.1, ['X-EXPS=LOGIN'], 'X-EXPS'),
  vendor('X-EXCHANGEAUTH', 'Exchange', 'authentication between Exchange servers', 0.05, ['X-EXCHANGEAUTH SHA256']),
  vendor('X-LINK2STATE', 'Exchange 2003', 'link state of routing groups', 0.1, ['X-LINK2STATE'], 'X-LINK2STATE'),
  vendor('XEXCH50', 'Exchange', 'message properties between Exchange servers', 0.2, ['XEXCH50'], 'XEXCH50'),
  vendor(
    'X-MESSAGECONTEXT',
    'Exchange',
    'properties of a message between Exchange servers',
    0.05,
    ['X-MESSAGECONTEXT ADRC-2.1.0.0 EPROP-1.2.0.0'],
    undefined,
    [],
  ),
  vendor('XRDST', 'Exchange', 'redirection between Exchange servers', 0.2, ['XRDST']),
  vendor('XSHADOW', 'Exchange 2010', 'shadow copies of messages', 0.1, ['XSHADOW'], 'XSHADOW'),
  vendor('XSHADOWREQUEST', 'Exchange 2013', 'shadow copies of messages', 0.1, ['XSHADOWREQUEST'], 'XSHADOWREQUEST'),
  vendor('XPROXY', 'Exchange', 'a front end passes on who its client is', 0.05, ['XPROXY'], 'XPROXY', []),
  vendor('XPROXYFROM', 'Exchange', 'a front end passes on who its client is', 0.05, ['XPROXYFROM'], 'XPROXYFROM', []),
  vendor(
    'XCLIENT',
    'Postfix',
    'override what is known of the client',
    0.7,
    ['XCLIENT NAME ADDR PROTO HELO REVERSE_NAME PORT LOGIN DESTADDR DESTPORT', 'XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT'],
    'XCLIENT',
    ['server runs'],
  ),
  vendor(
    'XFORWARD',
    'Postfix',
    'pass on what is known of the client',
    1,
    ['XFORWARD NAME ADDR PROTO HELO SOURCE PORT IDENT', 'XFORWARD NAME ADDR PROTO HELO SOURCE PORT', 'XFORWARD NAME ADDR PROTO HELO'],
    'XFORWARD',
  ),
  vendor('XVERP', 'Postfix', 'variable envelope return paths', 0.1, ['XVERP'], undefined, []),
  vendor('XVERP=COURIER', 'Courier', 'variable envelope return paths', 0.05, ['XVERP=Courier'], undefined, ['server runs']),
  vendor('XEXDATA', 'Courier', 'extended data', 0.05, ['XEXDATA'], undefined, ['server runs']),
  vendor('XSECURITY', 'Courier', 'security of the delivery', 0.05, ['XSECURITY=NONE,STARTTLS', 'XSECURITY=NONE'], undefined, [
    'server runs',
  ]),
  vendor('PIPECONNECT', 'Exim', 'commands sent with the connection', 0.2, ['PIPECONNECT', 'PIPE_CONNECT', 'X_PIPE_CONNECT'], undefined, [
    'server runs',
  ]),
  vendor('PRDR', 'Exim', 'a reply for each recipient after the data', 0.2, ['PRDR'], undefined, ['server runs']),
  vendor('COREMAIL', 'Coremail', 'a token of the server, not a keyword for clients', 0.1, [`coremail ${'…'.repeat(72)}`]),
  vendor('ID', 'Coremail', 'names of client and server software', 0.3, ['ID']),
  vendor('MAILCOMPRESS', 'QQ Mail', 'compressed messages', 0.2),
  vendor('EHLO', 'CommuniGate Pro', 'the command itself', 0.2),
  vendor('XLOOP', 'Oracle Messaging Server', 'a token against loops', 0.2, [`XLOOP ${'…'.repeat(32)}`]),
  vendor('XADR', 'Oracle Messaging Server', 'asks how an address is handled', 0.1),
  vendor('XSTA', 'Oracle Messaging Server', 'asks for the state of channels', 0.1),
  vendor('XCIR', 'Oracle Messaging Server', 'asks for the state of a circuit check', 0.1, ['XCIR'], undefined, []),
  vendor('XGEN', 'Oracle Messaging Server', 'asks for the generation of its configuration', 0.1),
  vendor('XACK', 'PowerMTA', 'acknowledgements between its servers', 0.2),
  vendor('XMRG', 'PowerMTA', 'merges a message with data of its recipients', 0.2),
  vendor('VERP', 'PowerMTA', 'variable envelope return paths', 0.2),
  vendor('XDUMPCONTEXT', 'Momentum', 'shows what it knows of a session', 0.05),
  vendor('X-RCPTLIMIT', 'old relays', 'most recipients of a message', 0.1, ['X-RCPTLIMIT 10000']),
  vendor('CLIENTID', 'some servers', 'a token that tells a client again', 0.2),
  vendor('TIME', 'Mercury/32', 'the time of the server', 0.1, ['TIME'], undefined, []),
  vendor('XUSR', 'old sendmail', 'a first submission by a user', 0.2),
  vendor('XMRA', 'mail robots', 'one message to many addresses', 0.1, ['XMRA'], undefined, []),
  vendor('XREMOTEQUEUE', 'old servers', 'start the delivery of queued mail', 0.1, ['XREMOTEQUEUE'], undefined, []),
];

const byName = new Map(KEYWORDS.map((keyword) => [keyword.name, keyword]));

/** A keyword by its name, upper case; undefined for one that neither the registry nor the list of vendors' keywords has. */
export function keywordNamed(name: string): Keyword | undefined {
  return byName.get(name) ?? (name.startsWith('XSECURITY=') ? byName.get('XSECURITY') : undefined);
}

/** The keyword of an EHLO line, upper case; `AUTH=` for `AUTH=LOGIN`, whose parameters follow without a blank. */
export function keywordOf(text: string): string {
  const blank = text.indexOf(' ');
  const word = (blank < 0 ? text : text.slice(0, blank)).toUpperCase();
  return word.startsWith('AUTH=') ? 'AUTH=' : word;
}
