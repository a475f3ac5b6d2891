/**
 * Draws the pictures of the walkthrough, images/walkthrough/: the lines of the examples, and what the program says of them. They are SVG with
 * attributes alone, for the page of VS Code lets no style element through, and takes their colours from the theme.
 *   node scripts/run.mjs scripts/walkthrough-pictures.ts [--check]     --check: writes nothing; exit code 1 when one is stale
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticSeverity, MarkupContent } from 'vscode-languageserver-types';
import { readConfiguration } from '../server/src/asa/read.ts';
import { wrap } from '../server/src/cli/width.ts';
import { codeActions } from '../server/src/features/code-actions.ts';
import { diagnostics } from '../server/src/features/diagnostics.ts';
import { type Document, openDocument } from '../server/src/features/document.ts';
import { transcriptFeatures } from '../server/src/features/transcript/features.ts';
import { predictSession } from '../server/src/path/predict.ts';
import { refusalsOf } from '../server/src/path/refusal.ts';
import { treatmentsOf } from '../server/src/path/treatments.ts';
import { explainFlow, parseFlow } from '../server/src/policy/verdict.ts';
import { readTranscript } from '../server/src/smtp/read.ts';
import { itemAt } from '../server/src/text/at.ts';
import { Lines, rangeOn } from '../server/src/text/lines.ts';
import { inPlainWords } from '../server/src/text/markup.ts';

const FOLDER = 'images/walkthrough';

const WIDTH = 560;
const ROW = 24;
/** Of the type of the code: its letters are all as wide. */
const LETTER = 7.8;
/** So many characters of the type of words fit into a row of a box. */
const IN_A_BOX = 74;
const SANS = `font-family="system-ui, 'Segoe UI', sans-serif" font-size="12.5"`;
const INK = 'var(--vscode-editor-foreground, #d4d4d4)';

/** A part of a picture, and how far down it reaches. */
interface Part {
  readonly svg: readonly string[];
  readonly bottom: number;
}

function picture(title: string, parts: readonly Part[]): string {
  const height = Math.max(...parts.map(({ bottom }) => bottom)) + 22;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="ui-monospace, Consolas, monospace" font-size="13">
  <title>${escaped(title)}</title>
  <rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="8" fill="var(--vscode-editor-background, #1e1e1e)" stroke="var(--vscode-panel-border, #8884)"/>
${parts.flatMap(({ svg }) => svg.map((line) => `  ${line}\n`)).join('')}</svg>
`;
}

/** Lines of a document, from 0, one below the other, with squiggles under its warnings. */
function linesOf(document: Document, numbers: readonly number[], x = 20, top = 34): Part {
  const warnings = diagnostics(document, undefined).filter(({ severity }) => severity === DiagnosticSeverity.Warning);
  const svg = numbers.flatMap((number, row) => {
    const y = top + row * ROW;
    const ranges = warnings.map(({ range }) => range).filter(({ start, end }) => start.line === number && end.line === number);
    const squiggles = new Map(
      ranges.map(({ start, end }) => [start.character, squiggle(x + start.character * LETTER, x + end.character * LETTER, y + 6)]),
    );
    return [text(x, y, document.lines.text(number)), ...squiggles.values()];
  });
  return { svg, bottom: top + (numbers.length - 1) * ROW };
}

function text(x: number, y: number, said: string, more = ''): string {
  return `<text x="${x}" y="${y}"${more === '' ? '' : ` ${more}`} fill="${INK}" xml:space="preserve">${escaped(said)}</text>`;
}

function squiggle(from: number, to: number, y: number): string {
  const waves = Math.max(1, Math.round((to - from) / 8));
  return `<path fill="none" stroke="var(--vscode-editorWarning-foreground, #cca700)" stroke-width="1.4" d="M${Math.round(from)} ${y}${' q2 -3 4 0 q2 3 4 0'.repeat(waves)}"/>`;
}

/** A box below what stands above it, with rows of words in it. */
function box(top: number, rows: readonly { readonly said: string; readonly bold?: boolean }[]): Part {
  const height = rows.length * 22 + 10;
  const svg = [
    `<rect x="26" y="${top}" width="${WIDTH - 52}" height="${height}" rx="4" fill="var(--vscode-editorHoverWidget-background, #252526)" stroke="var(--vscode-editorHoverWidget-border, #888)"/>`,
    ...rows.map(({ said, bold }, row) => text(40, top + 22 + row * 22, said, `${SANS}${bold ? ' font-weight="600"' : ''}`)),
  ];
  return { svg, bottom: top + height };
}

function escaped(said: string): string {
  return said.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function numberOf(document: Document, begins: string): number {
  for (let line = 0; line < document.lines.count; line++) if (document.lines.text(line).startsWith(begins)) return line;
  throw new Error(`no line begins with ${begins}`);
}

/** The paragraphs of a hover without their Markdown; the first is a heading. */
function paragraphsOf(markdown: string): string[] {
  return markdown.split('\n\n').map((paragraph) => paragraph.replace(/^#+ /, '').replace(/\*\*|`/g, ''));
}

function example(session: Document): string {
  const greeting = numberOf(session, '220 ');
  return picture('A masked session', [
    linesOf(
      session,
      [0, 1, 2, 3, 4, 5].map((row) => greeting + row),
    ),
  ]);
}

function mask(session: Document): string {
  const line = numberOf(session, '250 XXXXXXXA');
  const shown = linesOf(session, [line - 1, line]);
  const at = { line, character: '250 X'.length };
  const hover = session.language === 'smtp-transcript' ? transcriptFeatures.hover?.(session, at) : undefined;
  const [head = '', ...others] = MarkupContent.is(hover?.contents) ? paragraphsOf(hover.contents.value) : [];
  const rows = [{ said: head, bold: true }, ...others.slice(0, 2).flatMap((each) => wrap(each, IN_A_BOX).map((said) => ({ said })))];
  return picture('What stood behind a mask', [shown, box(shown.bottom + 18, rows)]);
}

function firewall(configuration: Document): string {
  const line = numberOf(configuration, '  inspect esmtp');
  const policy = numberOf(configuration, 'policy-map global_policy');
  const shown = linesOf(configuration, [policy, policy + 1, line - 1, line], 30);
  const bulb = `<circle cx="18" cy="${shown.bottom - 4}" r="5" fill="var(--vscode-editorLightBulb-foreground, #ffcc00)"/>`;
  const all = diagnostics(configuration, undefined);
  const titles = codeActions(configuration, rangeOn(line, 2, 2), all, undefined, true).map(({ title }) => ({ said: title }));
  return picture('The light bulb on inspect esmtp', [shown, { svg: [bulb], bottom: 0 }, box(shown.bottom + 18, titles)]);
}

/** What a server says inside, and what the firewall of the example makes of it. */
const INSIDE = `220 mail.example.com ESMTP
EHLO client.example.net
250-mail.example.com
250-SIZE 14680064
250 STARTTLS
QUIT
221 2.0.0 Bye
`;

function compared(configuration: Document): string {
  const context = itemAt(readConfiguration(configuration.lines).contexts, 0);
  const [treatment] = treatmentsOf(context, explainFlow(context, parseFlow('tcp 203.0.113.9 -> 198.51.100.25:25 on outside')));
  const transcript = readTranscript(Lines.read(INSIDE));
  const { lines } = predictSession(itemAt(transcript.sessions, 0), treatment?.inspection, refusalsOf(transcript));
  const outside = lines.map(({ left }) => `${left ?? ''}\n`).join('');
  const both = openDocument('file:///both.smtp', 'smtp-transcript', Lines.read(`# inside\n${INSIDE}# outside\n${outside}`));
  const count = Lines.read(INSIDE).count - 1;
  const shownFrom = (first: number) => [first, first + 2, first + 3, first + 4];
  const said = diagnostics(both, undefined).find(({ code }) => code === 'session-differs-inside')?.message ?? '';
  const column = (title: string, numbers: readonly number[], x: number) => [
    { svg: [text(x, 34, title, `${SANS} font-weight="600"`)], bottom: 34 },
    linesOf(both, numbers, x, 62),
  ];
  const columns = [...column('inside', shownFrom(1), 20), ...column('outside', shownFrom(count + 2), 290)];
  const bottom = Math.max(...columns.map((part) => part.bottom));
  return picture('One server, from the inside and from the outside', [
    ...columns,
    { svg: [`<path d="M275 20V${bottom}" stroke="${INK}" opacity=".3"/>`], bottom },
    box(
      bottom + 18,
      wrap(inPlainWords(String(said)), IN_A_BOX).map((row) => ({ said: row })),
    ),
  ]);
}

async function drawn(root: string): Promise<Readonly<Record<string, string>>> {
  const read = async (name: string) => Lines.read(await readFile(join(root, 'examples', name), 'utf8'));
  const session = openDocument('file:///masked-session.smtp', 'smtp-transcript', await read('masked-session.smtp'));
  const configuration = openDocument('file:///asa-9.1-before.asa', 'cisco-asa', await read('asa-9.1-before.asa'));
  return { example: example(session), mask: mask(session), firewall: firewall(configuration), compare: compared(configuration) };
}

export async function main(argv: readonly string[], root: string): Promise<number> {
  let stale = 0;
  for (const [name, fresh] of Object.entries(await drawn(root))) {
    const file = join(root, FOLDER, `${name}.svg`);
    if (fresh === (await readFile(file, 'utf8').catch(() => ''))) continue;
    if (argv.includes('--check')) {
      console.error(`${FOLDER}/${name}.svg is stale; "npm run pictures" draws it`);
      stale++;
    } else {
      await writeFile(file, fresh);
      console.log(`${FOLDER}/${name}.svg written`);
    }
  }
  return stale === 0 ? 0 : 1;
}
