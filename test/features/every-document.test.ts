/** What a person is shown, over every fixture and example: how long it is, how many, and in which form. */
import { expect, test } from 'vitest';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { diagnostics } from '../../server/src/features/diagnostics.ts';
import { ClientSupport } from '../../server/src/lsp/client-support.ts';
import { type Range, rangeOn } from '../../server/src/text/lines.ts';
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

test('a client that renders Markdown in messages gets it', () => {
  const renders = new ClientSupport({ textDocument: { diagnostic: { markupMessageSupport: true } } });
  const [, document] = documents.find(([name]) => name.endsWith('ace-address-without-mask/bad.asa'))!;
  const [first] = renders.diagnostics(diagnostics(document, undefined));
  expect(first!.message).toMatchObject({ kind: 'markdown', value: expect.stringContaining('neither `host` nor a mask') });
  expect(first!.range).toEqual(rangeOn(first!.range.start.line, first!.range.start.character, first!.range.end.character));
});
