/** Random edits of random documents: after each of them the server says what one says that has just opened the text. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { configurationText } from '../asa/generate.ts';
import { type Client, PULLS, startClient } from '../support/client.ts';
import { everyDocument } from '../support/documents.ts';
import { effort, PATIENCE } from './effort.ts';

const clients: Client[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
});

const transcripts = [...everyDocument()]
  .filter(([, { language, lines }]) => language === 'smtp-transcript' && lines.count < 120)
  .map(([, { lines }]) => lines.toString());
const TEXTS = {
  'cisco-asa': configurationText,
  'smtp-transcript': fc.constantFrom(...transcripts),
} as const;

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const PIECES = [
  ...['', '', ' ', '\n', '\r\n', '\r', '\t', 'x', '!', 'no ', '\u00e4', '\ud83d\ude00', '\ud83d', '\u0000', '\u2028'],
  ...['access-list mail extended permit tcp any host 192.0.2.25 eq smtp\n', 'policy-map global_policy\n class inspection_default\n'],
  ...['  inspect esmtp\n', '  no inspect esmtp\n', 'exit\n', 'ASA Version 9.8(2)\n', '250-XXXXXXXA\n', '250 XXXX\n', 'EHLO a.example\n'],
  ...[
    '220 ****\n',
    '500 5.5.1 Command unrecognized: "XXXX"\n',
    '---\n',
    '> ',
    '! esmtp-lens-disable-next-line inspection-hides-starttls\n',
  ],
];
const edit = fc.record({ at: share, length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(300)), text: fc.constantFrom(...PIECES) });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Positions of the protocol count lines by any of three ends, and characters by code units. */
function positionOf(text: string, offset: number) {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

/** Between a carriage return and its line feed there is no position. */
const snapped = (text: string, offset: number) => (text[offset - 1] === '\r' && text[offset] === '\n' ? offset + 1 : offset);

function changed(text: string, { at, length, text: inserted }: Edit) {
  const start = snapped(text, Math.floor(at * (text.length + 1)));
  const end = snapped(text, Math.min(text.length, start + length));
  const range = { start: positionOf(text, start), end: positionOf(text, end) };
  return { text: text.slice(0, start) + inserted + text.slice(end), change: { range, text: inserted } };
}

/** Everything that a client asks while a person types, at one place. */
async function everything({ request, pull }: Client, uri: string, text: string, at: number): Promise<unknown> {
  const textDocument = { uri };
  const position = positionOf(text, snapped(text, Math.floor(at * (text.length + 1))));
  const here = { textDocument, position };
  const range = { start: { line: Math.max(0, position.line - 3), character: 0 }, end: { line: position.line + 3, character: 0 } };
  const everywhere = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeLens', 'documentLink'];
  const there = ['hover', 'completion', 'signatureHelp', 'definition', 'documentHighlight', 'prepareRename'];
  const [{ items }, ...answers] = await Promise.all([
    pull(uri),
    ...everywhere.map((method) => request(`textDocument/${method}`, { textDocument })),
    ...there.map((method) => request(`textDocument/${method}`, here)),
    request('textDocument/references', { ...here, context: { includeDeclaration: true } }),
    request('textDocument/inlayHint', { textDocument, range }),
    request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
  ]);
  return { items, answers: answers.map(withoutResultId) };
}

/** Results are counted, and the two servers have answered as often as they were asked. */
function withoutResultId(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('resultId' in answer)) return answer;
  const { resultId, ...told } = answer;
  expect(typeof resultId).toBe('string');
  return told;
}

describe('an edited document', PATIENCE, () => {
  test.each(['cisco-asa', 'smtp-transcript'] as const)('says what one says that was just opened: %s', async (language) => {
    const [old, fresh] = [await startClient(PULLS), await startClient(PULLS)];
    clients.push(old, fresh);
    let documents = 0;
    const run = async (before: string, edits: readonly Edit[][], at: number) => {
      const uri = `file:///${documents++}.${language === 'cisco-asa' ? 'asa' : 'smtp'}`;
      let text = before;
      old.open(uri, language, text);
      await everything(old, uri, text, at);
      for (const [index, some] of edits.entries()) {
        const changes = some.map((each) => {
          const { text: after, change } = changed(text, each);
          text = after;
          return change;
        });
        old.change(uri, index + 2, changes);
        fresh.open(uri, language, text);
        expect(await everything(old, uri, text, at)).toEqual(await everything(fresh, uri, text, at));
        await fresh.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
      }
      await old.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    };
    const several = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(TEXTS[language], several, share, run), effort(10));
  });
});
