/**
 * A recorded session as it would come out of a firewall: the recording through the engine, line by line. What a client does depends on what
 * it is told, so the recorded answer to a command that the engine overwrites cannot stand, and what the client did on the strength of it would
 * not follow: both are told.
 */

import { WITHOUT_EFFECT } from '../facts/commands.ts';
import { type EngineEvent, isOverwriting } from '../masking/events.ts';
import type { Inspection } from '../masking/inspection.ts';
import { latin1, Output } from '../masking/output.ts';
import { type Ended, InspectedSession } from '../masking/session.ts';
import type { Command, Session } from '../smtp/model.ts';
import { textOf } from '../smtp/octets.ts';
import { itemAt, lastOf, sure } from '../text/at.ts';
import type { Refuse } from './refusal.ts';
import { onWire, type Said, timeOf, wireOf } from './wire.ts';

/** A protocol line that the firewall was given, and how it left. */
export interface PredictedLine {
  /** As recorded. */
  readonly said: Said;
  /** As it leaves; undefined where it does not. */
  readonly left: string | undefined;
  /** The server would say something else than was recorded: `left` is what, and this is whose words they are. */
  readonly predicted: string | undefined;
  /** What was done to it, and what was noticed. */
  readonly events: readonly EngineEvent[];
}

/** From where on the recording shows what would not follow. */
export interface Divergence {
  /** Lines of the file, from 0 on, inclusive. */
  readonly first: number;
  readonly last: number;
  /** A sentence without its full stop. */
  readonly reason: string;
}

export interface PredictedSession {
  readonly session: Session;
  /** What the firewall was given, in order; it ends where the connection does. */
  readonly lines: readonly PredictedLine[];
  readonly ended: Ended;
  readonly divergence: Divergence | undefined;
  /** A client that gets these answers goes on otherwise than was recorded, whether the recording goes on or not. */
  readonly departs: boolean;
  /** What the recording does not tell and the prediction therefore cannot: sentences without their full stops. */
  readonly untold: readonly string[];
}

/**
 * @param inspection what inspects the session; undefined: nothing does
 * @param refuse what the server answers to an overwritten command
 */
export function predictSession(session: Session, inspection: Inspection | undefined, refuse: Refuse): PredictedSession {
  const said = wireOf(session);
  if (inspection === undefined || isEncryptedThroughout(session)) return passed(session, said);
  const run = new Run(session, inspection, refuse);
  for (const each of said) {
    if (run.ended !== undefined) break;
    run.hear(each);
  }
  run.end();
  return run.result();
}

function isEncryptedThroughout({ greeting }: Session): boolean {
  return greeting?.lines[0]?.utterance.tls === true;
}

function passed(session: Session, said: readonly Said[]): PredictedSession {
  const lines = said
    .filter(({ utterance }) => utterance !== undefined)
    .map((each) => ({ said: each, left: each.text, predicted: undefined, events: [] }));
  const untold = isEncryptedThroughout(session) ? [ENCRYPTED] : [];
  return { session, lines, ended: undefined, divergence: undefined, departs: false, untold };
}

const ENCRYPTED =
  'it is encrypted from the first octet on: an inspection sees no SMTP, and what it does to that is told by no source at hand';

/** A line while the session is played. */
type Draft = { -readonly [K in keyof PredictedLine]: K extends 'events' ? EngineEvent[] : PredictedLine[K] };

class Run {
  private readonly session: Session;
  private readonly engine: InspectedSession;
  private readonly refuse: Refuse;
  /** How fast commands come matters. */
  private readonly isPaced: boolean;
  private isTimed = true;
  private timeOfDay = 0;
  private days = 0;
  private readonly lines: Draft[] = [];
  /** Lines by their number in their direction, as events count them. */
  private readonly byNumber: Readonly<Record<EngineEvent['direction'], (Draft | undefined)[]>> = { request: [], response: [] };
  /** Overwritten commands, with what the server got instead. */
  private readonly overwritten = new Map<Command | 'STARTTLS', string>();
  /** Commands that the engine drops: nobody answers them. */
  private readonly unheard = new Set<Command>();
  /** The last of the overwritten ones: its own dialogue does not take place. */
  private refused: Command | undefined;
  private tlsLost = false;
  private divergence: Divergence | undefined;
  private departs = false;

  constructor(session: Session, inspection: Inspection, refuse: Refuse) {
    this.session = session;
    this.isPaced = inspection.matches.some(({ rate }) => rate !== undefined);
    this.engine = new InspectedSession(inspection);
    this.refuse = refuse;
  }

  get ended(): Ended {
    return this.engine.closed;
  }

  hear(said: Said): void {
    if (this.isBeside(said)) return;
    if (said.by === 'client') this.request(said);
    else this.response(said);
  }

  /** Part of a dialogue that does not take place. */
  private isBeside({ utterance, command, answers, message, by }: Said): boolean {
    if (this.tlsLost && utterance?.tls === true) {
      this.divergence ??= {
        first: itemAt(utterance.pieces, 0).line,
        last: this.session.last,
        reason: 'it was said inside TLS, which does not begin',
      };
      return true;
    }
    const { refused } = this;
    if (refused === undefined) return false;
    if (command?.verb === '' || answers?.verb === '') return refused.verb === 'AUTH' || refused.verb === 'X-EXPS';
    // The message: behind DATA, and the chunks behind BDAT.
    if (command !== undefined || answers !== undefined) return false;
    return message !== undefined ? message.data === refused : by === 'client' && utterance === undefined && refused.verb === 'DATA';
  }

  private request(said: Said): void {
    const line = this.add('request', said);
    const octets = onWire(said);
    const out = this.fromClient(said, octets);
    this.take(out, line, said, octets);
    if (said.command !== undefined && out.events.some(({ outcome }) => outcome === 'dropped')) {
      this.unheard.add(said.command);
      this.refused = refusedBy(said.command);
    }
    const by = out.events.find(isOverwriting);
    if (by === undefined) return;
    const left = line?.left ?? (by.after === undefined ? said.text : by.after);
    if (said.command === undefined) {
      this.overwritten.set('STARTTLS', left);
      this.tlsLost = true;
      return;
    }
    this.overwritten.set(said.command, left);
    this.refused = refusedBy(said.command);
  }

  private fromClient(said: Said, octets: Uint8Array): Output {
    const at = this.isPaced ? this.momentOf(said) : undefined;
    if (said.command !== undefined) this.isTimed &&= at !== undefined;
    if (!said.byKeys) return this.engine.fromClient(octets, at);
    const out = new Output();
    for (const octet of octets) out.add(this.engine.fromClient(Uint8Array.of(octet), at));
    return out;
  }

  /** When it was said, in milliseconds; over midnight the time of day begins anew. */
  private momentOf(said: Said): number | undefined {
    const at = timeOf(said);
    if (at === undefined) return undefined;
    if (at < this.timeOfDay - DAY / 2) this.days++;
    this.timeOfDay = at;
    return this.days * DAY + at;
  }

  /** Both sides have said all: what is left is a line that never became whole. */
  end(): void {
    for (const [direction, out] of [
      ['request', this.engine.endOfClient()],
      ['response', this.engine.endOfServer()],
    ] as const) {
      const line = this.byNumber[direction].at(-1);
      this.take(out, line, line?.said ?? NOTHING_SAID);
    }
  }

  private response(said: Said): void {
    if (said.answers !== undefined && this.unheard.has(said.answers)) {
      const { verb } = said.answers;
      if (verb === 'STARTTLS') this.tlsLost = true;
      this.depart(said, `the client had an answer to ${verb.slice(0, 40)} there, and gets none: the command is dropped`);
      return;
    }
    const to =
      said.answers ?? (said.command === undefined && said.reply !== undefined && said.message === undefined ? 'STARTTLS' : undefined);
    const overwritten = to === undefined || said.reply === undefined ? undefined : this.overwritten.get(to);
    if (overwritten === undefined) {
      const line = this.add('response', said);
      const octets = onWire(said);
      this.take(this.engine.fromServer(octets), line, said, octets);
      return;
    }
    // One line answers, however many were recorded.
    if (sure(said.reply).lines[0].utterance !== said.utterance) return;
    const { text, words } = this.refuse(this.session, overwritten);
    const line = this.add('response', said);
    const refusal = { ...said, text };
    this.take(this.engine.fromServer(onWire(refusal)), line, refusal);
    if (line !== undefined) line.predicted = words;
    this.diverge(said);
    if (to === 'STARTTLS') this.overwritten.delete('STARTTLS');
  }

  /** The recorded answer was another one, and the client went by it. */
  private diverge(said: Said): void {
    const { code } = sure(said.reply);
    const verb = said.answers?.verb ?? 'STARTTLS';
    if (code >= 400 || WITHOUT_EFFECT.value.includes(verb)) return;
    if (verb === 'STARTTLS') this.tlsLost = true;
    const what = verb === 'STARTTLS' ? 'TLS begins' : 'the client went on';
    this.depart(
      said,
      `${what} there on the strength of the recorded answer to ${verb.slice(0, 40)}, ${code}, which the server would not give`,
    );
  }

  /** What the recording shows behind an answer would not follow. */
  private depart(said: Said, reason: string): void {
    this.departs = true;
    const at = lastOf(lastOf(sure(said.reply).lines).utterance.pieces).line;
    if (this.divergence === undefined && this.session.last > at) this.divergence = { first: at + 1, last: this.session.last, reason };
  }

  private add(direction: 'request' | 'response', said: Said): Draft | undefined {
    const line = said.utterance === undefined ? undefined : { said, left: undefined, predicted: undefined, events: [] };
    if (line !== undefined) this.lines.push(line);
    this.byNumber[direction].push(line);
    return line;
  }

  /** @param given what the engine was given; undefined where that is more than the line, or less */
  private take(out: Output, line: Draft | undefined, said: Pick<Said, 'text' | 'end'>, given?: Uint8Array): void {
    if (line !== undefined && out.octets.length > 0) line.left = isUnchanged(out, given) ? said.text : leftOf(out, said.end);
    for (const event of out.events) {
      const of = this.byNumber[event.direction][event.line];
      if (of !== undefined) of.events.push(event);
    }
  }

  result(): PredictedSession {
    const { session, lines, divergence, departs } = this;
    const { ended } = this;
    const unpaced = this.isPaced && ended === undefined && !this.isTimed;
    return { session, lines, ended, divergence, departs, untold: [...untoldOf(session), ...(unpaced ? [UNTIMED] : [])] };
  }
}

/** The command, where the recording goes on as if it had been carried out. */
function refusedBy(command: Command): Command | undefined {
  return (command.reply?.code ?? 500) < 400 ? command : undefined;
}

const DAY = 86_400_000;
const NOTHING_SAID = { text: '', end: '' } as const;

/** Whether the engine let out the very octets that it was given. */
function isUnchanged({ octets }: Output, given: Uint8Array | undefined): boolean {
  return octets.length === 1 && octets[0] === given;
}

/** The text of the octets that it let out, without the end of the line. */
function leftOf({ octets }: Output, end: string): string {
  const text = octets.map((each) => latin1(each)).join('');
  return fromLatin1(text.endsWith(end) ? text.slice(0, text.length - end.length) : text);
}

const UNTIMED = 'the recording does not tell when each command came, so what rate-limit would do is not told';

/** The text of octets that came as one character each. */
function fromLatin1(text: string): string {
  return /[\x80-\xff]/.test(text) ? textOf(Uint8Array.from(text, (character) => character.charCodeAt(0))) : text;
}

/** What no inspection can be foretold of. */
function untoldOf(session: Session): string[] {
  const untold: string[] = [];
  if (session.messages.some(({ data, end, body }) => data?.reply?.code === 354 && end === undefined && body.length === 0))
    untold.push('the recording does not show the message, so what the limits on its header and body would do is not told');
  if (session.notes.some(({ note }) => note === 'typed-by-hand') && !session.commands.some(({ utterance }) => utterance.byKeys))
    untold.push('it was typed by hand: where each key is a packet of its own, every command is overwritten');
  if (session.greeting === undefined) untold.push('the recording does not show the greeting');
  return untold;
}

/** The session as a text that this program reads as one, each line as it leaves the firewall. */
export function transcriptText({ lines }: Pick<PredictedSession, 'lines'>): string {
  const left: string[] = [];
  for (const { said, left: text } of lines) if (text !== undefined) left.push(`${said.by === 'client' ? 'C' : 'S'}: ${text}`);
  return left.join('\n');
}
