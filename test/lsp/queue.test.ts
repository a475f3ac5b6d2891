/** The order of messages, as bytes on a stream: what has arrived before any work begins, what is cancelled, what is refused. */
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { configurationFeatures } from '../../server/src/features/configuration/features.ts';
import { startServer } from '../../server/src/lsp/server.ts';

const ASA = 'file:///fw.asa';
const TEXT = 'ASA Version 9.1(5)\nhostname fw\naccess-list a permit ip any any\n';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** What the server writes in answer to messages that arrive in one piece. */
function talk() {
  const up = new PassThrough();
  const down = new PassThrough();
  const { connection } = startServer((options) => createConnection(new StreamMessageReader(up), new StreamMessageWriter(down), options));
  const said: Answer[] = [];
  new StreamMessageReader(down).listen((message) => said.push(message as Answer));
  stop = () => connection.dispose();
  return {
    said,
    send: (...messages: object[]) => up.write(messages.map(frame).join('')),
    answer: (id: number) => vi.waitFor(() => said.find((it) => it.id === id) ?? Promise.reject(new Error(`no answer to ${id}`)), 60_000),
  };
}

let stop: (() => void) | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  stop?.();
});

function frame(message: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

const INITIALIZE = { id: 0, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } };
const INITIALIZED = { method: 'initialized', params: {} };
const OPEN = {
  method: 'textDocument/didOpen',
  params: { textDocument: { uri: ASA, languageId: 'cisco-asa', version: 1, text: TEXT } },
};
const START = [INITIALIZE, INITIALIZED, OPEN];
const textDocument = { uri: ASA };
const tokens = (id: number) => ({ id, method: 'textDocument/semanticTokens/full', params: { textDocument } });
const hover = (id: number) => ({ id, method: 'textDocument/hover', params: { textDocument, position: { line: 1, character: 2 } } });
const symbols = (id: number) => ({ id, method: 'textDocument/documentSymbol', params: { textDocument } });
const actions = (id: number) => ({
  id,
  method: 'textDocument/codeAction',
  params: { textDocument, range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } }, context: { diagnostics: [] } },
});
const cancel = (id: unknown) => ({ method: '$/cancelRequest', params: { id } });
const change = (version: number, text: string) => ({
  method: 'textDocument/didChange',
  params: { textDocument: { uri: ASA, version }, contentChanges: [{ text }] },
});
const ids = (said: readonly Answer[]) => said.flatMap(({ id, method }) => (id === undefined || method !== undefined ? [] : [id]));

describe('cancelled requests', () => {
  test('1,000 of them are answered as such and none is computed', async () => {
    const spy = vi.spyOn(configurationFeatures as { semanticTokens(): unknown }, 'semanticTokens');
    const { said, send, answer } = talk();
    const many = Array.from({ length: 1000 }, (_, index) => index + 1);
    send(...START, ...many.map(tokens), ...many.map(cancel), hover(1001));
    await answer(1001);
    expect(said.filter(({ error }) => error?.code === -32800).length).toBe(1000);
    expect(spy).not.toHaveBeenCalled();
  });

  test('the last of them, which is not cancelled, is', async () => {
    const { said, send, answer } = talk();
    send(...START, tokens(1), cancel(1), tokens(2), cancel(2), tokens(3));
    expect(await answer(3)).toMatchObject({ result: { data: expect.any(Array) } });
    expect(ids(said)).toEqual([0, 1, 2, 3]);
  });

  test.each([[7], ['7'], [null], [undefined], [{}]])('a cancellation of %j, which nobody asked, is passed over', async (id) => {
    const { send, answer } = talk();
    send(...START, cancel(id), { method: '$/cancelRequest', params: {} }, hover(1));
    expect(await answer(1)).toHaveProperty('result');
  });
});

describe('the order of answers', () => {
  test('what is looked at while it comes is first, what may need proofs last', async () => {
    const { said, send, answer } = talk();
    send(...START, actions(1), tokens(2), hover(3), symbols(4), hover(5));
    await answer(1);
    expect(ids(said)).toEqual([0, 3, 5, 2, 4, 1]);
  });

  test('none is moved past a change: each is about the text as it was', async () => {
    const { said, send, answer } = talk();
    send(...START, symbols(1), change(2, 'access-list b permit ip any any\n'), symbols(2), change(3, ''), symbols(3), hover(4));
    await answer(3);
    const names = said.filter(({ id }) => [1, 2].includes(id!)).map(({ result }) => JSON.stringify(result));
    expect(names[0]).toContain('"a"');
    expect(names[1]).toContain('"b"');
    expect(ids(said)).toEqual([0, 1, 2, 4, 3]);
  });

  test('the same question about the same text is answered once, and again after a change', async () => {
    const spy = vi.spyOn(configurationFeatures as { semanticTokens(): unknown }, 'semanticTokens');
    const { send, answer } = talk();
    send(...START, tokens(1), tokens(2), tokens(3), change(2, TEXT), tokens(4));
    await answer(4);
    expect(spy).toHaveBeenCalledTimes(2);
  });
});

describe('the life of a server', () => {
  test('what is asked before it begins is refused, what is told is dropped', async () => {
    const { send, answer } = talk();
    send(OPEN, hover(1), { id: 2, method: 'shutdown' }, { id: 3, method: 'no/such' }, ...START, hover(4));
    for (const id of [1, 2, 3]) expect(await answer(id)).toMatchObject({ error: { code: -32002 } });
    expect(await answer(4)).toHaveProperty('result');
  });

  test('it begins once', async () => {
    const { send, answer } = talk();
    send(...START, { ...INITIALIZE, id: 1 }, hover(2));
    expect(await answer(1)).toMatchObject({ error: { code: -32600 } });
    expect(await answer(2)).toHaveProperty('result');
  });

  test('what is asked after its end is refused', async () => {
    const { send, answer } = talk();
    send(...START, { id: 1, method: 'shutdown' }, hover(2), { ...INITIALIZE, id: 3 });
    expect(await answer(1)).toMatchObject({ result: null });
    expect(await answer(2)).toMatchObject({ error: { code: -32600 } });
    expect(await answer(3)).toMatchObject({ error: { code: -32600 } });
  });

  test.each([
    [{}],
    [{ id: null, method: 'initialize' }],
    [{ id: {}, method: 'x' }],
    [{ result: 7 }],
    [{ id: 99, result: 7 }],
    [{ id: 98 }],
  ])('a message that is none, %j, is passed over', async (message) => {
    const { send, answer } = talk();
    send(message, ...START, message, hover(1));
    expect(await answer(1)).toHaveProperty('result');
  });

  test('a client whose options are none is served', async () => {
    const { send, answer } = talk();
    send(
      { id: 0, method: 'initialize', params: { capabilities: {}, initializationOptions: { docs: 7, commands: 'x' } } },
      INITIALIZED,
      OPEN,
      hover(1),
    );
    expect(await answer(0)).toHaveProperty('result.capabilities');
    expect(await answer(1)).toHaveProperty('result');
  });
});
