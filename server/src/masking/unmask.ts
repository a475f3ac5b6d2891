/**
 * What stood behind each mask: the inverse of `masking.ts`. A transcript is looked at session by session (is the greeting masked,
 * which keyword lines are, which commands were), then each masked text is weighed with what the session and the file show.
 */

import { isOwnHost } from '../facts/own-hosts.ts';
import { SERVERS, type ServerProfile } from '../facts/servers.ts';
import type { Session, Transcript } from '../smtp/model.ts';
import { placeOf } from '../smtp/model.ts';
import { part } from '../text/analysis.ts';
import { itemAt } from '../text/at.ts';
import { comparePositions } from '../text/lines.ts';
import type { Candidate, MaskedText } from './masked.ts';
import type { Sight } from './software/seen.ts';
import { type Alignments, alignServers, guessServers, type ServerGuess, weighLines } from './software.ts';
import { bannerCandidates, bannerRange, judgeBanner, redacts } from './unmasking/banner.ts';
import { ehloRefused, findCommands } from './unmasking/commands.ts';
import { candidatesFor, type Judgement, judgeReply, type KeywordReply, plainOthers, standsInPlain } from './unmasking/keywords.ts';
import { maskedRecords } from './unmasking/records.ts';
import {
  type Greeted,
  greetedInPlain,
  isBehindOpenMail,
  lookAt,
  passedAfter,
  plainGreetings,
  refusedAfter,
  type Seen,
  sightOf,
  tellingWordings,
  tellsServer,
} from './unmasking/sight.ts';
import { cleanTwin, offersX, reallyOffered, type Twins, twinProfiles, twinsOf } from './unmasking/twins.ts';
import { overwrittenClients, whereIs } from './unmasking/where.ts';

/** Every masked text of a transcript, in the order of the file. Computed once for each transcript. */
export const unmask = part('masked texts', (transcript: Transcript): readonly MaskedText[] => {
  const { sessions, records } = transcript;
  const seen = lookAt(transcript);
  const shared = {
    twins: twinsOf(seen),
    offeredX: reallyOffered(seen),
    guess: guesser(),
    greetings: new Known<Candidate[]>(),
    inPlain: greetedInPlain(seen),
    clients: overwrittenClients(sessions),
  };
  const inSessions = seen.flatMap((session, i) => unmaskSession(session, sessions[i - 1], shared));
  return [...inSessions, ...maskedRecords(records, sessions, inSessions)].sort((a, b) => comparePositions(a.range.start, b.range.start));
});

/** What a session shares with the others of its file. */
interface Neighbourhood {
  readonly twins: Twins;
  readonly offeredX: ReadonlySet<string>;
  readonly guess: Guesser;
  readonly greetings: Known<Candidate[]>;
  readonly inPlain: readonly Greeted[];
  readonly clients: number;
}

function unmaskSession(
  seen: Seen,
  before: Session | undefined,
  { twins, offeredX, guess, greetings, inPlain, clients }: Neighbourhood,
): MaskedText[] {
  const { session, banner, replies, hosts } = seen;
  const judged = replies.map((reply) => ({
    reply,
    judgement: reply.tls || offersX(reply, offeredX) ? undefined : judgeReply(reply, banner !== undefined, isBehindOpenMail(reply, before)),
  }));
  // X without a letter are taken for a mask because of the greeting: they cannot speak for it in turn.
  const keywordsMasked = judged.some(
    ({ reply: { lines }, judgement }) =>
      judgement !== undefined && judgement.confidence !== 'possible' && lines.some(({ letter }) => letter !== undefined),
  );
  const first = replies.find(({ tls }) => !tls);
  // What a server tells of its own replies is plain wherever the firewall stands.
  const where =
    session.region.viewpoint === 'server'
      ? whereIs({ hosts, cleanTwin: undefined, clients })
      : whereIs({ hosts, cleanTwin: cleanTwin(twins, session, first, hosts), clients: 0, loopback: isOwnHost(session.host) });
  const common = { session, region: session.region, record: undefined, where };
  const found: MaskedText[] = [];

  if (banner !== undefined) {
    const sight = { ...sightOf(seen, first), greeting: undefined };
    // Only engines that leave 2 and 0 let EHLO through and mask its reply.
    const read = { ...banner, form: keywordsMasked && banner.form === 'asterisks' ? ('asterisks except 2 and 0' as const) : banner.form };
    const { form, texts } = read;
    const plain = plainGreetings(inPlain, seen);
    const candidates = greetings.of([form, texts, keyOf(sight), plain], () =>
      bannerCandidates(read, { hosts, guesses: guess(sight, []), isTold: (server) => tellsServer(sight, server), greetings: plain }),
    );
    const plainKeywords = first === undefined ? [] : plainOthers(first.lines);
    found.push({
      ...common,
      kind: 'banner',
      range: bannerRange(banner),
      shown: banner.shown,
      length: banner.shown.length,
      ...judgeBanner(banner, candidates, {
        maskedKeywords: keywordsMasked,
        ehloRefused: ehloRefused(session),
        plainKeywords,
        redacted: redacts(session),
      }),
      candidates,
      letter: undefined,
      line: banner.reply.lines[0],
      command: undefined,
      reply: banner.reply,
      typedByHand: false,
    });
  }
  for (const { reply, judgement } of judged) {
    if (judgement === undefined) continue;
    const sight = sightOf(seen, reply);
    const others = twinProfiles(twins, reply, hosts);
    found.push(...unmaskReply(reply, judgement, sight, others, guess(sight, others), common));
  }
  for (const command of findCommands(session, { bannerMasked: banner !== undefined, keywordsMasked })) {
    found.push({ ...common, kind: 'command', ...command, letter: undefined });
  }
  return found;
}

function unmaskReply(
  reply: KeywordReply,
  judgement: Judgement,
  sight: Sight,
  twins: readonly ServerProfile[],
  guesses: readonly ServerGuess[],
  common: Pick<MaskedText, 'session' | 'region' | 'record' | 'where'>,
): MaskedText[] {
  const weights = weighLines(guesses);
  const names = new Set(twins.map(({ name }) => name));
  const refused = refusedAfter(reply);
  const passed = passedAfter(reply);
  const wordings = tellingWordings(sight, guesses[0]);
  const isTold = (server: ServerProfile) => names.has(server.name) || tellsServer(sight, server);
  const told = guesses.filter(({ profile }) => profile !== undefined && isTold(profile));
  return reply.lines.flatMap(({ line, text, masked, letter }, index) => {
    const weighed = weights[index];
    if (!masked || weighed === undefined) return [];
    const candidates = candidatesFor(weighed, { reply, index, told, twins: names, refused, passed, wordings });
    return {
      ...common,
      kind: 'keyword' as const,
      range: placeOf(line.utterance, line.textAt, line.textAt + text.length),
      shown: text,
      length: text.length,
      ...(standsInPlain(itemAt(candidates, 0).text, reply) ? doubted(judgement) : judgement),
      candidates,
      letter,
      line,
      command: reply.command,
      reply: reply.reply,
      typedByHand: false,
    };
  });
}

/** An edited text is no longer what the wire showed. */
function doubted({ confidence, reasons }: Judgement): Judgement {
  const doubt = 'What it would be by its place stands in plain in the same reply: the text may have been edited.';
  return { confidence: confidence === 'certain' ? 'likely' : confidence, reasons: [...reasons, doubt] };
}

export type Guesser = (sight: Sight, twins: readonly ServerProfile[]) => readonly ServerGuess[];

/** Guesses: the costly part is done once for lists that are alike, all of it for sessions that are, as those of one log are. */
export function guesser(): Guesser {
  const alignments = new Known<Alignments>();
  const guesses = new Known<readonly ServerGuess[]>();
  return (sight, twins) => {
    const list = [...listOf(sight), twins.map(({ name }) => name)];
    const align = () => alignServers(sight, [...SERVERS, ...twins]);
    return guesses.of([keyOf(sight), list], () => guessServers(sight, alignments.of(list, align)));
  };
}

function listOf({ lines, maskedBefore, asked, passed }: Sight): readonly unknown[] {
  return [lines, maskedBefore, [...asked], [...passed]];
}

/** All that is seen of a server, as plain data. */
function keyOf(sight: Sight): readonly unknown[] {
  return [...listOf(sight), sight.greeting, sight.hello, sight.refusals, sight.answers, sight.hosts];
}

/** What was worked out, by what it depends on. */
class Known<V> {
  private readonly values = new Map<string, V>();

  /** @param on plain data */
  of(on: readonly unknown[], work: () => V): V {
    const key = JSON.stringify(on);
    let value = this.values.get(key);
    if (value === undefined) {
      value = work();
      this.values.set(key, value);
    }
    return value;
  }
}
