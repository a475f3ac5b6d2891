/** Colours by meaning: who speaks, codes, verbs, keywords, masked text. */

import { unmask } from '../../masking/unmask.ts';
import type { Command, Reply, Utterance } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt } from '../../text/at.ts';
import { type Lines, type Range, rangeOn } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import type { SemanticToken, SemanticTokenModifier, SemanticTokenType } from '../features.ts';

/** @param asked the lines that are asked for; all where there is none */
export function semanticTokens({ lines, transcript }: TranscriptDocument, asked?: Range): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const put: Put = ({ start, end }, type, word, modifiers) => {
    if (start.line !== end.line || start.character >= end.character) return;
    if (asked !== undefined && (start.line < asked.start.line || start.line > asked.end.line)) return;
    const here = lines.text(start.line).slice(start.character, end.character);
    // Some tools tell of a reply without its code, or print a line over two rows.
    if (word !== undefined && here.toUpperCase() !== word.toUpperCase()) return;
    const token = { line: start.line, start: start.character, length: end.character - start.character, type };
    tokens.push(modifiers === undefined ? token : { ...token, modifiers });
  };
  for (const { range } of unmask(transcript)) overwritten(range, lines, put);
  for (const session of transcript.sessions) {
    const keywords = new Map(session.offers.flatMap((offer) => offer.keywords.map((it) => [it.line.utterance, it.name] as const)));
    for (const event of session.events) {
      if (event.kind === 'command') command(event, put);
      else if (event.kind === 'reply') reply(event, put, (line) => keywords.get(line));
    }
    for (const { headers } of session.messages) {
      for (const { name, lines } of headers) put(placeOf(lines[0], 0, name.length), 'property', name);
    }
  }
  return tokens
    .sort((a, b) => a.line - b.line || a.start - b.start)
    .filter((token, i, all) => i === 0 || !overlaps(itemAt(all, i - 1), token));
}

/** @param word what must stand there, in either case; undefined: whatever does */
type Put = (range: Range, type: SemanticTokenType, word?: string, modifiers?: readonly SemanticTokenModifier[]) => void;

/** What an inspection writes over text: X, with the running letter of a keyword, and asterisks, where a greeting keeps its 2, 0 and blanks. */
const RUN = /X{3,}[A-Z]?|[*20][*20 ]*/g;

/** A mask as it stands in the document: a command that was overwritten on its way may stand there as the client sent it. */
function overwritten({ start, end }: Range, lines: Lines, put: Put): void {
  if (start.line !== end.line) return;
  for (const { 0: run, index } of lines.text(start.line).slice(start.character, end.character).matchAll(RUN)) {
    if (!run.startsWith('X') && !run.includes('**')) continue;
    const from = start.character + index;
    put(rangeOn(start.line, from, from + run.trimEnd().length), 'regexp', undefined, ['deprecated']);
  }
}

function command({ utterance, verb }: Command, put: Put): void {
  // X that somebody typed are no mask, and no verb either.
  if (!/^X*$/.test(verb)) put(placeOf(utterance, 0, verb.length), 'method', verb);
}

function reply({ code, lines }: Reply, put: Put, keywordOf: (line: Utterance) => string | undefined): void {
  for (const { utterance, textAt } of lines) {
    put(placeOf(utterance, 0, 3), 'number', String(code));
    // An old form has its first parameter behind `=`: `AUTH=LOGIN`.
    const [keyword] = keywordOf(utterance)?.split('=') ?? [];
    if (keyword !== undefined) put(placeOf(utterance, textAt, textAt + keyword.length), 'keyword', keyword);
  }
}

function overlaps(a: SemanticToken, b: SemanticToken): boolean {
  return a.line === b.line && b.start < a.start + a.length;
}
