/** Free text inside a configuration, banners and certificates: what opens it, and whether its end comes. */
import { sure } from '../text/at.ts';
import type { Line } from '../text/lines.ts';
import type { Sequence } from '../text/sequence.ts';
import { type Item, StatementNode } from './statement.ts';
import { layout } from './words.ts';

/** The mark at which free text ends that a statement opens. */
export function freeTextAfter(node: StatementNode): string | undefined {
  if (node.command === 'certificate' && node.mode === 'certificate-chain' && node.form === 'set') return 'quit';
  if (node.command === 'crypto' && node.word(1) === 'ca' && /^(?:authenticate|import)$/.test(node.word(2))) return 'quit';
  if (node.command === 'banner' && node.word(2) === '^C' && node.words.length === node.head + 3) return '^c';
  return undefined;
}

/** How many lines an opener of free text looks ahead for its end. */
export const FURTHEST_END = 500;

const HEXADECIMAL = /^[\da-f\s]*$/i;

/** Whether what an item means depends on the lines below it. */
export function looksAhead(item: Item): boolean {
  return item instanceof StatementNode ? freeTextAfter(item) !== undefined : item?.mark === 'code-block';
}

export function endsFreeText(text: string, start: number, mark: string): boolean {
  return text.slice(start).trimEnd().toLowerCase().startsWith(mark);
}

/**
 * Whether the end of free text comes: before the block is left, before a prompt, before the same command once more, and, of a certificate,
 * before a line that is neither indented nor hexadecimal. Where it does not, nothing is free text: an ASA's banner has one line in each
 * command, and a certificate may have been cut out.
 */
export function endsBelow(lines: Sequence<Line>, number: number, opener: StatementNode, mark: string): boolean {
  for (let i = number + 1; i < lines.length && i <= number + FURTHEST_END; i++) {
    const { text } = sure(lines.get(i));
    const { start, indent, prompt } = layout(text);
    if (start >= text.length) continue;
    if (endsFreeText(text, start, mark)) return true;
    if (prompt !== undefined || indent < opener.indent || text.startsWith(`${opener.command} `, start)) return false;
    if (opener.command === 'certificate' && indent === opener.indent && !HEXADECIMAL.test(text.slice(start))) return false;
  }
  return false;
}
