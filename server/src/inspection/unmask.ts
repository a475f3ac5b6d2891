/**
 * What stood behind each mask: the inverse of `masking.ts`. A transcript is looked at session by session (is the greeting masked,
 * which keyword lines are, which commands were), then each masked text is weighed with what the session and the file show.
 */
import type { Command, LogRecord, Session, Transcript } from '../smtp/model.ts';
import { placeOf } from '../smtp/model.ts';
import { comparePositions, rangeOn } from '../text/lines.ts';
import { OVERWRITTEN_COMMANDS } from './facts/commands.ts';
import { SERVERS, type ServerProfile } from './facts/servers.ts';
import type { MaskedText, Where } from './masked.ts';
import { keywordOf } from './masking.ts';
import { guessServers, type ServerGuess, type Sight, weighLines } from './software.ts';
import { fits } from './templates.ts';
import { bannerCandidates, bannerRange, findBanner, judgeBanner, type MaskedBanner } from './unmasking/banner.ts';
import { commandCandidates, ehloRefused, findCommands } from './unmasking/commands.ts';
import { candidatesFor, judgeReply, type KeywordReply, keywordReplies, offeredLines, plainOthers } from './unmasking/keywords.ts';
import { whereIs } from './unmasking/where.ts';

const results = new WeakMap<Transcript, readonly MaskedText[]>();

/** Every masked text of a transcript, in the order of the file. Computed once for each transcript. */
export function unmask(transcript: Transcript): readonly MaskedText[] {
  let masked = results.get(transcript);
  if (masked === undefined) {
    masked = unmaskTranscript(transcript);
    results.set(transcript, masked);
  }
  return masked;
}

/** A session with what was found in it. */
interface Seen {
  readonly session: Session;
  readonly banner: MaskedBanner | undefined;
  readonly replies: readonly KeywordReply[];
  /** Names that the server may have, likeliest first. */
  readonly hosts: readonly string[];
}

function unmaskTranscript({ sessions, records }: Transcript): MaskedText[] {
  const looked = sessions.map(look);
  // A part of a session that names no server is about the server of the file, if there is only one.
  const named = [...new Set(looked.flatMap(({ hosts }) => hosts))];
  const seen = looked.map((one) => (one.hosts.length === 0 && named.length === 1 ? { ...one, hosts: named } : one));
  const twins = twinsOf(seen);
  const offeredX = reallyOffered(seen);
  const guess = guesser();
  const clients = overwrittenClients(sessions);
  const inSessions = seen.flatMap((session) => unmaskSession(session, { twins, offeredX, guess, clients }));
  // What a session shows is told by it; a line of a log beside it counts for itself. Four X alone prove nothing.
  const told = new Set(inSessions.map(({ shown }) => shown));
  const reported = outside(records.filter(tellsMaskedCommand), sessions).filter(({ fields }) => !told.has(shownBy(fields)));
  const proven = inSessions.length > 0 || reported.some(({ fields }) => shownBy(fields).length > 4);
  const masked = [...inSessions, ...(proven ? reported.map(unmaskRecord) : [])];
  return masked.sort((a, b) => comparePositions(a.range.start, b.range.start));
}

function look(session: Session): Seen {
  const replies = keywordReplies(session);
  return { session, banner: findBanner(session), replies, hosts: hostsOf(session, replies) };
}

/** What a session shares with the others of its file. */
interface Neighbourhood {
  readonly twins: Twins;
  readonly offeredX: ReadonlySet<string>;
  readonly guess: Guesser;
  readonly clients: number;
}

function unmaskSession({ session, banner, replies, hosts }: Seen, { twins, offeredX, guess, clients }: Neighbourhood): MaskedText[] {
  const judged = replies.map((reply) => ({
    reply,
    judgement: reply.tls || offersX(reply, offeredX) ? undefined : judgeReply(reply, banner !== undefined),
  }));
  const keywordsMasked = judged.some(({ judgement }) => judgement !== undefined && judgement.confidence !== 'possible');
  const first = replies.find(({ tls }) => !tls);
  // What a server tells of its own replies is plain wherever the firewall stands.
  const serverView = session.region.viewpoint === 'server';
  const twin = serverView
    ? undefined
    : twinsFor(twins, hosts).find((other) => isRecordedElsewhere(other, session) && (sameServer(other, hosts) || alike(first, other)));
  const where = whereIs({ hosts, cleanTwin: twin?.session.first, clients: serverView ? clients : 0 });
  const common = { session, region: session.region, record: undefined, where };
  const found: MaskedText[] = [];

  const sight = sightOf(session, banner, first, hosts);
  if (banner !== undefined) {
    const candidates = bannerCandidates(banner, hosts, guess(sight, []));
    const plainKeywords = first === undefined ? [] : plainOthers(first.lines);
    found.push({
      ...common,
      kind: 'banner',
      range: bannerRange(banner),
      shown: banner.shown,
      length: banner.shown.length,
      ...judgeBanner(banner, candidates, { maskedKeywords: keywordsMasked, ehloRefused: ehloRefused(session), plainKeywords }),
      candidates,
      letter: undefined,
      line: banner.reply.lines[0],
      command: undefined,
      reply: banner.reply,
      typedByHand: false,
    });
  }
  for (const { reply, judgement } of judged) {
    if (judgement !== undefined) found.push(...unmaskReply(reply, judgement, sightOf(session, banner, reply, hosts), twins, guess, common));
  }
  for (const command of findCommands(session, { bannerMasked: banner !== undefined, keywordsMasked })) {
    found.push({ ...common, kind: 'command', ...command, letter: undefined });
  }
  return found;
}

function unmaskReply(
  reply: KeywordReply,
  judgement: Pick<MaskedText, 'confidence' | 'reasons'>,
  sight: Sight,
  twins: Twins,
  guess: Guesser,
  common: { session: Session; region: Session['region']; record: undefined; where: Where },
): MaskedText[] {
  const others = twinsFor(twins, sight.hosts)
    .filter((twin) => twin.reply !== reply.reply)
    .flatMap((twin) => twinProfile(twin, sight.hosts) ?? []);
  const guesses = guess(sight, others);
  const weights = weighLines(guesses);
  const names = new Set(others.map(({ name }) => name));
  const refused = refusedAfter(reply);
  const wordings = tellingWordings(sight.refusals, guesses[0]);
  return reply.lines.flatMap(({ line, text, masked, letter }, index) => {
    const weighed = weights[index];
    if (!masked || weighed === undefined) return [];
    return {
      ...common,
      kind: 'keyword' as const,
      range: placeOf(line.utterance, line.textAt, line.textAt + text.length),
      shown: text,
      length: text.length,
      ...judgement,
      candidates: candidatesFor(weighed, { reply, index, guesses, twins: names, refused, wordings }),
      letter,
      line,
      command: reply.command,
      reply: reply.reply,
      typedByHand: false,
    };
  });
}

/** The records on lines that belong to no session. */
function outside(records: readonly LogRecord[], sessions: readonly Session[]): LogRecord[] {
  const order = [...sessions].sort((a, b) => a.first - b.first);
  let next = 0;
  let covered = -1;
  return [...records]
    .sort((a, b) => a.line - b.line)
    .filter(({ line }) => {
      while (next < order.length && order[next]!.first <= line) covered = Math.max(covered, order[next++]!.last);
      return line > covered;
    });
}

function tellsMaskedCommand({ kind, fields }: LogRecord): boolean {
  return kind.endsWith('-masked-command') && fields.shown !== undefined;
}

function shownBy({ shown = '', argument = '' }: LogRecord['fields']): string {
  const kept = argument.trim();
  return kept === '' ? shown : `${shown} ${kept}`;
}

/** A command that only a line of a log tells of: its record has the X in the field `shown`, what was kept in `argument`. */
function unmaskRecord(record: LogRecord): MaskedText {
  const text = shownBy(record.fields);
  const { shown = '' } = record.fields;
  return {
    kind: 'command',
    session: undefined,
    region: undefined,
    record,
    range: rangeOn(record.line, record.start, record.end),
    shown: text,
    length: text.length,
    confidence: 'certain',
    reasons: [
      record.kind.startsWith('quoted')
        ? 'The quoted reply repeats a command as the server got it: as X.'
        : 'The server’s log says that a command reached it as X.',
    ],
    candidates: commandCandidates(text.length, shown.length, { first: false, helo: undefined, starttlsOffered: false }),
    letter: undefined,
    line: undefined,
    command: undefined,
    reply: undefined,
    typedByHand: false,
    where: whereIs({ hosts: [], cleanTwin: undefined, clients: 0 }),
  };
}

/** Unmasked EHLO replies of the file, by the names of their servers; '' for those that name none. */
type Twins = ReadonlyMap<string, readonly KeywordReply[]>;

type Guesser = (sight: Sight, twins: readonly ServerProfile[]) => readonly ServerGuess[];

/** Guesses that are made once for each sight: in a log, sessions with one server look alike. */
function guesser(): Guesser {
  const known = new Map<string, readonly ServerGuess[]>();
  return (sight, twins) => {
    const key = JSON.stringify([sight, [...sight.asked], twins.map(({ name }) => name)]);
    const guesses = known.get(key) ?? guessServers(sight, [...SERVERS, ...twins]);
    known.set(key, guesses);
    return guesses;
  };
}

/** More transcripts of one server say nothing new. */
const MOST_TWINS = 3;

function twinsOf(seen: readonly Seen[]): Twins {
  const twins = new Map<string, KeywordReply[]>();
  for (const { replies, banner, hosts } of seen) {
    for (const reply of replies) {
      const clean = isBeyond(reply) || (banner === undefined && !reply.lines.some(({ masked }) => masked));
      if (!clean || !reply.whole) continue;
      for (const host of hosts.length > 0 ? hosts : ['']) {
        const known = twins.get(host);
        if (known === undefined) twins.set(host, [reply]);
        else if (known.length < MOST_TWINS) known.push(reply);
      }
    }
  }
  return twins;
}

/** Those of the same server, or that can be; where neither side names a server, all that name none. */
function twinsFor(twins: Twins, hosts: readonly string[]): KeywordReply[] {
  const named = hosts.length > 0 ? hosts : [...twins.keys()].slice(0, MOST_TWINS);
  return [...new Set([...named, ''].flatMap((host) => twins.get(host) ?? []))];
}

/** Said where no firewall can write: inside TLS, or told by the server itself. */
function isBeyond({ tls, session }: KeywordReply): boolean {
  return tls || session.region.viewpoint === 'server';
}

/** Lines of X that stand where no firewall can have written them: the server really offers them. */
function reallyOffered(seen: readonly Seen[]): ReadonlySet<string> {
  const lines = seen.flatMap(({ replies }) => replies.filter(isBeyond).flatMap((reply) => reply.lines));
  return new Set(lines.filter(({ masked }) => masked).map(({ text }) => text));
}

function offersX({ lines }: KeywordReply, offeredX: ReadonlySet<string>): boolean {
  return lines.every(({ masked, text }) => !masked || offeredX.has(text));
}

function sightOf(session: Session, banner: MaskedBanner | undefined, reply: KeywordReply | undefined, hosts: readonly string[]): Sight {
  const refusals = session.commands.flatMap(({ reply: answer, utterance }) =>
    answer !== undefined && !utterance.tls && (answer.code === 500 || answer.code === 502) ? [answer] : [],
  );
  const orphans = session.orphans.filter(({ code }) => code === 500 || code === 502);
  const wordings = [...refusals, ...orphans].map(({ lines }) => lines[0]!.utterance.text.trimEnd());
  const plain = session.greeting?.lines.length === 1 && banner === undefined ? session.greeting.lines[0]!.text.trimEnd() : undefined;
  return {
    lines: reply === undefined ? [] : offeredLines(reply.lines),
    maskedBefore: reply === undefined || reply.whole ? undefined : maskedBefore(reply),
    greeting:
      banner !== undefined ? { text: banner.shown, form: banner.form } : plain !== undefined ? { text: plain, form: 'kept' } : undefined,
    hello: reply?.hello,
    refusals: [...new Set(wordings)],
    hosts,
    asked: askedFor(session, reply),
  };
}

/** Verbs that the client sent and that were refused, or that its tool missed. */
function askedFor({ notes }: Session, reply: KeywordReply | undefined): Set<string> {
  const verbs = new Set(reply === undefined ? [] : refusedAfter(reply).map(({ verb }) => verb));
  if (notes.some(({ note }) => note === 'starttls-not-offered')) verbs.add('STARTTLS');
  return verbs;
}

function maskedBefore({ lines }: KeywordReply): number | undefined {
  const letter = lines[0]?.letter;
  return letter === undefined ? undefined : letter.charCodeAt(0) - 65;
}

/** Commands of the session that were refused after this reply, outside TLS. */
function refusedAfter({ session, command }: KeywordReply): Command[] {
  const from = command === undefined ? 0 : session.commands.indexOf(command) + 1;
  return session.commands.slice(from).filter(({ reply, utterance }) => !utterance.tls && reply !== undefined && reply.code >= 500);
}

/** Refusals that are worded as the likeliest server words them, and as few others do. */
function tellingWordings(refusals: readonly string[], guess: ServerGuess | undefined): string[] {
  const own = guess?.profile?.refusals ?? [];
  return refusals.filter(
    (text) =>
      own.some((template) => fits(template, text)) &&
      SERVERS.filter((server) => server.refusals.some((template) => fits(template, text))).length === 1,
  );
}

/** The unmasked reply as a profile; undefined if it is of another server. */
function twinProfile(twin: KeywordReply, hosts: readonly string[]): ServerProfile | undefined {
  const known = twin.hello !== undefined || twin.session.host !== undefined;
  const same = sameServer(twin, hosts);
  if (known && hosts.length > 0 && !same) return undefined;
  const line = twin.reply.lines[0]!.utterance.pieces[0]!.line + 1;
  return {
    name: twin.tls ? `the reply inside TLS at line ${line}` : `the unmasked transcript at line ${line}`,
    weight: same ? 2000 : 100,
    greetings: [],
    hellos: [],
    slots: twin.lines.map(({ text }) => ({ name: keywordOf(text), chance: 0.97, lines: [text] })),
    refusals: [],
    mark: 'seen',
    sources: [],
  };
}

function isRecordedElsewhere({ session, tls }: KeywordReply, masked: Session): boolean {
  return session !== masked && !tls;
}

/** The same lines, as far as they can be read: where neither names its server, that must do. */
function alike(masked: KeywordReply | undefined, twin: KeywordReply): boolean {
  if (masked === undefined || masked.lines.length !== twin.lines.length || masked.lines.length < 3) return false;
  return masked.lines.every((line, i) =>
    line.masked ? line.text.length === twin.lines[i]!.text.length : line.text === twin.lines[i]!.text,
  );
}

/** How many clients had commands overwritten, as servers tell it; 0 if one of them sent whole what the engine overwrites. */
function overwrittenClients(sessions: readonly Session[]): number {
  const clients = new Set<string>();
  for (const { region, commands } of sessions) {
    if (region.viewpoint !== 'server') continue;
    if (commands.some(({ verb }) => OVERWRITTEN_COMMANDS.value.includes(verb))) return 0;
    const name = commands.find(({ verb }) => verb === 'EHLO' || verb === 'HELO')?.argument;
    if (name !== undefined && commands.some(({ verb }) => /^X{4,}$/.test(verb))) clients.add(name.toLowerCase());
  }
  return clients.size;
}

function sameServer(twin: KeywordReply, hosts: readonly string[]): boolean {
  return hostsOf(twin.session, [twin]).some((host) => hosts.includes(host));
}

/** Names of the server: where it was connected to, what it calls itself after EHLO and in the notes of the tool. Addresses are none. */
function hostsOf(session: Session, replies: readonly KeywordReply[]): string[] {
  const named = [
    ...replies.map(({ hello }) => hello?.split(' ', 1)[0]),
    ...session.commands
      .filter(({ verb, reply }) => verb === 'HELO' && reply?.code === 250)
      .map(({ reply }) => reply!.lines[0]!.text.split(' ', 1)[0]),
    session.host,
    ...session.notes.map(({ host }) => host),
  ];
  const names = named.filter((name): name is string => name !== undefined && /^(?=.*[a-z])[\w-]+(?:\.[\w-]+)+$/i.test(name));
  return [...new Set(names.map((name) => name.toLowerCase()))];
}
