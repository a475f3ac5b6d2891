/** A note about what a transcript shows, for whoever can mend it. */
import { type Document, transcriptIn } from '../features/document.ts';
import { NOTHING_TO_NOTE, type NoteOptions, noteOf } from '../note/note.ts';
import type { Session } from '../smtp/model.ts';
import { readTranscript } from '../smtp/read.ts';
import { type Passage, passageOf } from '../workspace/passage.ts';
import type { Tie } from '../workspace/tie.ts';
import type { NoteAnswer } from './types.ts';

/** @param tieOf the firewall that a session passed, where it is known */
export function noteAnswer(document: Document, tieOf: (session: Session | undefined) => Tie | undefined, options: NoteOptions): NoteAnswer {
  const transcript = transcriptIn(document) ?? readTranscript(document.lines);
  const passage = (session: Session | undefined): Passage | undefined => {
    const tie = tieOf(session);
    return tie && passageOf(tie, session);
  };
  const note = noteOf(transcript, document.findings, passage, options) ?? null;
  return { version: 1, to: options.to, language: options.language, note, reason: note === null ? NOTHING_TO_NOTE : null };
}
