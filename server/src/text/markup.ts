/**
 * The markup of our own sentences: what stands between backticks is code, the rest is plain words. Sentences keep it as long as they rise;
 * who shows them renders it: `features/markdown.ts` as Markdown, the web page as HTML, and this where nothing but plain text is shown.
 */

const CODE = /`([^`\n]+)`/g;

/** Code between quotation marks, of which it has none itself. */
export function inPlainWords(text: string): string {
  return text.includes('`') ? text.replace(CODE, (_, code: string) => (code.includes('"') ? `'${code}'` : `"${code}"`)) : text;
}
