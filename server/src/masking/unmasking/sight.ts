/** What a session shows of its server. */

import { KEPT_WITH_COMMAND } from '../../facts/commands.ts';
import { keywordNamed } from '../../facts/keywords.ts';
import { type AnswerTo, familyOf, SERVERS, type ServerProfile } from '../../facts/servers.ts';
import type { Command, Reply, Session, Transcript } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { sure } from '../../text/at.ts';
import type { Sight } from '../software/seen.ts';
import type { ServerGuess } from '../software.ts';
import { fits, hasWords } from '../templates.ts';
import { findBanner, type MaskedBanner, type PlainGreeting } from './banner.ts';
import { REFUSALS } from './commands.ts';
import { type KeywordReply, keywordReplies, MOST_LINES, offeredLines } from './keywords.ts';

/** A session with what was found in it. */
export interface Seen {
  readonly session: Session;
  readonly banner: MaskedBanner | undefined;
  readonly replies: readonly KeywordReply[];
  /** Names that the server may have, likeliest first. */
  readonly hosts: readonly string[];
  /** Replies to commands that the server did not know, each once. */
  readonly refusals: readonly string[];
  /** Answers to commands that every server knows, each wording once. */
  readonly answers: Sight['answers'];
}

/** Looks at the sessions of a file. A part that names no server is about the server of the file, if there is only one. */
export function lookAt({ sessions, lines }: Pick<Transcript, 'sessions' | 'lines'>): Seen[] {
  const looked = sessions.map((session): Seen => {
    const replies = keywordReplies(session);
    return {
      session,
      banner: findBanner(session, lines),
      replies,
      hosts: hostsOf(session, replies),
      refusals: refusalsIn(session),
      answers: answersIn(session),
    };
  });
  const named = [...new Set(looked.flatMap(({ hosts }) => hosts))];
  return looked.map((one) => (one.hosts.length === 0 && named.length === 1 ? { ...one, hosts: named } : one));
}

/** What a server is told by: the keyword lines of this reply, and what the rest of the session shows. */
export function sightOf({ session, banner, hosts, refusals, answers }: Seen, reply: KeywordReply | undefined): Sight {
  const plain = session.greeting?.lines.length === 1 && banner === undefined ? session.greeting.lines[0].text.trimEnd() : undefined;
  return {
    // The alignment keeps a table for each line.
    lines: reply === undefined || reply.lines.length > MOST_LINES ? [] : offeredLines(reply.lines),
    maskedBefore: reply === undefined || reply.whole ? undefined : maskedBefore(reply),
    greeting:
      banner !== undefined ? { text: banner.shown, form: banner.form } : plain !== undefined ? { text: plain, form: 'kept' } : undefined,
    hello: reply?.hello,
    refusals,
    answers,
    hosts,
    asked: askedFor(session, reply),
    passed: new Set(reply === undefined ? [] : passedAfter(reply).map(({ verb }) => verb)),
  };
}

/** A greeting that the file shows in plain, and the names of its server. */
export interface Greeted {
  /** Of each of its lines. */
  readonly texts: readonly string[];
  readonly line: number;
  readonly names: readonly string[];
}

/** More greetings in plain say nothing new. */
const MOST_GREETINGS = 5;

/** The greetings in plain of the file, each wording once. */
export function greetedInPlain(seen: readonly Seen[]): Greeted[] {
  const found = new Map<string, Greeted>();
  for (const { session, banner } of seen) {
    const { greeting } = session;
    if (found.size >= MOST_GREETINGS) break;
    if (banner !== undefined || greeting?.code !== 220) continue;
    const texts = greeting.lines.map(({ text }) => text.trimEnd());
    const text = texts.join('\n');
    if (text.trim() === '' || found.has(text)) continue;
    found.set(text, { texts, line: firstLine(greeting), names: ownNames(session) });
  }
  return [...found.values()];
}

/** What each of them is to the server of a masked session. */
export function plainGreetings(inPlain: readonly Greeted[], { hosts }: Seen): PlainGreeting[] {
  return inPlain.map(({ texts, line, names }) => {
    const named = hosts.length > 0 && names.length > 0;
    return { texts, line, server: !named ? 'unnamed' : names.some((name) => hosts.includes(name)) ? 'same' : 'other' };
  });
}

function refusalsIn({ commands, orphans }: Session): string[] {
  const answers = commands.flatMap(({ reply, utterance }) => (reply === undefined || utterance.tls ? [] : [reply]));
  const refusals = [...answers, ...orphans].filter(({ code }) => code === 500 || code === 502);
  return [...new Set(refusals.map(({ lines }) => lines[0].utterance.text.trimEnd()))];
}

const ANSWERED: Readonly<Record<string, { readonly to: AnswerTo; readonly code: number } | undefined>> = {
  MAIL: { to: 'MAIL', code: 250 },
  RCPT: { to: 'RCPT', code: 250 },
  DATA: { to: 'DATA', code: 354 },
  QUIT: { to: 'QUIT', code: 221 },
};

/** How the server says yes, by the first answer of each kind: what follows is worded alike. */
function answersIn({ commands, messages }: Session): Sight['answers'] {
  const answers = new Map<AnswerTo, string>();
  const add = (to: AnswerTo, reply: Reply | undefined, code: number) => {
    if (reply?.code === code && reply.lines.length === 1 && !answers.has(to)) answers.set(to, reply.lines[0].utterance.text.trimEnd());
  };
  for (const { verb, reply } of commands) {
    const answered = ANSWERED[verb];
    if (answered !== undefined) add(answered.to, reply, answered.code);
  }
  for (const { endReply } of messages) add('message', endReply, 250);
  return [...answers].map(([to, text]) => ({ to, text }));
}

/** Verbs that the client sent and that were refused as unknown, or that its tool missed. */
function askedFor({ notes }: Session, reply: KeywordReply | undefined): Set<string> {
  const verbs = new Set(reply === undefined ? [] : refusedAfter(reply).map(({ verb }) => verb));
  if (notes.some(({ note }) => note === 'starttls-not-offered')) verbs.add('STARTTLS');
  return verbs;
}

function maskedBefore({ lines }: KeywordReply): number | undefined {
  const letter = lines[0]?.letter;
  return letter === undefined ? undefined : letter.charCodeAt(0) - 65;
}

/** Commands of the session that were refused after this reply, outside TLS, as those that a firewall overwrote are. */
export function refusedAfter(reply: KeywordReply): Command[] {
  return answeredAfter(reply, ({ code }) => REFUSALS.has(code));
}

/**
 * Commands after this reply, outside TLS, that reached the server, although only an engine that keeps their keyword lets them through: 454 for
 * STARTTLS is the answer of a server that knows what it was asked. Nothing is told by 421, nor by the reply to a NOOP in their place.
 */
export function passedAfter(reply: KeywordReply): Command[] {
  return answeredAfter(reply, (answer) => !REFUSALS.has(answer.code) && answer.code !== 421 && answer.code !== 250).filter(({ verb }) =>
    KEPT_WITH_COMMAND.value.includes(verb),
  );
}

/** So many commands after a reply are looked at: a client that wants what the reply lists says so soon. */
const SOON = 100;

function answeredAfter({ session, command }: KeywordReply, isWanted: (answer: Reply) => boolean): Command[] {
  const from = command === undefined ? 0 : session.commands.indexOf(command) + 1;
  return session.commands
    .slice(from, from + SOON)
    .filter(({ reply, utterance }) => !utterance.tls && reply !== undefined && isWanted(reply));
}

/** So near behind a session, what begins without a greeting and a command can belong to it. */
const NEAR = 3;

/** The reply stands behind mail data whose end the file does not show: that mail may quote it. `before`: the session before that of the reply. */
export function isBehindOpenMail({ session, reply }: KeywordReply, before: Session | undefined): boolean {
  const line = firstLine(reply);
  if (endsInMail(session, line)) return true;
  if (before === undefined || session.greeting !== undefined || session.commands.length > 0) return false;
  return session.first > before.last && session.first - before.last <= NEAR && endsInMail(before, line);
}

/** Whether the last message before this line is open. 220, the greeting of a quoted session, answers no message. */
function endsInMail({ messages }: Session, line: number): boolean {
  const last = messages.findLast(({ data }) => data?.reply?.code === 354 && firstLine(data.reply) < line);
  return last !== undefined && last.end === undefined && (last.endReply === undefined || last.endReply.code === 220);
}

function firstLine({ lines }: Reply): number {
  return placeOf(lines[0].utterance).start.line;
}

/** Refusals and answers that are worded as the likeliest server words them, and as few others do. */
export function tellingWordings({ refusals, answers }: Sight, guess: Pick<ServerGuess, 'profile'> | undefined): string[] {
  const own = guess?.profile;
  if (own === undefined) return [];
  return [
    ...refusals.filter((text) => isWordingOf(own, text, (server) => server.refusals)),
    ...answers.filter(({ to, text }) => isWordingOf(own, text, (server) => server.answers?.[to])).map(({ text }) => text),
  ].slice(0, MOST_WORDINGS);
}

/** The server words a text so, and none of another family does. A name alone is no wording. */
function isWordingOf(own: ServerProfile, text: string, wordings: (server: ServerProfile) => readonly string[] | undefined): boolean {
  const says = (server: ServerProfile) => wordings(server)?.some((template) => hasWords(template) && fits(template, text)) ?? false;
  return says(own) && SERVERS.filter(says).every((server) => familyOf(server) === familyOf(own));
}

/** Servers of every kind list any one of the common keywords: so many in plain tell one server from another. A judgement. */
const FEWEST_KEYWORDS = 2;

/** Whether more than the length of a mask speaks for a server, so that it can be named: keywords in plain, or a wording that is its own. */
export function tellsServer(sight: Sight, server: ServerProfile): boolean {
  const { lines, greeting, hello } = sight;
  if (lines.filter(({ name }) => name !== undefined && keywordNamed(name) !== undefined).length >= FEWEST_KEYWORDS) return true;
  if (greeting?.form === 'kept' && isWordingOf(server, greeting.text, ({ greetings }) => greetings)) return true;
  if (hello !== undefined && isWordingOf(server, hello, ({ hellos }) => hellos)) return true;
  return tellingWordings(sight, { profile: server }).length > 0;
}

/** More of them say nothing new. */
const MOST_WORDINGS = 2;

/** Names of the server: where it was connected to, what it calls itself after EHLO and in the notes of the tool. Addresses are none. */
export function hostsOf(session: Session, replies: readonly KeywordReply[]): string[] {
  const hellos = replies.map(({ hello }) => hello);
  const named = [...hellos, ...helos(session), ...connected(session)];
  return namesIn(named);
}

/** What the server calls itself, in its greeting and after EHLO and HELO; where it shows no name, what was connected to. */
export function ownNames(session: Session): string[] {
  const hellos = session.offers.map(({ reply }) => reply.lines[0]?.text);
  const own = namesIn([session.greeting?.lines[0]?.text, ...hellos, ...helos(session)]);
  return own.length > 0 ? own : namesIn(connected(session));
}

function helos({ commands }: Session): (string | undefined)[] {
  return commands.filter(({ verb, reply }) => verb === 'HELO' && reply?.code === 250).map(({ reply }) => sure(reply).lines[0].text);
}

function connected({ host, notes }: Session): (string | undefined)[] {
  return [host, ...notes.map((note) => note.host)];
}

/** The first word of each text, where it is the name of a host. */
function namesIn(texts: readonly (string | undefined)[]): string[] {
  const words = texts.flatMap((text) => text?.split(' ', 1)[0] ?? []);
  const names = words.filter((word) => /^(?=.*[a-z])[\w-]+(?:\.[\w-]+)+$/i.test(word));
  return [...new Set(names.map((name) => name.toLowerCase()))];
}
