/**
 * The engine: one tcp connection through an inspection, octets in and octets out in both directions, with an event for everything that is
 * done to them. No clock and no input or output of its own. `unmask.ts` is the inverse; the lab, `predict` and the tests drive it.
 *
 * A command is decided on when its line is whole, however the octets were cut into segments, with one exception that the facts ask for:
 * a command that begins with a segment of one octet is one typed by hand, each key a packet of its own, and each is overwritten.
 */

import { KEPT_WITH_COMMAND, NOT_TOLD_BY_NAME } from '../facts/commands.ts';
import { cite, type Fact } from '../facts/fact.ts';
import { keywordOf } from '../facts/keywords.ts';
import { NOOP_VERSIONS, RUNNING_LETTERS, SECOND_CODE_OVERWRITTEN, SOMETIMES_KNOWN_KEYWORDS } from '../facts/masking.ts';
import {
  ENDS_WITH_CRLF,
  INCOMPLETE_COMMAND,
  KEYS_ARE_OVERWRITTEN,
  LONGEST_HELD_LINE,
  ONE_AT_A_TIME,
  SHORTEST_COMMAND,
  TLS_IS_NOT_INSPECTED,
  TRUNCATED_IS_WATCHED,
} from '../facts/watched.ts';
import { replyForm } from '../smtp/protocol.ts';
import { hide, Secrets } from '../smtp/secrets.ts';
import { shortfallOf } from '../smtp/truncated.ts';
import { checkAddress } from './address.ts';
import { Content } from './content.ts';
import { type Cause, doubtOf, type EngineEvent, type EventKind, type Outcome } from './events.ts';
import { type Inspection, type Match, type MatchesByKind, matchesByKind } from './inspection.ts';
import { EHLO_REPLY_START, maskGreetingLine, maskKeyword, overwriteCommand, takesKeyword } from './masking.ts';
import { act, carryOut, exceeds, type Fate, type Line, stops } from './matching.ts';
import { between, joined, latin1, Output } from './output.ts';

const LF = 10;
const CR = 13;
const NOTHING = new Uint8Array(0);
/** What an event shows of a line. */
const SHOWN = 1000;
/** Codes with which a server ends or defers a session by itself, at any time. */
const ANY_TIME = 421;

/** What the server's next reply answers. */
type Awaited = 'greeting' | 'ehlo' | 'data' | 'auth' | 'starttls' | 'rcpt' | 'content' | 'other';

export type Ended = 'closed' | 'reset' | undefined;

export class InspectedSession {
  private readonly inspection: Inspection;
  private readonly byKind: MatchesByKind;
  private readonly longestHeld: number;
  private ended: Ended;
  private encrypted = false;
  /** The beginnings of lines that are not whole yet. */
  private request: Uint8Array = NOTHING;
  private response: Uint8Array = NOTHING;
  /** The command that is being typed key by key, as it came; undefined: none is. */
  private typed: string | undefined;
  /** What becomes of the rest of a line that was too long to be held. */
  private restOfRequest: 'passes' | 'is overwritten' | undefined;
  private restOfResponse = false;
  private requests = 0;
  private responses = 0;
  private readonly waiting: Awaited[] = ['greeting'];
  private ehlo = EHLO_REPLY_START;
  private content: Content | undefined;
  private answersAuth = false;
  private readonly secrets = new Secrets();
  private recipients = 0;
  private invalidRecipients = 0;
  private declaredSize: number | undefined;
  private toldPipelining = false;
  /** When commands that a `rate-limit` takes came, in milliseconds. */
  private readonly recent = new Map<Match, number[]>();

  constructor(inspection: Inspection) {
    this.inspection = inspection;
    this.byKind = matchesByKind(inspection);
    this.longestHeld = Math.max(LONGEST_HELD_LINE, ...inspection.matches.filter(stops).map(({ limit }) => (limit ?? 0) + 3));
  }

  /** How the inspection ended the connection; undefined while it lets it be. */
  get closed(): Ended {
    return this.ended;
  }

  /** Commands that wait for a reply: what a caller bounds. */
  get awaiting(): number {
    return this.waiting.length;
  }

  /** TLS has begun, and nothing is looked at any more. */
  get isEncrypted(): boolean {
    return this.encrypted;
  }

  /** True while the client sends mail data. */
  get inContent(): boolean {
    return this.content !== undefined;
  }

  /**
   * A segment from the client.
   *
   * @param at when it came, in milliseconds, for `rate-limit`; without it no rate is told
   * @returns what goes on to the server
   */
  fromClient(octets: Uint8Array, at?: number): Output {
    const out = new Output();
    let from = 0;
    while (from < octets.length && this.ended === undefined) {
      if (this.encrypted) {
        out.pass(between(octets, from));
        break;
      }
      from = this.content === undefined ? this.readCommand(octets, from, at, out) : this.readContent(this.content, octets, from, out);
    }
    return out;
  }

  /** A segment from the server. @returns what goes on to the client */
  fromServer(octets: Uint8Array): Output {
    const out = new Output();
    let from = 0;
    while (from < octets.length && this.ended === undefined) {
      if (this.encrypted) {
        out.pass(between(octets, from));
        break;
      }
      from = this.readReply(octets, from, out);
    }
    return out;
  }

  /** The client has ended its side: a command that never became whole is discarded (CG90). @returns what still goes on to the server */
  endOfClient(): Output {
    const out = new Output();
    if (this.ended !== undefined) return out;
    if (this.content !== undefined) out.pass(this.content.rest());
    else if (this.request.length > 0) {
      const text = latin1(this.request, 0, Math.min(this.request.length, SHOWN));
      const line = { direction: 'request', number: this.requests, text: this.shown(text) } as const;
      const event = this.event('command-discarded', line, undefined, 'dropped', 'the connection ends within a command: it is discarded');
      out.event({ ...event, cause: caused(INCOMPLETE_COMMAND) });
    }
    this.request = NOTHING;
    return out;
  }

  /** The server has ended its side. @returns what still goes on to the client */
  endOfServer(): Output {
    const out = new Output();
    if (this.ended === undefined) out.pass(this.response);
    this.response = NOTHING;
    return out;
  }

  private readContent(content: Content, octets: Uint8Array, from: number, out: Output): number {
    const { at, fate } = content.read(octets, from, out);
    if (fate === 'closed' || fate === 'reset') this.ended = fate;
    if (content.ended) {
      this.requests += content.lines;
      this.content = undefined;
      this.forgetMessage();
      this.waiting.push('content');
    }
    return at;
  }

  private readCommand(octets: Uint8Array, from: number, at: number | undefined, out: Output): number {
    const lf = octets.indexOf(LF, from);
    const end = lf < 0 ? octets.length : lf + 1;
    const part = between(octets, from, end);
    if (this.restOfRequest !== undefined) {
      this.passRest(part, lf >= 0, out);
      return end;
    }
    if (
      this.typed !== undefined ||
      (octets.length === 1 && this.request.length === 0 && !this.answersAuth && part[0] !== CR && part[0] !== LF)
    ) {
      this.key(part, lf >= 0, out);
      return end;
    }
    this.request = joined(this.request, part);
    if (lf < 0 && this.request.length <= this.longestHeld) return end;
    const line = this.request;
    this.request = NOTHING;
    const ending = lf < 0 ? '' : line.at(-2) === CR ? '\r\n' : '\n';
    this.command(line, ending, at, out);
    return end;
  }

  /** The rest of a command too long to be held has the fate of its beginning. */
  private passRest(part: Uint8Array, whole: boolean, out: Output): void {
    if (this.restOfRequest === 'passes') out.pass(part);
    else out.pass(part.map((octet) => (octet === LF || octet === CR ? octet : 88)));
    if (whole) this.restOfRequest = undefined;
  }

  private key(part: Uint8Array, whole: boolean, out: Output): void {
    const ending = whole ? (part.at(-2) === CR ? 2 : 1) : part.at(-1) === CR ? 1 : 0;
    const text = latin1(part, 0, part.length - ending);
    this.typed = (this.typed ?? '') + text;
    out.text('X'.repeat(text.length));
    out.pass(part.subarray(part.length - ending));
    if (!whole) return;
    const { typed } = this;
    this.typed = undefined;
    const line = { direction: 'request', number: this.requests++, text: this.shown(typed) } as const;
    const reason = `each key of "${line.text}" came as a packet of its own, and each is overwritten`;
    out.event({
      ...this.event('keys-overwritten', line, 'X'.repeat(typed.length), 'changed', reason),
      cause: caused(KEYS_ARE_OVERWRITTEN),
    });
    this.waiting.push('other');
  }

  /** A whole command; `ending` is '' for one that is too long to be held. */
  private command(octets: Uint8Array, ending: string, at: number | undefined, out: Output): void {
    const text = latin1(octets, 0, octets.length - ending.length);
    const number = this.requests;
    if (ending !== '') this.requests++;
    const answers = this.answersAuth;
    this.answersAuth = false;
    const secretAt = this.secrets.begin(text, answers);
    const line: Line = { direction: 'request', number, text: (secretAt === undefined ? text : hide(text, secretAt)).slice(0, SHOWN) };
    if (ending === '') this.restOfRequest = 'passes';
    const { fate, sent, awaits } = answers ? this.answer(text, line, out) : this.order(text, line, ending, at, out);
    if (fate === 'closed' || fate === 'reset') {
      this.ended = fate;
      return;
    }
    if (fate === 'dropped') return;
    if (ending === '' && sent !== text) this.restOfRequest = 'is overwritten';
    if (sent === text) out.pass(octets);
    else out.text(sent + ending);
    this.waiting.push(awaits);
  }

  /** A line of an AUTH dialogue: no command, but its length counts (inferred: it is a line of the client). */
  private answer(text: string, line: Line, out: Output): Decided {
    return { fate: this.lineLimit(text, line, out, ANSWER_IS_COUNTED), sent: text, awaits: 'auth' };
  }

  private order(text: string, line: Line, ending: string, at: number | undefined, out: Output): Decided {
    const verb = (/^\S*/.exec(text)?.[0] ?? '').toUpperCase();
    if (verb === '') return { fate: 'goes on', sent: text, awaits: 'other' };
    this.watch(verb, text, line, ending, out);
    let fate = this.lineLimit(text, line, out);
    if (fate !== 'goes on') return { fate, sent: text, awaits: 'other' };
    const masked = this.verbMatches(verb, line, at, out);
    if (masked.fate !== 'goes on') return { fate: masked.fate, sent: text, awaits: 'other' };
    const known = this.inspection.engine.commands.includes(verb);
    if (!known || masked.by !== undefined) {
      const sent = overwriteCommand(this.inspection.engine, text, text.slice(0, verb.length));
      out.event(this.overwritten(verb, line, sent, masked.by));
      return { fate, sent, awaits: 'other' };
    }
    let sent = text;
    if (verb === 'MAIL' || verb === 'RCPT') {
      const checked = checkAddress(this.inspection, text, line, out);
      fate = checked.fate;
      sent = checked.text;
      if (fate === 'goes on') fate = verb === 'MAIL' ? this.mail(text, line, out) : this.rcpt(text, line, out);
    } else if (verb === 'RSET' || verb === 'EHLO' || verb === 'HELO') this.forgetMessage();
    return { fate, sent, awaits: AWAITED[verb] ?? 'other' };
  }

  /** The rules that are watched without a setting (TAC 117801). */
  private watch(verb: string, text: string, line: Line, ending: string, out: Output): void {
    if (verb.length < SHORTEST_COMMAND.value) {
      const reason = `"${verb}" has fewer than the ${SHORTEST_COMMAND.value} characters that a command has`;
      out.event({ ...this.event('watched', line, line.text, 'passed', reason), cause: caused(SHORTEST_COMMAND), otherwise: UNTOLD_FATE });
    }
    const shortfall = shortfallOf(verb, text.slice(verb.length).trim());
    if (shortfall !== undefined) {
      const event = this.event('watched', line, line.text, 'passed', `a truncated command: ${shortfall}`);
      out.event({ ...event, cause: caused(TRUNCATED_IS_WATCHED), otherwise: UNTOLD_FATE });
    }
    if (ending === '\n') {
      const event = this.event('watched', line, line.text, 'passed', 'the command ends in a bare line feed, without CR');
      out.event({ ...event, cause: caused(ENDS_WITH_CRLF), otherwise: doubtOf(INCOMPLETE_COMMAND) });
    }
    if (this.waiting.length > 0 && !this.toldPipelining) {
      this.toldPipelining = true;
      const event = this.event('watched', line, line.text, 'passed', 'sent before the reply to what came before it');
      out.event({ ...event, cause: caused(ONE_AT_A_TIME), otherwise: UNTOLD_FATE });
    }
  }

  private lineLimit(text: string, line: Line, out: Output, doubt?: string): Fate {
    const takes = (match: Match) => {
      if (!exceeds(match, text.length)) return undefined;
      return match.negated ? `a command line of ${match.limit} octets or fewer` : `a command line of more than ${match.limit} octets`;
    };
    return carryOut(this.of('cmd line length'), takes, line, out, doubt);
  }

  /** `match cmd verb`: drops and logs, and which match masks it. */
  private verbMatches(
    verb: string,
    line: Line,
    at: number | undefined,
    out: Output,
  ): { readonly fate: Fate; readonly by: Match | undefined } {
    let by: Match | undefined;
    for (const match of this.of('cmd verb')) {
      if (match.values.includes(verb) === match.negated) continue;
      if (match.action === 'mask') by ??= match;
      else if (match.action === 'rate-limit') {
        if (this.isTooFast(match, at)) {
          const event = this.event(
            'matched',
            line,
            undefined,
            'dropped',
            `more than ${match.rate} ${verb} in a second: it is dropped (match ${match.text})`,
          );
          out.event({ ...event, cause: match.cause, match, otherwise: 'what a device does with the surplus is told by no source at hand' });
          return { fate: 'dropped', by: undefined };
        }
      } else {
        const fate = act(match, `the command ${verb}`, line, out);
        if (fate !== 'goes on') return { fate, by: undefined };
      }
    }
    return { fate: 'goes on', by };
  }

  private isTooFast(match: Match, at: number | undefined): boolean {
    if (at === undefined || match.rate === undefined) return false;
    const times = (this.recent.get(match) ?? []).filter((time) => at - time < 1000);
    this.recent.set(match, times);
    if (times.length >= match.rate) return true;
    times.push(at);
    return false;
  }

  private overwritten(verb: string, line: Line, after: string, by: Match | undefined): EngineEvent {
    const hidden = after === line.text ? after : after.slice(0, SHOWN);
    if (by !== undefined) {
      const event = this.event('command-overwritten', line, hidden, 'changed', `${verb} is overwritten (match ${by.text})`);
      return { ...event, cause: by.cause, match: by, log: by.log };
    }
    const { tls } = this.inspection;
    const isStarttls = verb === 'STARTTLS';
    const isNoop = this.inspection.engine.otherCommands === 'noop';
    const replaced = isNoop ? 'NOOP takes its place' : 'it is overwritten';
    const reason = isStarttls
      ? `${isNoop ? 'NOOP takes the place of STARTTLS' : 'STARTTLS is overwritten'}: the inspection does not allow TLS`
      : `${verb.slice(0, 40)} is not among the commands that are let through: ${replaced}`;
    const event = this.event('command-overwritten', line, hidden, 'changed', reason);
    const open = isStarttls && tls.isOpen ? 'the file cannot tell whether TLS is allowed; if it is, STARTTLS passes' : undefined;
    const otherwise = open ?? this.commandOtherwise(verb, line.text);
    const cause = isStarttls ? tls.cause : isNoop ? caused(this.inspection.otherForms) : this.inspection.commands;
    return { ...event, cause, otherwise };
  }

  /** What is not certain of what takes the place of a command. */
  private commandOtherwise(verb: string, text: string): string | undefined {
    if (NOT_TOLD_BY_NAME.value.includes(verb)) return doubtOf(NOT_TOLD_BY_NAME);
    const { otherForms, engine } = this.inspection;
    const other = otherForms.value.find((form) => form !== engine.otherCommands);
    if (other === 'noop') return `${NOOP_VERSIONS.value} can put NOOP in its place; when they do is not known`;
    if (otherForms.value.includes('noop'))
      return other === undefined
        ? undefined
        : `when ${NOOP_VERSIONS.value} do that, and when they overwrite it with X instead, is not known`;
    return text.includes(' ') ? doubtOf(otherForms) : undefined;
  }

  private mail(text: string, line: Line, out: Output): Fate {
    this.forgetMessage();
    const size = /\sSIZE=(\d{1,15})/i.exec(text)?.[1];
    this.declaredSize = size === undefined ? undefined : Number(size);
    const sender = /^MAIL\s+FROM:\s*<?([^>\s]*)/i.exec(text)?.[1];
    if (sender === undefined) return 'goes on';
    const takes = (match: Match) =>
      exceeds(match, sender.length)
        ? `a sender address of ${match.negated ? `${match.limit} octets or fewer` : `more than ${match.limit} octets`}`
        : undefined;
    const fate = carryOut(this.of('sender-address length'), takes, line, out);
    if (fate !== 'goes on') return fate;
    const fits = (match: Match) =>
      match.patterns.length > 0 && match.patterns.some((pattern) => pattern.test(sender)) !== match.negated
        ? 'the sender address'
        : undefined;
    return carryOut(this.of('sender-address regex'), fits, line, out);
  }

  private rcpt(text: string, line: Line, out: Output): Fate {
    this.recipients++;
    const takes = (match: Match) => (exceeds(match, this.recipients) ? `recipient ${this.recipients} of a message` : undefined);
    const fate = carryOut(this.of('cmd RCPT count'), takes, line, out);
    if (fate !== 'goes on') return fate;
    const { mailRelay } = this.inspection;
    const domain = /@([^>\s@]*)>?/.exec(text)?.[1]?.toLowerCase();
    if (mailRelay === undefined || domain === undefined || domain === mailRelay.value.toLowerCase()) return 'goes on';
    const stopped: Fate = stops(mailRelay) ? 'closed' : 'goes on';
    const reason = `a recipient outside ${mailRelay.value}: ${stopped === 'closed' ? 'the connection is dropped' : 'it is logged'} (mail-relay)`;
    const event = this.event(
      'mail-relay',
      line,
      stopped === 'closed' ? undefined : line.text,
      stopped === 'closed' ? 'closed' : 'passed',
      reason,
    );
    const otherwise = 'which mail is taken for relayed is told by no source at hand: recipients of other domains are';
    out.event({ ...event, cause: mailRelay.cause, log: mailRelay.log || mailRelay.action === 'log', otherwise });
    return stopped;
  }

  private forgetMessage(): void {
    this.recipients = 0;
    this.invalidRecipients = 0;
    this.declaredSize = undefined;
  }

  private readReply(octets: Uint8Array, from: number, out: Output): number {
    const lf = octets.indexOf(LF, from);
    const end = lf < 0 ? octets.length : lf + 1;
    const part = between(octets, from, end);
    if (this.restOfResponse) {
      out.pass(part);
      this.restOfResponse = lf < 0;
      return end;
    }
    this.response = joined(this.response, part);
    if (lf < 0 && this.response.length <= LONGEST_HELD_LINE) return end;
    const line = this.response;
    this.response = NOTHING;
    const ending = lf < 0 ? '' : line.at(-2) === CR ? '\r\n' : '\n';
    this.restOfResponse = lf < 0;
    this.reply(line, ending, out);
    return end;
  }

  private reply(octets: Uint8Array, ending: string, out: Output): void {
    const text = latin1(octets, 0, octets.length - ending.length);
    const number = this.responses;
    if (ending !== '') this.responses++;
    const form = replyForm(text);
    const awaited = this.waiting[0];
    const line: Line = { direction: 'response', number, text: this.secrets.hideIn(text).slice(0, SHOWN) };
    let sent = text;
    let fate: Fate = 'goes on';
    if (awaited === 'greeting') sent = this.greeting(text, line, out);
    else if (awaited === 'ehlo' && form?.code === 250) ({ sent, fate } = this.keyword(text, form.text, line, out));
    const isLast = ending !== '' && form !== undefined && form.separator !== '-';
    if (isLast && awaited === 'rcpt' && form.code >= 500) fate = this.invalidRecipient(line, out);
    if (fate === 'closed' || fate === 'reset') {
      this.ended = fate;
      return;
    }
    if (fate === 'goes on') {
      if (sent === text) out.pass(octets);
      else out.text(sent + ending);
    }
    if (isLast) this.answered(awaited, form.code, line, out);
  }

  private greeting(text: string, line: Line, out: Output): string {
    const { engine, banner, bannerCommand, platform } = this.inspection;
    const sent = maskGreetingLine(engine, text);
    const isFirst = line.number === 0;
    if (sent !== text) {
      const event = this.event('greeting-masked', line, sent, 'changed', `the greeting is masked (${bannerCommand})`);
      out.event({ ...event, cause: banner, otherwise: line.number === 1 && platform === 'PIX' ? SECOND_CODE : undefined });
    } else if (isFirst && engine.banner === 'kept' && banner.statement === undefined) {
      const event = this.event('greeting-kept', line, sent, 'passed', 'the greeting stays: the map has no mask-banner');
      out.event({ ...event, cause: banner, otherwise: banner.fact && doubtOf(banner.fact) });
    }
    return sent;
  }

  /** A line of an EHLO reply; the first is the server's own name, and stays. */
  private keyword(text: string, keyword: string, line: Line, out: Output): { readonly fate: Fate; readonly sent: string } {
    const { lines, masked } = this.ehlo;
    this.ehlo = { lines: lines + 1, masked };
    if (lines === 0 || keyword === '') return { fate: 'goes on', sent: text };
    let by: Match | undefined;
    for (const match of this.of('ehlo-reply-parameter')) {
      if (!takesKeyword(this.inspection.engine, match, keyword)) continue;
      if (match.action === 'mask') by ??= match;
      else {
        const fate = act(match, `the keyword ${keyword.split(' ', 1)[0]}`, line, out);
        if (fate !== 'goes on') return { fate, sent: text };
      }
    }
    // PIX with `fixup` lets no EHLO through, so it has no matches for its reply.
    if (by === undefined) {
      this.keywordKept(keyword, line, out);
      return { fate: 'goes on', sent: text };
    }
    const sent = text.slice(0, text.length - keyword.length) + maskKeyword(keyword, masked);
    this.ehlo = { lines: lines + 1, masked: masked + 1 };
    const reason = `the keyword ${keyword.split(' ', 1)[0]} is masked (match ${by.text})`;
    const otherwise = this.keywordOtherwise(keywordOf(keyword), masked);
    out.event({ ...this.event('keyword-masked', line, sent, 'changed', reason), cause: by.cause, match: by, log: by.log, otherwise });
    return { fate: 'goes on', sent };
  }

  /** A keyword that stays, where it is not sure that it does. */
  private keywordKept(keyword: string, line: Line, out: Output): void {
    const name = keywordOf(keyword);
    const fact = [KEPT_WITH_COMMAND, SOMETIMES_KNOWN_KEYWORDS].find(({ value }) => value.includes(name));
    if (fact === undefined || !this.of('ehlo-reply-parameter').some(({ action, values }) => action === 'mask' && values.includes('OTHERS')))
      return;
    const event = this.event('keyword-kept', line, line.text, 'passed', `the keyword ${keyword.split(' ', 1)[0]} stays, others are masked`);
    out.event({ ...event, cause: caused(fact), otherwise: doubtOf(fact) });
  }

  /** What is not certain of a masked keyword. */
  private keywordOtherwise(keyword: string, masked: number): string | undefined {
    const { tls, engine } = this.inspection;
    if (keyword === 'STARTTLS' && tls.isOpen)
      return `the file cannot tell whether TLS is allowed; if it is, STARTTLS stays (${cite(KEPT_WITH_COMMAND)})`;
    if (SOMETIMES_KNOWN_KEYWORDS.value.includes(keyword) && !engine.knownKeywords.includes(keyword))
      return doubtOf(SOMETIMES_KNOWN_KEYWORDS);
    return masked < RUNNING_LETTERS.value.length ? undefined : doubtOf(RUNNING_LETTERS);
  }

  /** The last line of a reply: what it answers goes on from here. */
  private answered(awaited: Awaited | undefined, code: number, line: Line, out: Output): void {
    if (awaited === undefined) {
      if (code === ANY_TIME) return;
      const event = this.event(
        'watched',
        line,
        line.text,
        'passed',
        'a reply to which no command was sent: an unexpected transition of the server',
      );
      out.event({ ...event, cause: caused(ONE_AT_A_TIME), otherwise: 'what becomes of the session is told by no source at hand' });
      return;
    }
    this.waiting.shift();
    switch (awaited) {
      case 'ehlo':
        this.ehlo = EHLO_REPLY_START;
        break;
      case 'data':
        if (code === 354) this.content = new Content(this.inspection, this.byKind, this.requests, this.declaredSize);
        break;
      case 'auth':
        this.answersAuth = code === 334;
        if (code === 235) this.secrets.accepted();
        break;
      case 'starttls':
        if (code === 220) this.startTls(line, out);
        break;
    }
  }

  private startTls(line: Line, out: Output): void {
    this.encrypted = true;
    const event = this.event('tls-started', line, line.text, 'passed', 'TLS begins: from here on nothing is looked at');
    out.event({ ...event, cause: caused(TLS_IS_NOT_INSPECTED), log: this.inspection.tls.log });
  }

  private invalidRecipient(line: Line, out: Output): Fate {
    this.invalidRecipients++;
    const takes = (match: Match) =>
      exceeds(match, this.invalidRecipients) ? `refused recipient ${this.invalidRecipients} of a message` : undefined;
    return carryOut(this.of('invalid-recipients count'), takes, line, out);
  }

  private of(kind: string): readonly Match[] {
    return this.byKind.get(kind) ?? [];
  }

  private shown(text: string): string {
    const at = this.secrets.begin(text, false);
    return (at === undefined ? text : hide(text, at)).slice(0, SHOWN);
  }

  private event(kind: EventKind, line: Line, after: string | undefined, outcome: Outcome, reason: string): EngineEvent {
    const { direction, number, text } = line;
    const cause: Cause = { statement: undefined, fact: undefined };
    return {
      kind,
      direction,
      line: number,
      before: text,
      after,
      outcome,
      reason,
      cause,
      match: undefined,
      log: false,
      otherwise: undefined,
    };
  }
}

interface Decided {
  readonly fate: Fate;
  readonly sent: string;
  readonly awaits: Awaited;
}

const AWAITED: Readonly<Record<string, Awaited>> = { EHLO: 'ehlo', DATA: 'data', AUTH: 'auth', STARTTLS: 'starttls', RCPT: 'rcpt' };

const SECOND_CODE = `${SECOND_CODE_OVERWRITTEN.value} ${doubtOf(SECOND_CODE_OVERWRITTEN) ?? ''}`;
const UNTOLD_FATE = 'what becomes of it is told by no source at hand';
const ANSWER_IS_COUNTED = 'that a line of an AUTH dialogue counts as a command line is inferred';

function caused(fact: Fact<unknown>): Cause {
  return { statement: undefined, fact };
}
