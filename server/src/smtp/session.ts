/** Dialogue to sessions: whatever is said on a connection belongs to the session that is open there, or begins another. */
import type { Stretch } from './dialogue.ts';
import { Hearing, isTelling } from './hearing.ts';
import type { Note, Session } from './model.ts';

/** The sessions of a stretch, in the order in which they begin. */
export function sessionsOf({ region, dialect, events }: Stretch): readonly Session[] {
  const open = new Map<string, Hearing>();
  const done: Hearing[] = [];
  const begin = (key: string, notes: readonly Note[]) => {
    const hearing = new Hearing(region(key), dialect.tls, key);
    for (const note of notes) hearing.note(note);
    done.push(hearing);
    return hearing;
  };
  // A heading or a connection belongs to the session that follows it.
  const waiting = new Map<string, Note[]>();

  for (const event of events) {
    const key = event.connection;
    let hearing = open.get(key);
    if (event.kind === 'note') {
      // The connection before this one ended without a word: what was noted of it (TLS failed, time ran out) is a session of its own.
      const held = waiting.get(key);
      if (event.note === 'connected' && held?.some(({ note }) => note === 'connected') && held.some(isTelling)) {
        begin(key, held);
        waiting.delete(key);
      }
      if (hearing === undefined || event.note === 'label' || hearing.isOver(event)) hold(waiting, key, event);
      else hearing.note(event);
      if (hearing?.isOver(event) === true) open.delete(key);
      continue;
    }
    const early = waiting.get(key) ?? NONE;
    if (early !== NONE) waiting.delete(key);
    const heading = early.some(({ note }) => note === 'label');
    if (hearing === undefined || hearing.begins(event, heading)) {
      hearing = begin(key, early);
      open.set(key, hearing);
    } else for (const note of early) hearing.note(note);
    hearing.hear(event);
  }
  for (const [key, notes] of waiting) {
    if (notes.some(isTelling)) begin(key, notes);
  }
  return done.map((hearing) => hearing.session()).filter((session) => session !== undefined);
}

const NONE: readonly Note[] = [];

function hold(waiting: Map<string, Note[]>, key: string, event: Note): void {
  const held = waiting.get(key);
  if (held === undefined) waiting.set(key, [event]);
  else held.push(event);
}
