/**
 * A recorded session as what went over the wire: protocol lines of both sides in their order. Where a file leaves out what it answers (the
 * greeting, a command, the message), a line stands in for it, so that whoever reads the octets knows what the next one is.
 */
import type { Command, Message, Reply, Session, Utterance } from '../smtp/model.ts';
import { octetsOf, writeAscii } from '../smtp/octets.ts';

export interface Said {
  readonly by: 'client' | 'server';
  /** Without its line end. */
  readonly text: string;
  readonly end: '\r\n' | '\n' | '';
  /** It came octet by octet. */
  readonly byKeys: boolean;
  /** undefined: the file does not show it; it stands in for what must have been said. */
  readonly utterance: Utterance | undefined;
  /** Set where the line is a command. */
  readonly command: Command | undefined;
  /** Set where the line is of a reply, and what that answers. */
  readonly reply: Reply | undefined;
  readonly answers: Command | undefined;
  /** Set where the line is of a message, or of the reply to one. */
  readonly message: Message | undefined;
}

/** The line as it was on the wire, with its end. */
export function onWire({ text, end }: Said): Uint8Array {
  const line = text + end;
  const octets = new Uint8Array(line.length);
  return writeAscii(line, octets) ? octets : octetsOf(line);
}

/** Which line of the file a protocol line stands on, from 0 on; undefined for one that is not in the file. */
export function lineOf({ utterance }: Said): number | undefined {
  return utterance?.pieces[0]?.line;
}

/** The time of day at which it was said, in milliseconds; undefined where the file does not tell it to a fraction of a second. */
export function timeOf({ utterance }: Said): number | undefined {
  const [, hours, minutes, seconds] = /\b(\d\d):(\d\d):(\d\d[.,]\d+)/.exec(utterance?.time ?? '') ?? [];
  if (seconds === undefined) return undefined;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'))) * 1000;
}

/** What was said, in order. */
export function wireOf(session: Session): readonly Said[] {
  return new Wire(session).said;
}

class Wire {
  readonly said: Said[] = [];
  private readonly answers = new Map<Reply, Command>();
  private readonly ends = new Map<Reply, Message>();
  private readonly lines = new Map<Utterance, Message>();
  private readonly offers = new Set<Reply>();
  private readonly ended = new Set<Message>();
  /** The file lacks nothing: what nobody asked for was not asked for. */
  private readonly isWhole: boolean;
  /** TLS has begun, as far as the file shows how. */
  private secured = false;
  /** Commands without a reply so far. */
  private pending: Command[] = [];

  constructor(session: Session) {
    const { commands, messages, offers, greeting, events, region, notes } = session;
    this.isWhole = region.whole && greeting !== undefined && !notes.some(({ note }) => note === 'gap');
    for (const command of commands) if (command.reply !== undefined) this.answers.set(command.reply, command);
    for (const message of messages) {
      for (const reply of message.endReplies) this.ends.set(reply, message);
      for (const { lines } of message.headers) for (const line of lines) this.lines.set(line, message);
      for (const line of message.body) this.lines.set(line, message);
      if (message.end !== undefined) this.lines.set(message.end, message);
    }
    for (const { reply } of offers) this.offers.add(reply);
    if (greeting === undefined) this.standIn('server', '220 x');
    for (const event of events) {
      if (event.kind === 'command') this.command(event);
      else if (event.kind === 'reply') this.reply(event, event === greeting);
      else if (event.kind === 'utterance') this.utterance(event);
    }
  }

  private command(command: Command): void {
    this.pending.push(command);
    this.say(command.utterance, { command });
  }

  private utterance(utterance: Utterance): void {
    // The empty line behind the header fields is of neither part.
    const message = this.lines.get(utterance) ?? (utterance.speaker === 'client' ? this.said.at(-1)?.message : undefined);
    if (message !== undefined && utterance === message.end) this.ended.add(message);
    this.say(utterance, { message });
  }

  private reply(reply: Reply, greets: boolean): void {
    const answers = this.answers.get(reply);
    const message = this.ends.get(reply);
    if (answers !== undefined) this.answered(answers);
    else if (message !== undefined) this.endOf(message);
    else if (!greets && reply.code !== 421 && !this.isWhole) this.standIn('client', asked(reply, this.offers.has(reply)));
    this.secured ||= reply.code === 220 && (answers?.verb === 'STARTTLS' || asked(reply, false) === 'STARTTLS');
    for (const { utterance } of reply.lines) this.say(utterance, { reply, answers, message });
  }

  /** Replies to the commands before it are not in the file. */
  private answered(command: Command): void {
    const at = this.pending.indexOf(command);
    for (let i = 0; i < at; i++) this.standIn('server', '250 x');
    if (at >= 0) this.pending = this.pending.slice(at + 1);
  }

  /** The tool prints no message, or not its end. */
  private endOf(message: Message): void {
    if (this.ended.has(message) || message.data?.verb === 'BDAT') return;
    this.ended.add(message);
    this.standIn('client', '.');
  }

  private standIn(by: Said['by'], text: string): void {
    const nothing = { utterance: undefined, command: undefined, reply: undefined, answers: undefined, message: undefined };
    this.said.push({ by, text, end: '\r\n', byKeys: false, ...nothing });
  }

  private say(utterance: Utterance, of: Partial<Pick<Said, 'command' | 'reply' | 'answers' | 'message'>>): void {
    const { speaker: by, text, implied, wireEnd, byKeys, tls } = utterance;
    if (tls && !this.secured) {
      this.secured = true;
      this.standIn('client', 'STARTTLS');
      this.standIn('server', '220 x');
    }
    this.said.push({
      by,
      text: implied === undefined ? text : `${implied.code}${implied.separator}${text}`,
      end: ENDS[wireEnd ?? 'crlf'],
      byKeys,
      utterance,
      command: of.command,
      reply: of.reply,
      answers: of.answers,
      message: of.message,
    });
  }
}

const ENDS = { crlf: '\r\n', lf: '\n', none: '' } as const;

/** A command that such a reply answers. */
function asked({ code, lines }: Reply, isOffer: boolean): string {
  if (isOffer) return 'EHLO x';
  if (code === 354) return 'DATA';
  if (code === 334) return 'AUTH LOGIN';
  if (code === 220 && /\bTLS\b/i.test(lines[0].text)) return 'STARTTLS';
  return 'NOOP';
}
