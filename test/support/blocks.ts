/** The blocks of the pages in docs/ and beside it: what a person would paste. Read as Markdown is, whatever a block is fenced with and stands in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Block {
  /** The page, from the root of the project: `docs/ci.md`. */
  readonly page: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** What it stands under. */
  readonly heading: string;
  /** The paragraph before it, or ''. */
  readonly before: string;
  /** What the comment above it says; undefined where there is none. */
  readonly mark: string | undefined;
  /** What its fence calls it; '' where it is indented. */
  readonly language: string;
  readonly text: string;
}

const markdown = new MarkdownIt({ html: true });

/** @param page from the root of the project */
export function blocksOf(page: string): readonly Block[] {
  return blocksIn(page, readFileSync(path.join(ROOT, page), 'utf8'));
}

export function blocksIn(page: string, text: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let before = '';
  let mark: string | undefined;
  let isHeading = false;
  for (const { type, content, info, map } of markdown.parse(text, {})) {
    if (type === 'heading_open') isHeading = true;
    else if (type === 'inline' && isHeading) [heading, before, isHeading] = [content, '', false];
    else if (type === 'inline') before = content;
    else if (type === 'fence' || type === 'code_block') {
      const [first = 0] = map ?? [];
      blocks.push({ page, line: first + 1, heading, before, mark, language: info.trim(), text: content });
    }
    // A mark belongs to what follows it at once.
    mark = type === 'html_block' ? /^<!-- (.*) -->$/.exec(content.trim())?.[1] : undefined;
  }
  return blocks;
}

/** The one block of a language under a heading of a page. @throws Error where there is none, or more than one */
export function pasted(page: string, heading: string, language: string): string {
  const [block, ...more] = blocksOf(page).filter((each) => each.heading === heading && each.language === language);
  if (block === undefined || more.length > 0) throw new Error(`${page} has not one block of ${language} under "${heading}"`);
  return block.text;
}
