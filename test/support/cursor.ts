/** Texts with a cursor in them: `250 XXX|XXXXA`. */
import { type Document, type LanguageId, openDocument } from '../../server/src/features/document.ts';
import { Lines, type Position } from '../../server/src/text/lines.ts';

export interface Marked {
  readonly text: string;
  readonly at: Position;
}

/** Takes the one `‸` out of a text and tells where it stood. (`|` is a character of both languages.) */
export function cursor(marked: string): Marked {
  const index = marked.indexOf('‸');
  if (index < 0) throw new Error('no cursor ‸ in the text');
  const before = Lines.read(marked.slice(0, index));
  const line = before.count - 1;
  return { text: marked.replace('‸', ''), at: { line, character: before.text(line).length } };
}

export function open(text: string, language: 'cisco-asa'): Extract<Document, { language: 'cisco-asa' }>;
export function open(text: string, language: 'smtp-transcript'): Extract<Document, { language: 'smtp-transcript' }>;
export function open(text: string, language: LanguageId): Document;
export function open(text: string, language: LanguageId): Document {
  return openLines(Lines.read(text), language);
}

export function openLines(lines: Lines, language: LanguageId): Document {
  return openDocument('file:///test', language, lines);
}

/** The Markdown of a hover, its first screen and the whole answer behind it; '' without a hover. */
export function hoverText(hover: { contents: unknown; more?: string } | null | undefined): string {
  const first = (hover?.contents as { value: string } | undefined)?.value ?? '';
  return hover?.more === undefined ? first : `${first}\n\n${hover.more}`;
}
