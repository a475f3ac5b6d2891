/** Masked keyword lines: which lines of an EHLO reply are masked, how surely, and what the evidence for each candidate is. */

import { KEPT_WITH_COMMAND } from '../../facts/commands.ts';
import { cite } from '../../facts/fact.ts';
import { KEYWORDS, keywordNamed, keywordOf } from '../../facts/keywords.ts';
import { KNOWN_KEYWORDS, MASK_CHARACTER, RUNNING_LETTERS, SOMETIMES_KNOWN_KEYWORDS } from '../../facts/masking.ts';
import type { ServerProfile } from '../../facts/servers.ts';
import type { Command, Reply, ReplyLine, Session } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt, sure } from '../../text/at.ts';
import { capital } from '../../text/capital.ts';
import { type Candidate, type MaskedText, SOMETHING_ELSE } from '../masked.ts';
import { type OfferedLine, repeatedAuth } from '../software/seen.ts';
import type { ServerGuess } from '../software.ts';
import { isNoopReply, replyText } from './commands.ts';

export interface KeywordLine {
  readonly line: ReplyLine;
  readonly text: string;
  /** Reads like a masked line: all X, or X and a letter. */
  readonly masked: boolean;
  readonly letter: string | undefined;
}

/** An EHLO reply as far as its keywords go. */
export interface KeywordReply {
  readonly session: Session;
  readonly reply: Reply;
  readonly command: Command | undefined;
  /** Text of its first line, `host Hello ...`; undefined where that line is not printed. */
  readonly hello: string | undefined;
  readonly lines: readonly KeywordLine[];
  readonly tls: boolean;
  /** False where the tool prints the last line only. */
  readonly whole: boolean;
}

/** The EHLO replies of a session, orphans included. */
export function keywordReplies(session: Session): KeywordReply[] {
  const seen = new Set<Reply>();
  const replies: KeywordReply[] = [];
  const add = (reply: Reply, command: Command | undefined) => {
    if (seen.has(reply) || reply.code !== 250 || reply.lines.length === 0) return;
    // PIX 5.1 to 6.x can put NOOP in the place of EHLO: its answer lists nothing. Where only last lines are printed, Exchange 2003 ends so.
    if (session.region.wholeReplies && isNoopReply(reply)) return;
    seen.add(reply);
    const found = readReply(session, reply, command);
    if (found.lines.length > 0) replies.push(found);
  };
  for (const { reply, command } of session.offers) add(reply, command);
  for (const command of session.commands) {
    if (command.reply !== undefined && (command.verb === 'EHLO' || command.verb === 'LHLO')) add(command.reply, command);
  }
  for (const reply of session.orphans) add(reply, undefined);
  return replies;
}

function readReply(session: Session, reply: Reply, command: Command | undefined): KeywordReply {
  const lines = withLetters(reply.lines.map(keywordLine));
  const whole = session.region.wholeReplies || lines.length > 1;
  const greets = command !== undefined && session.region.wholeReplies;
  const firstIsKeyword = isKeywordAtTop(itemAt(lines, 0), lines.slice(1), greets);
  return {
    session,
    reply,
    command,
    hello: firstIsKeyword ? undefined : itemAt(lines, 0).text,
    lines: firstIsKeyword ? lines : lines.slice(1),
    tls: reply.lines[0].utterance.tls,
    // One line that is a keyword, of a reply that must have had more.
    whole: whole && !(lines.length === 1 && firstIsKeyword),
  };
}

/**
 * People paste replies without their first line. A masked one counts only if its letter fits those that follow, else it is a redacted host name: the
 * engine leaves the greeting line of an EHLO reply as it is. `greets`: it follows EHLO, so that it has that place.
 */
function isKeywordAtTop(first: KeywordLine, rest: readonly KeywordLine[], greets: boolean): boolean {
  if (!first.masked) return keywordNamed(keywordOf(first.text)) !== undefined && (rest.length === 0 || !first.text.includes('.'));
  const next = rest.find(({ masked }) => masked);
  if (next !== undefined) return first.letter === 'A' && next.letter === 'B';
  return !greets && (rest.length === 0 || first.letter === 'A');
}

/** The letter X, which follows W, is the character that masks are made of: only its place tells it. */
function withLetters(lines: readonly KeywordLine[]): KeywordLine[] {
  let previous: string | undefined;
  return lines.map((line) => {
    if (!line.masked) return line;
    const told = previous === 'W' && line.letter === undefined ? { ...line, letter: MASK_CHARACTER.value } : line;
    previous = told.letter;
    return told;
  });
}

function keywordLine(line: ReplyLine): KeywordLine {
  // A backslash at the end is what a web page left of a line break.
  let end = line.text.length;
  while (end > 0 && ' \t\r\\'.includes(line.text.charAt(end - 1))) end--;
  const text = line.text.slice(0, end);
  const masked = /^X+[A-Z]$/.test(text);
  const last = text.at(-1);
  return { line, text, masked, letter: masked && last !== 'X' ? last : undefined };
}

/** No server lists as many: what does is no EHLO reply. */
export const MOST_LINES = 100;

export type Judgement = Pick<MaskedText, 'confidence' | 'reasons'>;

/** How surely a firewall masked the lines that read like it; undefined: it did not. `quoted`: a mail may quote them. */
export function judgeReply(reply: KeywordReply, bannerMasked: boolean, quoted: boolean): Judgement | undefined {
  const judged = judgeLines(reply, bannerMasked);
  if (judged === undefined || !quoted) return judged;
  const doubt = 'It stands behind mail data whose end this file does not show: that mail may quote it.';
  return { confidence: 'possible', reasons: [...judged.reasons, doubt] };
}

function judgeLines({ lines, whole, session }: KeywordReply, bannerMasked: boolean): Judgement | undefined {
  if (session.region.viewpoint === 'server' || lines.length > MOST_LINES) return undefined;
  const masked = lines.filter((line) => line.masked);
  if (masked.length === 0) return undefined;
  const letters = masked.map(({ letter }) => letter);
  const plain = plainOthers(lines);
  const longest = Math.max(...masked.map(({ text }) => text.length));
  const banner = bannerMasked ? ['The greeting of the same session is masked.'] : [];

  if (letters.includes(undefined)) {
    const mixed = letters.some((letter) => letter !== undefined);
    if (!bannerMasked && (mixed || longest < 6 || plain.length > 0)) return undefined;
    const form = mixed
      ? 'Some masked lines of the reply have a running letter at their end, others do not: not the form that captures of this engine show.'
      : 'A run of X without a running letter at its end is not the form that captures of this engine show.';
    return { confidence: bannerMasked && !mixed ? 'likely' : 'possible', reasons: [form, ...banner] };
  }

  const order = letters.map((letter) => RUNNING_LETTERS.value.indexOf(sure(letter)));
  const consecutive = order.every((n, i) => n === (i === 0 ? n : itemAt(order, i - 1) + 1));
  const fromA = order[0] === 0;
  const inOrder = consecutive && (fromA || !whole);
  const reasons: string[] = [];
  if (inOrder && masked.length > 1)
    reasons.push(
      `The last letters run ${letters[0]} to ${letters.at(-1)} down the reply, one for each masked line (${cite(RUNNING_LETTERS)}).`,
    );
  else if (inOrder && fromA) reasons.push(`Its last letter is A: the first masked line of the reply (${cite(RUNNING_LETTERS)}).`);
  else if (inOrder)
    reasons.push(
      `Only the last line of the reply is printed; its letter ${letters[0]} says that ${order[0]} masked ${order[0] === 1 ? 'line stands' : 'lines stand'} before it.`,
    );
  reasons.push(...banner);

  if (plain.length > 0) {
    const names = plain.slice(0, 3).join(', ');
    if (!bannerMasked && longest < 6) return undefined;
    return {
      confidence: 'possible',
      reasons: [
        ...reasons,
        `The same reply shows ${names} in plain, which the engine masks together with it: the server may really offer this, or the map masks single parameters.`,
      ],
    };
  }
  if (!inOrder) {
    const rising = order.every((n, i) => i === 0 || n > itemAt(order, i - 1));
    if (!bannerMasked && !rising) return undefined;
    return {
      confidence: 'possible',
      reasons: [...reasons, 'Its letters do not run A, B, C: lines are missing, or somebody else wrote the X.'],
    };
  }
  if (masked.length === 1 && longest < 5 && !bannerMasked) {
    return { confidence: 'possible', reasons: [...reasons, 'It is the only masked line, and short: the server may really offer it.'] };
  }
  return { confidence: 'certain', reasons };
}

/** RFC 5321, 4.1.1.1. What reads otherwise was added by whoever pasted the reply. */
const EHLO_KEYWORD = /^[A-Z0-9][A-Z0-9-]*$/i;

/** Keywords in plain that the engine's default map masks. STARTTLS is none: `allow-tls` keeps it. */
export function plainOthers(lines: readonly KeywordLine[]): string[] {
  const kept = new Set([...KNOWN_KEYWORDS.value, ...SOMETIMES_KNOWN_KEYWORDS.value, 'STARTTLS']);
  return lines
    .filter(({ masked, text }) => !masked && EHLO_KEYWORD.test(keywordOf(text)) && !kept.has(keywordOf(text)))
    .map(({ text }) => text);
}

export function offeredLines(lines: readonly KeywordLine[]): OfferedLine[] {
  return lines.map(({ text, masked }) => ({
    text: masked ? undefined : text,
    name: masked ? undefined : keywordOf(text),
    length: text.length,
  }));
}

/** What `candidatesFor` says about a line. */
export interface LineContext {
  readonly reply: KeywordReply;
  readonly index: number;
  /** The servers for which more than the length of what is masked speaks; none where nothing does, so that none is named. */
  readonly told: readonly ServerGuess[];
  /** Names of profiles that are other transcripts in the file. */
  readonly twins: ReadonlySet<string>;
  /** Commands that were refused afterwards. */
  readonly refused: readonly Command[];
  /** Commands that reached the server afterwards, although an engine that masks their keyword overwrites them. */
  readonly passed: readonly Command[];
  /** Refusals whose wording tells the software: the text. */
  readonly wordings: readonly string[];
}

const SHOWN = 5;
const SMALLEST = 0.005;

/** The candidates with their evidence; their probabilities add up to 1. */
export function candidatesFor(weights: readonly [string, number][], context: LineContext): Candidate[] {
  const kept = (context.told.length > 0 ? weights : withoutVendor(weights))
    .filter(([text, p]) => text !== SOMETHING_ELSE && p >= SMALLEST)
    .slice(0, SHOWN);
  const candidates = kept.map(([text, probability], rank) => ({ text, probability, ...evidenceFor(text, rank, kept, context) }));
  const sum = candidates.reduce((total, { probability }) => total + probability, 0);
  const length = itemAt(context.reply.lines, context.index).text.length;
  const rest = {
    text: SOMETHING_ELSE,
    probability: Math.max(0, 1 - sum),
    evidence: [`Any other text of ${length} characters.`],
    brief: [],
  };
  if (candidates.every(({ probability }) => probability < rest.probability))
    rest.evidence.unshift(`No known keyword of this length ${listsElse(context) ? 'suits what else this server lists' : 'is common'}.`);
  return [...candidates, rest].sort((a, b) => b.probability - a.probability);
}

/** So much speaks against what one vendor prints where nothing but a length speaks for that vendor. A judgement. */
const UNTOLD_VENDOR = 0.4;
/** A keyword that is as common as this is printed by more than one. */
const OF_SEVERAL = 1;

function withoutVendor(weights: readonly [string, number][]): readonly [string, number][] {
  const isOfOne = (text: string) => {
    const keyword = keywordNamed(keywordOf(text));
    return keyword?.vendor === true && keyword.weight < OF_SEVERAL;
  };
  return weights.map(([text, p]): [string, number] => [text, isOfOne(text) ? p * UNTOLD_VENDOR : p]).sort((a, b) => b[1] - a[1]);
}

/** Whether the reply shows anything beside what is masked. */
function listsElse({ reply }: LineContext): boolean {
  return reply.lines.some(({ masked }) => !masked);
}

function evidenceFor(
  text: string,
  rank: number,
  all: readonly [string, number][],
  context: LineContext,
): Pick<Candidate, 'evidence' | 'brief'> {
  const { told, index, twins, refused, passed, wordings } = context;
  const { length } = itemAt(context.reply.lines, index).text;
  const evidence: string[] = [];
  const open = text.endsWith('…');
  const brief = [open ? 'the length can fit' : `its ${length} characters fit`];
  const name = keywordOf(text);
  const source = strongest(told, index, text);
  const verb = keywordNamed(name)?.verb;
  const command = refused.find((sent) => sent.verb === verb);
  const shown = inPlain(name, context.reply);
  if (shown !== undefined) {
    const line = placeOf(shown.line.utterance).start.line + 1;
    evidence.push(`By its place ${name}, which also stands in plain on line ${line}: was the text edited?`);
    brief.unshift(`by its place, though ${name} also stands in plain on line ${line} (was the text edited?)`);
  }
  const fromTwin = source !== undefined && twins.has(source.profile.name);
  const inTwin = fromTwin && source.profile.slots.some(({ lines }) => lines.includes(text));
  if (inTwin) {
    evidence.push(`${capital(source.profile.name)} shows this line in plain: \`${text}\`.`);
    brief.unshift(`${source.profile.name} shows it`);
  } else if (source !== undefined && !fromTwin) {
    evidence.push(placeInList(source, name, context.reply.lines));
  } else if (source === undefined && told.length > 0 && keywordNamed(name)?.vendor === true) {
    evidence.push(
      `Against it: ${name} is a keyword of ${sure(keywordNamed(name)).reference}, and this reply does not read like one of these servers.`,
    );
  }
  evidence.push(open ? `With parameters it can have ${length} characters.` : `\`${text}\` has ${length} characters, as the mask has.`);
  if (rank === 0 && told.length === 0)
    evidence.push('This list tells no software: what counts is the length, the place and what servers usually list.');
  if (command?.reply !== undefined) {
    evidence.push(`The client sent ${verb} afterwards, and the server answered \`${replyText(command.reply)}\`.`);
    brief.push(`the client’s ${verb} was refused afterwards`);
  }
  for (const other of needing(name, context.reply))
    evidence.push(
      `${other}, which stands in plain, can only be used with ${name} (${keywordNamed(other)?.reference}): this server lists it.`,
    );
  if (text === repeatedAuth(offeredLines(context.reply.lines)))
    evidence.push('The AUTH line of the same reply has this list; `AUTH=` repeats it for old clients.');
  const reached = passed.find((sent) => sent.verb === name);
  if (reached !== undefined) evidence.push(`Against it: ${letThrough(reached)}`);
  if (rank === 0)
    evidence.push(
      ...passed.filter(({ verb }) => verb !== name && verb.length === length).map((sent) => `Not ${sent.verb}: ${letThrough(sent)}`),
    );
  if (rank === 0 && source !== undefined) {
    for (const wording of wordings) evidence.push(`\`${wording}\` is the wording of ${source.profile.name}.`);
    const against = rivals(text, source.profile, context, all);
    if (against !== undefined) evidence.push(against);
  }
  if (source !== undefined && !fromTwin && isInPlace(source.profile.slots, name, context.reply.lines, index)) {
    brief.push(`${source.profile.name} lists it in this place`);
  }
  return { evidence, brief };
}

/** Keywords in plain that mean nothing without this one, where it does not stand in plain itself. */
function needing(keyword: string, reply: KeywordReply): string[] {
  if (inPlain(keyword, reply) !== undefined) return [];
  const plain = reply.lines.flatMap(({ masked, text }) => (masked ? [] : keywordOf(text)));
  return plain.filter((other) => keywordNamed(other)?.needs === keyword);
}

function inPlain(keyword: string, { lines }: KeywordReply): KeywordLine | undefined {
  return lines.find((line) => !line.masked && keywordOf(line.text) === keyword);
}

/** Whether the keyword of this text stands in plain in the reply as well. */
export function standsInPlain(text: string, reply: KeywordReply): boolean {
  return inPlain(keywordOf(text), reply) !== undefined;
}

/** Why the keyword of a command that reached the server is hardly masked. */
function letThrough({ verb, reply }: Command): string {
  return `the client sent ${verb} afterwards, and it reached the server, which answered \`${replyText(sure(reply))}\`; a firewall that lets the command through leaves the keyword too (${cite(KEPT_WITH_COMMAND)}).`;
}

/** True where the list has the keyword behind all that stands in plain before the line, and before all that stands behind it. */
function isInPlace(slots: ServerProfile['slots'], name: string, lines: readonly KeywordLine[], index: number): boolean {
  const placeOf = (keyword: string) => slots.findIndex((slot) => slot.name === keyword);
  const place = placeOf(name);
  if (place < 0) return false;
  return lines.every((line, i) => {
    const other = line.masked ? -1 : placeOf(keywordOf(line.text));
    return other < 0 || (i < index ? other < place : other > place);
  });
}

/** Why common keywords of the same length, which the engine masks as well, are not the answer. */
function rivals(
  text: string,
  { name: server, slots }: ServerProfile,
  { reply, twins, passed }: LineContext,
  all: readonly [string, number][],
): string | undefined {
  if (twins.has(server)) return undefined;
  const sameLength = KEYWORDS.filter(
    ({ name, weight, lines }) =>
      weight >= 3 &&
      name !== keywordOf(text) &&
      !passed.some(({ verb }) => verb === name) &&
      !KNOWN_KEYWORDS.value.includes(name) &&
      lines.some((line) => line.length === text.length),
  );
  const unlikely = sameLength.filter(({ name }) => !all.some(([candidate, p]) => keywordOf(candidate) === name && p >= 0.3));
  const groups = new Map<string, string[]>();
  for (const { name } of unlikely) {
    const why = whyNot(name, slots, server, reply.lines);
    groups.set(why, [...(groups.get(why) ?? []), name]);
  }
  if (groups.size === 0) return undefined;
  const parts = [...groups].map(
    ([why, names]) => `${names.join(' and ')} ${names.length > 1 ? why.replace(/^(stand|come)s/, '$1').replace(/^is/, 'are') : why}`,
  );
  return `Of the same length: ${parts.join('; ')}.`;
}

function whyNot(name: string, slots: ServerProfile['slots'], server: string, lines: readonly KeywordLine[]): string {
  if (lines.some((line) => !line.masked && keywordOf(line.text) === name)) return 'stands in plain in this reply';
  const place = slots.findIndex((slot) => slot.name === name);
  if (place < 0) return `is not in the list of ${server}`;
  return place === 0 ? `comes first in the list of ${server}` : `comes after ${itemAt(slots, place - 1).name} in the list of ${server}`;
}

/** A guess that names its server. */
type NamedGuess = ServerGuess & { readonly profile: ServerProfile };

/** `... reads like Postfix (92 %), which lists ETRN, STARTTLS, AUTH in this order.` */
function placeInList(
  { profile: { name: server, slots, mark }, probability }: NamedGuess,
  name: string,
  lines: readonly KeywordLine[],
): string {
  const likeness = `The reply reads like ${server} (${Math.min(99, Math.round(probability * 100))} %)`;
  const place = slots.findIndex((slot) => slot.name === name);
  if (place < 0)
    return `Against it: the reply reads like ${server} (${Math.min(99, Math.round(probability * 100))} %), which does not list ${name} as a rule.`;
  const inReply = new Set(lines.map(({ text }) => keywordOf(text)));
  const usual = slots.filter((slot, i) => i === place || inReply.has(slot.name) || slot.chance >= 0.5).map((slot) => slot.name);
  const at = usual.indexOf(name);
  const lists = mark === 'seen' || mark === 'documented' ? 'lists' : 'is taken to list';
  if (at === usual.length - 1) return `${likeness}, which ${lists} ${name} last, after ${usual[at - 1]}.`;
  return `${likeness}, which ${lists} ${usual.slice(Math.max(0, at - 1), at + 2).join(', ')} in this order.`;
}

/** A server that is less likely than this explains nothing. */
const PLAUSIBLE = 0.1;
/** A server that does not list a keyword is named with it only where no other is likely. */
const AGAINST = 0.01;

function strongest(guesses: readonly ServerGuess[], index: number, text: string): NamedGuess | undefined {
  const name = keywordOf(text);
  let best: NamedGuess | undefined;
  let most = 0;
  for (const guess of guesses) {
    const lists = guess.profile?.slots.some((slot) => slot.name === name) === true;
    const p = guess.probability * (lists ? 1 : AGAINST) * (guess.lines[index]?.get(text) ?? 0);
    if (p > most && guess.probability >= PLAUSIBLE && isNamed(guess)) [best, most] = [guess, p];
  }
  return best;
}

function isNamed(guess: ServerGuess): guess is NamedGuess {
  return guess.profile !== undefined;
}
