/** What a person is shown, over every fixture and example: how long it is, how many, and in which form. */
import { expect, test } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { type Document, partAt } from '../../server/src/features/document.ts';
import { FIRST_SCREEN, type FirstScreen } from '../../server/src/features/markdown.ts';
import { transcriptFeatures } from '../../server/src/features/transcript/features.ts';
import { ClientSupport } from '../../server/src/lsp/client-support.ts';
import { grouped } from '../../server/src/text/grouped.ts';
import { type Position, type Range, rangeOn } from '../../server/src/text/lines.ts';
import { open } from '../support/cursor.ts';
import { everyDocument } from '../support/documents.ts';

const documents = [...everyDocument()];
const WHOLE: Range = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

test('there is something to look at', () => {
  expect(documents.length).toBeGreaterThan(100);
});

test('what is shown as plain text has no markup', () => {
  const plain = new ClientSupport({ textDocument: { publishDiagnostics: { relatedInformation: true } } });
  const marked = documents.flatMap(([name, document]) => {
    // A backtick of the file itself is no markup.
    if (document.lines.toString().includes('`')) return [];
    const shown = plain.diagnostics(diagnostics(document, undefined));
    const told = shown.flatMap(({ message, relatedInformation = [] }) => [message, ...relatedInformation.map((it) => it.message)]);
    const titles = codeActions(document, WHOLE, [], undefined, true).map(({ title }) => title);
    return [...told, ...titles].filter((text) => typeof text !== 'string' || text.includes('`')).map((text) => `${name}: ${text}`);
  });
  expect(marked).toEqual([]);
});

test('of several findings on the same words one says what the others would repeat', () => {
  let together = 0;
  const repeated = documents.flatMap(([name, document]) =>
    grouped(diagnostics(document, undefined), ({ range }) => JSON.stringify(range)).flatMap((same) => {
      together = Math.max(together, same.length);
      const told = same.flatMap(({ message, relatedInformation = [] }) => [
        // Each finding says itself what to do, and how sure it is.
        ...new Set(
          sentencesOf(String(message))
            .slice(0, -1)
            .filter((sentence) => !sentence.startsWith('Likely, not certain:')),
        ),
        ...relatedInformation.map((it) => JSON.stringify(it)),
      ]);
      return told.filter((each, at) => told.indexOf(each) < at).map((each) => `${name}: ${each}`);
    }),
  );
  expect(together).toBeGreaterThan(2);
  expect(repeated).toEqual([]);
});

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.:]) (?=[A-Z])/);
}

test('a client that renders Markdown in messages gets it', () => {
  const renders = new ClientSupport({ textDocument: { diagnostic: { markupMessageSupport: true } } });
  const [, document] = documents.find(([name]) => name.endsWith('ace-address-without-mask/bad.asa'))!;
  const [first] = renders.diagnostics(diagnostics(document, undefined));
  expect(first!.message).toMatchObject({ kind: 'markdown', value: expect.stringContaining('neither `host` nor a mask') });
  expect(first!.range).toEqual(rangeOn(first!.range.start.line, first!.range.start.character, first!.range.end.character));
});

test('a hover fits on the first screen, and what it leaves out stands behind More', () => {
  const tooLong: string[] = [];
  let longer = 0;
  for (const [name, document] of documents) {
    const seen = new Set<string>();
    for (const [line, { text }] of [...document.lines.all].entries()) {
      // Each word once: a hover is about a word, or about more.
      for (const { index } of text.slice(0, 500).matchAll(/\S+/g)) {
        const hover = hoverAt(document, { line, character: index + 1 });
        const shown = (hover?.contents as { value: string } | undefined)?.value ?? '';
        if (seen.has(shown)) continue;
        seen.add(shown);
        if (hover?.more !== undefined) longer++;
        if (shown.length > FIRST_SCREEN || /^\|/m.test(shown)) tooLong.push(`${name}:${line + 1}:${index + 1} ${shown.length}\n${shown}`);
      }
    }
  }
  expect(tooLong).toEqual([]);
  expect(longer).toBeGreaterThan(100);
});

function hoverAt(document: Document, at: Position): FirstScreen | null | undefined {
  const part = partAt(document, at.line);
  return part.language === 'cisco-asa' ? configurationFeatures.hover?.(part, at) : transcriptFeatures.hover?.(part, at);
}

test('the same is not said behind each mask of a session', () => {
  const document = open(
    '220 ***************2******0\nEHLO a.example\n250-XXXXXXXXXXXA\n250-XXXXXXXB\n250-XXXXXXXXXXXXXXXXXXXC\n250 DSN\n',
    'smtp-transcript',
  );
  const shown = [2, 3, 4].map((line) => (hoverAt(document, { line, character: 6 })!.contents as { value: string }).value);
  expect(shown.filter((text) => text.includes('**To mend**')).length).toBeLessThanOrEqual(2);
  expect(shown[2]).toContain('as at the first masked keyword of this session, line 3');
});

test('a menu has at most six entries, each short, one of them preferred or none, and one that silences', () => {
  const wrong: string[] = [];
  let offered = 0;
  for (const [name, document] of documents) {
    const all = diagnostics(document, undefined);
    for (const range of new Set(all.map((each) => JSON.stringify(each.range)))) {
      const titles = codeActions(document, JSON.parse(range), all, undefined, true).map(({ title }) => title);
      offered += titles.length;
      const silencing = titles.filter((title) => title.startsWith('Ignore '));
      if (titles.length > 6 || silencing.length > 1 || titles.some((title) => title.length >= 70))
        wrong.push(`${name} ${range}: ${titles.length}\n${titles.join('\n')}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(offered).toBeGreaterThan(1000);
});
