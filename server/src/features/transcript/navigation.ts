/** From a command, or the final dot of a message, to the reply that answers it, and back. */
import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver-types';
import type { Position } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import { rangeSaid, spokenAt } from './walk.ts';

/** On a command or a final dot: its reply, or replies. On a reply: what it answers; the greeting answers nothing. */
export function definition({ uri, transcript }: TranscriptDocument, at: Position): Location[] {
  const spoken = spokenAt(transcript, at);
  if (spoken === undefined) return [];
  const others = spoken.utterance.speaker === 'client' ? spoken.replies : [spoken.asked];
  return others.flatMap((other) => (other === undefined ? [] : [{ uri, range: rangeSaid(other) }]));
}

/** A command together with its reply. */
export function documentHighlights({ transcript }: TranscriptDocument, at: Position): DocumentHighlight[] {
  const spoken = spokenAt(transcript, at);
  if (spoken === undefined) return [];
  return [spoken.asked, ...spoken.replies].flatMap((it) =>
    it === undefined ? [] : [{ range: rangeSaid(it), kind: DocumentHighlightKind.Text }],
  );
}

/** A command's references: the command and its reply. */
export function references(document: TranscriptDocument, at: Position): Location[] {
  return documentHighlights(document, at).map(({ range }) => ({ uri: document.uri, range }));
}
