/** A session as turns: a command with its reply, a message with the replies to it. What two recordings are compared by. */

import { isOverwriting } from '../masking/events.ts';
import type { Session } from '../smtp/model.ts';
import { sure } from '../text/at.ts';
import type { PredictedLine, PredictedSession } from './predict.ts';
import { lineOf, type Said, wireOf } from './wire.ts';

export interface Recorded {
  /** Of a prediction: as it would be. */
  readonly text: string;
  /** As it stands in the file. */
  readonly original: string;
  /** In its file, from 0 on. */
  readonly line: number;
  /** A prediction of what the server would say, in words that may not be its own. */
  readonly predicted: boolean;
}

export interface Turn {
  /** Upper case; `greeting` before any command, `message` for mail data. */
  readonly verb: string;
  /** The same as recorded, before the firewall of a prediction overwrites it. */
  readonly sent: string;
  readonly command: Recorded | undefined;
  readonly message: Recorded[];
  readonly reply: Recorded[];
  /** The firewall of a prediction overwrites the command. */
  readonly overwritten: boolean;
}

export interface Dropped {
  readonly line: Recorded;
  readonly kind: 'command' | 'message' | 'keyword' | 'reply';
  /** As in `Turn`: of a reply, that of the command which it answers. */
  readonly verb: string;
}

export interface Recording {
  readonly turns: readonly Turn[];
  /** What the client calls itself. */
  readonly client: string | undefined;
  /** The line at which the firewall of a prediction ends the connection. */
  readonly endedAt: Recorded | undefined;
  /** Lines that the firewall of a prediction drops, and lets the connection go on. */
  readonly dropped: readonly Dropped[];
  /** The client would go on otherwise than was recorded. */
  readonly departs: boolean;
  /** A keyword is masked, so that a client does not use what it stands for. */
  readonly hidesKeywords: boolean;
  /** The tool prints whole replies, not their last lines alone. */
  readonly wholeReplies: boolean;
}

/** Which side of a firewall shows its work: a client sees its own commands and changed replies, a server the reverse; a prediction has both. */
export type View = 'client' | 'server' | 'both';

/** What was said outside TLS. */
export function recordingOf(session: Session): Recording {
  const lines = wireOf(session).flatMap((said) => recorded(said, said.text, false));
  const nothingDone = { endedAt: undefined, dropped: [], departs: false, hidesKeywords: false };
  return { turns: turnsOf(lines), client: clientOf(session), wholeReplies: session.region.wholeReplies, ...nothingDone };
}

/** The same behind a firewall, as one side of it would record it. */
export function predictedRecording({ session, lines, ended, departs }: PredictedSession, view: View): Recording {
  const last = ended === undefined ? undefined : lines.at(-1);
  const dropped: Dropped[] = [];
  const told = lines.flatMap((line) => {
    const text = seenFrom(view, line);
    if (text !== undefined) return recorded(line.said, text, line.predicted !== undefined, isOverwritten(line));
    if (line !== last) dropped.push(...droppedOf(line.said));
    return [];
  });
  return {
    turns: turnsOf(told),
    client: clientOf(session),
    wholeReplies: session.region.wholeReplies,
    endedAt: last === undefined ? undefined : recorded(last.said, last.said.text, false)[0]?.line,
    dropped,
    departs,
    hidesKeywords: lines.some(({ events }) => events.some(({ kind }) => kind === 'keyword-masked')),
  };
}

function seenFrom(view: View, { said, left, predicted }: PredictedLine): string | undefined {
  if (view === 'both' || predicted !== undefined) return left;
  return (said.by === 'client') === (view === 'client') ? said.text : left;
}

function droppedOf(said: Said): Dropped[] {
  const { command, by, answers } = said;
  const of =
    command !== undefined
      ? ({ kind: 'command', verb: verbIn(said.text) } as const)
      : by === 'client'
        ? ({ kind: 'message', verb: 'message' } as const)
        : ({ kind: answers?.verb === 'EHLO' ? 'keyword' : 'reply', verb: answers?.verb ?? 'reply' } as const);
  return recorded(said, said.text, false).map(({ line }) => ({ line, ...of }));
}

function isOverwritten({ events }: PredictedLine): boolean {
  return events.some(isOverwriting);
}

interface Told {
  readonly said: Said;
  readonly line: Recorded;
  readonly overwritten: boolean;
}

function recorded(said: Said, text: string, predicted: boolean, overwritten = false): Told[] {
  const line = lineOf(said);
  return line === undefined || sure(said.utterance).tls
    ? []
    : [{ said, line: { text, original: said.text, line, predicted }, overwritten }];
}

function turnsOf(lines: readonly Told[]): Turn[] {
  const turns: Turn[] = [];
  const byCommand = new Map<Said['command'], Turn>();
  const byMessage = new Map<Said['message'], Turn>();
  const byReply = new Map<Said['reply'], Turn>();
  const begin = (verb: string, command: Recorded | undefined, overwritten: boolean): Turn => {
    const sent = command === undefined ? verb : verbIn(command.original);
    const turn = { verb, sent, command, message: [], reply: [], overwritten };
    turns.push(turn);
    return turn;
  };
  for (const { said, line, overwritten } of lines) {
    if (said.command !== undefined) byCommand.set(said.command, begin(verbIn(line.text), line, overwritten));
    else if (said.by === 'client') {
      const turn = byMessage.get(said.message) ?? begin('message', undefined, false);
      byMessage.set(said.message, turn);
      turn.message.push(line);
    } else {
      const answered = said.answers !== undefined ? byCommand.get(said.answers) : (byMessage.get(said.message) ?? byReply.get(said.reply));
      const turn = answered ?? begin(verbBefore(said, turns.length), undefined, false);
      byReply.set(said.reply, turn);
      turn.reply.push(line);
    }
  }
  return turns;
}

/** What a reply answers whose command the file does not show. */
function verbBefore({ text }: Said, turns: number): string {
  if (turns === 0 && text.startsWith('220')) return 'greeting';
  return text.startsWith('250-') ? 'EHLO' : 'reply';
}

function verbIn(text: string): string {
  return ((/^\S*/.exec(text)?.[0] ?? '') || text).toUpperCase();
}

function clientOf({ commands }: Session): string | undefined {
  return commands
    .find(({ verb }) => verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO')
    ?.argument.trim()
    .toLowerCase();
}
