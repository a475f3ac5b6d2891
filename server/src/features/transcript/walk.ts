/** Finds what a transcript says at a place. */
import type { Command, Event, Reply, Session, Transcript, Utterance } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import type { Position, Range } from '../../text/lines.ts';

/** A protocol line at a place, and what it belongs to. */
export interface Spoken {
  readonly session: Session;
  readonly utterance: Utterance;
  /** The command that it is, or that its reply answers. */
  readonly command: Command | undefined;
  readonly reply: Reply | undefined;
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
        if (event.kind === 'command') return { session, utterance, command: event, reply: event.reply, at };
        const reply = event.kind === 'reply' ? event : undefined;
        const command = reply && session.commands.find((it) => it.reply === reply);
        return { session, utterance, command, reply, at };
      }
    }
  }
  return undefined;
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

/** The whole of a command or a reply. */
export function rangeOf(event: Command | Reply): Range {
  const utterances = utterancesOf(event);
  return { start: placeOf(utterances[0]!).start, end: placeOf(utterances.at(-1)!).end };
}
