/** What reply codes, enhanced status codes, commands and their parameters mean, with the RFC that says so. */

export interface Reference {
  readonly meaning: string;
  readonly rfc: string;
}

const of = (meaning: string, rfc = 'RFC 5321, 4.2.3'): Reference => ({ meaning, rfc });

/** By code; codes that no RFC for SMTP defines are not here. */
export const REPLY_CODES: ReadonlyMap<number, Reference> = new Map([
  [211, of('System status, or system help reply')],
  [214, of('Help message')],
  [220, of('Service ready (also: ready to start TLS, the answer to STARTTLS)')],
  [221, of('Service closing transmission channel')],
  [235, of('Authentication succeeded', 'RFC 4954, 6')],
  [250, of('Requested mail action okay, completed')],
  [251, of('User not local; will forward')],
  [252, of('Cannot verify the user, but will accept the message and attempt delivery')],
  [334, of('Continue with the authentication exchange', 'RFC 4954, 4')],
  [354, of('Start mail input; end with CR LF . CR LF')],
  [421, of('Service not available, closing transmission channel')],
  [432, of('A password transition is needed', 'RFC 4954, 6')],
  [450, of('Mailbox unavailable: busy, or blocked for now')],
  [451, of('Action aborted: error in processing')],
  [452, of('Insufficient system storage; also: too many recipients in one message, send the rest in another')],
  [454, of('Temporary authentication failure, or TLS not available for a temporary reason', 'RFC 4954, 6; RFC 3207, 4')],
  [455, of('Server unable to accommodate the parameters')],
  [500, of('Syntax error, command unrecognized (this may include errors such as a command line too long)')],
  [501, of('Syntax error in parameters or arguments')],
  [502, of('Command not implemented')],
  [503, of('Bad sequence of commands')],
  [504, of('Command parameter not implemented')],
  [521, of('Host does not accept mail', 'RFC 7504')],
  [523, of('Encryption needed for this mechanism', 'RFC 4954, 6')],
  [530, of('Authentication required; also: must issue a STARTTLS command first', 'RFC 4954, 6; RFC 3207, 4')],
  [534, of('Authentication mechanism too weak', 'RFC 4954, 6')],
  [535, of('Authentication credentials invalid', 'RFC 4954, 6')],
  [538, of('Encryption required for this authentication mechanism', 'RFC 4954 (obsolete code)')],
  [550, of('Mailbox unavailable: not found, no access, or refused for policy reasons')],
  [551, of('User not local; try another path')],
  [552, of('Exceeded storage allocation')],
  [553, of('Mailbox name not allowed')],
  [554, of('Transaction failed; in place of a greeting: no SMTP service here')],
  [555, of('MAIL or RCPT parameters not recognized or not implemented')],
  [556, of('Domain does not accept mail', 'RFC 7504')],
]);

const CLASSES: Readonly<Record<string, string>> = { 2: 'Success', 4: 'Persistent transient failure', 5: 'Permanent failure' };

const SUBJECTS: Readonly<Record<string, string>> = {
  0: 'other or undefined status',
  1: 'addressing',
  2: 'mailbox',
  3: 'mail system',
  4: 'network and routing',
  5: 'mail delivery protocol',
  6: 'message content or media',
  7: 'security or policy',
};

const LISTED: readonly (readonly [code: string, title: string, reference?: string])[] = [
  ['0.0', 'other undefined status'],
  ['1.0', 'other address status'],
  ['1.1', 'bad destination mailbox address'],
  ['1.2', 'bad destination system address'],
  ['1.3', 'bad destination mailbox address syntax'],
  ['1.4', 'destination mailbox address ambiguous'],
  ['1.5', 'destination address valid'],
  ['1.6', 'destination mailbox has moved, no forwarding address'],
  ['1.7', "bad sender's mailbox address syntax"],
  ['1.8', "bad sender's system address"],
  ['1.10', 'recipient address has null MX', 'RFC 7505'],
  ['2.0', 'other or undefined mailbox status'],
  ['2.1', 'mailbox disabled, not accepting messages'],
  ['2.2', 'mailbox full'],
  ['2.3', 'message length exceeds administrative limit'],
  ['2.4', 'mailing list expansion problem'],
  ['3.0', 'other or undefined mail system status'],
  ['3.1', 'mail system full'],
  ['3.2', 'system not accepting network messages'],
  ['3.3', 'system not capable of selected features'],
  ['3.4', 'message too big for system'],
  ['3.5', 'system incorrectly configured'],
  ['4.0', 'other or undefined network or routing status'],
  ['4.1', 'no answer from host'],
  ['4.2', 'bad connection'],
  ['4.3', 'directory server failure'],
  ['4.4', 'unable to route'],
  ['4.5', 'mail system congestion'],
  ['4.6', 'routing loop detected'],
  ['4.7', 'delivery time expired'],
  ['5.0', 'other or undefined protocol status'],
  ['5.1', 'invalid command'],
  ['5.2', 'syntax error'],
  ['5.3', 'too many recipients'],
  ['5.4', 'invalid command arguments'],
  ['5.5', 'wrong protocol version'],
  ['5.6', 'authentication exchange line is too long', 'RFC 4954'],
  ['6.0', 'other or undefined media error'],
  ['6.1', 'media not supported'],
  ['6.2', 'conversion required and prohibited'],
  ['6.3', 'conversion required but not supported'],
  ['6.4', 'conversion with loss performed'],
  ['6.5', 'conversion failed'],
  ['6.7', 'non-ASCII addresses not permitted', 'RFC 6531'],
  ['7.0', 'other or undefined security status'],
  ['7.1', 'delivery not authorized, message refused'],
  ['7.2', 'mailing list expansion prohibited'],
  ['7.3', 'security conversion required but not possible'],
  ['7.4', 'security features not supported'],
  ['7.5', 'cryptographic failure'],
  ['7.6', 'cryptographic algorithm not supported'],
  ['7.7', 'message integrity failure'],
  ['7.8', 'authentication credentials invalid', 'RFC 4954'],
  ['7.9', 'authentication mechanism is too weak', 'RFC 4954'],
  ['7.10', 'encryption needed', 'RFC 5248'],
  ['7.11', 'encryption required for this authentication mechanism', 'RFC 4954'],
  ['7.20', 'no passing DKIM signature found', 'RFC 7372'],
  ['7.23', 'SPF validation failed', 'RFC 7372'],
  ['7.25', 'reverse DNS validation failed', 'RFC 7372'],
  ['7.26', 'multiple authentication checks failed', 'RFC 7372'],
  ['7.27', 'sender address has null MX', 'RFC 7505'],
];

/** By subject and detail; RFC 3463 unless another is named, as the IANA registry of enhanced status codes lists them. */
const DETAILS: ReadonlyMap<string, Reference> = new Map(LISTED.map(([code, meaning, rfc]) => [code, of(meaning, rfc ?? 'RFC 3463')]));

/** @param code `5.5.1`; undefined when even its class is not one of RFC 3463 */
export function enhancedCode(code: string): Reference | undefined {
  const [level = '', subject = '', detail = ''] = code.split('.');
  const kind = CLASSES[level];
  if (kind === undefined) return undefined;
  const known = DETAILS.get(`${subject}.${detail}`);
  if (known !== undefined) return { meaning: `${kind}: ${known.meaning}`, rfc: known.rfc };
  const about = SUBJECTS[subject];
  return about === undefined ? undefined : { meaning: `${kind}, ${about}; detail ${detail} is not one that we know`, rfc: 'RFC 3463' };
}

/** By verb, upper case; and the final dot. */
export const COMMANDS: ReadonlyMap<string, Reference> = new Map([
  ['EHLO', of('Opens an ESMTP session; the reply lists what the server offers', 'RFC 5321, 4.1.1.1')],
  ['HELO', of('Opens an SMTP session without extensions: no TLS, no SIZE, no DSN', 'RFC 5321, 4.1.1.1')],
  ['LHLO', of('Opens an LMTP session', 'RFC 2033, 4.1')],
  ['MAIL', of('Begins a message: the envelope sender', 'RFC 5321, 4.1.1.2')],
  ['RCPT', of('Names one recipient of the message', 'RFC 5321, 4.1.1.3')],
  ['DATA', of('Asks to send the message; it ends with CR LF . CR LF', 'RFC 5321, 4.1.1.4')],
  ['.', of('Ends the message; from the reply on the server is responsible for it, or has refused it', 'RFC 5321, 4.1.1.4 and 6.1')],
  ['BDAT', of('Sends a part of the message with its length (CHUNKING)', 'RFC 3030, 2')],
  ['RSET', of('Aborts the current message', 'RFC 5321, 4.1.1.5')],
  ['VRFY', of('Asks whether an address exists', 'RFC 5321, 4.1.1.6')],
  ['EXPN', of('Asks for the members of a list', 'RFC 5321, 4.1.1.7')],
  ['HELP', of('Asks for help', 'RFC 5321, 4.1.1.8')],
  ['NOOP', of('Does nothing', 'RFC 5321, 4.1.1.9')],
  ['QUIT', of('Ends the session', 'RFC 5321, 4.1.1.10')],
  ['STARTTLS', of('Asks to encrypt the session from here on', 'RFC 3207')],
  ['AUTH', of('Authenticates the client', 'RFC 4954')],
  ['ETRN', of('Asks the server to deliver the mail it holds for a host', 'RFC 1985')],
  ['ATRN', of('Fetches queued mail over this connection, authenticated', 'RFC 2645')],
  ['TURN', of('Exchanges the roles of client and server (obsolete)', 'RFC 5321, F.1')],
  ['SEND', of('Delivers to a terminal (obsolete)', 'RFC 5321, F.6')],
  ['SOML', of('Delivers to a terminal or a mailbox (obsolete)', 'RFC 5321, F.6')],
  ['SAML', of('Delivers to a terminal and a mailbox (obsolete)', 'RFC 5321, F.6')],
  ['BURL', of('Submits a message by reference', 'RFC 4468')],
  ['VERB', of('Asks sendmail to tell what it does', 'sendmail')],
  ['ONEX', of('Says that only one message follows', 'sendmail')],
  ['XCLIENT', of('Tells a Postfix server the address of the real client', 'Postfix')],
  ['XFORWARD', of('Tells a Postfix server where a message came from, for its log', 'Postfix')],
]);

/** Parameters of MAIL and RCPT, upper case. */
export const PARAMETERS: ReadonlyMap<string, Reference> = new Map([
  ['SIZE', of('The size of the message in octets, as the client knows it', 'RFC 1870')],
  ['BODY', of('What the message is made of: 7BIT, 8BITMIME, or BINARYMIME, which only BDAT can send', 'RFC 6152; RFC 3030')],
  ['SMTPUTF8', of('Addresses or headers have characters beyond ASCII', 'RFC 6531, 3.4')],
  ['RET', of('What a notice of failure is to return: the message (FULL) or its headers only (HDRS)', 'RFC 3461, 4.3')],
  ['ENVID', of("The sender's own name for this message, which notices repeat", 'RFC 3461, 4.4')],
  ['NOTIFY', of('When the sender is to get a notice: NEVER, or any of SUCCESS, FAILURE and DELAY', 'RFC 3461, 4.1')],
  ['ORCPT', of('The recipient as the sender first wrote it, which notices repeat', 'RFC 3461, 4.2')],
  ['AUTH', of('Who submitted the message first, told by a client that the server trusts; `<>` where nobody knows', 'RFC 4954, 5')],
  ['REQUIRETLS', of('The message may travel over verified TLS only, on every hop', 'RFC 8689')],
  ['BY', of('By when to deliver, in seconds, and what to do if that fails', 'RFC 2852')],
  ['MT-PRIORITY', of('The priority of the message, from -9 to 9', 'RFC 6710')],
  ['HOLDFOR', of('For how many seconds to hold the message back', 'RFC 4865')],
  ['HOLDUNTIL', of('Until when to hold the message back', 'RFC 4865')],
  ['RRVS', of('Since when the recipient must have owned the mailbox without a break', 'RFC 7293')],
  ['SUBMITTER', of('Who is responsible for this sending of the message', 'RFC 4405')],
  ['MTRK', of('What a tracking client must know to ask after the message', 'RFC 3885')],
  ['SOLICIT', of('What kind of solicitation the message is', 'RFC 3865')],
  ['TRANSID', of("The transaction's name, by which it can be taken up again", 'RFC 1845')],
  ['XVERP', of('Asks the server to encode the recipient in each sender address', 'Postfix; Courier')],
]);
