/** Semantic tokens as LSP sends them: five numbers each, relative to the token before. */
import { SEMANTIC_TOKEN_MODIFIERS, SEMANTIC_TOKEN_TYPES, type SemanticToken } from '../features/features.ts';

/** @param tokens in document order, each on one line */
export function encodeSemanticTokens(tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let line = 0;
  let start = 0;
  for (const token of tokens) {
    if (token.line !== line) start = 0;
    let modifiers = 0;
    for (const modifier of token.modifiers ?? []) modifiers |= 1 << SEMANTIC_TOKEN_MODIFIERS.indexOf(modifier);
    data.push(token.line - line, token.start - start, token.length, SEMANTIC_TOKEN_TYPES.indexOf(token.type), modifiers);
    line = token.line;
    start = token.start;
  }
  return data;
}
