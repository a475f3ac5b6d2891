/** Masked commands: in a reply's echo, in a server's own view of the session, or told by the refusal of a command that every server knows. */

import { ESMTP_COMMANDS, FIXUP_COMMANDS, OVERWRITTEN_COMMANDS } from '../../facts/commands.ts';
import { cite } from '../../facts/fact.ts';
import { COMMAND_FORM, NOOP_VERSIONS } from '../../facts/masking.ts';
import type { Command, Reply, ReplyLine, Session } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt, sure } from '../../text/at.ts';
import { firstWord } from '../../text/first-word.ts';
import type { Range } from '../../text/lines.ts';
import { type Candidate, type MaskedText, SOMETHING_ELSE } from '../masked.ts';

export interface MaskedCommand {
  /** The X where they are printed, else the command, else the reply. */
  readonly range: Range;
  readonly shown: string;
  readonly length: number;
  readonly confidence: MaskedText['confidence'];
  readonly reasons: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly command: Command | undefined;
  readonly reply: Reply | undefined;
  readonly line: ReplyLine | undefined;
  readonly typedByHand: boolean;
}

/** What the rest of the session says about a firewall in the path. */
export interface PathEvidence {
  readonly bannerMasked: boolean;
  /** `certain` or `likely` masked keywords */
  readonly keywordsMasked: boolean;
}

/** What the session of a command shows. */
interface Around {
  /** The name that the client said HELO with. */
  readonly helo: string | undefined;
  readonly starttlsOffered: boolean;
  /** EHLO is refused, as behind `fixup protocol smtp`. */
  readonly fixup: boolean;
  readonly typed: boolean;
}

/** Refusals of a command that is not known or not implemented, RFC 5321 4.2.4, and the codes that old servers use for it. */
export const REFUSALS: ReadonlySet<number> = new Set([500, 501, 502, 503]);
/** Of them those to a verb that the server does not know: 501 and 503 are about arguments and order, so X in them are an author's. */
const UNKNOWN: ReadonlySet<number> = new Set([500, 502]);

/** The X of an echo, bounded so that neither a redacted address nor a word around it is taken for one. */
const ECHO = /(^|[\s"'`:(<])(X{4,}(?: [^"'`)>]*)?)(?=$|["'`)>.,;]|\s)/;

/** The masked commands of a session, in its order. Four X alone prove nothing: people type them to see what a server says. */
export function findCommands(session: Session, path: PathEvidence): MaskedCommand[] {
  const typed = typedKeyByKey(session);
  const around: Around = {
    helo: session.commands.find(({ verb }) => verb === 'HELO')?.argument,
    starttlsOffered: offersStarttls(session),
    fixup: ehloRefused(session),
    typed,
  };
  const found: MaskedCommand[] = [];
  for (const command of session.commands) {
    // A line of an AUTH dialogue has no verb: X in it is a redacted secret. Inside TLS nobody on the way can write.
    if (command.verb === '' || command.utterance.tls) continue;
    // A person types X to see what the server says.
    if (session.region.viewpoint === 'client' && /^X{2,}$/.test(command.verb)) continue;
    const masked =
      ownText(session, command, around) ??
      echoed(command, typed) ??
      refused(session, command, path, around) ??
      answeredByNoop(command, path);
    if (masked !== undefined) found.push(masked);
  }
  const answers = new Set(session.commands.flatMap(({ reply }) => (reply === undefined ? [] : [replyText(reply)])));
  for (const reply of session.orphans) {
    // Tools print a reply again in their own error message.
    const masked = answers.has(replyText(reply)) ? undefined : echoOf(reply, undefined, typed);
    if (masked !== undefined) found.push(masked);
  }
  const proven =
    path.bannerMasked || path.keywordsMasked || found.some(({ length, command }) => length > 4 || command?.verb.startsWith('X') === false);
  if (proven) return found;
  if (!typed || session.region.viewpoint !== 'server') return [];
  return found.map((mask) => ({ ...mask, confidence: 'possible', reasons: [...mask.reasons, ONLY_FOUR] }));
}

/** EHLO refused, or answered by the reply of a NOOP: only behind `fixup`, or typed by hand. */
export function ehloRefused({ commands }: Session): boolean {
  return commands.some(
    ({ verb, reply, utterance }) =>
      verb === 'EHLO' && !utterance.tls && reply !== undefined && (REFUSALS.has(reply.code) || isNoopReply(reply)),
  );
}

/** What a run of X as a whole command can have been, told by its length and by the commands around it. `first`: it came first in its session. */
export function commandCandidates(
  length: number,
  verbLength: number,
  { first, helo, starttlsOffered }: { first: boolean; helo: string | undefined; starttlsOffered: boolean },
): Candidate[] {
  const weights = new Map<string, number>();
  for (const verb of OVERWRITTEN_COMMANDS.value) {
    const weight = (COMMAND_WEIGHTS[verb] ?? 1) * (verb === 'STARTTLS' && starttlsOffered ? 3 : 1);
    if (verb.length === length && !TAKES_ARGUMENT.has(verb)) weights.set(verb, weight);
    const own = verbLength < length ? verb.length === verbLength : verb.length + 1 < length;
    if (own && TAKES_ARGUMENT.has(verb)) weights.set(`${verb} …`, weight / 3);
  }
  if (first && length > 5) {
    const same = helo !== undefined && helo.length + 5 === length;
    weights.set(same ? `EHLO ${helo}` : 'EHLO …', same ? 200 : 8);
  }
  const rest = 4;
  const sum = [...weights.values()].reduce((total, weight) => total + weight, rest);
  const candidates = [...weights].map(
    ([text, weight]): Candidate => ({ text, probability: weight / sum, ...lengthEvidence(text, length, starttlsOffered) }),
  );
  candidates.push({ text: SOMETHING_ELSE, probability: rest / sum, evidence: [`Any other command of ${length} characters.`], brief: [] });
  return candidates.sort((a, b) => b.probability - a.probability);
}

/** How common the commands are that the engine overwrites; a judgement. */
const COMMAND_WEIGHTS: Readonly<Record<string, number>> = {
  STARTTLS: 60,
  BDAT: 15,
  EXPN: 6,
  XCLIENT: 3,
  XFORWARD: 3,
  XEXCH50: 6,
  'X-EXPS': 6,
  'X-LINK2STATE': 2,
};
const TAKES_ARGUMENT: ReadonlySet<string> = new Set(['BDAT', 'EXPN', 'ATRN', 'XCLIENT', 'XFORWARD', 'XEXCH50', 'X-EXPS', 'X-LINK2STATE']);

function lengthEvidence(text: string, length: number, starttlsOffered: boolean): Pick<Candidate, 'evidence' | 'brief'> {
  if (text.endsWith('…')) return { evidence: [`With its argument it can have ${length} characters.`], brief: ['the length can fit'] };
  const evidence = [`\`${text}\` has ${length} characters, as the run of X has.`];
  const brief = [`its ${length} characters fit`];
  if (text === 'STARTTLS' && starttlsOffered) {
    evidence.push('The server offered STARTTLS in this session.');
    brief.push('the server offered STARTTLS');
  }
  if (text.startsWith('EHLO ')) {
    evidence.push('The client said HELO with the same name afterwards.');
    brief.push('the client said HELO with the same name afterwards');
  }
  return { evidence, brief };
}

/** The command itself is X: what a server's log or a capture behind the firewall shows. */
function ownText(session: Session, command: Command, { helo, starttlsOffered, typed }: Around): MaskedCommand | undefined {
  const { region, commands } = session;
  const text = command.utterance.text.trimEnd();
  if (!/^X{4,}(?: .*)?$/.test(text) || region.viewpoint === 'client') return undefined;
  const { reply } = command;
  if (reply !== undefined && reply.code < 500 && !isNoopReply(reply)) return undefined;
  const server = region.viewpoint === 'server';
  return {
    range: placeOf(command.utterance, 0, text.length),
    shown: sentText(command),
    length: text.length,
    confidence: server ? 'certain' : 'likely',
    reasons: [
      server
        ? 'This is the server’s own view: the command reached it as X.'
        : 'No client sends such a command: this was recorded behind the firewall.',
      ...(reply === undefined ? [] : [`The server answered \`${replyText(reply)}\`.`]),
      ...(typed ? [TYPED] : []),
    ],
    candidates: typed
      ? [UNTOLD]
      : commandCandidates(text.length, command.verb.length, { first: commands[0] === command, helo, starttlsOffered }),
    command,
    reply,
    line: undefined,
    typedByHand: typed,
  };
}

function echoed(command: Command, typed: boolean): MaskedCommand | undefined {
  return command.reply === undefined ? undefined : echoOf(command.reply, command, typed);
}

/** A reply that repeats what the server got: X in place of the command. X that the client's own command has are an author's redaction. */
function echoOf(reply: Reply, command: Command | undefined, typed: boolean): MaskedCommand | undefined {
  if (!UNKNOWN.has(reply.code)) return undefined;
  for (const line of reply.lines) {
    const found = ECHO.exec(line.text);
    if (found === null) continue;
    const shown = itemAt(found, 2).trimEnd();
    const at = line.textAt + found.index + itemAt(found, 1).length;
    const sent = command?.utterance.text.trimEnd();
    if (sent?.includes(firstWord(shown))) continue;
    // The argument can have been kept (`"XXXX ME"`), or be left out of the echo.
    const fitting = sent !== undefined && (shown.length === sent.length || shown === 'X'.repeat(sure(command).verb.length));
    const reasons = [`The reply repeats the command as the server got it: X in place of every character (${cite(COMMAND_FORM)}).`];
    if (fitting) reasons.push(`The client sent \`${sentText(sure(command))}\`, which is as long.`);
    else if (sent !== undefined)
      reasons.push(`The client’s command, \`${sentText(sure(command))}\`, has another length: the reply may answer another command.`);
    return {
      range: placeOf(line.utterance, at, at + shown.length),
      shown,
      length: shown.length,
      confidence: typed ? 'possible' : fitting ? 'certain' : sent === undefined ? 'likely' : 'possible',
      reasons: typed ? [...reasons, TYPED] : reasons,
      candidates:
        sent === undefined
          ? commandCandidates(shown.length, shown.indexOf(' ') < 0 ? shown.length : shown.indexOf(' '), {
              first: false,
              helo: undefined,
              starttlsOffered: false,
            })
          : sentCandidates(sentText(sure(command)), fitting ? 0.99 : 0.7),
      command,
      reply,
      line,
      typedByHand: typed,
    };
  }
  return undefined;
}

/** A command that servers know, refused as unknown, behind a firewall that shows itself elsewhere in the session. */
function refused(
  session: Session,
  command: Command,
  path: PathEvidence,
  { starttlsOffered, fixup, typed }: Around,
): MaskedCommand | undefined {
  const { reply, verb } = command;
  if (reply === undefined || !UNKNOWN.has(reply.code) || session.region.viewpoint === 'server') return undefined;
  if (!path.bannerMasked && !path.keywordsMasked) return undefined;
  // A server that repeats the verb got it whole.
  if (reply.lines.some(({ text }) => text.toUpperCase().includes(verb))) return undefined;
  // Where STARTTLS is offered in plain, `allow-tls` lets the command through as well.
  if (verb === 'STARTTLS' && starttlsOffered) return undefined;
  const letThrough = fixup ? FIXUP_COMMANDS : ESMTP_COMMANDS;
  if (letThrough.value.includes(verb) && !typed) return undefined;
  const sent = sentText(command);
  const reasons = [
    `The server answered \`${replyText(reply)}\`, as if it did not know ${verb}; ${fixup ? '`fixup protocol smtp`' : 'the engine'} does not let ${verb} through (${cite(letThrough)}).`,
  ];
  if (path.keywordsMasked) reasons.push('The EHLO reply of the same session has masked keywords.');
  if (path.bannerMasked) reasons.push('The greeting of the same session is masked.');
  return {
    range: placeOf(command.utterance),
    shown: sent,
    length: command.utterance.text.trimEnd().length,
    confidence: typed ? 'possible' : 'likely',
    reasons: typed ? [...reasons, TYPED] : reasons,
    candidates: sentCandidates(sent, 0.95),
    command,
    reply,
    line: undefined,
    typedByHand: typed,
  };
}

/** EHLO, or STARTTLS, answered as NOOP is: PIX 5.1 to 6.x can put NOOP in the place of a command. */
function answeredByNoop(command: Command, { bannerMasked }: PathEvidence): MaskedCommand | undefined {
  const { reply, verb } = command;
  if (!bannerMasked || reply === undefined || !isNoopReply(reply) || FIXUP_COMMANDS.value.includes(verb)) return undefined;
  const sent = sentText(command);
  return {
    range: placeOf(command.utterance),
    shown: sent,
    length: command.utterance.text.trimEnd().length,
    confidence: 'likely',
    reasons: [
      `A bare \`${replyText(reply)}\` is the answer to NOOP: ${NOOP_VERSIONS.value} can put NOOP in the place of ${verb} (${cite(NOOP_VERSIONS)}).`,
      'The greeting of the same session is masked.',
    ],
    candidates: sentCandidates(sent, 0.9),
    command,
    reply,
    line: undefined,
    typedByHand: false,
  };
}

const TYPED =
  'It was typed by hand in telnet: each key is a packet of its own there, and the engine overwrites each, even of commands that it lets through. Test again with a whole line at a time (`Ctrl-]`, `send EHLO x`; netcat; a real client).';

/** Key by key any command is overwritten: its length tells nothing of which it was. */
const UNTOLD: Candidate = { text: SOMETHING_ELSE, probability: 1, evidence: ['Typed key by key, any command is overwritten.'], brief: [] };

const ONLY_FOUR = 'Four X alone are no proof: somebody may have typed just these, to see what the server says.';

/**
 * Key by key: in a terminal; or seen by the server as nothing but X; or HELO itself is refused, which every engine lets through. A
 * session whose EHLO or HELO arrived whole was not typed so.
 */
function typedKeyByKey({ commands, notes, region }: Session): boolean {
  if (commands.some(({ verb, reply }) => isHello(verb) && reply !== undefined && reply.code < 400)) return false;
  if (notes.some(({ note }) => note === 'typed-by-hand')) return true;
  if (region.viewpoint === 'server') return commands.length > 1 && commands.every(({ verb }) => /^X+$/.test(verb));
  return commands.some(({ verb, reply }) => verb === 'HELO' && (reply?.code === 500 || reply?.code === 502));
}

function isHello(verb: string): boolean {
  return verb === 'EHLO' || verb === 'HELO';
}

function offersStarttls({ offers }: Session): boolean {
  return offers.some(({ tls, keywords }) => !tls && keywords.some(({ name }) => name === 'STARTTLS'));
}

/** The command as it is shown: what authenticates is left out. */
function sentText({ utterance, secretAt }: Command): string {
  return secretAt === undefined ? utterance.text.trimEnd() : `${utterance.text.slice(0, secretAt).trimEnd()} …`;
}

/** A bare `250 OK`, as NOOP is answered. */
export function isNoopReply({ code, lines }: Reply): boolean {
  return code === 250 && lines.length === 1 && /^(?:\d\.\d\.\d )?ok\.?$/i.test(lines[0].text.trim());
}

function sentCandidates(sent: string, probability: number): Candidate[] {
  return [
    { text: sent, probability, evidence: ['It is what the client sent.'], brief: ['the client sent it'] },
    { text: SOMETHING_ELSE, probability: 1 - probability, evidence: ['The reply may answer another command.'], brief: [] },
  ];
}

/** The first line of a reply, its code included. */
export function replyText({ lines }: Reply): string {
  return lines[0].utterance.text.trimEnd();
}
