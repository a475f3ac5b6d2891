/** Colours by meaning: who speaks, codes, verbs, keywords, masked text. */

import { unmask } from '../../masking/unmask.ts';
import type { Command, Reply, Utterance } from '../../smtp/model.ts';
import { placeOf } from '../../smtp/model.ts';
import { itemAt } from '../../text/at.ts';
import type { Range } from '../../text/lines.ts';
import type { TranscriptDocument } from '../document.ts';
import type { SemanticToken, SemanticTokenType } from '../features.ts';

/** @param asked the lines that are asked for; all where there is none */
export function semanticTokens({ transcript }: TranscriptDocument, asked?: Range): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const put = (range: Range, type: SemanticTokenType, deprecated = false) => {
    const { start, end } = range;
    if (start.line !== end.line || start.character >= end.character) return;
    if (asked !== undefined && (start.line < asked.start.line || start.line > asked.end.line)) return;
    const token = { line: start.line, start: start.character, length: end.character - start.character, type };
    tokens.push(deprecated ? { ...token, modifiers: ['deprecated'] } : token);
  };
  const masks = unmask(transcript);
  const masked = new Set(masks.map(({ range }) => `${range.start.line}:${range.start.character}`));
  const isMasked = ({ start }: Range) => masked.has(`${start.line}:${start.character}`);
  for (const { range } of masks) put(range, 'regexp', true);
  for (const session of transcript.sessions) {
    const keywords = new Map(session.offers.flatMap((offer) => offer.keywords.map((it) => [it.line.utterance, it] as const)));
    for (const event of session.events) {
      if (event.kind === 'command') command(event, put, isMasked);
      else if (event.kind === 'reply') reply(event, put, isMasked, (line) => keywords.get(line)?.name.length ?? 0);
    }
    for (const { headers } of session.messages) {
      for (const { name, lines } of headers) put(placeOf(lines[0], 0, name.length), 'property');
    }
  }
  return tokens
    .sort((a, b) => a.line - b.line || a.start - b.start)
    .filter((token, i, all) => i === 0 || !overlaps(itemAt(all, i - 1), token));
}

type Put = (range: Range, type: SemanticTokenType) => void;

function command({ utterance, verb }: Command, put: Put, isMasked: (range: Range) => boolean): void {
  const range = placeOf(utterance, 0, verb.length);
  if (verb !== '' && !isMasked(range)) put(range, 'function');
}

function reply({ lines }: Reply, put: Put, isMasked: (range: Range) => boolean, keywordLength: (line: Utterance) => number): void {
  for (const { utterance, textAt } of lines) {
    put(placeOf(utterance, 0, 3), 'number');
    const length = keywordLength(utterance);
    const range = placeOf(utterance, textAt, textAt + length);
    if (length > 0 && !isMasked(range)) put(range, 'keyword');
  }
}

function overlaps(a: SemanticToken, b: SemanticToken): boolean {
  return a.line === b.line && b.start < a.start + a.length;
}
