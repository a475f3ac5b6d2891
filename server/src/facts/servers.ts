/**
 * How the common mail servers greet, list their keywords and refuse a command. What `unmask` compares a masked session with.
 *
 * Templates: `{host}` is the server's name, `{client}` the client's, `{date}` a date as RFC 5322 writes it, `{any}` any text,
 * `{command}` the refused command; everything else is literal.
 */

import { type Fact, fact, type Mark, type SourceName } from './fact.ts';
import { keywordNamed, keywordOf } from './keywords.ts';

/** One line of an EHLO reply, at its place in the order of the server. */
export interface Slot {
  /** Upper case */
  readonly name: string;
  /** How often this server prints it, 0 to 1. */
  readonly chance: number;
  /** As the server prints it; the commonest first. */
  readonly lines: readonly string[];
}

export interface ServerProfile {
  readonly name: string;
  /** How common it is, relative to the other profiles; a judgement, not a count. */
  readonly weight: number;
  /** Text of the greeting, after `220 `. */
  readonly greetings: readonly string[];
  /** Text of the first line of an EHLO reply, after `250-`. */
  readonly hellos: readonly string[];
  /** In the order of the server. */
  readonly slots: readonly Slot[];
  /** The reply to a command that it does not know, with its code. */
  readonly refusals: readonly string[];
  /** How it accepts a sender, a recipient, a message, and takes its leave; what is not known is left out. */
  readonly answers?: Answers;
  readonly mark: Mark;
  readonly sources: readonly SourceName[];
  /** The provider whose own software it is, as `providers.ts` names it. */
  readonly provider?: string;
  /** What is inferred or not known. */
  readonly remark?: string;
}

/** What an answer answers: a command, or the message after DATA. */
export type AnswerTo = 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'QUIT';

/** Texts of the answers to commands that every server knows, with their codes. */
export type Answers = Readonly<Partial<Record<AnswerTo, readonly string[]>>>;

/** A greeting of a server whose EHLO reply is not known well enough for a profile. */
export interface Greeting {
  readonly name: string;
  /** A template, as in a profile. */
  readonly text: string;
  /** How common it is, on the scale of the profiles. */
  readonly weight: number;
  readonly mark: Mark;
  readonly sources: readonly SourceName[];
}

function greeting(name: string, text: string, weight: number): Greeting {
  return { name, text, weight, mark: 'seen', sources: ['public transcripts'] };
}

export const OTHER_GREETINGS: readonly Greeting[] = [
  greeting('MDaemon', '{host} ESMTP MDaemon {any}; {date}', 2),
  greeting('Lotus Domino', '{host} ESMTP Service (Lotus Domino Release {any}) ready at {date}', 2),
  greeting('IBM Domino', '{host} ESMTP Service (IBM Domino Release {any}) ready at {date}', 1),
  greeting('HCL Domino', '{host} ESMTP Service (HCL Domino Release {any}) ready at {date}', 0.5),
  greeting('Kerio', '{host} Kerio MailServer {any} ESMTP ready', 1),
  greeting('CommuniGate Pro', '{host} ESMTP CommuniGate Pro {any}', 1),
  greeting('IceWarp Merak', '{host} ESMTP Merak {any}; {date}', 0.5),
  greeting('IMail', 'X1 NT-ESMTP Server {host} (IMail {any})', 0.5),
];

function slot(chance: number, ...lines: string[]): Slot {
  return { name: keywordOf(lines[0]!), chance, lines };
}

const MICROSOFT_GREETINGS = ['{host} Microsoft ESMTP MAIL Service ready at {date}'];
const MICROSOFT_HELLOS = ['{host} Hello [{any}]'];
const MICROSOFT_REFUSALS = [
  '500 5.3.3 Unrecognized command',
  "500 5.3.3 Unrecognized command '{command}'",
  '500 5.3.3 Unrecognized command {any}',
];

const MICROSOFT_ANSWERS: Answers = {
  MAIL: ['250 2.1.0 Sender OK'],
  RCPT: ['250 2.1.5 Recipient OK'],
  DATA: ['354 Start mail input; end with <CRLF>.<CRLF>'],
  message: ['250 2.6.0 {any} Queued mail for delivery{any}', '250 2.6.0 {any} Queued mail for delivery'],
  QUIT: ['221 2.0.0 Service closing transmission channel'],
};

/** The list that Exchange 2007 to 2013 begin with. */
const EXCHANGE_SLOTS = [
  slot(1, 'SIZE 10485760', 'SIZE 37748736', 'SIZE 36700160', 'SIZE'),
  slot(1, 'PIPELINING'),
  slot(1, 'DSN'),
  slot(1, 'ENHANCEDSTATUSCODES'),
  slot(0.9, 'STARTTLS'),
  slot(0.8, 'X-ANONYMOUSTLS'),
  slot(0.7, 'AUTH NTLM', 'AUTH NTLM LOGIN', 'AUTH LOGIN', 'AUTH GSSAPI NTLM'),
  slot(0.7, 'X-EXPS GSSAPI NTLM', 'X-EXPS NTLM', 'X-EXPS EXCHANGEAUTH GSSAPI NTLM'),
  slot(0.05, 'X-EXCHANGEAUTH SHA256'),
  slot(1, '8BITMIME'),
  slot(1, 'BINARYMIME'),
  slot(1, 'CHUNKING'),
];

export const SERVERS: readonly ServerProfile[] = [
  {
    name: 'Postfix',
    weight: 30,
    greetings: [
      '{host} ESMTP Postfix',
      '{host} ESMTP Postfix (Debian/GNU)',
      '{host} ESMTP Postfix (Ubuntu)',
      '{host} ESMTP',
      '{host} ESMTP Postfix {any}',
    ],
    hellos: ['{host}'],
    slots: [
      slot(0.97, 'PIPELINING'),
      slot(1, 'SIZE 10240000', 'SIZE', 'SIZE 52428800', 'SIZE 20480000', 'SIZE 104857600'),
      slot(0.7, 'VRFY'),
      slot(0.8, 'ETRN'),
      slot(0.85, 'STARTTLS'),
      slot(0.35, 'AUTH PLAIN LOGIN', 'AUTH LOGIN PLAIN', 'AUTH PLAIN', 'AUTH DIGEST-MD5 CRAM-MD5'),
      slot(0.1, 'AUTH=PLAIN LOGIN', 'AUTH=LOGIN PLAIN', 'AUTH=PLAIN'),
      slot(0.02, 'XVERP'),
      slot(
        0.04,
        'XCLIENT NAME ADDR PROTO HELO REVERSE_NAME PORT LOGIN DESTADDR DESTPORT',
        'XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT',
      ),
      slot(
        0.06,
        'XFORWARD NAME ADDR PROTO HELO SOURCE PORT IDENT',
        'XFORWARD NAME ADDR PROTO HELO SOURCE PORT',
        'XFORWARD NAME ADDR PROTO HELO SOURCE',
      ),
      slot(0.97, 'ENHANCEDSTATUSCODES'),
      slot(0.99, '8BITMIME'),
      slot(0.9, 'DSN'),
      slot(0.6, 'SMTPUTF8'),
      slot(0.5, 'CHUNKING'),
      slot(0.01, 'REQUIRETLS'),
    ],
    refusals: [
      '500 5.5.2 Error: command not recognized',
      '502 5.5.2 Error: command not recognized',
      '502 5.5.1 Error: command not implemented',
      '500 5.5.1 Error: unknown command',
    ],
    answers: {
      MAIL: ['250 2.1.0 Ok', '250 Ok'],
      RCPT: ['250 2.1.5 Ok', '250 Ok'],
      DATA: ['354 End data with <CR><LF>.<CR><LF>'],
      message: ['250 2.0.0 Ok: queued as {any}', '250 Ok: queued as {any}', '250 2.0.0 Ok: {any}'],
      QUIT: ['221 2.0.0 Bye', '221 Bye'],
    },
    mark: 'seen',
    sources: ['server runs', 'public transcripts', 'Postfix'],
    remark: 'Zimbra, iRedMail and many appliances are Postfix.',
  },
  {
    name: 'Exim',
    weight: 16,
    greetings: ['{host} ESMTP Exim {any} {date}', '{host} ESMTP'],
    hellos: ['{host} Hello {any}'],
    slots: [
      slot(1, 'SIZE 52428800', 'SIZE 20971520', 'SIZE 104857600', 'SIZE'),
      slot(0.15, 'LIMITS MAILMAX=1000 RCPTMAX=50000', 'LIMITS RCPTMAX=50000'),
      slot(0.85, '8BITMIME'),
      slot(0.2, 'DSN'),
      slot(0.1, 'ETRN'),
      slot(0.05, 'VRFY'),
      slot(0.05, 'EXPN'),
      slot(0.98, 'PIPELINING'),
      slot(0.35, 'PIPECONNECT', 'PIPE_CONNECT', 'X_PIPE_CONNECT'),
      slot(0.5, 'AUTH PLAIN LOGIN', 'AUTH LOGIN PLAIN', 'AUTH PLAIN', 'AUTH CRAM-MD5'),
      slot(0.5, 'CHUNKING'),
      slot(0.85, 'STARTTLS'),
      slot(0.35, 'PRDR'),
      slot(0.15, 'SMTPUTF8'),
      slot(0.97, 'HELP'),
    ],
    refusals: ['500 unrecognized command', '503 STARTTLS command used when not advertised'],
    answers: {
      MAIL: ['250 OK'],
      RCPT: ['250 Accepted'],
      DATA: ['354 Enter message, ending with "." on a line by itself'],
      message: ['250 OK id={any}'],
      QUIT: ['221 {host} closing connection'],
    },
    mark: 'seen',
    sources: ['server runs', 'public transcripts', 'server source'],
  },
  {
    name: 'sendmail',
    weight: 8,
    greetings: ['{host} ESMTP Sendmail {any}; {date}', '{host} ESMTP Sendmail Ready; {date}', '{host} ESMTP Sendmail {any}; {date}; {any}'],
    hellos: ['{host} Hello {any}, pleased to meet you'],
    slots: [
      slot(0.98, 'ENHANCEDSTATUSCODES'),
      slot(0.97, 'PIPELINING'),
      slot(0.4, 'EXPN'),
      slot(0.3, 'VERB'),
      slot(1, '8BITMIME'),
      slot(1, 'SIZE', 'SIZE 52428800', 'SIZE 20971520'),
      slot(0.95, 'DSN'),
      slot(0.7, 'ETRN'),
      slot(0.4, 'AUTH DIGEST-MD5 CRAM-MD5', 'AUTH LOGIN PLAIN', 'AUTH GSSAPI DIGEST-MD5 CRAM-MD5', 'AUTH DIGEST-MD5 CRAM-MD5 LOGIN PLAIN'),
      slot(0.7, 'STARTTLS'),
      slot(0.9, 'DELIVERBY'),
      slot(0.99, 'HELP'),
    ],
    refusals: ['500 5.5.1 Command unrecognized: "{command}"'],
    answers: {
      MAIL: ['250 2.1.0 {any}... Sender ok', '250 {any}... Sender ok'],
      RCPT: ['250 2.1.5 {any}... Recipient ok', '250 {any}... Recipient ok'],
      DATA: ['354 Enter mail, end with "." on a line by itself', '354 End data with <CR><LF>.<CR><LF>'],
      message: ['250 2.0.0 {any} Message accepted for delivery', '250 {any} Message accepted for delivery'],
      QUIT: ['221 2.0.0 {host} closing connection', '221 {host} closing connection'],
    },
    mark: 'seen',
    sources: ['server runs', 'public transcripts'],
  },
  {
    name: 'OpenSMTPD',
    weight: 2,
    greetings: ['{host} ESMTP OpenSMTPD'],
    hellos: ['{host} Hello {client} [{any}], pleased to meet you'],
    slots: [
      slot(1, '8BITMIME'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(1, 'SIZE 36700160', 'SIZE 35651584'),
      slot(1, 'DSN'),
      slot(0.8, 'STARTTLS'),
      slot(0.3, 'AUTH PLAIN LOGIN'),
      slot(1, 'HELP'),
    ],
    refusals: ['500 5.5.1 Invalid command: Command unrecognized'],
    answers: {
      MAIL: ['250 2.0.0 Ok', '250 2.0.0: Ok'],
      RCPT: ['250 2.1.5 Destination address valid: Recipient ok'],
      DATA: ['354 Enter mail, end with "." on a line by itself'],
      message: ['250 2.0.0 {any} Message accepted for delivery', '250 2.0.0: {any} Message accepted for delivery'],
      QUIT: ['221 2.0.0 Bye', '221 2.0.0: Bye'],
    },
    mark: 'seen',
    sources: ['server runs'],
    remark: 'The place of AUTH is inferred.',
  },
  {
    name: 'Exchange 2003',
    weight: 4,
    greetings: ['{host} Microsoft ESMTP MAIL Service, Version: {any} ready at  {date}'],
    hellos: MICROSOFT_HELLOS,
    slots: [
      slot(0.95, 'TURN'),
      slot(0.05, 'ATRN'),
      slot(1, 'SIZE', 'SIZE 2097152', 'SIZE 10485760'),
      slot(1, 'ETRN'),
      slot(1, 'PIPELINING'),
      slot(1, 'DSN'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(1, '8bitmime'),
      slot(1, 'BINARYMIME'),
      slot(1, 'CHUNKING'),
      slot(1, 'VRFY'),
      slot(0.25, 'TLS'),
      slot(0.25, 'STARTTLS'),
      slot(0.9, 'X-EXPS GSSAPI NTLM LOGIN', 'X-EXPS GSSAPI NTLM', 'X-EXPS NTLM LOGIN'),
      slot(0.8, 'X-EXPS=LOGIN'),
      slot(0.9, 'AUTH GSSAPI NTLM LOGIN', 'AUTH GSSAPI NTLM', 'AUTH NTLM LOGIN'),
      slot(0.8, 'AUTH=LOGIN'),
      slot(0.9, 'X-LINK2STATE'),
      slot(0.9, 'XEXCH50'),
      slot(1, 'OK'),
    ],
    refusals: ['500 5.3.3 Unrecognized command'],
    answers: {
      MAIL: ['250 2.1.0 {any}....Sender OK'],
      RCPT: ['250 2.1.5 {any}'],
      DATA: ['354 Start mail input; end with <CRLF>.<CRLF>'],
      message: ['250 2.6.0 {any} Queued mail for delivery'],
      QUIT: ['221 2.0.0 {host} Service closing transmission channel'],
    },
    mark: 'seen',
    sources: ['public transcripts', 'captures'],
    remark: 'The SMTP service of Windows 2000 and 2003 as well, which has no X- keywords. The places of TLS and STARTTLS are inferred.',
  },
  {
    name: 'Exchange 2007',
    weight: 3,
    greetings: MICROSOFT_GREETINGS,
    hellos: MICROSOFT_HELLOS,
    slots: [...EXCHANGE_SLOTS, slot(0.9, 'XEXCH50')],
    refusals: MICROSOFT_REFUSALS,
    answers: MICROSOFT_ANSWERS,
    mark: 'inferred',
    sources: ['Microsoft Learn', 'public transcripts'],
    remark: 'The documents list the keywords; their order is taken from Exchange 2010.',
  },
  {
    name: 'Exchange 2010',
    weight: 5,
    greetings: MICROSOFT_GREETINGS,
    hellos: MICROSOFT_HELLOS,
    slots: [...EXCHANGE_SLOTS, slot(0.95, 'XEXCH50'), slot(0.6, 'XRDST'), slot(0.6, 'XSHADOW')],
    refusals: MICROSOFT_REFUSALS,
    answers: MICROSOFT_ANSWERS,
    mark: 'seen',
    sources: ['public transcripts'],
  },
  {
    name: 'Exchange 2013',
    weight: 4,
    greetings: MICROSOFT_GREETINGS,
    hellos: MICROSOFT_HELLOS,
    slots: [
      ...EXCHANGE_SLOTS,
      slot(0.4, 'XEXCH50'),
      slot(0.8, 'XRDST'),
      slot(0.4, 'XSHADOWREQUEST', 'XSHADOW'),
      slot(0.05, 'XPROXY'),
      slot(0.05, 'XPROXYFROM'),
    ],
    refusals: MICROSOFT_REFUSALS,
    answers: MICROSOFT_ANSWERS,
    mark: 'seen',
    sources: ['Microsoft Learn', 'public transcripts'],
    remark: 'XPROXY and XPROXYFROM, between Exchange servers only, are from memory.',
  },
  {
    name: 'Exchange 2016 or 2019',
    weight: 10,
    greetings: MICROSOFT_GREETINGS,
    hellos: MICROSOFT_HELLOS,
    slots: [...EXCHANGE_SLOTS, slot(0.4, 'SMTPUTF8'), slot(0.9, 'XRDST')],
    refusals: MICROSOFT_REFUSALS,
    answers: MICROSOFT_ANSWERS,
    mark: 'seen',
    sources: ['Microsoft Learn', 'public transcripts'],
  },
  {
    name: 'Exchange Online',
    provider: 'Exchange Online',
    weight: 10,
    greetings: MICROSOFT_GREETINGS,
    hellos: MICROSOFT_HELLOS,
    slots: [
      slot(1, 'SIZE 157286400', 'SIZE 49283072'),
      slot(1, 'PIPELINING'),
      slot(1, 'DSN'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(1, 'STARTTLS'),
      slot(0.1, 'AUTH LOGIN XOAUTH2'),
      slot(1, '8BITMIME'),
      slot(1, 'BINARYMIME'),
      slot(1, 'CHUNKING'),
      slot(0.95, 'SMTPUTF8'),
    ],
    refusals: MICROSOFT_REFUSALS,
    answers: MICROSOFT_ANSWERS,
    mark: 'seen',
    sources: ['public transcripts'],
  },
  {
    name: 'Cisco ESA (AsyncOS)',
    weight: 8,
    greetings: ['{host} ESMTP'],
    hellos: ['{host}'],
    slots: [
      slot(1, '8BITMIME'),
      slot(1, 'SIZE 10485760', 'SIZE 14680064', 'SIZE 33554432'),
      slot(0.1, 'AUTH LOGIN PLAIN', 'AUTH PLAIN LOGIN'),
      slot(0.8, 'STARTTLS'),
    ],
    refusals: ['500 #5.5.1 command not recognized'],
    answers: {
      MAIL: ['250 sender <{any}> ok', '250 sender <> ok'],
      RCPT: ['250 recipient <{any}> ok'],
      DATA: ['354 go ahead'],
      message: ['250 ok:  Message {any} accepted', '250 ok: Message {any} accepted'],
      QUIT: ['221 {host}'],
    },
    mark: 'documented',
    sources: ['TAC 118550', 'TAC 214630'],
    remark: 'The place of AUTH is inferred.',
  },
  {
    name: 'Gmail',
    provider: 'Google',
    weight: 6,
    greetings: ['mx.google.com ESMTP {any} - gsmtp', 'smtp.gmail.com ESMTP {any} - gsmtp', 'mx.google.com ESMTP {any}'],
    hellos: ['mx.google.com at your service, [{any}]', 'smtp.gmail.com at your service, [{any}]'],
    slots: [
      slot(1, 'SIZE 157286400', 'SIZE 35882577', 'SIZE 35651584'),
      slot(1, '8BITMIME'),
      slot(0.95, 'STARTTLS'),
      slot(0.1, 'AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(0.95, 'PIPELINING'),
      slot(0.95, 'CHUNKING'),
      slot(0.95, 'SMTPUTF8'),
    ],
    refusals: ['502 5.5.1 Unrecognized command. {any}'],
    answers: {
      MAIL: ['250 2.1.0 OK {any}'],
      RCPT: ['250 2.1.5 OK {any}'],
      DATA: ['354 Go ahead {any}', '354 Go ahead'],
      message: ['250 2.0.0 OK {any}'],
      QUIT: ['221 2.0.0 closing connection {any}'],
    },
    mark: 'seen',
    sources: ['public transcripts'],
  },
  {
    name: 'Amazon SES',
    weight: 1,
    greetings: ['email-smtp.amazonaws.com ESMTP SimpleEmailService-{any}'],
    hellos: ['email-smtp.amazonaws.com'],
    slots: [slot(1, '8BITMIME'), slot(1, 'SIZE 10485760'), slot(0.9, 'STARTTLS'), slot(0.9, 'AUTH PLAIN LOGIN'), slot(1, 'Ok')],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'The place of STARTTLS is from memory.',
  },
  {
    name: 'qmail',
    weight: 3,
    greetings: ['{host} ESMTP'],
    hellos: ['{host}'],
    slots: [
      slot(0.4, 'STARTTLS'),
      slot(1, 'PIPELINING'),
      slot(1, '8BITMIME'),
      slot(0.3, 'SIZE 0', 'SIZE'),
      slot(0.3, 'AUTH LOGIN PLAIN', 'AUTH LOGIN PLAIN CRAM-MD5'),
    ],
    refusals: ['502 unimplemented (#5.5.1)'],
    answers: {
      MAIL: ['250 ok'],
      RCPT: ['250 ok'],
      DATA: ['354 go ahead'],
      message: ['250 ok {any} qp {any}'],
      QUIT: ['221 {host}'],
    },
    mark: 'seen',
    sources: ['server source'],
    remark:
      'PIPELINING and 8BITMIME are its own, STARTTLS before them that of the TLS patch; SIZE and AUTH come from patches that differ in order.',
  },
  {
    name: 'Courier',
    weight: 1,
    greetings: ['{host} ESMTP'],
    hellos: ['{host} Ok.'],
    slots: [
      slot(0.4, 'AUTH LOGIN PLAIN', 'AUTH PLAIN LOGIN'),
      slot(0.8, 'STARTTLS'),
      slot(1, 'XVERP=Courier'),
      slot(1, 'XEXDATA'),
      slot(0.8, 'XSECURITY=NONE,STARTTLS', 'XSECURITY=NONE'),
      slot(1, 'PIPELINING'),
      slot(1, '8BITMIME'),
      slot(0.5, 'SMTPUTF8'),
      slot(1, 'SIZE'),
      slot(1, 'DSN'),
    ],
    refusals: ['502 ESMTP command error'],
    answers: {
      MAIL: ['250 Ok.'],
      RCPT: ['250 Ok.'],
      DATA: ['354 Ok.'],
      message: ['250 Ok. {any}'],
      QUIT: ['221 Bye.'],
    },
    mark: 'seen',
    sources: ['server runs'],
    remark: 'The wording of the first line is from memory.',
  },
  {
    name: 'Haraka',
    weight: 1.5,
    greetings: ['{host} ESMTP Haraka {any} ready', '{host} ESMTP Haraka/{any} ready ({any})'],
    hellos: ['{host} Hello {any}, Haraka is at your service.'],
    slots: [
      slot(1, 'PIPELINING'),
      slot(1, '8BITMIME'),
      slot(0.6, 'SMTPUTF8'),
      slot(1, 'SIZE 0', 'SIZE 10000000'),
      slot(0.8, 'STARTTLS'),
      slot(0.3, 'AUTH PLAIN LOGIN', 'AUTH LOGIN'),
    ],
    refusals: ['500 Unrecognized command'],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'The wording of the 500 is from memory.',
  },
  {
    name: 'nodemailer smtp-server',
    weight: 1,
    greetings: ['{host} ESMTP'],
    hellos: ['{host} Nice to meet you, {any}'],
    slots: [
      slot(1, 'PIPELINING'),
      slot(1, '8BITMIME'),
      slot(1, 'SMTPUTF8'),
      slot(0.6, 'AUTH LOGIN PLAIN', 'AUTH PLAIN LOGIN'),
      slot(0.8, 'STARTTLS'),
      slot(0.6, 'SIZE 10485760'),
    ],
    refusals: ['500 Error: command not recognized'],
    answers: {
      MAIL: ['250 Accepted'],
      RCPT: ['250 Accepted'],
      DATA: ['354 End data with <CR><LF>.<CR><LF>'],
      message: ['250 OK: message queued', '250 OK'],
      QUIT: ['221 Bye'],
    },
    mark: 'seen',
    sources: ['server runs'],
  },
  {
    name: 'aiosmtpd',
    weight: 1,
    greetings: ['{host} Python SMTP {any}'],
    hellos: ['{host}'],
    slots: [
      slot(1, 'SIZE 33554432'),
      slot(0.9, '8BITMIME'),
      slot(0.5, 'SMTPUTF8'),
      slot(0.6, 'STARTTLS'),
      slot(0.4, 'AUTH LOGIN PLAIN', 'AUTH PLAIN'),
      slot(1, 'HELP'),
    ],
    refusals: ['500 Error: command "{command}" not recognized'],
    answers: {
      MAIL: ['250 OK'],
      RCPT: ['250 OK'],
      DATA: ['354 End data with <CR><LF>.<CR><LF>'],
      message: ['250 OK', '250 Message accepted for delivery'],
      QUIT: ['221 Bye'],
    },
    mark: 'seen',
    sources: ['server runs', 'public transcripts'],
  },
  {
    name: 'Stalwart',
    weight: 1,
    greetings: ['{host} Stalwart ESMTP at your service'],
    hellos: ['{host} you had me at EHLO'],
    slots: [
      slot(0.9, 'STARTTLS'),
      slot(1, 'SMTPUTF8'),
      slot(1, 'SIZE 104857600'),
      slot(0.6, 'REQUIRETLS'),
      slot(1, 'PIPELINING'),
      slot(0.7, 'NO-SOLICITING'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(1, 'CHUNKING'),
      slot(0.7, 'BINARYMIME'),
      slot(0.3, 'AUTH XOAUTH2 OAUTHBEARER', 'AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER'),
      slot(1, '8BITMIME'),
    ],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
  },
  {
    name: 'Coremail',
    weight: 2,
    greetings: ['{host} Anti-spam GT for Coremail System ({any}[{any}])'],
    hellos: ['mail'],
    slots: [
      slot(0.9, 'PIPELINING'),
      slot(1, 'AUTH LOGIN PLAIN', 'AUTH LOGIN PLAIN XOAUTH2'),
      slot(1, 'AUTH=LOGIN PLAIN', 'AUTH=LOGIN PLAIN XOAUTH2'),
      slot(1, 'coremail'),
      slot(0.9, 'STARTTLS'),
      slot(0.2, 'ID'),
      slot(0.2, 'SIZE 73400320'),
      slot(1, '8BITMIME'),
    ],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'Behind `coremail` stands a token of the server, some 70 characters.',
  },
  {
    name: 'Axigen',
    weight: 1,
    greetings: ['{host} Axigen ESMTP ready'],
    hellos: ['{host} Axigen ESMTP hello'],
    slots: [
      slot(1, 'PIPELINING'),
      slot(0.8, 'AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5 GSSAPI', 'AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5'),
      slot(0.8, 'AUTH=PLAIN LOGIN CRAM-MD5 DIGEST-MD5 GSSAPI', 'AUTH=PLAIN LOGIN CRAM-MD5 DIGEST-MD5'),
      slot(1, '8BITMIME'),
      slot(1, 'SIZE 10485760'),
      slot(1, 'HELP'),
      slot(1, 'OK'),
    ],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'Where it lists STARTTLS is not known.',
  },
  {
    name: 'MailEnable',
    weight: 1.5,
    greetings: ['{host} ESMTP MailEnable Service, Version: {any} ready at {any}'],
    hellos: ['{host} [{any}], this server offers {any} extensions'],
    slots: [
      slot(0.9, 'AUTH LOGIN', 'AUTH CRAM-MD5 LOGIN'),
      slot(1, 'SIZE 5120000', 'SIZE 40960000'),
      slot(1, 'HELP'),
      slot(0.9, 'AUTH=LOGIN'),
    ],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'Where it lists STARTTLS is not known.',
  },
  {
    name: 'Kerio Connect',
    weight: 1,
    greetings: ['{host} Kerio Connect {any} ESMTP ready'],
    hellos: ['{host}'],
    slots: [
      slot(0.5, 'STARTTLS'),
      slot(0.9, 'AUTH CRAM-MD5 PLAIN LOGIN DIGEST-MD5'),
      slot(1, 'SIZE 20971520', 'SIZE'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(1, '8BITMIME'),
      slot(1, 'PIPELINING'),
      slot(0.5, 'ETRN'),
      slot(0.5, 'DSN'),
      slot(0.5, 'HELP'),
    ],
    refusals: [],
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'Seen from AUTH to PIPELINING; the rest is from memory.',
  },
  {
    name: 'go-smtp',
    weight: 1,
    greetings: ['{host} ESMTP Service Ready'],
    hellos: ['Hello {client}'],
    slots: [
      slot(1, 'PIPELINING'),
      slot(1, '8BITMIME'),
      slot(1, 'ENHANCEDSTATUSCODES'),
      slot(0.9, 'CHUNKING'),
      slot(0.7, 'STARTTLS'),
      slot(0.4, 'AUTH PLAIN', 'AUTH PLAIN LOGIN'),
      slot(0.3, 'SMTPUTF8'),
      slot(0.1, 'REQUIRETLS'),
      slot(0.2, 'BINARYMIME'),
      slot(0.1, 'DSN'),
      slot(1, 'SIZE', 'SIZE 33554432'),
    ],
    refusals: [],
    answers: {
      MAIL: ['250 2.0.0 Roger, accepting mail from <{any}>'],
      RCPT: ["250 2.0.0 I'll make sure <{any}> gets this"],
      DATA: ['354 Go ahead. End your data with <CR><LF>.<CR><LF>'],
      QUIT: ['221 2.0.0 Bye'],
    },
    mark: 'seen',
    sources: ['public transcripts'],
    remark: 'The places of STARTTLS, AUTH, SMTPUTF8, REQUIRETLS, BINARYMIME and DSN are from memory.',
  },
  {
    name: 'EventMachine',
    weight: 0.3,
    greetings: ['EventMachine SMTP Server', '{any} SMTP Server'],
    hellos: ['Ok EventMachine SMTP Server', 'Ok {any} SMTP Server'],
    slots: [slot(0.2, 'STARTTLS'), slot(0.2, 'AUTH PLAIN'), slot(1, 'NO-SOLICITING'), slot(1, 'SIZE 20000000')],
    refusals: [],
    answers: { MAIL: ['250 Ok'], RCPT: ['250 Ok'], DATA: ['354 Send it'] },
    mark: 'seen',
    sources: ['public transcripts', 'server source'],
  },
];

/**
 * What a server that nobody knows lists: how often each keyword stands in such a list, in the order that most servers keep. Judgements, from the
 * lists above and from public transcripts; many servers have an order of their own, so that `masking/software.ts` lets each keyword stand elsewhere.
 */
export const ANY_SERVER: readonly Slot[] = (
  [
    ['HELP', 0.1],
    ['SIZE', 0.75],
    ['PIPELINING', 0.6],
    ['VRFY', 0.1],
    ['EXPN', 0.08],
    ['VERB', 0.03],
    ['TURN', 0.04],
    ['ATRN', 0.02],
    ['ETRN', 0.15],
    ['DSN', 0.35],
    ['STARTTLS', 0.77],
    ['AUTH', 0.55],
    ['AUTH=', 0.12],
    ['XCLIENT', 0.03],
    ['XFORWARD', 0.02],
    ['ENHANCEDSTATUSCODES', 0.5],
    ['8BITMIME', 0.8],
    ['BINARYMIME', 0.12],
    ['CHUNKING', 0.2],
    ['SMTPUTF8', 0.35],
    ['DELIVERBY', 0.04],
    ['REQUIRETLS', 0.01],
    ['LIMITS', 0.02],
    ['NO-SOLICITING', 0.03],
    ['HELP', 0.2],
    ['OK', 0.06],
  ] as const
).map(([name, chance]) => ({ name, chance, lines: keywordNamed(name)!.lines }));

/** The reply to a command that a server does not know, in the words of the standard: where those of the server are not known. */
export const ANY_REFUSAL: Fact<string> = fact('500 Syntax error, command unrecognized', 'documented', ['RFC 5321']);

/** What answers a NOOP that PIX puts in the place of a command. */
export const NOOP_ANSWER: Fact<string> = fact('250 OK', 'documented', ['KB 320027', 'RFC 5321']);
