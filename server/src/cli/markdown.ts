/** The Markdown of our own pages, laid out for a terminal. Only what those pages use is known; other text is shown as it stands. */

import stringWidth from 'string-width';
import { itemAt } from '../text/at.ts';
import type { Colors, Style } from './terminal.ts';
import { wrap } from './width.ts';

export function renderMarkdown(text: string, style: Style): string {
  const out: string[] = [];
  for (const block of blocks(text)) out.push(...render(block, style), '');
  return `${out.join('\n').trimEnd()}\n`;
}

type Kind = 'heading' | 'code' | 'table' | 'list' | 'paragraph';

interface Block {
  readonly kind: Kind;
  readonly lines: string[];
}

const STARTS: readonly (readonly [Kind, RegExp])[] = [
  ['heading', /^#+ /],
  ['code', /^```/],
  ['table', /^\|/],
  ['list', /^- /],
];

function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    if (open?.kind === 'code') {
      open.lines.push(line);
      if (line === '```') open = undefined;
      continue;
    }
    if (line === '') {
      open = undefined;
      continue;
    }
    const kind = STARTS.find(([, start]) => start.test(line))?.[0] ?? (open?.kind === 'list' ? 'list' : 'paragraph');
    if (open?.kind !== kind || kind === 'heading') {
      open = { kind, lines: [] };
      found.push(open);
    }
    open.lines.push(line);
  }
  return found;
}

function render({ kind, lines }: Block, style: Style): string[] {
  const { colors, prose } = style;
  switch (kind) {
    case 'heading': {
      const title = itemAt(lines, 0).replace(/^#+ /, '');
      return [itemAt(lines, 0).startsWith('# ') ? colors.bold(colors.underline(title)) : colors.bold(title)];
    }
    case 'code':
      return lines.slice(1, -1).map((line) => colors.cyan(`    ${line}`.trimEnd()));
    case 'table':
      return table(lines, colors);
    case 'list':
      return items(lines).flatMap((item) => wrap(item, prose - 2).map((row, index) => (index === 0 ? '- ' : '  ') + inline(row, colors)));
    default:
      return wrap(lines.join(' '), prose).map((row) => inline(row, colors));
  }
}

function items(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (line.startsWith('- ')) found.push(line.slice(2));
    else found.push(`${found.pop() ?? ''} ${line.trim()}`);
  }
  return found;
}

/** The signs of Markdown go, the emphasis stays where there are colours. */
function inline(text: string, colors: Colors): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, inner: string) => colors.bold(inner))
    .replace(/`([^`]+)`/g, (quoted, inner: string) => (colors.isColorSupported ? colors.cyan(inner) : quoted));
}

/** Columns as wide as their widest cell; a row of blanks in the head is left out. */
function table(lines: readonly string[], colors: Colors): string[] {
  const rows = lines.filter((line) => !/^\|[-|: ]+\|$/.test(line) || /[a-z]/i.test(line)).map(cells);
  const widths = itemAt(rows, 0).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) =>
      inline(
        row
          .map((cell, column) => cell + ' '.repeat(itemAt(widths, column) - stringWidth(cell)))
          .join('  ')
          .trimEnd(),
        colors,
      ),
    );
}

function cells(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
