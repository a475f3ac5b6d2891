/** Finds what a transcript says at a place. */

import type { Command, Event, Reply, Session, Transcript, Utterance } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt, lastOf } from '../../text/at.ts';
import type { Position, Range } from '../../text/lines.ts';

/** A protocol line at a place, and what it belongs to. */
export interface Spoken {
  readonly session: Session;
  readonly utterance: Utterance;
  /** What it asks, or what is asked by that which its reply answers: a command, or the final dot of a message. */
  readonly asked: Command | Utterance | undefined;
  /** The reply that it is, or those that answer it: LMTP answers a final dot for each recipient. */
  readonly replies: readonly Reply[];
  /** Character of the utterance's text. */
  readonly at: number;
}

type SessionEvent = Session['events'][number];

export function spokenAt({ sessions }: Transcript, position: Position): Spoken | undefined {
  for (const session of sessions) {
    if (position.line < session.first || position.line > session.last) continue;
    for (const event of session.events) {
      for (const utterance of utterancesOf(event)) {
        const at = characterAt(utterance, position);
        if (at === undefined) continue;
        return { session, utterance, at, ...exchangeOf(session, event) };
      }
    }
  }
  return undefined;
}

function exchangeOf({ commands, messages }: Session, event: SessionEvent): Pick<Spoken, 'asked' | 'replies'> {
  switch (event.kind) {
    case 'command':
      return { asked: event, replies: event.reply === undefined ? [] : [event.reply] };
    case 'reply': {
      const asked = commands.find(({ reply }) => reply === event) ?? messages.find(({ endReplies }) => endReplies.includes(event))?.end;
      return { asked, replies: [event] };
    }
    default: {
      const ended = messages.find(({ end }) => end === event);
      return { asked: ended?.end, replies: ended?.endReplies ?? [] };
    }
  }
}

export function utterancesOf(event: SessionEvent | Event): readonly Utterance[] {
  if (event.kind === 'command') return [event.utterance];
  if (event.kind === 'reply') return event.lines.map((line) => line.utterance);
  return event.kind === 'utterance' ? [event] : [];
}

function characterAt({ pieces, text }: Utterance, { line, character }: Position): number | undefined {
  const piece = pieces.find((it) => it.line === line && it.column <= character && character <= it.column + it.length);
  return piece === undefined ? undefined : Math.min(piece.at + character - piece.column, text.length);
}

/** The whole of a command, a reply or a line of mail data. */
export function rangeSaid(event: Command | Reply | Utterance): Range {
  const utterances = utterancesOf(event);
  return { start: placeOf(itemAt(utterances, 0)).start, end: placeOf(lastOf(utterances)).end };
}
