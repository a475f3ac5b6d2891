/** Hovers are Markdown; what comes from a file is never taken for markup. */
import { type Hover, MarkupKind, type Range } from 'vscode-languageserver-types';
import { cite, type Fact } from '../facts/fact.ts';

export function markdownHover(range: Range, paragraphs: readonly string[]): Hover {
  return { range, contents: { kind: MarkupKind.Markdown, value: paragraphs.filter((text) => text !== '').join('\n\n') } };
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
    const token = tokens[i]!;
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
