/** Hovers are Markdown; what comes from a file is never taken for markup. */

import type { Hover, Range } from 'vscode-languageserver-types';
import { cite, type Fact } from '../facts/fact.ts';
import { itemAt } from '../text/at.ts';

/** Characters of a hover: what a person reads without scrolling. */
export const FIRST_SCREEN = 600;

/** A hover is the first screen of an answer. */
export interface FirstScreen extends Hover {
  /** The whole answer, in Markdown, where there is more. */
  readonly more?: string;
}

/**
 * @param told paragraphs, what matters most in front: what does not fit on the first screen is left to the whole
 * @param whole paragraphs of the whole answer, where it is put in other words
 */
export function markdownHover(range: Range, told: readonly string[], whole: readonly string[] = told): FirstScreen {
  const value = fitting(told);
  const more = joined(whole);
  return { range, contents: { kind: 'markdown', value }, ...(more !== value && { more }) };
}

function joined(paragraphs: readonly string[]): string {
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

/** The paragraphs that fit on the first screen, and of a list the first items; each but what it says it leaves to those behind it. */
function fitting(paragraphs: readonly string[]): string {
  let told = '';
  for (const paragraph of paragraphs.filter((text) => text !== '')) {
    const room = FIRST_SCREEN - told.length - (told === '' ? 0 : 2);
    const part = paragraph.length <= room ? paragraph : beginning(paragraph, room);
    if (part !== '') told += (told === '' ? '' : '\n\n') + part;
  }
  return told;
}

/** The first items of a list, and that there are more; '' of anything else. */
function beginning(paragraph: string, room: number): string {
  const lines = paragraph.split('\n');
  const last = '- …';
  const first = lines.findIndex((line) => line.startsWith('- '));
  if (first < 0) return '';
  while (lines.length > 0 && `${lines.join('\n')}\n${last}`.length > room) lines.pop();
  return lines.length > first ? [...lines, last].join('\n') : '';
}

export function list(sentences: readonly string[]): string {
  return sentences.map((text) => `- ${text}`).join('\n');
}

/** Text of the file inside a sentence. */
export function code(text: string): string {
  // A run of backticks longer than any in the text fences it (CommonMark).
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/** Plain words that may hold signs of Markdown. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

/** Our own sentences: what stands between backticks is shown as code, the rest is plain words. */
export function sentence(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.length > 1 && part.startsWith('`') && part.endsWith('`') ? part : plain(part)))
    .join('');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function codeBlock(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}

/** `*Source: TAC 117801, CG9 (documented)*`, with what the sources do not agree on. */
export function source(fact: Pick<Fact<unknown>, 'mark' | 'sources' | 'remark'>): string {
  const cited = `*Source: ${plain(cite(fact))}*`;
  return fact.remark === undefined ? cited : `${cited}\n\n${plain(fact.remark)}`;
}

/** Our own Markdown as a person reads it without markup, for editors that show plain text only. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let inCode = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    else if (inCode) lines.push(line);
    else if (!/^\|(?: --- \|)+$/.test(line)) lines.push(withoutMarks(line));
  }
  return lines.join('\n');
}

/** A line of Markdown: what stands in backticks as it is, the rest without the signs that mean something in Markdown. */
function withoutMarks(line: string): string {
  const inner = line.startsWith('| ') ? line.slice(2, -2) : line.replace(/^#+ /, '');
  const tokens: readonly string[] = inner.match(/\\[\\`*_{}[\]<>#|~]|`+|\*+|[^\\`*]+|\\/g) ?? [];
  let text = '';
  for (let i = 0; i < tokens.length; i++) {
    const token = itemAt(tokens, i);
    const close = token.startsWith('`') ? tokens.indexOf(token, i + 1) : -1;
    if (close > 0) {
      const inside = tokens
        .slice(i + 1, close)
        .join('')
        .replaceAll('\\|', '|');
      // More than one backtick fences with blanks: see `code`.
      text += token.length > 1 ? inside.slice(1, -1) : inside;
      i = close;
    } else if (token.length > 1 && token.startsWith('\\')) text += token.slice(1);
    else if (!token.startsWith('*')) text += token;
  }
  return text;
}
