/** Semantic tokens while somebody types: what is told of an edit makes of the tokens before those of now; those of some lines are of all. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { difference } from '../../server/src/lsp/semantic-tokens.ts';
import { type Client, startClient } from '../support/client.ts';

const token = fc.array(fc.nat(2), { minLength: 5, maxLength: 5 });
const data = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.flat());

test('an edit makes of the tokens before those of now, and is one of whole tokens', () => {
  fc.assert(
    fc.property(data, data, (before, now) => {
      const edits = difference(before, now);
      expect(edits.length).toBeLessThanOrEqual(1);
      const made = edits.reduce(
        (all, { start, deleteCount, data: put = [] }) => [...all.slice(0, start), ...put, ...all.slice(start + deleteCount)],
        before,
      );
      expect(made).toEqual(now);
      for (const { start, deleteCount, data: put = [] } of edits) expect([start % 5, deleteCount % 5, put.length % 5]).toEqual([0, 0, 0]);
      if (edits.length === 0) expect(now).toEqual(before);
    }),
  );
});

let client: Client | undefined;
afterEach(() => client?.stop());

const URI = 'file:///fw.asa';
const LINES = ['hostname fw', 'access-list a extended permit tcp any host 192.0.2.25 eq smtp', 'access-list b extended permit ip any any'];

test('a keystroke tells one edit; a result that is not the last one, everything; lines that are asked for, their own', async () => {
  client = await startClient({});
  const textDocument = { uri: URI };
  client.open(URI, 'cisco-asa', LINES.join('\n'));
  const first = await client.request<{ resultId: string; data: number[] }>('textDocument/semanticTokens/full', { textDocument });
  client.change(URI, 2, [{ range: { start: { line: 2, character: 12 }, end: { line: 2, character: 13 } }, text: 'bb' }]);
  const params = { textDocument, previousResultId: first.resultId };
  const told = await client.request<{ resultId: string; edits: { start: number; deleteCount: number; data?: number[] }[] }>(
    'textDocument/semanticTokens/full/delta',
    params,
  );
  const [edit, ...others] = told.edits;
  expect(others).toEqual([]);
  expect(edit!.start).toBeGreaterThan(0);
  const now = first.data.toSpliced(edit!.start, edit!.deleteCount, ...(edit!.data ?? []));
  const stale = await client.request<{ data: number[] }>('textDocument/semanticTokens/full/delta', params);
  expect(stale.data).toEqual(now);
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 80 } };
  const some = await client.request<{ data: number[] }>('textDocument/semanticTokens/range', { textDocument, range });
  expect(some.data.length).toBeGreaterThan(0);
  expect(some.data.filter((_, i) => i % 5 === 0)).toEqual([1, ...Array(some.data.length / 5 - 1).fill(0)]);
});
