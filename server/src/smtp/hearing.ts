/** One session while it is heard: the state machine of RFC 5321, with LMTP (RFC 2033), pipelining (RFC 2920), chunking (RFC 3030). */
import { isSome, itemAt, sure } from '../text/at.ts';
import type { Stretch } from './dialogue.ts';
import { withHeaders } from './headers.ts';
import type { Command, DialectRegion, Message, Note, Reply, ReplyLine, Session, Utterance } from './model.ts';
import { octets } from './octets.ts';
import { isOtherProtocol, isPlainlySmtp, isVerb, verbOf } from './protocol.ts';
import { enhancedOf, formOf, isMaskedGreeting, isOffer, isTlsGoAhead, keywordsOf, soleVerbs } from './replies.ts';
import { hide, Secrets } from './secrets.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A message while it is read. */
type Draft = { -readonly [K in keyof Message]: Message[K] extends readonly (infer Item)[] ? Item[] : Message[K] };
type Offer = Session['offers'][number];

/** A note that tells about SMTP though nothing was said. */
export function isTelling({ note }: Note): boolean {
  return note === 'starttls-not-offered' || note === 'tls-failed' || note === 'timeout';
}

/** What a reply is waited for. */
type Awaited = { readonly command: Mutable<Command> } | { readonly end: Draft };

/** What is heard on one connection, utterance by utterance and note by note, until `session` is asked for. */
export class Hearing {
  private readonly region: DialectRegion;
  private readonly tlsTold: Stretch['dialect']['tls'];
  private readonly connection: string;
  private readonly notes: Note[] = [];
  private readonly events: Session['events'][number][] = [];
  private readonly commands: Mutable<Command>[] = [];
  private readonly orphans: Reply[] = [];
  private readonly offers: Offer[] = [];
  private readonly messages: Draft[] = [];
  private readonly secrets = new Secrets();
  private readonly hidden: Session['secrets'][number][] = [];
  private greeting: Reply | undefined;
  private awaited: Awaited[] = [];
  private reply: ReplyLine[] = [];
  private message: Draft | undefined;
  private mode: 'commands' | 'data' | 'chunk' | 'auth' = 'commands';
  private chunkLeft = 0;
  private tls = false;
  private first = Number.POSITIVE_INFINITY;
  private last = -1;
  private mayEnd = false;
  private quit = false;
  private spoken = 0;

  constructor(region: DialectRegion, tls: Stretch['dialect']['tls'], connection: string) {
    this.region = region;
    this.tlsTold = tls;
    this.connection = connection;
  }

  /** True for a note that opens the next connection. */
  isOver(event: Note): boolean {
    return event.note === 'connected' && this.spoken > 0;
  }

  /** True for an utterance that begins a session of its own; `headed`: under a person's heading. */
  begins(event: Utterance, headed: boolean): boolean {
    if (this.spoken === 0 || this.mode === 'data' || this.mode === 'chunk' || event.data === true) return false;
    const mayEnd = this.mayEnd || headed;
    // A reply does not go on below a person's words.
    if (headed) this.endReply();
    if (event.speaker === 'client') return mayEnd && /^(?:EHLO|HELO|LHLO)\b/i.test(event.text);
    if (this.reply.length > 0) return false;
    const form = formOf(event);
    if (form === undefined) return false;
    if (mayEnd && form.code === 250 && form.separator === '-' && this.awaited.length === 0) return true;
    if (form.code !== 220 || isTlsGoAhead(form.text)) return false;
    if (this.awaits220()) return false;
    return this.greeting !== undefined || this.quit || mayEnd || this.orphans.length > 0;
  }

  note(event: Note): void {
    this.notes.push(event);
    this.events.push(event);
    switch (event.note) {
      case 'tls-started':
        this.tls = true;
        break;
      case 'tls-failed':
        this.tls = false;
        break;
      case 'closed':
      case 'reset':
        this.mayEnd = true;
        break;
    }
  }

  hear(said: Utterance): void {
    const event = this.tlsTold === 'inferred' && this.tls && !said.tls ? { ...said, tls: true } : said;
    this.spoken++;
    this.mayEnd = false;
    this.first = Math.min(this.first, itemAt(event.pieces, 0).line);
    this.last = Math.max(this.last, itemAt(event.pieces, event.pieces.length - 1).line);
    if (event.speaker === 'server') this.server(this.show(event, this.secrets.hideIn(event.text)));
    else this.client(event);
  }

  /** An utterance as it may be shown: with `text`, in which secrets are hidden. */
  private show(utterance: Utterance, text: string): Utterance {
    if (text === utterance.text) return utterance;
    let from = 0;
    while (text[from] === utterance.text[from]) from++;
    for (const { at, line, column, length } of utterance.pieces) {
      if (at + length > from) this.hidden.push({ line, column: column + Math.max(0, from - at) });
    }
    return { ...utterance, text };
  }

  private server(event: Utterance): void {
    const form = formOf(event);
    if (form === undefined) {
      this.endReply();
      this.events.push(event);
      return;
    }
    const before = this.reply[this.reply.length - 1];
    if (before !== undefined && (before.separator !== '-' || formOf(before.utterance)?.code !== form.code)) this.endReply();
    this.reply.push({ utterance: event, separator: form.separator, text: form.text, textAt: form.textAt });
    if (form.separator !== '-') this.endReply();
  }

  private endReply(): void {
    const lines = this.reply;
    if (!isSome(lines)) return;
    this.reply = [];
    const { code } = sure(formOf(lines[0].utterance));
    const reply: Reply = { kind: 'reply', code, enhanced: enhancedOf(code, lines), lines };
    this.events.push(reply);
    if (this.isGreeting(reply)) {
      this.greeting = reply;
      return;
    }
    if (this.mode === 'data' && this.awaited.length === 0 && this.message !== undefined) {
      // The tool does not print the message, or not its end.
      this.mode = 'commands';
      this.awaited.push({ end: this.message });
      this.message = undefined;
    }
    this.resynchronize(reply);
    const answered = this.awaited.shift();
    if (answered === undefined) this.orphan(reply);
    else if ('end' in answered) this.endOfData(answered.end, reply);
    else this.answer(answered.command, reply);
  }

  private isGreeting(reply: Reply): boolean {
    if (this.greeting !== undefined || this.orphans.length > 0 || this.commands.some((command) => command.reply !== undefined))
      return false;
    const { code, lines } = reply;
    if (code === 220) return !isTlsGoAhead(lines[0].text) && !this.awaits220();
    return (code === 421 || code === 554) && this.commands.length === 0;
  }

  /** The command that waits for its reply is one that 220 answers, whatever the words: no greeting then. */
  private awaits220(): boolean {
    const [first] = this.awaited;
    return first !== undefined && 'command' in first && ANSWERED_220.has(first.command.verb);
  }

  /** A reply that can only answer one command is given to it where the replies to those before are not in the file. */
  private resynchronize(reply: Reply): void {
    const wanted = soleVerbs(reply);
    if (wanted === undefined) return;
    const at = this.awaited.findIndex((awaited) => 'command' in awaited && wanted.includes(awaited.command.verb));
    if (at > 0) this.awaited.splice(0, at);
  }

  private orphan(reply: Reply): void {
    this.orphans.push(reply);
    if (reply.code === 354) this.mode = 'data';
    if (reply.code === 334) this.mode = 'auth';
    else if (this.mode === 'auth') this.mode = 'commands';
    if (reply.code === 220 && isTlsGoAhead(reply.lines[0].text)) this.tls = this.tlsTold === 'inferred' || this.tls;
    if (isOffer(reply, this.region.wholeReplies)) this.offer(reply, undefined);
    if (this.mode === 'data' && reply.code !== 354) this.mode = 'commands';
  }

  private answer(command: Mutable<Command>, reply: Reply): void {
    command.reply = reply;
    const next = this.awaited[0];
    if (next !== undefined && 'command' in next) next.command.pipelined = true;
    const { code } = reply;
    if (ANSWERS_AUTH.has(code) && !isVerb(command.verb)) this.makeSecret(command);
    if (code === 235) this.secrets.accepted();
    const { verb } = command;
    if ((verb === 'EHLO' || verb === 'LHLO') && code === 250) this.offer(reply, command);
    else if ((verb === 'DATA' || (code === 354 && verb !== 'BDAT')) && code < 400) this.beginData(command);
    else if (verb === 'STARTTLS' && code === 220) this.tls = this.tlsTold === 'inferred' || this.tls;
    else if (verb === 'QUIT' || code === 221) this.quit = true;
    else if (verb === 'RSET' || verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO') this.message = undefined;
    else if (verb === 'BDAT' && this.mode === 'chunk') this.mode = 'commands';
    else if (verb === 'BDAT' && this.message !== undefined) {
      Object.assign(this.message, { endReply: reply, endReplies: [reply] });
      if (/\bLAST\b/i.test(command.argument)) this.message = undefined;
    }
    if (this.mode === 'auth' || code === 334) this.mode = code === 334 ? 'auth' : 'commands';
  }

  /** Only its reply told that it belongs to the dialogue of an AUTH: the file begins in the middle of it. */
  private makeSecret(command: Mutable<Command>): void {
    const at = this.secrets.begin(command.utterance.text, true);
    const utterance = this.show(command.utterance, hide(command.utterance.text, at));
    Object.assign(command, { utterance, verb: '', argument: utterance.text, secretAt: at });
  }

  private offer(reply: Reply, command: Command | undefined): void {
    const keywords = keywordsOf(reply, command !== undefined, this.region.wholeReplies);
    this.offers.push({ reply, command, keywords, tls: reply.lines[0].utterance.tls });
  }

  private beginData(command: Command): void {
    this.envelope().data = command;
    this.mode = 'data';
  }

  private envelope(): Draft {
    if (this.message === undefined) {
      this.message = {
        mail: undefined,
        recipients: [],
        data: undefined,
        headers: [],
        body: [],
        end: undefined,
        endReply: undefined,
        endReplies: [],
      };
      this.messages.push(this.message);
    }
    return this.message;
  }

  private endOfData(message: Draft, reply: Reply): void {
    // LMTP answers for each recipient; the worst answer stands for the message.
    message.endReplies.push(reply);
    if (message.endReply === undefined || reply.code > message.endReply.code) message.endReply = reply;
    if (reply.code === 221) this.quit = true;
  }

  private client(event: Utterance): void {
    this.endReply();
    if (this.mode === 'data' || event.data === true) this.data(event);
    else if (this.mode === 'chunk') this.chunk(event);
    else this.command(event);
  }

  private data(event: Utterance): void {
    const message = this.envelope();
    // A 354 that came too early: what the client sends is the DATA that it should have answered.
    if (message.data !== undefined && message.data.verb !== 'DATA' && message.body.length === 0 && /^DATA[ \t]*$/i.test(event.text)) {
      message.data = undefined;
      this.mode = 'commands';
      this.command(event);
      return;
    }
    this.events.push(event);
    if (event.text === '.') {
      message.end = event;
      this.mode = 'commands';
      const accepted = message.recipients.filter((command) => (command.reply?.code ?? 250) < 300).length;
      const replies = this.protocol() === 'lmtp' ? Math.max(1, accepted) : 1;
      for (let i = 0; i < replies; i++) this.awaited.push({ end: message });
      this.message = undefined;
      return;
    }
    message.body.push(event);
  }

  private chunk(event: Utterance): void {
    const size = octets(event.text) + 2;
    if (size > this.chunkLeft + 1 || (isPlainlySmtp(event.text) && size !== this.chunkLeft)) {
      this.mode = 'commands';
      this.command(event);
      return;
    }
    this.chunkLeft -= size;
    this.events.push(event);
    this.envelope().body.push(event);
    if (this.chunkLeft <= 0) this.mode = 'commands';
  }

  private command(event: Utterance): void {
    const secretAt = this.secrets.begin(event.text, this.mode === 'auth');
    const utterance = secretAt === undefined ? event : this.show(event, hide(event.text, secretAt));
    const { verb, argumentAt } = secretAt === 0 ? { verb: '', argumentAt: 0 } : verbOf(event.text);
    const argument = utterance.text.slice(argumentAt);
    const command: Mutable<Command> = { kind: 'command', utterance, verb, argument, reply: undefined, pipelined: false, secretAt };
    if (this.mode === 'auth') this.mode = 'commands';
    this.commands.push(command);
    this.events.push(command);
    this.awaited.push({ command });
    if (verb === 'MAIL') {
      this.message = undefined;
      this.envelope().mail = command;
    } else if (verb === 'RCPT') this.envelope().recipients.push(command);
    else if (verb === 'BDAT') {
      this.envelope().data ??= command;
      this.chunkLeft = Number.parseInt(command.argument, 10) || 0;
      if (this.chunkLeft > 0) this.mode = 'chunk';
    }
  }

  private protocol(): Session['protocol'] {
    let protocol: Session['protocol'] = 'unknown';
    for (const { verb, reply } of this.commands) {
      if (verb === 'LHLO') return 'lmtp';
      if (verb === 'EHLO' && (reply === undefined || reply.code === 250)) protocol = 'esmtp';
      if (verb === 'HELO' && protocol === 'unknown') protocol = 'smtp';
    }
    return protocol === 'unknown' && this.offers.length > 0 ? 'esmtp' : protocol;
  }

  /** The session, or nothing where what was heard is no SMTP. */
  session(): Session | undefined {
    this.endReply();
    if (this.spoken === 0 ? !this.notes.some(isTelling) : !this.isSmtp()) return undefined;
    const noted = this.notes.map(({ line }) => line);
    return {
      first: this.spoken > 0 ? this.first : Math.min(...noted),
      last: this.spoken > 0 ? this.last : Math.max(...noted),
      connection: this.connection,
      region: this.region,
      protocol: this.protocol(),
      host: this.notes.find(({ host }) => host !== undefined)?.host,
      greeting: this.greeting,
      commands: this.commands,
      orphans: this.orphans,
      offers: this.offers,
      messages: this.messages.map(withHeaders),
      notes: this.notes,
      events: this.events,
      secrets: this.hidden,
    };
  }

  private isSmtp(): boolean {
    if (this.offers.length > 0) return true;
    const said = this.events.flatMap((event) =>
      event.kind === 'command' ? [event.utterance] : event.kind === 'reply' ? event.lines.map(({ utterance }) => utterance) : [],
    );
    // Asterisks are what firewalls leave of a greeting of FTP as well.
    if (said.some(({ text }) => isPlainlySmtp(text) && !isMaskedGreeting(text))) return true;
    const replies = said.filter(({ speaker }) => speaker === 'server');
    // Bare numbers are no replies: they stand in histories and lists.
    const spoken = replies.some((reply) => reply.implied !== undefined || formOf(reply)?.text !== '');
    if (!spoken && (replies.length > 0 || !this.commands.some(({ verb }) => isVerb(verb)))) return false;
    return !said.some(({ text }) => isOtherProtocol(text)) && !this.notes.some(({ text }) => FTP_PORT.test(text));
  }
}

/** RFC 4954, 4 and 6. */
const ANSWERS_AUTH: ReadonlySet<number> = new Set([235, 334, 535]);
/** Port 21 as tools tell it: `port 21`, `21 port [tcp/ftp]`, `nc -v ftp.example.com 21`. */
const FTP_PORT = /\bport 21\b|\b21 port\b|\b(?:telnet|nc|ncat|netcat) .{1,200} 21$/;
const ANSWERED_220: ReadonlySet<string> = new Set(['STARTTLS', 'XCLIENT', 'X-ANONYMOUSTLS']);
