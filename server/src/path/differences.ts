/**
 * Where a recording of one server differs from another, but for what differs from session to session. Of the inside both the recorded lines
 * and those that a firewall would make of them count: what agrees with the latter alone is what that firewall does.
 */

import { replyForm } from '../smtp/protocol.ts';
import { itemAt, sure } from '../text/at.ts';
import { firstWord } from '../text/first-word.ts';
import { align, alignKeywords, saysTheSame } from './align.ts';
import type { Recorded, Recording, Turn } from './recording.ts';

export type DifferenceKind = 'greeting' | 'keyword' | 'reply' | 'command' | 'message' | 'connection';

export interface Difference {
  readonly kind: DifferenceKind;
  /** undefined: this side has nothing there */
  readonly inside: Recorded | undefined;
  readonly outside: Recorded | undefined;
  /** The command whose turn it is; `greeting`, `message`. */
  readonly verb: string;
  /** The firewall of the prediction does just this. */
  readonly explained: boolean;
}

/** Two lines that count as the same, although their texts differ. */
export type Tolerance = (inside: Recorded, outside: Recorded, verb: string) => boolean;

const NO_TOLERANCE: Tolerance = () => false;

/** Lines of a message beyond these tell nothing new. */
const MOST_OF_A_MESSAGE = 50;

/**
 * @param inside as recorded, or as predicted behind a firewall
 * @param tolerates where the outside may differ from a prediction, and yet be what the firewall makes
 */
export function differencesOf(inside: Recording, outside: Recording, tolerates: Tolerance = NO_TOLERANCE): readonly Difference[] {
  return new Differences(inside, outside, tolerates).all();
}

/** The lines of two recordings that belong together and are not told as a difference; their texts may differ in what differs each time. */
export function agreeingLines(inside: Recording, outside: Recording): readonly (readonly [Recorded, Recorded])[] {
  const differences = new Differences(inside, outside, NO_TOLERANCE);
  differences.all();
  return differences.agreeing;
}

/** The firewall would have changed a line, and the outside has it as it was. */
export function speaksAgainst({ inside, outside, explained }: Difference): boolean {
  return !explained && inside !== undefined && outside !== undefined && saysTheSame(inside.original, outside.text);
}

class Differences {
  private readonly found: Difference[] = [];
  readonly agreeing: [Recorded, Recorded][] = [];
  private readonly inside: Recording;
  private readonly outside: Recording;
  private readonly tolerates: Tolerance;
  /** One client said the same twice: then each line counts. Of two clients only what the server says is compared. */
  private readonly sameClient: boolean;

  constructor(inside: Recording, outside: Recording, tolerates: Tolerance) {
    this.inside = inside;
    this.outside = outside;
    this.tolerates = tolerates;
    this.sameClient = inside.client !== undefined && inside.client === outside.client;
  }

  all(): readonly Difference[] {
    const isWhole = this.inside.wholeReplies && this.outside.wholeReplies;
    const [a, b] = isWhole ? [this.inside.turns, this.outside.turns] : [lastLines(this.inside), lastLines(this.outside)];
    const pairs = align(a, b, costOfTurns);
    const lastOfInside = pairs.findLastIndex(([i]) => i !== undefined);
    const lastOfOutside = pairs.findLastIndex(([, j]) => j !== undefined);
    for (const [at, [i, j]] of pairs.entries()) {
      const [one, other] = [i === undefined ? undefined : itemAt(a, i), j === undefined ? undefined : itemAt(b, j)];
      if (one !== undefined && other !== undefined) this.turn(one, other, at === lastOfOutside, at === lastOfInside);
      else if (one !== undefined) this.onlyInside(one, at > lastOfOutside);
      else this.onlyOutside(sure(other), at > lastOfInside);
    }
    const { endedAt, dropped } = this.inside;
    if (this.sameClient) for (const { kind, line, verb } of dropped) this.add(kind, line, undefined, verb, true);
    if (endedAt !== undefined && !this.found.some(({ kind }) => kind === 'connection'))
      this.add('connection', endedAt, undefined, 'message', true);
    return this.found;
  }

  private add(kind: DifferenceKind, inside: Recorded | undefined, outside: Recorded | undefined, verb: string, explained = false): void {
    this.found.push({ kind, inside, outside, verb, explained });
  }

  /** A line of either side, and whether they agree as they are, as predicted, or not at all. */
  private pair(kind: DifferenceKind, one: Recorded, other: Recorded, verb: string, agree: (a: string, b: string) => boolean): void {
    if (agree(one.text, other.text) || this.tolerates(one, other, verb)) {
      if (agree(one.original, other.text)) this.agreeing.push([one, other]);
      else this.add(kind, one, other, verb, true);
    } else this.add(kind, one, other, verb);
  }

  private onlyInside(turn: Turn, beyond: boolean): void {
    const line = first(turn);
    // A client does not ask for what it is not offered.
    const unasked = turn.overwritten && this.inside.hidesKeywords;
    if (beyond && !unasked) this.endsEarly(line, undefined, this.outside, turn.verb);
    else if (this.sameClient) this.add('command', line, undefined, turn.verb, unasked);
  }

  private onlyOutside(turn: Turn, beyond: boolean): void {
    const line = first(turn);
    const { departs, endedAt } = this.inside;
    if (beyond && departs) {
      if (this.sameClient) this.add('command', undefined, line, turn.verb, true);
    } else if (beyond && this.sameClient && endedAt === undefined) this.endsEarly(undefined, line, this.inside, turn.verb);
    else if (this.sameClient || endedAt !== undefined) this.add('command', undefined, line, turn.verb);
  }

  /** One recording goes on where the other has ended, though nobody took leave. */
  private endsEarly(inside: Recorded | undefined, outside: Recorded | undefined, shorter: Recording, verb: string): void {
    if (shorter.turns.at(-1)?.verb === 'QUIT' || this.found.some(({ kind }) => kind === 'connection')) return;
    if (!this.sameClient && outside !== undefined) return;
    this.add('connection', inside, outside, verb);
  }

  private turn(one: Turn, other: Turn, lastOutside: boolean, lastInside: boolean): void {
    const { verb } = one;
    if (one.command !== undefined && other.command !== undefined) this.command(one.command, other.command, verb);
    if (this.message(one, other, lastOutside)) return;
    if (other.reply.length === 0 && lastOutside && one.reply.length > 0) this.endsEarly(one.reply[0], undefined, NOBODY, verb);
    else if (one.reply.length === 0 && lastInside && other.reply.length > 0) {
      if (this.inside.endedAt !== undefined || this.inside.departs) this.add('reply', undefined, other.reply[0], verb, this.inside.departs);
      else this.endsEarly(undefined, other.reply[0], NOBODY, verb);
    } else if (isOffer(one) && isOffer(other)) this.offer(one, other);
    else this.reply(one, other);
  }

  private command(one: Recorded, other: Recorded, verb: string): void {
    this.pair('command', one, other, verb, (a, b) => verbOf(a) === verbOf(b) && (!this.sameClient || saysTheSame(withVerbOf(b, a), b)));
  }

  /** @returns true where the outside ends within the message */
  private message(one: Turn, other: Turn, lastOutside: boolean): boolean {
    const [a, b] = [one.message, other.message];
    if (a.length === 0 || b.length === 0 || !this.sameClient) return false;
    const agree = (line: string, otherLine: string) => line === otherLine || isPassingField(line, otherLine);
    const { before, after } = shared(a, b, (line, otherLine) => agree(line.original, otherLine.text) || agree(line.text, otherLine.text));
    const [between, otherBetween] = [a.slice(before, a.length - after), b.slice(before, b.length - after)];
    const unlike = Math.min(between.length, otherBetween.length);
    // Two tests send two messages.
    if (unlike > 2 && unlike > Math.min(a.length, b.length) / 2) return false;
    const most = this.found.length + MOST_OF_A_MESSAGE;
    const pairUp = (i: number, j: number) => {
      if (this.found.length < most) this.pair('message', itemAt(a, i), itemAt(b, j), one.verb, agree);
    };
    for (let i = 0; i < before + unlike; i++) pairUp(i, i);
    for (let i = after; i > 0; i--) pairUp(a.length - i, b.length - i);
    if (a.length === b.length) return false;
    const ends = lastOutside && other.reply.length === 0;
    const [line, otherLine] = [between[unlike], otherBetween[unlike]];
    if (line !== undefined && ends) this.endsEarly(line, undefined, NOBODY, one.verb);
    // What a client sends into a connection that is gone.
    else if (otherLine !== undefined && after === 0 && this.inside.endedAt !== undefined && ends) return true;
    else this.add(line !== undefined ? 'message' : 'connection', line, otherLine, one.verb);
    return ends;
  }

  private offer(one: Turn, other: Turn): void {
    this.pair('reply', itemAt(one.reply, 0), itemAt(other.reply, 0), one.verb, (a, b) => nameIn(a) === nameIn(b));
    const [a, b] = [one.reply.slice(1), other.reply.slice(1)];
    for (const [i, j] of alignKeywords(a.map(keywordText), b.map(keywordText))) {
      const [line, otherLine] = [i === undefined ? undefined : itemAt(a, i), j === undefined ? undefined : itemAt(b, j)];
      if (line === undefined || otherLine === undefined) this.add('keyword', line, otherLine, one.verb);
      else this.pair('keyword', line, otherLine, one.verb, (text, otherText) => textOf(text) === textOf(otherText));
    }
  }

  private reply(one: Turn, other: Turn): void {
    const { verb } = one;
    const kind = verb === 'greeting' ? 'greeting' : 'reply';
    const [a, b] = [one.reply, other.reply];
    // Two clients are told of two addresses.
    const agree = (text: string, otherText: string) =>
      saysTheSame(text, otherText) || (!this.sameClient && verb !== 'greeting' && codesIn(text) === codesIn(otherText));
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const [line, otherLine] = [a[i], b[i]];
      if (line === undefined || otherLine === undefined) this.add(kind, line, otherLine, verb);
      else this.pair(kind, line, otherLine, verb, agree);
    }
  }
}

/** What a tool prints of a session that shows of each reply the last line alone. */
function lastLines({ turns }: Recording): readonly Turn[] {
  return turns.map((turn) => ({ ...turn, reply: turn.reply.slice(-1) }));
}

/** How many lines two messages have in common at their beginning, and at their end. */
function shared(a: readonly Recorded[], b: readonly Recorded[], isLike: (one: Recorded, other: Recorded) => boolean) {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && isLike(itemAt(a, before), itemAt(b, before))) before++;
  let after = 0;
  while (after < most - before && isLike(itemAt(a, a.length - 1 - after), itemAt(b, b.length - 1 - after))) after++;
  return { before, after };
}

const NOBODY: Recording = {
  turns: [],
  client: undefined,
  endedAt: undefined,
  dropped: [],
  departs: false,
  hidesKeywords: false,
  wholeReplies: true,
};

function costOfTurns(one: Turn, other: Turn): number {
  if (one.verb === other.verb) return one.command === undefined || one.command.text === other.command?.text ? 0 : 0.125;
  if (isOverwriting(one, other) || isOverwriting(other, one)) return 0.25;
  return one.sent === other.verb ? 0.5 : 2.5;
}

const OVERWRITTEN = /^X{3,}( |$)/;

function isOverwriting({ command }: Turn, { command: other }: Turn): boolean {
  return command !== undefined && other !== undefined && OVERWRITTEN.test(command.text) && command.text.length === other.text.length;
}

function first({ command, message, reply }: Turn): Recorded | undefined {
  return command ?? message[0] ?? reply[0];
}

function isOffer({ verb, reply }: Turn): boolean {
  return verb !== 'greeting' && reply.length > 1 && replyForm(itemAt(reply, 0).text)?.code === 250;
}

function verbOf(text: string): string {
  return (/^\S*/.exec(text)?.[0] ?? '').toUpperCase();
}

/** A command with its verb written as another command has it: capitals do not count in it. */
function withVerbOf(other: string, text: string): string {
  const { length } = verbOf(other);
  return other.slice(0, length) + text.slice(length);
}

function keywordText({ text }: Recorded): string {
  return textOf(text);
}

function textOf(text: string): string {
  return (replyForm(text)?.text ?? text).trimEnd();
}

function nameIn(text: string): string {
  return firstWord(textOf(text)).toLowerCase();
}

function codesIn(text: string): string {
  return /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3}\b)?/.exec(text)?.[0] ?? text;
}

/** Header fields that are new in every message. */
const PASSING = /^(?:Date|Message-ID|X-Mailer):/i;

export function isPassingField(one: string, other: string): boolean {
  const name = PASSING.exec(one)?.[0];
  return name !== undefined && other.toLowerCase().startsWith(name.toLowerCase());
}
