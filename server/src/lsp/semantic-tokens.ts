/** Semantic tokens as LSP sends them: five numbers each, relative to the token before. */

import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { SEMANTIC_TOKEN_MODIFIERS, SEMANTIC_TOKEN_TYPES, type SemanticToken } from '../features/features.ts';
import { sure } from '../text/at.ts';

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

/** What a token is: five numbers. */
const WIDTH = 5;

/** What clients were told of their documents last, so that after an edit only what is different need be told. */
export class ToldTokens {
  private readonly last = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
  private results = 0;

  /** All tokens of a document. */
  full(uri: string, data: number[]): SemanticTokens {
    const resultId = String(++this.results);
    this.last.set(uri, { resultId, data });
    return { resultId, data };
  }

  /** @returns what is different from the result that the client names; all tokens where that is not the last one */
  delta(uri: string, previousResultId: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const before = this.last.get(uri);
    const all = this.full(uri, data);
    if (before?.resultId !== previousResultId) return all;
    return { resultId: sure(all.resultId), edits: difference(before.data, data) };
  }

  /** The document is closed. */
  forget(uri: string): void {
    this.last.delete(uri);
  }
}

/** The one edit, in whole tokens, that makes the second of the first; none where they are the same. */
export function difference(before: readonly number[], now: readonly number[]): { start: number; deleteCount: number; data?: number[] }[] {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head++;
  head -= head % WIDTH;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  tail -= tail % WIDTH;
  if (head === before.length && head === now.length) return [];
  const data = now.slice(head, now.length - tail);
  return [{ start: head, deleteCount: before.length - head - tail, ...(data.length > 0 && { data }) }];
}
