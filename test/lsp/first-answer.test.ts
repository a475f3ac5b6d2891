/** `initialize` is answered before the server is there: once, as the server would, and nothing that comes meanwhile is lost. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, expect, test, vi } from 'vitest';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import { initializeResult } from '../../server/src/lsp/capabilities.ts';
import { ClientSupport } from '../../server/src/lsp/client-support.ts';
import { answerFirst } from '../../server/src/lsp/first-answer.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { ROOT } from '../cli/run.ts';

const BUILT = join(ROOT, 'dist', 'cli');
beforeAll(() => {
  if (!existsSync(BUILT)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
});

interface Said {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

const framed = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
const INITIALIZE = {
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } },
};
const INITIALIZED = { method: 'initialized', params: {} };
const symbols = (id: number) => ({ id, method: 'workspace/symbol', params: { query: '' } });
const SHUTDOWN = { id: 9, method: 'shutdown' };

/** The two halves, as in `lsp/node.ts`; the second comes when it is called for. */
function halves() {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const said: Said[] = [];
  new StreamMessageReader(down).listen((message) => said.push(message as Said));
  const passedOver: unknown[] = [];
  const ends = answerFirst(
    { reader: new StreamMessageReader(up), writer: new StreamMessageWriter(down) },
    ({ capabilities }) => initializeResult(new ClientSupport(capabilities), false),
    (error) => passedOver.push(error),
  );
  return {
    said,
    passedOver,
    send: (...messages: object[]) => up.write(messages.map((it) => framed(JSON.stringify({ jsonrpc: '2.0', ...it }))).join('')),
    load: async () => {
      const { reader, writer } = await ends;
      return startServer((options) => createConnection(reader, writer, options)).connection;
    },
    answer: (id: number) => vi.waitFor(() => said.find((it) => it.id === id) ?? Promise.reject(new Error(`no answer to ${id}`)), 60_000),
  };
}

test('the answer is that of the server, and is given once', async () => {
  const { said, send, answer, load } = halves();
  send(INITIALIZE);
  const first = await answer(1);
  const connection = await load();
  send(INITIALIZED, SHUTDOWN);
  await answer(9);
  connection.dispose();
  expect(said.filter(({ id }) => id === 1)).toEqual([first]);
  expect(first.result).toEqual(initializeResult(new ClientSupport(INITIALIZE.params.capabilities), false));
});

test('what comes before the server is there is answered by it, in order', async () => {
  const { said, send, answer, load } = halves();
  send(INITIALIZE, INITIALIZED, symbols(2), symbols(3), SHUTDOWN);
  await answer(1);
  expect(said.map(({ id }) => id)).toEqual([1]);
  const connection = await load();
  await answer(9);
  connection.dispose();
  expect(said.map(({ id, error }) => [id, error?.code])).toEqual([1, 2, 3, 9].map((id) => [id, undefined]));
});

test.each([
  ['another request', { id: 1, method: 'textDocument/hover', params: {} }, -32002],
  ['no capabilities', { id: 1, method: 'initialize', params: { processId: null, rootUri: null } }, -32603],
  ['nothing at all', { id: 1, method: 'initialize' }, expect.any(Number)],
])('a client that begins with %s is refused by the server', async (_, message, code) => {
  const { said, send, answer, load } = halves();
  send(message);
  const connection = await load();
  await answer(1);
  connection.dispose();
  expect(said).toEqual([expect.objectContaining({ id: 1, error: expect.objectContaining({ code }) })]);
});

test.each([['before'], ['once']])('a message that is none is passed over, %s the server is there', async (when) => {
  const { passedOver, send, answer, load } = halves();
  send(INITIALIZE);
  if (when === 'before') send({ method: '$/cancelRequest' });
  await answer(1);
  const connection = await load();
  if (when === 'once') send({ method: '$/cancelRequest' });
  send(INITIALIZED, SHUTDOWN);
  await answer(9);
  connection.dispose();
  expect(passedOver.length).toBe(1);
});

test('what is loaded before it is a small part of the program', () => {
  const whole = readdirSync(BUILT).reduce((sum, name) => sum + statSync(join(BUILT, name)).size, 0);
  expect(statSync(join(BUILT, '../lsp.js')).size).toBeLessThan(whole / 10);
});
